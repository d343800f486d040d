"""The deals of a database put together over its reports, with what is known of where they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from dateline.agreements.histories import History, Scene, histories
from dateline.records import Agreement
from dateline.store import Store
from dateline.store.agreements import AgreementFilter, read_agreements
from dateline.store.chunks import chunks
from dateline.store.incident_tables import incident_members, incident_reports
from dateline.store.schema import events


def deal_histories(store: Store) -> tuple[History, ...]:
    """Put the deals of all reports together.

    Nothing is kept: the histories follow the deals and, where ``dateline incidents build`` has run, the
    incidents that are there.

    Args:
        store: open.
    """
    with store._reading() as connection:
        deals = tuple(read_agreements(connection, AgreementFilter()))
        scenes = _scenes(connection, deals)
    return histories(deals, scenes)


def _scenes(connection: Connection, deals: Sequence[Agreement]) -> dict[str, Scene]:
    names = sorted({deal.report_id for deal in deals})
    found: dict[str, list[Any]] = {}
    columns = (
        events.c.report_id,
        events.c.id,
        events.c.event_type,
        events.c.country,
        events.c.lat,
        events.c.lon,
    )
    for row in _asked(connection, select(*columns), events.c.report_id, names):
        found.setdefault(row.report_id, []).append(row)
    members = select(incident_members.c.event_id, incident_members.c.incident_id)
    homes = dict(map(tuple, _asked(connection, members, incident_members.c.report_id, names)))
    copies = select(incident_reports.c.report_id, incident_reports.c.original)
    originals = dict(map(tuple, _asked(connection, copies, incident_reports.c.report_id, names)))
    return {d.id: _scene(d, found.get(d.report_id, ()), homes, originals.get(d.report_id)) for d in deals}


def _asked(connection: Connection, query: Any, column: Any, names: Sequence[str]) -> Iterable[Any]:
    for part in chunks(names):
        yield from connection.execute(query.where(column.in_(part)))


def _scene(deal: Agreement, rows: Sequence[Any], homes: Mapping[str, str], original: str | None) -> Scene:
    """The places of its own acts and terms, or of all events of the report where these have none."""
    own = {*deal.events, *(term.event for term in deal.terms if term.event)}
    near = [row for row in rows if row.id in own]
    return Scene(
        countries=frozenset(row.country for row in (_with(near, "country") or rows) if row.country),
        points=tuple(dict.fromkeys((row.lat, row.lon) for row in _with(near, "lat") or _with(rows, "lat"))),
        terms=frozenset(row.event_type for row in rows if row.id in own - set(deal.events)),
        incidents=frozenset(homes[event] for event in deal.events if event in homes),
        original=original,
    )


def _with(rows: Iterable[Any], name: str) -> list[Any]:
    return [row for row in rows if getattr(row, name) is not None]
