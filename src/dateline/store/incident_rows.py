"""Reading and writing what merging works on: acts, keys, links, copies and memberships; SQL only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, Subquery, Table, Text, cast, delete, func, insert, or_, select

from dateline.incidents.acts import Act, from_json, to_json
from dateline.incidents.blocks import COARSE_WINDOW, WINDOW, day_of, keys_of
from dateline.incidents.copies import DAYS, Signature, bands
from dateline.incidents.kinds import load as load_kinds
from dateline.incidents.records import Incident
from dateline.records import Event, Report
from dateline.store.chunks import chunks
from dateline.store.decisions import DecisionKind
from dateline.store.incident_tables import (
    incident_acts,
    incident_bands,
    incident_keys,
    incident_links,
    incident_members,
    incident_redirects,
    incident_reports,
    incident_versions,
    incidents,
)
from dateline.store.rows import to_report
from dateline.store.schema import coded, decision_links, decisions, events, reports
from dateline.store.state import Review


def _marked() -> Subquery:
    """What each coded report is now: its text, its coding, and the last decision on its events."""
    last = (
        select(decision_links.c.report_id, func.max(decision_links.c.decision).label("last"))
        .group_by(decision_links.c.report_id)
        .subquery()
    )
    parts = (coded.c.content_hash, cast(coded.c.at, Text), cast(func.coalesce(last.c.last, 0), Text))
    mark = parts[0] + "|" + parts[1] + "|" + parts[2]
    joined = coded.outerjoin(last, last.c.report_id == coded.c.report_id)
    return select(coded.c.report_id, mark.label("mark")).select_from(joined).subquery()


def marks(connection: Connection) -> dict[str, str]:
    """What each coded report is now."""
    now = _marked()
    return dict(map(tuple, connection.execute(select(now.c.report_id, now.c.mark))))


def changed(connection: Connection) -> dict[str, str | None]:
    """The reports that are other than when their events were last merged, and what they are now.

    ``None`` stands for a report that is there no more. The database compares, which for a hundred thousand
    reports takes a tenth of what reading them does.
    """
    now, then = _marked(), incident_reports.c
    other = or_(then.mark.is_(None), then.mark != now.c.mark)
    joined = now.outerjoin(incident_reports, then.report_id == now.c.report_id)
    found = connection.execute(select(now.c.report_id, now.c.mark).select_from(joined).where(other))
    gone = select(then.report_id).where(then.report_id.not_in(select(coded.c.report_id)))
    return dict(map(tuple, found)) | dict.fromkeys(connection.execute(gone).scalars())


def count_reports(connection: Connection) -> int:
    """How many reports are coded."""
    return int(connection.execute(select(func.count()).select_from(coded)).scalar_one())


def version(connection: Connection) -> str | None:
    """The version of the weights that the incidents were made with."""
    query = select(incident_versions.c.version).where(incident_versions.c.what == "weights")
    return connection.execute(query).scalar()


def write_version(connection: Connection, value: str) -> None:
    """Note the version of the weights."""
    connection.execute(delete(incident_versions))
    connection.execute(insert(incident_versions), {"what": "weights", "version": value})


def load_reports(connection: Connection, wanted: Iterable[str] | None = None) -> list[Report]:
    """Read reports, all or those with the ids."""
    query = select(reports)
    if wanted is None:
        return [to_report(row) for row in connection.execute(query).mappings()]
    return [
        to_report(row)
        for part in chunks(wanted)
        for row in connection.execute(query.where(reports.c.report_id.in_(part))).mappings()
    ]


def load_events(connection: Connection, column: str, wanted: Iterable[str] | None = None) -> list[Event]:
    """Read events that nobody rejected: all, or those whose ``column`` (id, report_id) is wanted."""
    query = select(events.c.record).where(events.c.review != str(Review.REJECTED))
    query = query.order_by(events.c.report_id, events.c.position)
    if wanted is None:
        return [Event.model_validate(record) for record in connection.execute(query).scalars()]
    return [
        Event.model_validate(record)
        for part in chunks(wanted)
        for record in connection.execute(query.where(events.c[column].in_(part))).scalars()
    ]


def outlets(connection: Connection, wanted: Iterable[str]) -> dict[str, str | None]:
    """Outlet of each report."""
    query = select(reports.c.report_id, reports.c.outlet)
    return {
        row.report_id: row.outlet
        for part in chunks(wanted)
        for row in connection.execute(query.where(reports.c.report_id.in_(part)))
    }


def originals(connection: Connection, wanted: Iterable[str] | None = None) -> dict[str, str]:
    """Copies and the reports that they are copies of."""
    table = incident_reports
    query = select(table.c.report_id, table.c.original).where(table.c.original.is_not(None))
    if wanted is None:
        return {row.report_id: row.original for row in connection.execute(query)}
    out: dict[str, str] = {}
    for part in chunks(wanted):
        found = connection.execute(query.where(table.c.report_id.in_(part)))
        out |= {row.report_id: row.original for row in found}
    return out


def forget_reports(connection: Connection, wanted: Iterable[str]) -> None:
    """Remove what was worked out of reports, but not who is a member of what."""
    for part in chunks(wanted):
        mine = select(incident_acts.c.event_id).where(incident_acts.c.report_id.in_(part))
        one, other = incident_links.c.one, incident_links.c.other
        connection.execute(delete(incident_links).where(or_(one.in_(mine), other.in_(mine))))
        connection.execute(delete(incident_keys).where(incident_keys.c.event_id.in_(mine)))
        connection.execute(delete(incident_acts).where(incident_acts.c.report_id.in_(part)))
        connection.execute(delete(incident_bands).where(incident_bands.c.report_id.in_(part)))
        connection.execute(delete(incident_reports).where(incident_reports.c.report_id.in_(part)))


def forget_all(connection: Connection) -> None:
    """Remove all that is worked out, but not who is a member of what."""
    for table in (incident_links, incident_keys, incident_acts, incident_bands, incident_reports):
        connection.execute(delete(table))


def write_report(
    connection: Connection, report: Report, mark: str, sketch: Signature, original: str | None
) -> None:
    """Write the signature of a report and what it is a copy of."""
    row = {
        "report_id": report.report_id,
        "mark": mark,
        "original": original,
        "signature": sketch.astype("<u4").tobytes(),
    }
    connection.execute(insert(incident_reports), row)
    pieces = [{"band": band, "report_id": report.report_id} for band in dict.fromkeys(bands(sketch))]
    connection.execute(insert(incident_bands), pieces)


def near_texts(
    connection: Connection, sketch: Signature, published: date
) -> dict[str, tuple[Signature, date, str | None]]:
    """Reports that share a band with a text: signature, day and original."""
    table, bands_of = incident_reports, incident_bands.c
    shared = select(bands_of.report_id).where(bands_of.band.in_(bands(sketch)))
    query = select(table.c.report_id, table.c.signature, table.c.original, reports.c.published)
    query = query.join(reports, reports.c.report_id == table.c.report_id)
    rows = connection.execute(query.where(table.c.report_id.in_(shared)))
    return {
        row.report_id: (np.frombuffer(row.signature, "<u4"), row.published, row.original)
        for row in rows
        if abs((published - row.published).days) <= DAYS
    }


def write_acts(connection: Connection, acts: Sequence[Act]) -> None:
    """Write acts and the keys of their blocks."""
    kinds = load_kinds()
    rows = [{"event_id": a.id, "report_id": a.report_id, "act": to_json(a)} for a in acts]
    keys = [{"key": key, "day": day_of(a), "event_id": a.id} for a in acts for key in keys_of(a, kinds)]
    insert_all(connection, incident_acts, rows)
    insert_all(connection, incident_keys, keys)


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])


def load_acts(connection: Connection, wanted: Iterable[str]) -> list[Act]:
    """Read acts by event id."""
    query = select(incident_acts.c.act)
    return [
        from_json(values)
        for part in chunks(wanted)
        for values in connection.execute(query.where(incident_acts.c.event_id.in_(part))).scalars()
    ]


def block_mates(connection: Connection, acts: Sequence[Act]) -> set[str]:
    """Events that share a block with one of the acts, of each block those nearest by day."""
    kinds, table = load_kinds(), incident_keys.c
    found: set[str] = set()
    for day, key in {(day_of(act), key) for act in acts for key in keys_of(act, kinds)}:
        same = select(table.event_id).where(table.key == key)
        # however far: what has no day stands at its report's, and what lasts long began long before
        window = WINDOW if key & 1 else COARSE_WINDOW
        later = same.where(table.day >= day).order_by(table.day, table.event_id).limit(window)
        before = same.where(table.day < day).order_by(table.day.desc(), table.event_id).limit(window)
        found.update(connection.execute(later).scalars())
        found.update(connection.execute(before).scalars())
    return found


def linked(connection: Connection, wanted: Iterable[str]) -> set[str]:
    """Events at the other end of a link."""
    one, other = incident_links.c.one, incident_links.c.other
    found: set[str] = set()
    for part in chunks(wanted):
        found.update(connection.execute(select(other).where(one.in_(part))).scalars())
        found.update(connection.execute(select(one).where(other.in_(part))).scalars())
    return found


def write_links(connection: Connection, links: Iterable[tuple[str, str, float]]) -> None:
    """Write links that are not there yet."""
    kept = list(links)
    ends = {event for one, other, _ in kept for event in (one, other)}
    present: set[tuple[str, str]] = set()
    table = incident_links
    for part in chunks(ends):
        rows = connection.execute(select(table.c.one, table.c.other).where(table.c.one.in_(part)))
        present.update((row.one, row.other) for row in rows)
    fresh = [{"one": a, "other": b, "odds": o} for a, b, o in kept if (a, b) not in present]
    insert_all(connection, table, fresh)


def members(connection: Connection, column: str, wanted: Iterable[str] | None = None) -> list[Any]:
    """Rows of who is a member of what: all, or those whose ``column`` is among ``wanted``."""
    query = select(incident_members).order_by(incident_members.c.event_id)
    if wanted is None:
        return list(connection.execute(query))
    return [
        row
        for part in chunks(wanted)
        for row in connection.execute(query.where(incident_members.c[column].in_(part)))
    ]


def write_members(connection: Connection, these: Iterable[tuple[str, Event]]) -> None:
    """Write which incident each event is a member of; none may be one of another."""
    rows = [
        {
            "event_id": event.id,
            "incident_id": incident_id,
            "report_id": event.report_id,
            "event_type": event.event_type,
            "trigger_start": event.trigger.start,
            "trigger_end": event.trigger.end,
        }
        for incident_id, event in these
    ]
    insert_all(connection, incident_members, rows)


def forget_members(connection: Connection, wanted: Iterable[str]) -> None:
    """Remove events from whatever they are members of."""
    for part in chunks(wanted):
        connection.execute(delete(incident_members).where(incident_members.c.event_id.in_(part)))


def stored_plans(connection: Connection, wanted: Iterable[str]) -> dict[str, str]:
    """Which planned incident each incident is said to carry out."""
    query = select(incidents.c.id, incidents.c.fulfils).where(incidents.c.fulfils.is_not(None))
    return {
        row.id: row.fulfils
        for part in chunks(wanted)
        for row in connection.execute(query.where(incidents.c.id.in_(part)))
    }


def write_incidents(connection: Connection, made: Iterable[Incident]) -> None:
    """Write incidents, in place of those with the same ids."""
    kept = list(made)
    forget_incidents(connection, (i.id for i in kept))
    insert_all(connection, incidents, [_row(i) for i in kept])


def forget_incidents(connection: Connection, wanted: Iterable[str]) -> None:
    """Remove incidents."""
    for part in chunks(wanted):
        connection.execute(delete(incidents).where(incidents.c.id.in_(part)))


def write_redirects(connection: Connection, found: Mapping[str, str], alive: Iterable[str]) -> None:
    """Let old ids lead to new ones, and ids that are borne again to themselves."""
    table = incident_redirects
    for part in chunks([*found, *alive]):
        connection.execute(delete(table).where(table.c.old_id.in_(part)))
    insert_all(connection, table, [{"old_id": old, "new_id": new} for old, new in sorted(found.items())])


def judgements(connection: Connection, wanted: Iterable[str] | None = None) -> list[Any]:
    """Mergers and splits of people that nobody undid: all, or those that hold for some events."""
    undone = select(decisions.c.undoes).where(decisions.c.undoes.is_not(None))
    query = select(decisions.c.number, decisions.c.kind, decisions.c.by, decisions.c.reason)
    query = query.where(decisions.c.kind.in_((str(DecisionKind.MERGE), str(DecisionKind.SPLIT))))
    query = query.where(decisions.c.number.not_in(undone)).order_by(decisions.c.number)
    if wanted is None:
        return list(connection.execute(query))
    numbers: set[int] = set()
    for part in chunks(wanted):
        held = select(decision_links.c.decision).where(decision_links.c.event_id.in_(part))
        numbers.update(connection.execute(held.distinct()).scalars())
    return [row for row in connection.execute(query) if row.number in numbers] if numbers else []


def _row(incident: Incident) -> dict[str, Any]:
    place = incident.place.place if incident.place else None
    low, best, high = incident.killed
    return {
        "id": incident.id,
        "event_type": incident.event_type,
        "family": incident.family,
        "status": str(incident.status),
        "start": incident.time.start if incident.time else None,
        "end": incident.time.end if incident.time else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "killed_low": low,
        "killed_best": best,
        "killed_high": high,
        "events": len(incident.members),
        "reports": incident.reports,
        "independent": incident.independent,
        "first_report": incident.first_report,
        "last_report": incident.last_report,
        "weakest": incident.weakest,
        "fulfils": incident.fulfils,
        "record": incident.model_dump(mode="json"),
    }
