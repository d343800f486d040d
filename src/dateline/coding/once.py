"""The same happening told twice in one report is one event with several pieces of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from dateline.coding.draft import Draft
from dateline.records import Party, Reason, Status

Pairs = Mapping[tuple[int, int], float]


MERGED = ("actors", "targets", "supporters", "mediators", "places", "effects")
NEAR = 24  # events of the lead, and of what was told last, that a further one may repeat
SAME = 0.8  # the tagger's chance that two triggers report one event, from which it is believed


def merge_repeats(drafts: tuple[Draft, ...], same: Pairs = MappingProxyType({})) -> tuple[Draft, ...]:
    """Join drafts that tell the same act of the same type.

    Two drafts are the same when type and status agree and nothing that both of them say differs: parties,
    places, days, tolls. The fuller one is kept (it keeps its trigger); the other becomes evidence.

    Args:
        drafts: in text order.
        same: the tagger's chance (0..1) that two trigger words, by their numbers, report one event.

    Returns:
        The drafts left, in text order.
    """
    kept: list[Draft] = []
    of_type: defaultdict[str, list[int]] = defaultdict(list)
    for draft in drafts:
        rivals = of_type[draft.trigger.event_type]
        for k in _compared(rivals):
            if same_act(kept[k], draft, same):
                kept[k] = _join(kept[k], draft)
                break
        else:
            rivals.append(len(kept))
            kept.append(draft)
    return tuple(kept)


def _compared(rivals: Sequence[int]) -> Iterable[int]:
    """The events of a type that a further one is compared with: those of the lead and those told last.

    So the work grows with the length of a report and not with its square.
    """
    return rivals if len(rivals) <= 2 * NEAR else (*rivals[:NEAR], *rivals[-NEAR:])


def same_act(a: Draft, b: Draft, same: Pairs = MappingProxyType({})) -> bool:
    """True where two drafts of one report may be one event; the arguments are those of ``merge_repeats``."""
    if a.trigger.event_type != b.trigger.event_type or not _statuses_agree(a.status, b.status):
        return False
    if a.token.i == b.token.i:
        return False  # two directions of one trigger
    if _days_clash(a, b):
        return False
    if same.get((a.token.i, b.token.i), 0.0) >= SAME:
        return True
    if not _refers_back(b, a) and (_names_clash(a.actors, b.actors) or _names_clash(a.targets, b.targets)):
        return False
    if not _places_agree(_own_places(a), _own_places(b)):
        return False
    tolls_a = {(e.kind, e.best) for e in a.effects if e.best}
    tolls_b = {(e.kind, e.best) for e in b.effects if e.best}
    return not (tolls_a and tolls_b and not tolls_a & tolls_b)


def _refers_back(draft: Draft, earlier: Draft) -> bool:
    """Tell "the blast" and "the offensive" again: words that take up an act told before.

    Its sides are then often told otherwise; but where they have changed places it is the answer to that act.
    """
    if draft.token.lemma_ == earlier.token.lemma_:
        return not (_share(earlier.actors, draft.targets) or _share(earlier.targets, draft.actors))
    definite = any(c.lower_ in {"the", "this", "that"} for c in draft.token.children)
    return draft.token.pos_ == "NOUN" and definite and not _names_clash(draft.actors, earlier.actors)


def _own_places(draft: Draft) -> set[str]:
    """Places that the draft's own sentence names; an inherited place keeps nothing apart."""
    sent = draft.token.sent
    return {p.name.lower() for p in draft.places if sent.start_char <= p.start < sent.end_char}


def _places_agree(a: set[str], b: set[str]) -> bool:
    return not a or not b or bool({w for n in a for w in n.split()} & {w for n in b for w in n.split()})


def _days_clash(a: Draft, b: Draft) -> bool:
    """True where both drafts name their own days and these do not meet."""
    if not (a.time and b.time and a.time.text and b.time.text):
        return False
    if not (a.time.start and a.time.end and b.time.start and b.time.end):
        return False
    return a.time.end < b.time.start or b.time.end < a.time.start


def _statuses_agree(a: Status, b: Status) -> bool:
    return a == b or {a, b} == {Status.PLANNED, Status.POSSIBLE}


def _names_clash(a: tuple[Party, ...], b: tuple[Party, ...]) -> bool:
    return bool(a and b) and not _share(a, b)


def _share(a: tuple[Party, ...], b: tuple[Party, ...]) -> bool:
    """True where two lists have a word of a name, or a known party, in common."""
    words = [{w for p in side for w in p.name.lower().split()} for side in (a, b)]
    known = [{p.actor_id for p in side if p.actor_id} for side in (a, b)]
    return bool(words[0] & words[1] or known[0] & known[1])


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
    sources = {s.name.lower(): s for s in (*other.sources, *fuller.sources)}
    return replace(
        fuller,
        **{field: getattr(other, field) for field in taken},
        sources=tuple(sources.values()),
        evidence=(*fuller.evidence, *other.evidence, other.trigger.span),
        confidence=max(fuller.confidence, other.confidence),
        reasons=(*fuller.reasons, *(r for r in other.reasons if r.field in taken | {"sources"}), reason),
    )


def _fullness(draft: Draft) -> int:
    return sum(map(bool, (draft.actors, draft.targets, draft.places, draft.effects, draft.sources)))
