"""Events as spots on a map: what is drawn of each, without reading its whole record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from dateline.store.cells import cells, meanings
from dateline.store.database import Store
from dateline.store.filters import EventFilter, conditions
from dateline.store.schema import events


@dataclass(frozen=True, slots=True)
class Spot:
    """One event with a point (degrees). ``killed`` is the best number, ``None`` where none is told."""

    id: str
    lat: float
    lon: float
    family: str
    event_type: str
    status: str
    precision: str | None
    start: date | None
    killed: int | None


def read_spots(store: Store, wanted: EventFilter, *, limit: int) -> tuple[Spot, ...]:
    """Read the events that have a place exact enough for a point, the latest first.

    Args:
        store: the database.
        wanted: conditions.
        limit: how many at most.
    """
    column = events.c
    query = select(column.id, column.lat, column.lon, column.cell, column.start, column.killed_best)
    query = query.order_by(column.start.desc(), column.id).limit(limit)
    with store._reading() as connection:
        query = query.where(column.lat.is_not(None), *conditions(wanted, connection.dialect.name))
        rows = connection.execute(query).all()
        meaning = meanings(connection, {row.cell for row in rows})
    return tuple(_spot(row, meaning[row.cell]) for row in rows)


def _spot(row: Any, cell: tuple[str, ...]) -> Spot:
    kind, status, _, _, near, family = cell
    return Spot(
        id=row.id,
        lat=row.lat,
        lon=row.lon,
        family=family,
        event_type=kind,
        status=status,
        precision=near or None,
        start=row.start,
        killed=row.killed_best,
    )


def count_placeless(store: Store, wanted: EventFilter) -> dict[str | None, int]:
    """Count the events that have no point, by country, those with the most first; ``None`` is no country."""
    cell = cells()
    country = func.nullif(cell.c.country, "")
    query = select(country, func.count()).join_from(events, cell, cell.c.cell == events.c.cell)
    query = query.group_by(country).order_by(func.count().desc(), country)
    with store._reading() as connection:
        query = query.where(events.c.lat.is_(None), *conditions(wanted, connection.dialect.name))
        return {row[0]: row[1] for row in connection.execute(query)}
