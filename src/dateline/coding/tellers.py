"""Who only reports an act has no part in it: those who count people are sources, not actors."""

from __future__ import annotations

from dateline.coding.draft import Draft
from dateline.coding.frames import Frames
from dateline.records import Party, Reason, Source, Stance

_GUESSED = "tagger or preposition"


def drop_tellers(drafts: tuple[Draft, ...], frames: Frames) -> tuple[Draft, ...]:
    """Take bodies that only report an act out of its actors.

    A body of a reporting kind (``reporting`` in ``roles.toml``) that is a source of the act is no actor of a
    type whose figures it reports (``reported`` there), nor of any other act where it stands as actor by a
    guess and not by the syntax of the act's own word. A mission that evacuates people is not touched.

    Args:
        drafts: the events of one report, with sources, and parties resolved (so that their kind is known).
        frames: the role rules.

    Returns:
        The drafts in the same order, each party taken out with its reason.
    """
    return tuple(_without(draft, frames) for draft in drafts)


def _without(draft: Draft, frames: Frames) -> Draft:
    gone = tuple(p for p in draft.actors if _only_tells(p, draft, frames))
    if not gone:
        return draft
    reasons = (
        Reason(field="actors", rule="teller", detail=f"{p.name} reports it", start=p.start, end=p.end)
        for p in gone
    )
    return draft.because(*reasons, actors=tuple(p for p in draft.actors if p not in gone))


def _only_tells(party: Party, draft: Draft, frames: Frames) -> bool:
    if party.kind not in frames.words["reporting"]:
        return False
    if not any(_same(party, source) for source in draft.sources if source.stance is Stance.ASSERTS):
        return False
    return draft.trigger.event_type in frames.words["reported"] or any(
        r.field == "actors" and r.detail == _GUESSED and r.start == party.start for r in draft.reasons
    )


def _same(party: Party, source: Source) -> bool:
    overlap = party.start < source.end and source.start < party.end
    return overlap or party.name.casefold() == source.name.casefold()
