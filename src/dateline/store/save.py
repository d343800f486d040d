"""Saving a report with its events, and carrying decisions over where it was coded before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from dateline.records import Coded, Event, Report
from dateline.store import decisions as log
from dateline.store import quick
from dateline.store.agreements import save_agreements
from dateline.store.decisions import Decision
from dateline.store.quick import Rows
from dateline.store.recode import Change, Holder, Kept, Plan, carry
from dateline.store.redirects import redirect
from dateline.store.rollup import Counts, count, count_rows, steps
from dateline.store.rows import event_columns, party_rows, report_row, source_rows, with_cell
from dateline.store.schema import (
    coded,
    decision_links,
    event_changes,
    event_parties,
    event_sources,
    events,
    release_events,
    reports,
)
from dateline.store.state import Review, State


def save(connection: Connection, done: Coded, coder_key: str) -> tuple[Change, ...]:
    """Write a report and its events, in place of those that were there.

    Args:
        connection: open, in a transaction that writes.
        done: the report and its events.
        coder_key: names the coder and its versions.

    Returns:
        What changed; nothing where the report is coded for the first time.
    """
    report = done.report
    mark = connection.execute(select(coded).where(coded.c.report_id == report.report_id)).mappings().first()
    old = _old(connection, report.report_id) if mark else ()
    holders = _holders(connection, report.report_id, old) if mark else ()
    same_text = mark is not None and mark["content_hash"] == report.content_hash
    plan = carry([_kept(row) for row in old], done.events, holders, report.text, same_text=same_text)
    before = count(connection, report_id=report.report_id) if old else Counts()
    if old:
        connection.execute(delete(events).where(events.c.report_id == report.report_id))
    released = _released(connection, report.report_id) if mark else set()
    now = datetime.now(UTC).replace(tzinfo=None)
    coding = {
        "report_id": report.report_id,
        "content_hash": report.content_hash,
        "coder_key": coder_key,
        "events": len(plan.rows),
        "at": now,
    }
    told = [Rows(reports, [_report(report)], key=("report_id",)), Rows(coded, [coding], key=("report_id",))]
    quick.write(connection, [*told, *_events(plan.rows, before, released)])
    if mark or done.agreements:
        save_agreements(connection, report.report_id, done.agreements)
    if not mark:
        return ()
    _relink(connection, plan, report.report_id)
    if old or plan.redirects:
        redirect(connection, plan.redirects, [row.event.id for row in plan.rows])
    _note(connection, plan.changes, coder_key, now)
    return plan.changes


def _report(report: Report) -> dict[str, Any]:
    place = report.dateline_place
    return report_row(report) | {"dateline_place": place.model_dump_json() if place else None}


def _old(connection: Connection, report_id: str) -> Sequence[RowMapping]:
    query = select(events).where(events.c.report_id == report_id).order_by(events.c.position)
    return connection.execute(query).mappings().all()


def _kept(row: RowMapping) -> Kept:
    machine = Event.model_validate(row["machine"]) if row["machine"] else None
    state = State(Review(row["review"]), row["flagged"])
    return Kept(Event.model_validate(row["record"]), machine, state, row["kept"])


def _holders(connection: Connection, report_id: str, old: Iterable[RowMapping]) -> tuple[Holder, ...]:
    """Group the decisions on a report's events by the event that they hold for, orphans by their last id."""
    query = select(decision_links).where(decision_links.c.report_id == report_id)
    links = connection.execute(query.order_by(decision_links.c.decision)).mappings().all()
    if not links:
        return ()
    made = {d.number: d for d in log.read(connection, log.wanted(report_id=report_id))}
    groups: dict[str, list[Decision]] = {}
    for row in links:
        groups.setdefault(row["event_id"] or row["object_id"], []).append(made[row["decision"]])
    records = {row["id"]: row["record"] for row in old}
    holders = ((id_, records.get(id_) or _last_seen(id_, group), group) for id_, group in groups.items())
    return tuple(Holder(id_, Event.model_validate(rec), tuple(group)) for id_, rec, group in holders if rec)


def _released(connection: Connection, report_id: str) -> set[str]:
    """List the events of a report that are in a release; an id that comes back is released again."""
    held = release_events.c
    query = select(held.event_id).where(held.report_id == report_id)
    return set(connection.execute(query.distinct()).scalars())


def _last_seen(event_id: str, group: Iterable[Decision]) -> dict[str, Any] | None:
    """Return the record of an event that is gone, as the last decision on it saw it."""
    seen = [s.record for d in group for s in d.on if s.id == event_id and s.record]
    return dict(seen[-1]) if seen else None


def _events(found: Sequence[Kept], before: Counts, released: set[str]) -> list[Rows]:
    """Make the rows of the events, their parties and sources, and what they add to the counts."""
    rows = [
        with_cell(
            event_columns(row.event, position)
            | {
                "record": row.event.model_dump_json(),
                "review": str(row.state.review),
                "flagged": row.state.flagged,
                "released": row.event.id in released,
                "kept": row.kept,
                "machine": row.machine.model_dump_json() if row.machine else None,
            }
        )
        for position, row in enumerate(found)
    ]
    parties = [party for row in found for party in party_rows(row.event)]
    actors: dict[str, dict[str, None]] = {}
    for party in parties:
        actors.setdefault(party["event_id"], {})[party["actor_id"]] = None
    sources = [source for row in found for source in source_rows(row.event)]
    parts = [Rows(events, rows), Rows(event_parties, parties), Rows(event_sources, sources)]
    return [*parts, *steps(before, count_rows(rows, actors))]


def _relink(connection: Connection, plan: Plan, report_id: str) -> None:
    """Let decisions hold for the events that they now belong to."""
    if not plan.homes:
        return
    table = decision_links
    rows = connection.execute(select(table).where(table.c.report_id == report_id)).mappings().all()
    values = []
    for row in rows:
        home = plan.homes.get(row["event_id"] or row["object_id"])
        how = "orphaned" if home is None else "same" if home == row["object_id"] else "moved"
        values.append({"d": row["decision"], "o": row["object_id"], "home": home, "said": how})
    one = (table.c.decision == bindparam("d")) & (table.c.object_id == bindparam("o"))
    connection.execute(
        update(table).where(one).values(event_id=bindparam("home"), how=bindparam("said")), values
    )


def _note(connection: Connection, changes: Iterable[Change], coder_key: str, at: datetime) -> None:
    rows = [
        {
            "at": at,
            "kind": str(change.kind),
            "report_id": change.report_id,
            "event_id": change.event_id,
            "fields": list(change.fields),
            "coder_key": coder_key,
        }
        for change in changes
    ]
    if rows:
        connection.execute(insert(event_changes), rows)
