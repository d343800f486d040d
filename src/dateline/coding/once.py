"""The same happening told twice in one report is one event with several pieces of evidence."""

from __future__ import annotations

from dataclasses import replace

from dateline.coding.draft import Draft
from dateline.records import Party, Reason, Status


def merge_repeats(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Join drafts that tell the same act of the same type.

    Two drafts are the same when type and status agree and nothing that both of them say differs: parties,
    places, days, tolls. The fuller one is kept (it keeps its trigger); the other becomes evidence.

    Args:
        drafts: in text order.

    Returns:
        The drafts left, in text order.
    """
    kept: list[Draft] = []
    for draft in drafts:
        for k, earlier in enumerate(kept):
            if same_act(earlier, draft):
                kept[k] = _join(earlier, draft)
                break
        else:
            kept.append(draft)
    return tuple(kept)


def same_act(a: Draft, b: Draft) -> bool:
    """True where two drafts of one report may be one event."""
    if a.trigger.event_type != b.trigger.event_type or not _statuses_agree(a.status, b.status):
        return False
    if a.token.i == b.token.i:
        return False  # two directions of one trigger
    if _names_clash(a.actors, b.actors) or _names_clash(a.targets, b.targets):
        return False
    places_a, places_b = {p.name.lower() for p in a.places}, {p.name.lower() for p in b.places}
    if places_a and places_b and not places_a & places_b:
        return False
    if a.time and b.time and a.time.start and b.time.start and a.time.end and b.time.end:
        if a.time.end < b.time.start or b.time.end < a.time.start:
            return False
    tolls_a = {(e.kind, e.best) for e in a.effects if e.best}
    tolls_b = {(e.kind, e.best) for e in b.effects if e.best}
    return not (tolls_a and tolls_b and not tolls_a & tolls_b)


def _statuses_agree(a: Status, b: Status) -> bool:
    return a == b or {a, b} == {Status.PLANNED, Status.POSSIBLE}


def _names_clash(a: tuple[Party, ...], b: tuple[Party, ...]) -> bool:
    if not a or not b:
        return False
    words = [{w for p in side for w in p.name.lower().split()} for side in (a, b)]
    return not words[0] & words[1]


def _join(a: Draft, b: Draft) -> Draft:
    fuller, other = (b, a) if _fullness(b) > _fullness(a) + 1 else (a, b)
    reason = Reason(
        field="evidence",
        rule="same act",
        detail=other.trigger.span.text,
        start=other.trigger.span.start,
        end=other.trigger.span.end,
    )
    sources = {s.name.lower(): s for s in (*other.sources, *fuller.sources)}
    return replace(
        fuller,
        actors=fuller.actors or other.actors,
        targets=fuller.targets or other.targets,
        supporters=fuller.supporters or other.supporters,
        mediators=fuller.mediators or other.mediators,
        places=fuller.places or other.places,
        effects=fuller.effects or other.effects,
        sources=tuple(sources.values()),
        evidence=(*fuller.evidence, *other.evidence, other.trigger.span),
        confidence=max(fuller.confidence, other.confidence),
        reasons=(*fuller.reasons, reason),
    )


def _fullness(draft: Draft) -> int:
    return sum(map(bool, (draft.actors, draft.targets, draft.places, draft.effects, draft.sources)))
