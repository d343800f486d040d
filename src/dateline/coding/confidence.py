"""How sure an event is: the record of its rule, and what the sentence around it says."""

from __future__ import annotations

from dataclasses import replace

from dateline.codebook import Codebook
from dateline.coding.draft import Draft
from dateline.language.parse import Parsed
from dateline.records import Reason


def keep_confident(
    drafts: tuple[Draft, ...], parsed: Parsed, codebook: Codebook, *, at_least: float
) -> tuple[Draft, ...]:
    """Give each draft its confidence and leave out those below ``at_least``."""
    rated = (rate(draft, parsed, codebook) for draft in drafts)
    return tuple(draft for draft in rated if draft.confidence >= at_least)


def rate(draft: Draft, parsed: Parsed, codebook: Codebook) -> Draft:
    """Set the confidence of one draft."""
    score = draft.trigger.score
    reason = Reason(field="event_type", rule=draft.trigger.rule, detail=f"right {score:.0%} of the time in training")
    return replace(draft, confidence=round(score, 3), reasons=(reason, *draft.reasons))
