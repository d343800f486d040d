"""Where events are, as points with how many events each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, literal, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.cells import cells
from dateline.store.cursors import read_cursor, write_cursor
from dateline.store.schema import events


@dataclass(frozen=True, slots=True)
class Point:
    """A point (degrees) that events have as their first place exact enough for one, and how many do."""

    lat: float
    lon: float
    country: str | None
    precision: str | None
    events: int


def read_points(
    connection: Connection, tests: Sequence[ColumnElement[bool]], *, limit: int, cursor: str | None = None
) -> tuple[tuple[Point, ...], str | None]:
    """Read one page of the points of events, those with the most events first, and the cursor of the next.

    Args:
        connection: open.
        tests: conditions on the table of events.
        limit: how many at most.
        cursor: that of the page before.

    Raises:
        RefusedError: the cursor is none that a page gave.
    """
    # by cell first, so that what a cell is is looked up once for all its events at a point
    alike = (events.c.lat, events.c.lon, events.c.cell)
    met = select(*alike, func.count().label("events")).where(events.c.lat.is_not(None), *tests)
    inner, cell = met.group_by(*alike).subquery("met"), cells()
    keys = (inner.c.lat, inner.c.lon, cell.c.country, cell.c.precision)
    number = func.sum(inner.c.events).label("events")
    every = select(*keys, number).join(cell, cell.c.cell == inner.c.cell).group_by(*keys).subquery("points")
    order = (-every.c.events, every.c.lat, every.c.lon, every.c.country, every.c.precision)
    query = select(every).order_by(*order)
    if cursor is not None:
        last = read_cursor(cursor, int, float, float, str, str)
        query = query.where(tuple_(*order) > tuple_(*map(literal, last)))
    rows = connection.execute(query.limit(limit + 1)).all()
    found = tuple(
        Point(lat, lon, country or None, near or None, int(number))
        for lat, lon, country, near, number in rows[:limit]
    )
    return found, _cursor(found[-1]) if len(rows) > limit else None


def _cursor(last: Point) -> str:
    return write_cursor(-last.events, last.lat, last.lon, last.country or "", last.precision or "")
