"""The events that a reviewer is to look at, and in which order."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.errors import RefusedError
from dateline.records import Event
from dateline.store import EventFilter, Review, Sort, Store
from dateline.store.decisions import DecisionKind
from dateline.store.filters import conditions
from dateline.store.page import Listed, listed, read_page
from dateline.store.schema import decision_links, decisions, events
from dateline.store.unseen import as_coded

VERDICTS = (DecisionKind.ACCEPT, DecisionKind.EDIT, DecisionKind.REJECT)


class Order(StrEnum):
    """In which order events are reviewed: the least sure first, the newest first, or a random sample."""

    UNSURE = "unsure"
    NEWEST = "newest"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What a reviewer works through.

    ``second`` asks for the events that somebody else has judged and ``by`` has not: their second coding.
    ``seed`` and ``size`` make a random sample of what ``wanted`` finds, the same at each visit; what is
    reviewed already stays in it.
    """

    wanted: EventFilter = field(default_factory=EventFilter)
    order: Order = Order.UNSURE
    by: str | None = None
    second: bool = False
    seed: int = 1
    size: int = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """Some events of a queue in its order. ``cursor`` leads to those after them, ``None`` at the end."""

    events: tuple[Listed, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many events a queue had at its start, and how many are left."""

    total: int
    left: int


def batch(store: Store, queue: Queue, *, limit: int = 10, cursor: str | None = None) -> Batch:
    """Return the next events of a queue.

    Args:
        store: the database.
        queue: what is worked through.
        limit: how many at most.
        cursor: that of the batch before.

    Raises:
        RefusedError: the cursor is none that a batch of this order gave.
    """
    if queue.order is Order.SAMPLE:
        return _sampled(store, queue, limit, cursor)
    unsure = queue.order is Order.UNSURE
    with store._reading() as connection:
        page = read_page(
            connection,
            _tests(connection, queue),
            sort=Sort.CONFIDENCE if unsure else Sort.PUBLISHED,
            descending=not unsure,
            limit=limit,
            cursor=cursor,
        )
    return Batch(page.events, page.cursor)


def blind(store: Store, found: Sequence[Listed], by: str | None) -> tuple[Listed, ...]:
    """Return events as the coder read them, without what others decided, where a reviewer judged none yet.

    A second coding tells how far two people agree only where the second does not see what the first did.

    Args:
        store: the database.
        found: the events.
        by: the reviewer; what they judged themselves stays as it is.
    """
    names = [one.event.id for one in found]
    query = select(events.c.id, events.c.machine).where(events.c.id.in_(names))
    with store._reading() as connection:
        rows = connection.execute(query.where(~_judged(decisions.c.by == (by or ""), flags=True))).all()
    read = {row[0]: row[1] for row in rows}
    return tuple(
        replace(
            one,
            event=Event.model_validate(read[one.event.id]) if read[one.event.id] else one.event,
            review=Review.CANDIDATE,
            flagged=False,
        )
        if one.event.id in read
        else one
        for one in found
    )


def progress(store: Store, queue: Queue) -> Progress:
    """Count the events of a queue, and those that are left."""
    with store._reading() as connection:
        if queue.order is Order.SAMPLE:
            chosen = _sample(connection, queue)
            query = select(func.count()).where(events.c.id.in_(chosen), *_open(queue))
            return Progress(len(chosen), connection.execute(query).scalar_one())
        left = _count(connection, _tests(connection, queue))
        every = [*_filter(connection, queue, base=True), *([_by_others(queue)] * queue.second)]
        total = _count(connection, every)
    return Progress(max(total, left), left)


def made_since(store: Store, by: str, since: Any) -> int:
    """Count the verdicts of a reviewer since a moment (UTC), without those undone."""
    tests = [
        decisions.c.by == by,
        decisions.c.kind.in_([*map(str, VERDICTS), "flag"]),
        decisions.c.at >= since,
    ]
    with store._reading() as connection:
        query = select(func.count()).select_from(decisions).where(*tests, ~_undone())
        return connection.execute(query).scalar_one()


def latest(store: Store, by: str, *, limit: int = 10) -> list[tuple[int, str, str]]:
    """The last decisions of a reviewer on events that still hold, newest first: number, kind and event."""
    kinds = [*map(str, VERDICTS), "flag"]
    query = select(decisions.c.number, decisions.c.kind, decision_links.c.event_id)
    query = query.join(decision_links, decision_links.c.decision == decisions.c.number)
    query = query.where(decisions.c.by == by, decisions.c.kind.in_(kinds), ~_undone())
    query = query.where(decision_links.c.event_id.is_not(None)).order_by(decisions.c.number.desc())
    with store._reading() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query.limit(limit))]


def reviewers(store: Store) -> tuple[str, ...]:
    """Who judged any event, by name."""
    query = select(decisions.c.by).where(decisions.c.kind.in_(list(map(str, VERDICTS)))).distinct()
    with store._reading() as connection:
        return tuple(connection.execute(query.order_by(decisions.c.by)).scalars())


def _sampled(store: Store, queue: Queue, limit: int, cursor: str | None) -> Batch:
    start = int(cursor or 0) if (cursor or "0").isdecimal() and len(cursor or "0") < 10 else None
    if start is None:
        raise RefusedError("cursor: is none that a sample gave; start from the first page")
    with store._reading() as connection:
        chosen = _sample(connection, queue)
        rows = connection.execute(select(events).where(events.c.id.in_(chosen), *_open(queue))).mappings()
        found = {row["id"]: listed(row) for row in rows}
    waiting = [(place, id_) for place, id_ in enumerate(chosen) if place >= start and id_ in found]
    more = waiting[limit - 1][0] + 1 if len(waiting) > limit else None
    return Batch(tuple(found[id_] for _, id_ in waiting[:limit]), str(more) if more is not None else None)


def _sample(connection: Connection, queue: Queue) -> list[str]:
    """Ids of a random sample, in random order: those with the smallest hashes under the seed."""
    query = select(events.c.id).where(*_filter(connection, queue, base=True))
    if queue.second:
        query = query.where(_by_others(queue))

    def drawn(id_: str) -> bytes:
        return hashlib.blake2b(f"{queue.seed}\x1f{id_}".encode(), digest_size=8).digest()

    return heapq.nsmallest(queue.size, connection.execute(query).scalars(), key=drawn)


def _tests(connection: Connection, queue: Queue) -> list[ColumnElement[bool]]:
    return [*_filter(connection, queue), *_open(queue), *([_by_others(queue)] if queue.second else [])]


def _filter(connection: Connection, queue: Queue, *, base: bool = False) -> list[ColumnElement[bool]]:
    """The conditions of the filter; with ``base`` without those that reviewing changes."""
    if queue.second:  # what it finds must not tell what the first coder made of an event
        return as_coded(connection, queue.wanted)
    wanted = replace(queue.wanted, reviews=(), flagged=None) if base else queue.wanted
    return conditions(wanted, connection.dialect.name)


def _open(queue: Queue) -> list[ColumnElement[bool]]:
    """What is still to be judged: by the second reviewer, or by anybody."""
    if queue.second:
        return [~_judged(decisions.c.by == (queue.by or ""), flags=True)]
    if queue.wanted.reviews or queue.wanted.flagged is not None:
        return []
    return [events.c.review == str(Review.CANDIDATE), events.c.flagged.is_(False)]


def _by_others(queue: Queue) -> ColumnElement[bool]:
    return _judged(decisions.c.by != (queue.by or ""))


def _judged(who: ColumnElement[bool], *, flags: bool = False) -> ColumnElement[bool]:
    """Say whether somebody judged an event and that still holds."""
    kinds = [*map(str, VERDICTS), *(["flag"] if flags else [])]
    tied = and_(decision_links.c.decision == decisions.c.number, decision_links.c.event_id == events.c.id)
    return exists().where(tied, who, decisions.c.kind.in_(kinds), ~_undone())


def _undone() -> ColumnElement[bool]:
    later = decisions.alias("later")
    return exists().where(later.c.undoes == decisions.c.number)


def _count(connection: Connection, tests: Sequence[ColumnElement[bool]]) -> int:
    query = select(func.count()).select_from(events).where(*tests)
    return connection.execute(query).scalar_one()
