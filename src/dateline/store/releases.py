"""Releases in the database: which events each holds, and what became of them since.

A release is only added: nothing changes what it holds, and no other one gets its name. What changed since the
last is worked out from the reports that were coded or decided on after it, not from all events.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import metadata
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, Select, exists, func, insert, select, update

from dateline.errors import RefusedError
from dateline.records import Event
from dateline.store import Store
from dateline.store.filters import EventFilter, conditions
from dateline.store.schema import coded, decision_links, decisions, events, release_events, releases

_FILTER = TypeAdapter(EventFilter)
_PART = 500  # rows in one statement
# a transaction takes its time before it ends; what it wrote is looked at though its time is a little earlier
_MARGIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its number and name, when its events were read (UTC), after which decision, and how many.

    ``wanted`` is the filter that chose them, ``version`` that of Dateline.
    """

    name: str
    at: datetime
    decision: int
    wanted: EventFilter
    number: int = 0
    events: int = 0
    version: str = metadata.version("dateline")


@dataclass(frozen=True, slots=True)
class Since:
    """What a release made now under the filter of the last one would add, change and delete."""

    release: Release
    added: int
    changed: int
    deleted: int


def begin(store: Store, name: str, wanted: EventFilter | None = None) -> Release:
    """Name a release that is about to be made; to be called before its events are read.

    Args:
        store: the database.
        name: name and version in one, such as ``"syria-1.0"``.
        wanted: which events it is to hold; all where ``None``.

    Raises:
        RefusedError: there is a release of that name.
    """
    at = datetime.now(UTC)
    with store._reading() as connection:
        _must_be_new(connection, name)
        last = connection.execute(select(func.coalesce(func.max(decisions.c.number), 0))).scalar_one()
    return Release(name=name, at=at, decision=last, wanted=wanted or EventFilter())


@contextmanager
def recording(store: Store, release: Release, held: Iterable[Event]) -> Iterator[Release]:
    """Note a release and the events that it holds, and mark them as released.

    The block puts the files in their place; where it fails nothing is noted.

    Args:
        store: the database.
        release: what ``begin`` gave.
        held: its events.

    Raises:
        RefusedError: there is a release of that name.
    """
    with store._writing() as connection:
        _must_be_new(connection, release.name)
        rows = [{"report_id": e.report_id, "event_id": e.id, "digest": digest(e)} for e in held]
        made = replace(release, events=len(rows))
        number = connection.execute(insert(releases).returning(releases.c.number), _row(made)).scalar_one()
        for start in range(0, len(rows), _PART):
            part = [row | {"release": number} for row in rows[start : start + _PART]]
            connection.execute(insert(release_events), part)
        ids = select(release_events.c.event_id).where(release_events.c.release == number)
        mine = events.c.id.in_(ids) & ~events.c.released
        connection.execute(update(events).where(mine).values(released=True))
        yield replace(made, number=number)


def all_releases(store: Store) -> tuple[Release, ...]:
    """Return the releases, oldest first."""
    with store._reading() as connection:
        rows = connection.execute(select(releases).order_by(releases.c.number)).mappings()
        return tuple(map(to_release, rows))


def since_last(store: Store) -> Since | None:
    """Count what changed since the last release; ``None`` where there is none.

    An event counts as changed where anything in its record differs. It costs as much as there is changed.
    """
    query = select(releases).order_by(releases.c.number.desc()).limit(1)
    with store._reading() as connection:
        row = connection.execute(query).mappings().first()
        if row is None:
            return None
        last = to_release(row)
        touched = _touched(last)
        was = release_events.c
        mine = (was.release == last.number) & was.report_id.in_(touched)
        now = [events.c.report_id.in_(touched), *conditions(last.wanted, connection.dialect.name)]
        there = exists().where(
            was.report_id == events.c.report_id, was.event_id == events.c.id, was.release == last.number
        )
        added = connection.execute(select(func.count()).select_from(events).where(*now, ~there)).scalar_one()
        held = connection.execute(select(func.count()).where(mine)).scalar_one()
        both = select(was.digest, events.c.record).join(events, events.c.id == was.event_id)
        pairs = [
            digest(Event.model_validate(record)) == old
            for old, record in connection.execute(both.where(mine, *now))
        ]
    return Since(last, added=added, changed=pairs.count(False), deleted=held - len(pairs))


def digest(event: Event) -> str:
    """Hash the record of an event: 16 hex digits.

    Fields that have their default do not count, so that records of an older version hash alike.
    """
    record = event.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]


def _touched(last: Release) -> Select[Any]:
    """The reports that were coded, or whose events were decided on, since a release."""
    again = select(coded.c.report_id).where(coded.c.at >= last.at.replace(tzinfo=None) - _MARGIN)
    decided = select(decision_links.c.report_id).where(decision_links.c.decision > last.decision)
    return select(again.union(decided).subquery().c.report_id)


def _must_be_new(connection: Connection, name: str) -> None:
    if connection.execute(select(releases.c.number).where(releases.c.name == name)).first():
        raise RefusedError(f"{name}: was released already, and a release stays as it is; give another name")


def _row(release: Release) -> dict[str, Any]:
    return {
        "name": release.name,
        "at": release.at.replace(tzinfo=None),
        "decision": release.decision,
        "events": release.events,
        "wanted": _FILTER.dump_python(release.wanted, mode="json", exclude_defaults=True),
        "version": release.version,
    }


def to_release(row: RowMapping) -> Release:
    """Turn a row of ``releases`` into a release."""
    kept = {name: row[name] for name in ("name", "decision", "number", "events", "version")}
    wanted = _FILTER.validate_python(row["wanted"])
    return Release(at=row["at"].replace(tzinfo=UTC), wanted=wanted, **kept)
