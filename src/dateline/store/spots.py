"""Events as spots on a map: what is drawn of each, without reading its whole record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

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
    names = (column.id, column.lat, column.lon, column.family, column.event_type, column.status)
    query = select(*names, column.precision, column.start, column.killed_best)
    query = query.order_by(column.start.desc(), column.id).limit(limit)
    with store._reading() as connection:
        query = query.where(column.lat.is_not(None), *conditions(wanted, connection.dialect.name))
        return tuple(Spot(*row) for row in connection.execute(query))


def count_placeless(store: Store, wanted: EventFilter) -> dict[str | None, int]:
    """Count the events that have no point, by country, those with the most first; ``None`` is no country."""
    query = select(events.c.country, func.count()).group_by(events.c.country)
    query = query.order_by(func.count().desc(), events.c.country)
    with store._reading() as connection:
        query = query.where(events.c.lat.is_(None), *conditions(wanted, connection.dialect.name))
        return {row[0]: row[1] for row in connection.execute(query)}
