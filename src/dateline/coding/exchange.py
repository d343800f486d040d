"""Fire traded across a line is one act by each side (codebook, section 5, rule 7)."""

from __future__ import annotations

from dataclasses import replace

from dateline.coding.draft import Draft
from dateline.coding.frames import Frames
from dateline.records import Reason

EXCHANGED = "shelling"


def split_exchanges(drafts: tuple[Draft, ...], frames: Frames) -> tuple[Draft, ...]:
    """Make two events of "A and B traded artillery fire": A on B, and B on A.

    Args:
        drafts: events with their parties.
        frames: the verbs of exchange, among the role words.

    Returns:
        The drafts; the second direction of an exchange follows the first and has ``ordinal`` 1.
    """
    return tuple(one for draft in drafts for one in _split(draft, frames.words["exchanging"]))


def _split(draft: Draft, exchanging: frozenset[str]) -> tuple[Draft, ...]:
    words = {draft.token.lemma_.lower(), draft.token.head.lemma_.lower()}
    if draft.trigger.event_type != EXCHANGED or not words & exchanging:
        return (draft,)
    sides = (*draft.actors, *draft.targets)
    if len(sides) != 2:
        return (draft,)
    one, other = sides
    reason = Reason(
        field="targets",
        rule="exchange",
        detail="each side fired on the other",
        start=draft.trigger.span.start,
        end=draft.trigger.span.end,
    )
    told = draft.because(reason)
    return (
        replace(told, actors=(one,), targets=(other,)),
        replace(told, actors=(other,), targets=(one,), ordinal=1),
    )
