"""What the decisions on one event amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dateline.errors import RefusedError
from dateline.records import Event
from dateline.store.decisions import Decision, DecisionKind
from dateline.store.edit import edit, quotes, spans


class Review(StrEnum):
    """How far an event is reviewed. Whether it is in a release stands beside it (``released``)."""

    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class Stage(StrEnum):
    """How far an event has come: read by the coder, judged by a person, given out in a release."""

    CANDIDATE = "candidate"
    REVIEWED = "reviewed"
    RELEASED = "released"


def stage(review: Review, *, released: bool) -> Stage:
    """Say how far an event has come. One that is in a release stays released, whatever becomes of it later.

    Args:
        review: how far it is reviewed.
        released: whether its id is in a release.
    """
    if released:
        return Stage.RELEASED
    return Stage.CANDIDATE if review is Review.CANDIDATE else Stage.REVIEWED


APPROVED = (Review.ACCEPTED, Review.EDITED)
"""The states in which a person vouches for the record."""


@dataclass(frozen=True, slots=True)
class State:
    """Where an event stands: its review, and whether it is flagged."""

    review: Review = Review.CANDIDATE
    flagged: bool = False


CANDIDATE = State()
"""An event on which nobody decided anything."""


def standing(log: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that no other one undid, oldest first, without the undoing ones."""
    ordered = sorted(log, key=lambda decision: decision.number)
    undone = {decision.undoes for decision in ordered if decision.kind is DecisionKind.UNDO}
    return tuple(d for d in ordered if d.kind is not DecisionKind.UNDO and d.number not in undone)


def state_of(log: Iterable[Decision]) -> State:
    """Work out where an event stands.

    The last accept, edit or reject counts; an accept after edits leaves it edited. A flag holds until the
    next accept, edit or reject.

    Args:
        log: all decisions on the event, in any order.
    """
    review, flagged, edited = Review.CANDIDATE, False, False
    for decision in standing(log):
        match decision.kind:
            case DecisionKind.EDIT:
                review, flagged, edited = Review.EDITED, False, True
            case DecisionKind.ACCEPT:
                review, flagged = Review.EDITED if edited else Review.ACCEPTED, False
            case DecisionKind.REJECT:
                review, flagged = Review.REJECTED, False
            case DecisionKind.FLAG:
                flagged = True
            case _:
                pass
    return State(review, flagged)


def effective(machine: Event, log: Iterable[Decision], text: str) -> Event:
    """Work out what counts as the record of an event: what a person vouched for, else what the coder says.

    An accepted record stays as it was when it was accepted, an edited one as the edit left it, whatever a
    later coder says. Where an edit was undone that a later decision built on, the other edits are made anew
    on what the coder says. What is not true of the report's present text is left out.

    Args:
        machine: what the coder says.
        log: all decisions on the event.
        text: the report's text.
    """
    every = tuple(log)
    vouched = [d for d in standing(every) if d.kind in {DecisionKind.ACCEPT, DecisionKind.EDIT}]
    if not vouched:
        return machine
    last = vouched[-1]
    lost = {d.undoes for d in every if d.kind is DecisionKind.UNDO}
    built_on = any(d.number in lost and d.number < last.number and d.kind is DecisionKind.EDIT for d in every)
    seen = None if built_on else _seen(last, machine.id)
    if seen is None or not all(quotes(span, text) for span in spans(seen)):
        return _edited(machine, vouched, text)
    return _edited(seen, [last], text)


def snapshot(log: Iterable[Decision], event_id: str) -> Event | None:
    """Return an event as the first standing accept or edit saw it; ``None`` where there is none.

    Args:
        log: all decisions on the event.
        event_id: the id that the event has now.
    """
    vouched = (d for d in standing(log) if d.kind in {DecisionKind.ACCEPT, DecisionKind.EDIT})
    first = next(vouched, None)
    return _seen(first, event_id) if first else None


def _edited(event: Event, log: Iterable[Decision], text: str) -> Event:
    for decision in log:
        if decision.kind is DecisionKind.EDIT and decision.field:
            try:
                event = edit(event, decision.field, decision.new, text)
            except RefusedError:
                continue  # it held for another text or another reading; the log still has it
    return event


def _seen(decision: Decision, event_id: str) -> Event | None:
    """Return the event as the reviewer saw it, under the id that it has now."""
    records = [dict(s.record) for s in decision.on if s.kind == "event" and s.record]
    own = [record for record in records if record["id"] == event_id]
    if not own and len(records) != 1:
        return None
    return Event.model_validate((own or records)[0] | {"id": event_id})
