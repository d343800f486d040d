"""Incidents as a screen lists them: chosen by their events, sorted, without what merging needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from dateline.incidents.records import Incident
from dateline.store import EventFilter, Store
from dateline.store.filters import conditions
from dateline.store.incident_tables import incident_members, incidents
from dateline.store.schema import events


class Sorted(StrEnum):
    """What comes first: the latest, most reports, most killed, or what hangs together least."""

    DAY = "day"
    REPORTS = "reports"
    KILLED = "killed"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which incidents are listed: those of which an event meets ``wanted``, told by enough reports."""

    wanted: EventFilter = field(default_factory=EventFilter)
    min_reports: int = 1
    sort: Sorted = Sorted.DAY


_DAY = func.coalesce(incidents.c.start, incidents.c.first_report)
_ORDERS: dict[Sorted, tuple[ColumnElement[Any], ...]] = {
    Sorted.DAY: (_DAY.desc(),),
    Sorted.REPORTS: (incidents.c.reports.desc(), incidents.c.events.desc(), _DAY.desc()),
    Sorted.KILLED: (func.coalesce(incidents.c.killed_best, -1).desc(), _DAY.desc()),
    Sorted.DOUBT: (func.coalesce(incidents.c.weakest, 99.0), _DAY.desc()),
}


def listed(store: Store, asked: Listing, *, limit: int = 50, offset: int = 0) -> tuple[Incident, ...]:
    """Return one page of incidents.

    Args:
        store: the database.
        asked: which, and in which order.
        limit: how many at most.
        offset: how many to pass over.
    """
    query = select(incidents.c.record).where(*_tests(store, asked))
    query = query.order_by(*_ORDERS[asked.sort], incidents.c.id).limit(limit).offset(offset)
    return _read(store, query)


def count(store: Store, asked: Listing) -> int:
    """Count incidents, as ``listed`` lists them."""
    query = select(func.count()).select_from(incidents).where(*_tests(store, asked))
    with store._reading() as connection:
        return connection.execute(query).scalar_one()


def near(store: Store, one: Incident, *, words: str | None = None, limit: int = 12) -> tuple[Incident, ...]:
    """Return incidents that might be the same as one: of its days and country, or found by words.

    Args:
        store: the database.
        one: the incident.
        words: words that a report of it holds, or how its id begins.
        limit: how many at most.
    """
    query = select(incidents.c.record).where(incidents.c.id != one.id)
    if words and words.strip():
        found = _inside(store, EventFilter(search=words))
        begins = incidents.c.id.startswith(words.strip(), autoescape=True)
        return _read(store, query.where(or_(begins, found)).order_by(_DAY.desc()).limit(limit))
    day = one.time.start if one.time else one.first_report
    around = _DAY.between(day - timedelta(days=7), day + timedelta(days=7))
    country = one.place.place.country if one.place else None
    there = or_(incidents.c.country == country, incidents.c.country.is_(None)) if country else None
    query = query.where(around, *([] if there is None else [there]))
    same = (incidents.c.event_type != one.event_type, incidents.c.family != one.family)
    return _read(store, query.order_by(*same, _DAY.desc(), incidents.c.id).limit(limit))


def _read(store: Store, query: Select[Any]) -> tuple[Incident, ...]:
    with store._reading() as connection:
        return tuple(map(Incident.model_validate, connection.execute(query).scalars()))


def _tests(store: Store, asked: Listing) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if asked.min_reports > 1:
        tests.append(incidents.c.reports >= asked.min_reports)
    if asked.wanted != EventFilter():
        tests.append(_inside(store, asked.wanted))
    return tests


def _inside(store: Store, wanted: EventFilter) -> ColumnElement[bool]:
    """Say that an event of the incident meets a filter."""
    met = select(events.c.id).where(*conditions(wanted, store._engine.dialect.name))
    members = select(incident_members.c.incident_id).where(incident_members.c.event_id.in_(met))
    return incidents.c.id.in_(members)
