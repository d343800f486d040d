"""Records to rows of the tables and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert

from dateline.figures import people, point
from dateline.records import Event, Report
from dateline.store.cells import cell_of
from dateline.store.schema import event_parties, event_sources

LASTING = timedelta(days=31)
"""Events that last longer are marked: without them, those of a month lie close together in an index."""


def report_row(report: Report) -> dict[str, Any]:
    """Turn a report into a row of ``reports``."""
    place = report.dateline_place
    return {
        **report.model_dump(exclude={"dateline_place"}),
        "dateline_place": place.model_dump() if place else None,
        "content_hash": report.content_hash,
    }


def to_report(row: RowMapping) -> Report:
    """Turn a row of ``reports`` into a report."""
    return Report(**{name: row[name] for name in Report.model_fields})


def event_row(event: Event, position: int) -> dict[str, Any]:
    """Turn an event into a row of ``events``: columns to search by, and the whole record."""
    return event_columns(event, position) | {"record": event.model_dump(mode="json")}


def event_columns(event: Event, position: int) -> dict[str, Any]:
    """Take from an event what its row is searched by: all columns of ``events`` but the record.

    Args:
        event: the event.
        position: its number in the report, from 0.
    """
    at = point(event)
    low, best, high = people(event, "killed")
    return {
        "id": event.id,
        "report_id": event.report_id,
        "position": position,
        "published": event.published,
        "event_type": event.event_type,
        "family": event.family,
        "status": str(event.status),
        "background": event.background,
        "start": event.time.start if event.time else None,
        "end": event.time.end if event.time else None,
        "lasting": _lasting(event),
        "precision": next((place.precision for place in event.places if place.precision), None),
        "country": next((place.country for place in event.places if place.country), None),
        "lat": at.lat if at else None,
        "lon": at.lon if at else None,
        "killed_low": low,
        "killed_best": best,
        "killed_high": high,
        "confidence": event.confidence,
    }


def with_cell(row: dict[str, Any]) -> dict[str, Any]:
    """Add the number of its cell to a row of ``events`` that has everything else, also its review."""
    return row | {"cell": cell_of(row)}


def _lasting(event: Event) -> bool:
    time = event.time
    return bool(time and time.start and time.end and time.end - time.start > LASTING)


def party_rows(event: Event) -> list[dict[str, str]]:
    """List the rows of ``event_parties``: each known party and all that it was part of, once a role."""
    roles = {
        "actor": event.actors,
        "target": event.targets,
        "supporter": event.supporters,
        "mediator": event.mediators,
    }
    found: dict[tuple[str, str], None] = {}
    for role, parties in roles.items():
        for party in parties:
            if party.actor_id:
                found.update(dict.fromkeys((role, id_) for id_ in (party.actor_id, *party.within)))
    return [{"event_id": event.id, "role": role, "actor_id": id_} for role, id_ in found]


def source_rows(event: Event) -> list[dict[str, str]]:
    """List the rows of ``event_sources``: who is cited, once each."""
    names = dict.fromkeys(source_key(source.name) for source in event.sources)
    return [{"event_id": event.id, "name": name} for name in names if name]


def source_key(name: str) -> str:
    """Return the form of a source's name under which it is found."""
    return name.casefold().strip()[:200]


def insert_parts(connection: Connection, found: Sequence[Event]) -> None:
    """Insert what stands in tables of its own: the parties and the sources of events."""
    if parties := [row for event in found for row in party_rows(event)]:
        connection.execute(insert(event_parties), parties)
    if cited := [row for event in found for row in source_rows(event)]:
        connection.execute(insert(event_sources), cited)


def replace_parts(connection: Connection, event: Event) -> None:
    """Bring the parties and the sources of one event up to date."""
    for table in (event_parties, event_sources):
        connection.execute(delete(table).where(table.c.event_id == event.id))
    insert_parts(connection, [event])
