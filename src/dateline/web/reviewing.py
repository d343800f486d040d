"""What the review screen shows of one event, and what a reviewer's form decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.errors import RefusedError
from dateline.records import Coded, Event, Report
from dateline.store import Decision, DecisionKind, EventFilter, Listed, Store, Subject
from dateline.store.queue import blind
from dateline.web.context import Context, context
from dateline.web.editing import changes
from dateline.web.labels import Labels
from dateline.web.reader import Card, read

_ON_EVENT = frozenset({"accept", "reject", "flag"})


@dataclass(frozen=True, slots=True)
class Item:
    """One event to be judged. ``others`` are the events of its report that it may be part of.

    ``blind``: it stands here as the coder read it, and nothing on the page may lead to what others decided.
    """

    listed: Listed
    report: Report
    card: Card
    context: Context
    others: tuple[tuple[str, str], ...]
    blind: bool

    @property
    def event(self) -> Event:
        """The event."""
        return self.listed.event


def items(
    store: Store, found: Sequence[Listed], labels: Labels, *, by: str | None = None, second: bool = False
) -> list[Item]:
    """Prepare events for the screen, in their order.

    Args:
        store: the database.
        found: the events.
        labels: what types and families are called.
        by: who reviews.
        second: for a second coding: these events, and those of the same reports, stand there as the coder
            read them.
    """
    shown = blind(store, found, by) if second else tuple(found)
    reports: dict[str, tuple[Report, tuple[Event, ...]]] = {}
    out = []
    for one in shown:
        name = one.event.report_id
        if name not in reports and (report := store.report(name)):
            reports[name] = report, _fellows(store, name, by, second=second)
        if name in reports:
            out.append(_item(one, *reports[name], labels, blind=second))
    return out


def _fellows(store: Store, report_id: str, by: str | None, *, second: bool) -> tuple[Event, ...]:
    """Return the events of a report."""
    fellows = tuple(store.events(EventFilter(report_id=report_id)))
    if not second:
        return fellows
    listed = [one for event in fellows if (one := store.listed(event.id))]
    return tuple(one.event for one in blind(store, listed, by))


def _item(one: Listed, report: Report, fellows: tuple[Event, ...], labels: Labels, *, blind: bool) -> Item:
    event = one.event
    whole = tuple(e for e in fellows if e.id == event.part_of)
    cards = read(Coded(report=report, events=(event, *whole)), labels).cards
    others = tuple(
        (e.id, f"{labels.type(e.event_type)}: {e.trigger.text[:60]}") for e in fellows if e.id != event.id
    )
    card = next(card for card in cards if card.event.id == event.id)
    return Item(one, report, card, context(report, event), others, blind)


def decisions_of(store: Store, form: Mapping[str, str], by: str, *, second: bool = False) -> list[Decision]:
    """Turn a reviewer's form into decisions: one, or one for each field that was edited or each undo.

    Args:
        store: the database.
        form: ``kind`` (accept, reject, flag, status, edit, undo), ``event``, ``reason``; of a status
            ``status``, of an edit the fields (``editing.py``), of an undo ``numbers`` of decisions.
        by: who decides.
        second: whether the event was shown as the coder read it, for a second coding.

    Raises:
        RefusedError: it says nothing that can be decided.
    """
    kind, event_id = form.get("kind", ""), form.get("event", "")
    reason = form.get("reason", "").strip() or None
    if kind == "undo":
        numbers = [int(n) for n in form.get("numbers", "").split(",") if n.isdecimal() and len(n) < 10]
        if not numbers:
            raise RefusedError("undo: names no decision")
        undone = sorted(numbers, reverse=True)
        return [Decision(kind=DecisionKind.UNDO, by=by, on=(), reason=reason, undoes=n) for n in undone]
    shown = _shown(store, event_id, by, second=second) if event_id else None
    event = shown.event if shown else None
    seen = event.model_dump(mode="json") if event and second else None
    on = (Subject(kind="event", id=event_id, record=seen),) if event_id else ()
    if kind in _ON_EVENT:
        return [Decision(kind=DecisionKind(kind), by=by, on=on, reason=reason)]
    report = store.report(event.report_id) if event else None
    if event is None or report is None:
        raise RefusedError(f"{event_id or 'the form'}: no such event")
    if kind == "status":
        changed = [("status", form.get("status", ""))]
    elif kind == "edit":
        changed = changes(event, form, report.text)
    else:
        raise RefusedError(f"{kind or 'the form'}: nothing that can be decided here")
    if not changed:
        return [Decision(kind=DecisionKind.ACCEPT, by=by, on=on, reason=reason)]
    # the first edit is on what was shown, each further one on what the edit before it left
    after = (Subject(kind="event", id=event_id),)
    return [
        Decision(kind=DecisionKind.EDIT, by=by, on=after if n else on, reason=reason, field=field, new=new)
        for n, (field, new) in enumerate(changed)
    ]


def _shown(store: Store, event_id: str, by: str, *, second: bool) -> Listed | None:
    """Return an event as the reviewer saw it."""
    found = store.listed(event_id)
    return blind(store, [found], by)[0] if found and second else found
