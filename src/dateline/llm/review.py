"""Marks on an event that a person should look at it, and why."""

from __future__ import annotations

from dateline.records import Coded, Event, Reason, Span
from dateline.store import Decision, DecisionKind, Store, Subject

FIELD = "review"


def note(about: str, detail: str, at: Span) -> Reason:
    """A reason to look at an event.

    Args:
        about: the field in question.
        detail: what is in doubt.
        at: the words.
    """
    return Reason(field=FIELD, rule=f"llm.{about}", detail=detail, start=at.start, end=at.end)


def doubts(event: Event) -> tuple[str, ...]:
    """What a person should look at in an event; empty where nothing is in doubt."""
    return tuple(reason.detail for reason in event.reasons if reason.field == FIELD)


def flag_doubts(coded: Coded, store: Store) -> None:
    """Put the events that are in doubt into the review queue, each for each doubt once and for all.

    Args:
        coded: a report that has been saved.
        store: where.

    Raises:
        StoreError: it cannot be written.
    """
    for event in coded.events:
        found = doubts(event)
        if not found:
            continue
        by = f"dateline {event.coder.engine}"
        known = {d.reason for d in store.decisions(event_id=event.id, by=by, kinds=[DecisionKind.FLAG])}
        on = (Subject(kind="event", id=event.id),)
        for detail in dict.fromkeys(found):
            if detail not in known:
                store.decide(Decision(kind=DecisionKind.FLAG, by=by, on=on, reason=detail))
