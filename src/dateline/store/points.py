"""Where events are, as points with how many events each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.cells import cells
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
    connection: Connection, tests: Sequence[ColumnElement[bool]], *, limit: int
) -> tuple[Point, ...]:
    """Read the points of events, those with the most events first.

    Args:
        connection: open.
        tests: conditions on the table of events.
        limit: how many at most.
    """
    # by cell first, so that what a cell is is looked up once for all its events at a point
    alike = (events.c.lat, events.c.lon, events.c.cell)
    met = select(*alike, func.count().label("events")).where(events.c.lat.is_not(None), *tests)
    inner, cell = met.group_by(*alike).subquery("met"), cells()
    keys = (inner.c.lat, inner.c.lon, cell.c.country, cell.c.precision)
    number = func.sum(inner.c.events)
    query = select(*keys, number).join(cell, cell.c.cell == inner.c.cell).group_by(*keys)
    query = query.order_by(number.desc(), *keys).limit(limit)
    rows = connection.execute(query)
    return tuple(
        Point(lat, lon, country or None, near or None, int(number))
        for lat, lon, country, near, number in rows
    )
