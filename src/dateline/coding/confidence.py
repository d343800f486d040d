"""Which drafts are sure enough to leave the program, and why they are thought so."""

from __future__ import annotations

from dataclasses import replace

from dateline.coding.draft import Draft
from dateline.records import Reason


def keep_confident(drafts: tuple[Draft, ...], *, at_least: float) -> tuple[Draft, ...]:
    """Give each draft the confidence of its trigger and leave out those below ``at_least``.

    Args:
        drafts: events with their triggers.
        at_least: 0..1; with a higher bar fewer events are invented and more are missed.
    """
    return tuple(_rate(draft) for draft in drafts if draft.trigger.score >= at_least)


def _rate(draft: Draft) -> Draft:
    trigger = draft.trigger
    reason = Reason(
        field="event_type",
        rule=trigger.rule,
        detail=f"{trigger.span.text!r} reports {trigger.event_type} with a chance of {trigger.score:.0%}",
        start=trigger.span.start,
        end=trigger.span.end,
    )
    return replace(draft, confidence=trigger.score, reasons=(reason, *draft.reasons))
