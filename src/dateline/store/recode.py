"""Coding a report again: what becomes of its events, and of the decisions that people made on them.

No decision is lost. It goes on to hold for the event with the same id; else for one of the same type whose
trigger overlaps (or where the text changed, is the same word); an event that a person vouched for also takes
over a reading of another type at its trigger. Such an event stays as the person left it, even where the coder
no longer finds it. What finds nothing is orphaned: it stays in the log and is listed, and is tried again at
the next coding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dateline.records import Event
from dateline.store.decisions import Decision
from dateline.store.edit import quotes, spans
from dateline.store.state import APPROVED, CANDIDATE, State, effective, snapshot, state_of

_UNTOLD = frozenset({"id", "coder", "confidence", "reasons"})  # differ without the event differing


class ChangeKind(StrEnum):
    """What became of an event when its report was coded again."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    KEPT = "kept"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Change:
    """One event that coding again changed.

    ``event_id`` is its id now, or the last that it had; ``fields`` are those that differ. ``moved`` has new
    words as trigger and took its decisions with it; ``kept`` is no longer found by the coder but vouched for
    by a person; ``orphaned`` is gone, with decisions on it in the log.
    """

    kind: ChangeKind
    report_id: str
    event_id: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as it stands: what counts, what the coder said where that differs, and its decisions."""

    event: Event
    machine: Event | None = None
    state: State = CANDIDATE
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """An event on which there are decisions: its id, its record as it was last, and the decisions."""

    id: str
    event: Event
    log: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: the events, for which event the decisions of each id hold, and what changed.

    ``redirects`` leads from ids that are no more to those of the same act now.
    """

    rows: tuple[Kept, ...]
    homes: Mapping[str, str | None] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)


def carry(
    old: Sequence[Kept], new: Sequence[Event], holders: Sequence[Holder], text: str, *, same_text: bool
) -> Plan:
    """Work out what coding a report again makes of its events.

    Args:
        old: its events as they stood.
        new: its events as the coder now reads them.
        holders: the decisions on its events, by the id that they hold for, orphaned ones by their last id.
        text: its text now.
        same_text: whether that is the text that ``old`` was read from.
    """
    found = _match(holders, new, same_text=same_text)
    taken = {event.id: holder for holder, event in found.values() if event is not None}
    homes: dict[str, str | None] = {}
    rows: list[Kept] = []
    for event in new:
        holder = taken.get(event.id)
        row = _settle(holder, event, text, same_text=same_text) if holder else Kept(event)
        if holder:
            homes[holder.id] = row.event.id
        rows.append(row)
    for holder, match in found.values():
        if match is None:
            kept = _keep(holder, text)
            homes[holder.id] = kept.event.id if kept else None
            rows += [kept] if kept else []
    rows = _renamed(rows, {e.id: str(homes[h.id]) for h, e in found.values() if e is not None})
    redirects = _redirects(old, rows, homes, same_text=same_text)
    return Plan(tuple(rows), homes, _changes(old, rows, homes), redirects)


def _redirects(
    old: Sequence[Kept], rows: Sequence[Kept], homes: Mapping[str, str | None], *, same_text: bool
) -> dict[str, str]:
    """Find the event that stands for the same act as one that is gone.

    It is the one that its decisions went to; else the new one that a decision on it would have gone to.
    """
    found = {before: after for before, after in homes.items() if after and after != before}
    alive, known = {row.event.id for row in rows}, {row.event.id for row in old}
    gone = [Holder(id_, row.event, ()) for row in old if (id_ := row.event.id) not in alive | found.keys()]
    fresh = [row.event for row in rows if row.event.id not in known | set(found.values())]
    matched = _match(gone, fresh, same_text=same_text)
    return found | {id_: event.id for id_, (_, event) in matched.items() if event is not None}


Found = Mapping[str, tuple[Holder, Event | None]]


def _match(holders: Sequence[Holder], new: Sequence[Event], *, same_text: bool) -> Found:
    """Find for each holder the event that its decisions go on to hold for: the surest matches first."""
    left = {event.id: event for event in new}
    found: dict[str, Event] = {}
    tests = [_same_id, _same_act, _same_words] if same_text else [_same_phrase]
    for test in tests:
        for holder in holders:
            if holder.id in found:
                continue
            fitting = [event for event in left.values() if test(holder, event)]
            if fitting:
                best = min(fitting, key=lambda e: abs(e.trigger.start - holder.event.trigger.start))
                found[holder.id] = left.pop(best.id)
    return {holder.id: (holder, found.get(holder.id)) for holder in holders}


def _same_id(holder: Holder, event: Event) -> bool:
    return holder.id == event.id


def _overlap(one: Event, other: Event) -> bool:
    return one.trigger.start < other.trigger.end and other.trigger.start < one.trigger.end


def _same_act(holder: Holder, event: Event) -> bool:
    return holder.event.event_type == event.event_type and _overlap(holder.event, event)


def _same_words(holder: Holder, event: Event) -> bool:
    return state_of(holder.log).review in APPROVED and _overlap(holder.event, event)


def _same_phrase(holder: Holder, event: Event) -> bool:
    same_type = holder.event.event_type == event.event_type
    return same_type and holder.event.trigger.text == event.trigger.text


def _settle(holder: Holder, event: Event, text: str, *, same_text: bool) -> Kept:
    """Make the row of an event that decisions hold for. One that a person vouched for keeps its id."""
    state = state_of(holder.log)
    stays = same_text and state.review in APPROVED
    machine = event.model_copy(update={"id": holder.id}) if stays else event
    counts = effective(machine, holder.log, text)
    return Kept(counts, machine if counts != machine else None, state)


def _keep(holder: Holder, text: str) -> Kept | None:
    """Make the row of an event that the coder no longer finds; None where nobody vouched for it."""
    state = state_of(holder.log)
    if state.review not in APPROVED or not all(quotes(span, text) for span in spans(holder.event)):
        return None
    # where the record that people saw is known, an edit can still be undone to it
    base = snapshot(holder.log, holder.id) or holder.event
    counts = effective(base, holder.log, text)
    return Kept(counts, base if counts != base else None, state, kept=True)


def _renamed(rows: Iterable[Kept], ids: Mapping[str, str]) -> list[Kept]:
    """Let ``part_of`` name events by the ids that they keep."""
    if all(before == after for before, after in ids.items()):
        return list(rows)
    return [
        Kept(_part(row.event, ids), _part(row.machine, ids) if row.machine else None, row.state, row.kept)
        for row in rows
    ]


def _part(event: Event, ids: Mapping[str, str]) -> Event:
    owner = ids.get(event.part_of or "")
    return event.model_copy(update={"part_of": owner}) if owner else event


def _changes(
    old: Sequence[Kept], rows: Iterable[Kept], homes: Mapping[str, str | None]
) -> tuple[Change, ...]:
    before = {row.event.id: row for row in old}
    moved = {after: id_ for id_, after in homes.items() if after and after != id_}
    changes: list[Change] = []
    now: set[str] = set()
    for row in rows:
        origin = moved.get(row.event.id, row.event.id)
        now |= {row.event.id, origin}
        was = before.get(row.event.id) or before.get(origin)
        differing = _differing(was.machine or was.event, row.machine or row.event) if was else ()
        kind = _kind(row, was, differing, moved=origin != row.event.id)
        if kind:
            changes.append(Change(kind, row.event.report_id, row.event.id, differing))
    for id_, row in before.items():
        if id_ not in now:
            gone = ChangeKind.ORPHANED if id_ in homes else ChangeKind.REMOVED
            changes.append(Change(gone, row.event.report_id, id_))
    return tuple(changes)


def _kind(row: Kept, was: Kept | None, differing: tuple[str, ...], *, moved: bool) -> ChangeKind | None:
    if row.kept:
        return None if was and was.kept else ChangeKind.KEPT
    if was is None:
        return ChangeKind.ADDED
    if moved:
        return ChangeKind.MOVED
    return ChangeKind.CHANGED if differing else None


def _differing(one: Event, other: Event) -> tuple[str, ...]:
    names = (name for name in Event.model_fields if name not in _UNTOLD)
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
