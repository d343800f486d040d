"""The same happening told twice in one report is one event with several pieces of evidence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from types import MappingProxyType

from dateline.coding.draft import Draft
from dateline.coding.same import Pairs, days_clash, log_odds
from dateline.records import Effect, Reason, Status

MERGED = ("actors", "targets", "supporters", "mediators", "places")
NEAR = 24  # events of the lead, and of what was told last, that a further one may repeat
FEW = 4  # words of one event, first and last, that a further one is compared with
EVEN = 0.0  # log-odds above which two drafts are more likely one event than two


def merge_repeats(drafts: tuple[Draft, ...], same: Pairs = MappingProxyType({})) -> tuple[Draft, ...]:
    """Join drafts that tell the same act of the same type.

    A draft joins the event with which it is likelier one than not, on the mean over all drafts of that event,
    and the likeliest where there are several. The fuller draft is kept (it keeps its trigger); the other
    becomes evidence.

    Args:
        drafts: in text order.
        same: the tagger's chance (0..1) that two trigger words, by their numbers, report one event.

    Returns:
        The drafts left, in text order.
    """
    groups: list[list[Draft]] = []
    of_type: defaultdict[str, list[int]] = defaultdict(list)
    for draft in drafts:
        rivals = of_type[draft.trigger.event_type]
        odds = {k: _mean_odds(groups[k], draft, same) for k in _compared(rivals)}
        best = max(odds, key=lambda k: odds[k], default=None)
        if best is not None and odds[best] > EVEN:
            groups[best].append(draft)
        else:
            rivals.append(len(groups))
            groups.append([draft])
    return tuple(reduce(_join, group) for group in groups)


def _compared(rivals: Sequence[int]) -> Iterable[int]:
    """The events of a type that a further one is compared with: those of the lead and those told last.

    So the work grows with the length of a report and not with its square.
    """
    return rivals if len(rivals) <= 2 * NEAR else (*rivals[:NEAR], *rivals[-NEAR:])


def _mean_odds(group: Sequence[Draft], draft: Draft, same: Pairs) -> float:
    """Mean log-odds that the draft is one with those of a group; none where it cannot be with one of them."""
    told = group if len(group) <= 2 * FEW else (*group[:FEW], *group[-FEW:])
    if not all(may_be_one(g, draft) for g in told):
        return -math.inf
    return sum(log_odds(g, draft, same) for g in told) / len(told)


def may_be_one(a: Draft, b: Draft) -> bool:
    """True where nothing forbids that two drafts are one event.

    They are of one type and status, told by two words, and the days that they name meet.
    """
    if a.trigger.event_type != b.trigger.event_type or a.token.i == b.token.i or days_clash(a, b):
        return False
    return a.status == b.status or {a.status, b.status} == {Status.PLANNED, Status.POSSIBLE}


def _join(a: Draft, b: Draft) -> Draft:
    fuller, other = (b, a) if _fullness(b) > _fullness(a) + 1 else (a, b)
    reason = Reason(
        field="evidence",
        rule="same act",
        detail=other.trigger.span.text,
        start=other.trigger.span.start,
        end=other.trigger.span.end,
    )
    taken = {f for f in MERGED if getattr(other, f) and not getattr(fuller, f)}
    kinds = {effect.kind for effect in fuller.effects}
    more = tuple(effect for effect in other.effects if effect.kind not in kinds)
    sources = {s.name.lower(): s for s in (*other.sources, *fuller.sources)}
    return replace(
        fuller,
        **{field: getattr(other, field) for field in taken},
        sources=tuple(sources.values()),
        effects=(*fuller.effects, *more),
        evidence=(*fuller.evidence, *other.evidence, other.trigger.span),
        confidence=max(fuller.confidence, other.confidence),
        reasons=(*fuller.reasons, *(r for r in other.reasons if _holds(r, taken, more)), reason),
    )


def _holds(reason: Reason, taken: set[str], effects: Sequence[Effect]) -> bool:
    """Say whether a reason of the other telling is one for what the joined event has from it."""
    if reason.field == "effects":
        return any(reason.detail == f"{e.kind}: {e.text}" for e in effects)
    return reason.field in taken | {"sources"}


def _fullness(draft: Draft) -> int:
    return sum(map(bool, (draft.actors, draft.targets, draft.places, draft.effects, draft.sources)))
