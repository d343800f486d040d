"""One page of events after another, in the order asked for, however many there are.

A page ends with a cursor that names its last event; the next page starts after it. Nothing is skipped or told
twice when events come in between, and a late page costs no more than the first.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, literal, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from dateline.errors import RefusedError
from dateline.records import Event
from dateline.store.schema import events
from dateline.store.state import Review


class Sort(StrEnum):
    """What events are sorted by; their id decides among equals."""

    PUBLISHED = "published"
    START = "start"
    CONFIDENCE = "confidence"
    KILLED = "killed"


_COLUMNS = {
    Sort.PUBLISHED: events.c.published,
    Sort.START: events.c.start,
    Sort.CONFIDENCE: events.c.confidence,
    Sort.KILLED: events.c.killed_best,
}
_LISTED = (
    events.c.id,
    events.c.record,
    events.c.review,
    events.c.flagged,
    events.c.released,
    events.c.kept,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An event in a list, with where it stands.

    ``kept`` says that the present coder no longer finds it; it stays because a person vouched for it.
    """

    event: Event
    review: Review
    flagged: bool
    released: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Events in order. ``cursor`` leads to the next page; ``None`` on the last."""

    events: tuple[Listed, ...]
    cursor: str | None


def read_page(
    connection: Connection,
    tests: Sequence[ColumnElement[bool]],
    *,
    sort: Sort = Sort.PUBLISHED,
    descending: bool = True,
    limit: int = 100,
    cursor: str | None = None,
) -> Page:
    """Read one page.

    Args:
        connection: open.
        tests: conditions on the table of events.
        sort: what to sort by. Events that lack it come last where ``descending``, else first.
        descending: the latest or greatest first.
        limit: how many at most.
        cursor: that of the page before.

    Raises:
        RefusedError: the cursor is none that a page of this order gave.
    """
    ids, end = read_ids(connection, tests, sort=sort, descending=descending, limit=limit, cursor=cursor)
    return Page(read_listed(connection, ids), end)


def read_ids(
    connection: Connection,
    tests: Sequence[ColumnElement[bool]],
    *,
    sort: Sort = Sort.PUBLISHED,
    descending: bool = True,
    limit: int = 100,
    cursor: str | None = None,
) -> tuple[list[str], str | None]:
    """Read the ids of one page and the cursor after it, as ``read_page`` does for the events."""
    last = _read_cursor(cursor, sort, descending=descending) if cursor else None
    keys: list[tuple[Any, str]] = []
    for query in _stretches(sort, last, descending=descending):
        if len(keys) <= limit:
            part = query.where(*tests).limit(limit + 1 - len(keys))
            keys += [(value, id_) for value, id_ in connection.execute(part)]
    end = _cursor(*keys[limit - 1], sort, descending=descending) if len(keys) > limit else None
    return [id_ for _, id_ in keys[:limit]], end


def read_listed(connection: Connection, ids: Sequence[str]) -> tuple[Listed, ...]:
    """Read events in the order of their ids: only what is on the page, as the rows are wide."""
    rows = connection.execute(select(*_LISTED).where(events.c.id.in_(ids))).mappings() if ids else ()
    found = {row["id"]: listed(row) for row in rows}
    return tuple(found[id_] for id_ in ids if id_ in found)


def listed(row: RowMapping) -> Listed:
    """Turn a row of ``events`` into an event with where it stands."""
    event = Event.model_validate(row["record"])
    return Listed(event, Review(row["review"]), row["flagged"], row["released"], row["kept"])


Last = tuple[Any, str]


def _stretches(sort: Sort, last: Last | None, *, descending: bool) -> list[Select[Any]]:
    """Make the queries whose answers follow one another: events that have the value, and those that lack it.

    Two, as neither database finds its place in an index by a comparison that may be null.
    """
    column, id_ = _COLUMNS[sort], events.c.id
    query = select(column, id_)
    order = (column.desc(), id_.desc()) if descending else (column.asc(), id_.asc())
    valued = query.where(column.is_not(None)).order_by(*order)
    lacking = query.where(column.is_(None)).order_by(order[1])
    in_lacking = last is not None and last[0] is None
    if last is not None and in_lacking:
        lacking = lacking.where(id_ < last[1] if descending else id_ > last[1])
    elif last is not None:
        here, there = tuple_(column, id_), tuple_(literal(last[0], column.type), literal(last[1], id_.type))
        valued = valued.where(here < there if descending else here > there)
    first, second = (valued, lacking) if descending else (lacking, valued)
    passed = last is not None and in_lacking == descending
    return [one for one in ([second] if passed else [first, second]) if column.nullable or one is valued]


def _cursor(value: Any, event_id: str, sort: Sort, *, descending: bool) -> str:
    plain = value.isoformat() if isinstance(value, date) else value
    content = json.dumps([str(sort), descending, plain, event_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: Sort, *, descending: bool) -> Last:
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        name, down, value, event_id = content
        if (name, down) != (str(sort), descending) or not isinstance(event_id, str) or "\0" in event_id:
            raise ValueError("of another order")
        event_id.encode()
        return _value(value, sort), event_id
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError) as error:
        raise RefusedError(
            "cursor: is none that a page of this order gave; start from the first page"
        ) from error


def _value(plain: Any, sort: Sort) -> Any:
    """Read a value of a cursor, which a stranger may have written."""
    column = _COLUMNS[sort]
    kind = column.type.python_type
    if plain is None and column.nullable:
        return None
    if kind is date:
        return date.fromisoformat(plain)
    if isinstance(plain, bool) or not isinstance(plain, int | float) or abs(plain) >= 2**31:
        raise ValueError("of another kind")
    return kind(plain)
