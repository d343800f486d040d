"""Where events are, as points with how many events each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

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
    column = events.c
    keys = (column.lat, column.lon, column.country, column.precision)
    number = func.count()
    query = select(*keys, number).where(column.lat.is_not(None), *tests).group_by(*keys)
    query = query.order_by(number.desc(), column.lat, column.lon).limit(limit)
    return tuple(Point(*row) for row in connection.execute(query))
