"""Counting under filters that hold a great part of all events: a wide box, and a number of killed.

Events of one square of the map, and those with one number of killed, are counted by cell (``cells.py``) and
by month as they are saved. Of a box only the events of the squares that it cuts through are then read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from sqlalchemy import Connection, Integer, case, cast, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.filters import EventFilter
from dateline.store.passes import add_up, one_pass
from dateline.store.schema import events, slice_counts

SQUARE = 5
"""Degrees that a square is wide and high."""

ACROSS = 360 // SQUARE + 1
"""Squares from west to east; the last holds what lies on the line of 180 degrees."""

_ROWS, _COLUMNS = 90 // SQUARE, 180 // SQUARE  # squares south of the equator, west of Greenwich

Slice = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Squares:
    """The whole squares of a box: rows of squares from south to north, columns from west to east."""

    south: int
    north: int
    west: int
    east: int


def slices_of(row: Mapping[str, Any]) -> Iterator[Slice]:
    """The square of an event and its number of killed, as far as they are known.

    Args:
        row: has the columns ``lat``, ``lon`` and ``killed_best`` of the table of events.
    """
    if row["lat"] is not None and row["lon"] is not None:
        yield "square", (floor(row["lat"] / SQUARE) + _ROWS) * ACROSS + floor(row["lon"] / SQUARE) + _COLUMNS
    if row["killed_best"] is not None:
        yield "killed", row["killed_best"]


def slice_columns(dialect: str) -> dict[str, ColumnElement[int]]:
    """What ``slices_of`` gives, for the database to work out."""

    def whole(degrees: ColumnElement[Any]) -> ColumnElement[int]:
        part = degrees / float(SQUARE)
        if dialect != "sqlite":
            return cast(func.floor(part), Integer)
        cut = cast(part, Integer)  # towards zero; not every SQLite knows floor
        return cut - case((part < cut, 1), else_=0)

    square = (whole(events.c.lat) + _ROWS) * ACROSS + whole(events.c.lon) + _COLUMNS
    return {"square": square, "killed": events.c.killed_best}


def is_wide(wanted: EventFilter) -> bool:
    """Say whether a filter asks for a box or a number of killed and for nothing else."""
    box = wanted.box is not None and wanted.box[0] <= wanted.box[2] and wanted.box[1] <= wanted.box[3]
    return (box and wanted == EventFilter(box=wanted.box)) or (
        wanted.min_killed is not None and wanted == EventFilter(min_killed=wanted.min_killed)
    )


def count_wide(
    connection: Connection, wanted: EventFilter, month: ColumnElement[int]
) -> tuple[Counter[int], Counter[int]]:
    """Count the events of a wide filter by cell and by month.

    Args:
        connection: open.
        wanted: a filter that ``is_wide``.
        month: the month in which an event starts, for the database to work out.
    """
    cells, months = add_up(connection, (one_pass([test], month) for test in _read(wanted)))
    for kind, test in _kept(wanted):
        for numbers, by in ((cells, "cell"), (months, "month")):
            same = (slice_counts.c.kind == kind, slice_counts.c.facet == by)
            query = select(slice_counts.c.value, func.sum(slice_counts.c.events)).where(*same, test)
            for value, number in connection.execute(query.group_by(slice_counts.c.value)):
                numbers[value] += number
    return cells, months


def _kept(wanted: EventFilter) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """What a filter takes of the counts that are kept."""
    if wanted.min_killed is not None:
        yield "killed", slice_counts.c.slice >= wanted.min_killed
    elif wanted.box and (inner := squares_in(wanted.box)):
        low, high = inner.south * ACROSS + inner.west, inner.north * ACROSS + inner.east
        across = (slice_counts.c.slice % ACROSS).between(inner.west, inner.east)
        yield "square", slice_counts.c.slice.between(low, high) & across


def _read(wanted: EventFilter) -> Iterator[ColumnElement[bool]]:
    """Conditions on the events of a box that lie in no whole square of it; each event meets one or none."""
    if wanted.box is None:
        return
    west, south, east, north = wanted.box
    lat, lon = events.c.lat, events.c.lon
    inner = squares_in(wanted.box)
    if inner is None:
        yield lat.between(south, north) & lon.between(west, east)
        return
    bottom, top = inner.south * SQUARE - 90, (inner.north + 1) * SQUARE - 90
    left, right = inner.west * SQUARE - 180, (inner.east + 1) * SQUARE - 180
    if south < bottom:
        yield (lat >= south) & (lat < bottom) & lon.between(west, east)
    if north >= top:
        yield (lat >= top) & (lat <= north) & lon.between(west, east)
    sides = [(lon >= west) & (lon < left)] if west < left else []
    sides += [(lon >= right) & (lon <= east)] if east >= right else []
    if sides:
        yield (lat >= bottom) & (lat < top) & (lat <= north) & or_(*sides)


def squares_in(box: tuple[float, float, float, float]) -> Squares | None:
    """The squares that lie in a box as a whole, or ``None`` where none does.

    Args:
        box: west, south, east, north in degrees; the west not beyond the east.
    """
    west, south, east, north = box
    found = Squares(
        south=max(0, ceil(south / SQUARE) + _ROWS),
        north=2 * _ROWS if north >= 90 else floor(north / SQUARE) + _ROWS - 1,
        west=max(0, ceil(west / SQUARE) + _COLUMNS),
        east=2 * _COLUMNS if east >= 180 else floor(east / SQUARE) + _COLUMNS - 1,
    )
    return found if found.south <= found.north and found.west <= found.east else None
