"""Events as the coder read them, for whoever is not to see what a person made of them.

A second coder chooses events by a filter. Were it to ask what the events say now, the events that it finds
would tell what the first coder changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.records import Event
from dateline.store import EventFilter, Facet, Store
from dateline.store.filters import conditions
from dateline.store.rows import event_columns, party_rows, source_key, source_rows
from dateline.store.schema import decision_links, events


def as_coded(connection: Connection, wanted: EventFilter) -> list[ColumnElement[bool]]:
    """Turn a filter into conditions on the table of events, which hold of each as the coder read it.

    Args:
        connection: open.
        wanted: the filter; ``reviews`` and ``flagged``, which say what people decided, do not count.
    """
    dialect = connection.dialect.name
    read = {event.id: event for _, event in _changed(connection)}
    now = EventFilter(
        report_id=wanted.report_id,
        search=wanted.search,
        outlet=wanted.outlet,
        released=wanted.released,
        min_confidence=wanted.min_confidence,
    )
    met = [id_ for id_, event in read.items() if _meets(event, wanted)]
    unchanged = conditions(_without_verdicts(wanted), dialect)
    if not read:
        return unchanged
    alike = and_(events.c.id.not_in(list(read)), *unchanged)
    return [or_(alike, and_(events.c.id.in_(met), *conditions(now, dialect)))]


def countries(store: Store) -> tuple[str, ...]:
    """Return the codes of the countries in which the coder places events."""
    numbers: Counter[str | None] = Counter()
    numbers.update({one.value: one.events for one in store.facets([Facet.COUNTRY])[Facet.COUNTRY]})
    with store._reading() as connection:
        for now, event in _changed(connection):
            numbers[now] -= 1
            numbers[event_columns(event, 0)["country"]] += 1
    return tuple(sorted(code for code, number in numbers.items() if code and number > 0))


def _changed(connection: Connection) -> list[tuple[str | None, Event]]:
    """Events of which another record counts than the coder's: their country now, and what the coder read."""
    decided = select(decision_links.c.event_id).where(decision_links.c.event_id.is_not(None))
    query = select(events.c.country, events.c.machine).where(events.c.id.in_(decided))
    rows = connection.execute(query.where(events.c.machine.is_not(None)))
    return [(country, Event.model_validate(record)) for country, record in rows]


def _without_verdicts(wanted: EventFilter) -> EventFilter:
    return replace(wanted, reviews=(), flagged=None)


def _meets(event: Event, wanted: EventFilter) -> bool:
    """Say whether an event meets what a filter asks of its coded fields."""
    row = event_columns(event, 0)
    chosen = (
        (wanted.event_types, "event_type"),
        (wanted.families, "family"),
        (tuple(map(str, wanted.statuses)), "status"),
        (wanted.precisions, "precision"),
        ((wanted.country,) if wanted.country is not None else (), "country"),
        ((wanted.background,) if wanted.background is not None else (), "background"),
    )
    return (
        all(row[name] in values for values, name in chosen if values)
        and _reaches(row["end"], wanted.since)
        and _reaches(row["killed_best"], wanted.min_killed)
        and (wanted.until is None or (row["start"] is not None and row["start"] <= wanted.until))
        and _inside(row, wanted.box)
        and _named(event, wanted)
    )


def _reaches(value: Any, bound: Any) -> bool:
    return bound is None or (value is not None and value >= bound)


def _inside(row: dict[str, Any], box: tuple[float, float, float, float] | None) -> bool:
    if box is None:
        return True
    if row["lat"] is None or row["lon"] is None:
        return False
    west, south, east, north = box
    lon = row["lon"]
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return bool(south <= row["lat"] <= north and across)


def _named(event: Event, wanted: EventFilter) -> bool:
    """Say whether the actors and the source that a filter names stand in an event."""
    found = {(row["role"], row["actor_id"]) for row in party_rows(event)}
    every = {id_ for _, id_ in found}
    cited = {row["name"] for row in source_rows(event)}
    return (
        (wanted.actor is None or wanted.actor in every)
        and (wanted.who is None or ("actor", wanted.who) in found)
        and (wanted.whom is None or ("target", wanted.whom) in found)
        and (wanted.source is None or source_key(wanted.source) in cited)
    )
