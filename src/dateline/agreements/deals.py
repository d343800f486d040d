"""Which phrases and acts of a report concern one deal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.agreements.acts import Act
from dateline.agreements.mentions import DealMention


@dataclass(slots=True)
class Deal:
    """A deal while a report is read: its phrases and what is done to it, in text order."""

    mentions: list[DealMention] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    before: Deal | None = None
    past: bool = False

    @property
    def name(self) -> str:
        """The proper nouns of its phrases."""
        return next((m.name for m in self.mentions if m.name), "")

    @property
    def ended(self) -> bool:
        """True once it is said to have collapsed or been broken."""
        return any(a.kind in {"collapsed", "broke"} for a in self.acts)


def group_deals(
    mentions: Sequence[DealMention], acts: Sequence[Act], *, past: frozenset[int] = frozenset()
) -> tuple[Deal, ...]:
    """Put the phrases that mean one deal together.

    "A new plan" opens a deal, and what came before it is its predecessor; "the deal" is the one last spoken
    of; "that deal" in a passage on years gone by is one of that time.

    Args:
        mentions: phrases for deals, in text order.
        acts: what is done to deals, in text order.
        past: numbers of the sentence-heads' tokens of mentions that speak of long ago.

    Returns:
        The deals in the order of their first phrase. Acts without a phrase belong to the deal last named.
    """
    deals: list[Deal] = []
    of_mention: dict[int, Deal] = {}
    by_token = {a.mention.token.i: a for a in acts if a.mention}
    for mention in mentions:
        is_past = mention.token.i in past
        act = by_token.get(mention.token.i)
        deal = _known(mention, deals, act, is_past=is_past)
        if deal is None:
            current = [d for d in deals if not d.past]
            deal = Deal(past=is_past, before=current[-1] if current and not is_past else None)
            deals.append(deal)
        deal.mentions.append(mention)
        of_mention[mention.token.i] = deal
        if act:
            deal.acts.append(act)
    for act in acts:
        if act.mention is None:
            _add_to_last(act, mentions, of_mention)
        elif act != by_token[act.mention.token.i]:
            of_mention[act.mention.token.i].acts.append(act)
    for deal in deals:
        deal.acts.sort(key=lambda a: a.token.i)
    return tuple(deals)


def _known(mention: DealMention, deals: Sequence[Deal], act: Act | None, *, is_past: bool) -> Deal | None:
    """The deal spoken of before that a phrase means, or ``None`` where it opens one."""
    near = [d for d in deals if d.past == is_past]
    if mention.name:
        named = [d for d in near if d.name == mention.name]
        unnamed = [d for d in near if not d.name]
        return named[-1] if named else (unnamed[-1] if unnamed and mention.opening == "definite" else None)
    if not near or mention.opening == "new":
        return None
    last = near[-1]
    if mention.opening == "some" and (last.ended or (act is not None and act.kind == "proposed")):
        return None
    return last


def _add_to_last(act: Act, mentions: Sequence[DealMention], of_mention: dict[int, Deal]) -> None:
    before = [m for m in mentions if m.token.i < act.token.i]
    if before and not of_mention[before[-1].token.i].past:
        of_mention[before[-1].token.i].acts.append(act)
