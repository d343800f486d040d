"""What a screen or a command asks of incidents: a list, one in full, and why it holds together."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.incidents.decide import labels_of
from dateline.incidents.explain import explain, holding
from dateline.incidents.records import Incident, Link
from dateline.store import Store
from dateline.store import incident_rows as rows
from dateline.store.cursors import read_cursor, write_cursor
from dateline.store.incident_tables import incident_members, incidents
from dateline.store.incident_verdicts import resolve, verdicts
from dateline.store.schema import event_parties


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """Conditions that an incident must meet; what is ``None`` or empty does not count.

    ``since`` and ``until`` are days, inclusive. ``actor`` is the id of an actor that takes part, itself or by
    something that belonged to it. ``doubtful`` keeps those that hang by a link of at most these log-odds.
    """

    event_types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    country: str | None = None
    actor: str | None = None
    report_id: str | None = None
    min_reports: int | None = None
    min_independent: int | None = None
    min_killed: int | None = None
    doubtful: float | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why an incident holds together: the links that it hangs by, strongest first, and all pairs.

    ``weakest`` is the last of the links that it hangs by, ``None`` for a single event.
    """

    incident: Incident
    hangs_by: tuple[Link, ...]
    pairs: tuple[Link, ...]

    @property
    def weakest(self) -> Link | None:
        """The link without which it would fall apart first."""
        return self.hangs_by[-1] if self.hangs_by else None


_DAY = func.coalesce(incidents.c.start, incidents.c.first_report)


def list_incidents(
    store: Store, wanted: IncidentFilter | None = None, *, limit: int | None = 100, offset: int = 0
) -> tuple[Incident, ...]:
    """List incidents, the latest first.

    Args:
        store: the database.
        wanted: conditions.
        limit: how many at most.
        offset: how many to pass over.
    """
    query = select(incidents.c.record).where(*_conditions(wanted or IncidentFilter()))
    query = query.order_by(_DAY.desc(), incidents.c.id).limit(limit).offset(offset)
    with store._reading() as connection:
        return tuple(map(Incident.model_validate, connection.execute(query).scalars()))


def page_of_incidents(
    store: Store, wanted: IncidentFilter, *, limit: int = 100, cursor: str | None = None
) -> tuple[tuple[Incident, ...], str | None]:
    """Return one page of incidents, the latest first, and the cursor of the next page.

    Raises:
        RefusedError: the cursor is none that a page gave.
    """
    query = select(incidents.c.record, _DAY, incidents.c.id).where(*_conditions(wanted))
    if cursor is not None:
        day, id_ = read_cursor(cursor, date, str)
        query = query.where((day > _DAY) | ((day == _DAY) & (incidents.c.id > id_)))
    query = query.order_by(_DAY.desc(), incidents.c.id).limit(limit + 1)
    with store._reading() as connection:
        rows = connection.execute(query).all()
    found = tuple(Incident.model_validate(row[0]) for row in rows[:limit])
    return found, write_cursor(*rows[limit - 1][1:]) if len(rows) > limit else None


def every_incident(store: Store) -> Iterator[Incident]:
    """Return all incidents, by first report and id."""
    query = select(incidents.c.record).order_by(incidents.c.first_report, incidents.c.id)
    with store._reading() as connection:
        yield from map(Incident.model_validate, connection.execute(query).scalars())


def count_incidents(store: Store, wanted: IncidentFilter | None = None) -> int:
    """Count incidents, as ``list_incidents`` lists them."""
    query = select(func.count()).select_from(incidents).where(*_conditions(wanted or IncidentFilter()))
    with store._reading() as connection:
        return connection.execute(query).scalar_one()


def incident(store: Store, incident_id: str) -> Incident:
    """Return one incident with what carries it out.

    Args:
        store: the database.
        incident_id: its id, the first characters of it, or an id that it took over.

    Raises:
        StoreError: there is none.
    """
    with store._reading() as connection:
        return _one(connection, resolve(connection, incident_id))


def incident_of(store: Store, event_id: str) -> str | None:
    """The id of the incident that an event is a member of, or ``None``."""
    query = select(incident_members.c.incident_id).where(incident_members.c.event_id == event_id)
    with store._reading() as connection:
        return connection.execute(query).scalar()


def why(store: Store, incident_id: str) -> Why:
    """Explain an incident: the waterfall of each link between its events.

    Args:
        store: the database.
        incident_id: as for ``incident``.

    Raises:
        StoreError: there is none.
    """
    with store._reading() as connection:
        found = _one(connection, resolve(connection, incident_id))
        ids = [member.event_id for member in found.members]
        acts = rows.load_acts(connection, ids)
        decided = labels_of(verdicts(connection, ids))
        original = rows.originals(connection, {act.report_id for act in acts})
    pairs = explain(sorted(acts, key=lambda act: act.id), original=original, decided=decided)
    return Why(found, holding(pairs), pairs)


def _one(connection: Connection, incident_id: str) -> Incident:
    record = connection.execute(select(incidents.c.record).where(incidents.c.id == incident_id)).scalar_one()
    done = select(incidents.c.id).where(incidents.c.fulfils == incident_id).order_by(incidents.c.id)
    return Incident.model_validate(record | {"fulfilled_by": list(connection.execute(done).scalars())})


def _conditions(wanted: IncidentFilter) -> list[ColumnElement[bool]]:
    column = incidents.c
    tests: list[tuple[object, ColumnElement[Any], Callable[[Any, Any], Any]]] = [
        (wanted.event_types, column.event_type, ColumnElement.in_),
        (wanted.statuses, column.status, ColumnElement.in_),
        (wanted.since, column.end, operator.ge),
        (wanted.until, column.start, operator.le),
        (wanted.country, column.country, operator.eq),
        (wanted.min_reports, column.reports, operator.ge),
        (wanted.min_independent, column.independent, operator.ge),
        (wanted.min_killed, column.killed_best, operator.ge),
        (wanted.doubtful, column.weakest, operator.le),
    ]
    out = [test(side, value) for value, side, test in tests if value not in (None, ())]
    inside = select(incident_members.c.incident_id)
    if wanted.report_id is not None:
        out.append(column.id.in_(inside.where(incident_members.c.report_id == wanted.report_id)))
    if wanted.actor is not None:
        parties = event_parties.c
        mine = select(parties.event_id).where(parties.actor_id == wanted.actor)
        out.append(column.id.in_(inside.where(incident_members.c.event_id.in_(mine))))
    return out
