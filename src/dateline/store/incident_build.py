"""Keeping incidents in step with the events: all at first, then only the neighbourhood of what changed.

A report is merged again where its text, its coding or the decisions on its events changed since. Merging
looks at its events, at those that share a block with them, and at all that links or people tie to these;
everything else stays untouched. Run twice, the second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dateline.incidents import weights
from dateline.incidents.acts import Act, acts_of
from dateline.incidents.copies import LIKE, Signature, alike, order, signature
from dateline.incidents.copies import originals as find_originals
from dateline.incidents.decide import person_of
from dateline.incidents.fuse import fuse
from dateline.incidents.ids import name_groups
from dateline.incidents.kinds import load as load_kinds
from dateline.incidents.merge import Group, Merged, merge
from dateline.incidents.records import Incident
from dateline.records import Event, Report
from dateline.store import Store
from dateline.store import incident_rows as rows
from dateline.store.incident_verdicts import verdicts

_MOST = 0.2
"""Share of changed reports from which all is merged anew, which is quicker then."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: reports looked at, incidents written, ids that lead elsewhere now."""

    reports: int
    written: int
    gone: int
    whole: bool


def build(store: Store, *, anew: bool = False) -> Outcome:
    """Bring the incidents of a database into step with its events and decisions.

    Args:
        store: the database.
        anew: work everything out again; ids and decisions stay.

    Raises:
        StoreError: it cannot be read or written; nothing is changed then.
    """
    with store._reading() as connection:
        found, number = rows.changed(connection), rows.count_reports(connection)
        stale = rows.version(connection) != weights.load().version
    if not found and not stale and not anew:
        return Outcome(0, 0, 0, whole=False)
    whole = anew or stale or len(found) > max(_MOST * number, 50)
    with store._writing() as connection:
        now = rows.marks(connection) if whole else {name: mark for name, mark in found.items() if mark}
        acts = _prepare_all(connection, now) if whole else _prepare_some(connection, set(found), now)
        written, gone = _write(connection, acts, set(now) if whole else set(found), whole=whole)
        rows.write_version(connection, weights.load().version)
    return Outcome(len(now if whole else found), written, gone, whole)


def _prepare_all(connection: Connection, now: Mapping[str, str]) -> list[Act]:
    """Work out signatures, copies, acts and keys of all reports."""
    rows.forget_all(connection)
    kept = sorted(rows.load_reports(connection, now), key=order)
    sketches = {r.report_id: signature(r.text[r.body :]) for r in kept}
    first = find_originals(sketches, sketches, {r.report_id: r.published for r in kept})
    for report in kept:
        name = report.report_id
        rows.write_report(connection, report, now[name], sketches[name], first.get(name))
    return _make_acts(connection, kept, None)


def _prepare_some(connection: Connection, changed: Collection[str], now: Mapping[str, str]) -> list[Act]:
    """The same for changed reports; returns their acts and all that lie in their neighbourhood."""
    old = rows.members(connection, "report_id", changed)
    rows.forget_reports(connection, changed)
    kept = sorted(rows.load_reports(connection, (name for name in changed if name in now)), key=order)
    for report in kept:
        sketch = signature(report.text[report.body :])
        rows.write_report(
            connection, report, now[report.report_id], sketch, _original(connection, report, sketch)
        )
    fresh = _make_acts(connection, kept, [r.report_id for r in kept])
    known = {act.id for act in fresh}
    start = (
        rows.block_mates(connection, fresh) | known | _fellows(connection, (row.incident_id for row in old))
    )
    around = _closure(connection, start)
    return [*fresh, *rows.load_acts(connection, around - known)]


def _original(connection: Connection, report: Report, sketch: Signature) -> str | None:
    """The report that this one is a copy of; a late arrival of an earlier day stays a text of its own."""
    near = rows.near_texts(connection, sketch, report.published)
    likes = [
        (alike(sketch, other), name, original)
        for name, (other, day, original) in near.items()
        if name != report.report_id and day <= report.published
    ]
    best = max(likes, default=None, key=lambda one: one[:2])
    return (best[2] or best[1]) if best and best[0] >= LIKE else None


def _make_acts(connection: Connection, kept: Sequence[Report], wanted: list[str] | None) -> list[Act]:
    found = rows.load_events(connection, "report_id", wanted)
    texts = {report.report_id: report.text for report in kept}
    acts = acts_of(found, kinds=load_kinds(), texts=texts)
    rows.write_acts(connection, acts)
    return acts


def _fellows(connection: Connection, incident_ids: Iterable[str]) -> set[str]:
    return {row.event_id for row in rows.members(connection, "incident_id", set(incident_ids))}


def _closure(connection: Connection, start: set[str]) -> set[str]:
    """All events that links or common incidents tie to some events."""
    found, edge = set(start), set(start)
    while edge:
        groups = {row.incident_id for row in rows.members(connection, "event_id", edge)}
        edge = (rows.linked(connection, edge) | _fellows(connection, groups)) - found
        found |= edge
    return found


def _write(
    connection: Connection, acts: Sequence[Act], changed: Collection[str], *, whole: bool
) -> tuple[int, int]:
    """Merge acts and write what differs from what is there."""
    original = rows.originals(connection, None if whole else {act.report_id for act in acts})
    spoken = verdicts(connection, None if whole else [act.id for act in acts])
    merged = merge(acts, original=original, person=person_of(spoken))
    rows.write_links(connection, (*merged.links, *merged.chances))
    before, lost = _before(connection, acts, changed, whole=whole)
    named = name_groups([group.events for group in merged.groups], before)
    gone = {*before.values(), *lost.values()} - set(named.ids)
    fresh = {act.id for act in acts if act.report_id in changed}
    plans = _plans(merged, named.ids)
    wanted = _differing(connection, list(zip(named.ids, merged.groups, strict=True)), plans, fresh)
    rows.forget_members(connection, lost)
    _replace(connection, wanted, plans, original)
    rows.forget_incidents(connection, gone)
    rows.write_redirects(connection, named.redirects, named.ids)
    return len(wanted), len(gone)


def _before(
    connection: Connection, acts: Sequence[Act], changed: Collection[str], *, whole: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """Which incident each event was in, and which those were in that are there no more.

    An event that another coding gave another id takes the place of the one that was read from the same words.
    """
    present = {act.id for act in acts}
    old = rows.members(connection, "report_id", None if whole else changed)
    if not whole:
        old += rows.members(connection, "event_id", present)
    known = {row.event_id: row.incident_id for row in old if row.event_id in present}
    lost = {row.event_id: row for row in old if row.event_id not in present}
    if lost:
        for event in rows.load_events(connection, "report_id", {row.report_id for row in lost.values()}):
            heir = next((row for row in lost.values() if _reads_as(row, event)), None)
            if heir is not None and event.id in present:
                known.setdefault(event.id, heir.incident_id)
    return known, {event: row.incident_id for event, row in lost.items()}


def _reads_as(row: Any, event: Event) -> bool:
    """Whether an event stands where one stood before: the same report, and triggers that overlap."""
    overlap = row.trigger_start < event.trigger.end and event.trigger.start < row.trigger_end
    return bool(row.report_id == event.report_id and overlap)


def _plans(merged: Merged, ids: Sequence[str]) -> dict[str, str]:
    """Which planned incident each incident carries out."""
    home = {event: ids[k] for k, group in enumerate(merged.groups) for event in group.events}
    return {home[done]: home[plan] for done, plan in merged.fulfils}


def _differing(
    connection: Connection, named: Sequence[tuple[str, Group]], plans: Mapping[str, str], fresh: set[str]
) -> list[tuple[str, Group]]:
    """The groups that are new, have other members, hold an event coded anew, or carry out another plan."""
    stored: dict[str, set[str]] = {}
    for row in rows.members(connection, "incident_id", [id_ for id_, _ in named]):
        stored.setdefault(row.incident_id, set()).add(row.event_id)
    kept = rows.stored_plans(connection, stored)
    return [
        (id_, group)
        for id_, group in named
        if stored.get(id_) != set(group.events)
        or not fresh.isdisjoint(group.events)
        or plans.get(id_) != kept.get(id_)
    ]


def _replace(
    connection: Connection,
    wanted: Sequence[tuple[str, Group]],
    plans: Mapping[str, str],
    original: Mapping[str, str],
) -> None:
    """Fuse groups and write them in place of what was there."""
    found = {e.id: e for e in rows.load_events(connection, "id", [e for _, g in wanted for e in g.events])}
    names = rows.outlets(connection, {e.report_id for e in found.values()})
    made: list[Incident] = []
    for id_, group in wanted:
        these = [found[event] for event in group.events]
        incident = fuse(id_, these, outlets=names, original=original, weakest=group.weakest)
        made.append(incident.model_copy(update={"fulfils": plans.get(id_)}))
    rows.forget_members(connection, found)
    rows.write_members(connection, ((id_, found[event]) for id_, group in wanted for event in group.events))
    rows.write_incidents(connection, made)
