"""What is left of a model's claims, read by our own grammar of names, numbers and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from dateline.coding import claim_words
from dateline.coding.draft import Draft, Trigger
from dateline.coding.effects import effect_of, merge_effects
from dateline.coding.headcount import Counts, Group, count_people, quantities_by_token
from dateline.coding.mentions import Reader, clean, party
from dateline.coding.source_names import source_kind
from dateline.coding.status import decide
from dateline.coding.tolls import Kind, Toll, find_tolls
from dateline.coding.triggers import trigger_span
from dateline.dates import TimeMention
from dateline.kit import Kit
from dateline.language.parse import Parsed
from dateline.llm.check import Dropped, Found
from dateline.llm.review import note
from dateline.places.mention import PlaceMention
from dateline.records import Effect, Party, Reason, Source, Span, Status

RULE = "llm"
LONG = 60  # characters from which a trigger is shown by its head word alone


@dataclass(frozen=True)
class Scene:
    """What reading the claims on one report needs; made once a report."""

    parsed: Parsed
    kit: Kit
    reader: Reader
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    counts: Counts
    tolls: tuple[Toll, ...]

    @classmethod
    def of(
        cls, parsed: Parsed, kit: Kit, places: tuple[PlaceMention, ...], times: tuple[TimeMention, ...]
    ) -> Scene:
        """Read the numbers and tolls of a report."""
        counts = quantities_by_token(parsed.doc)
        reader = Reader(parsed, kit.codebook.classes, kit.frames)
        return cls(parsed, kit, reader, places, times, counts, find_tolls(parsed.doc, counts))


@dataclass(frozen=True)
class Read:
    """A draft, the places and the time that the model ties to it, and what was dropped in reading."""

    draft: Draft
    places: tuple[PlaceMention, ...] = ()
    time: TimeMention | None = None
    dropped: tuple[Dropped, ...] = field(default_factory=tuple)


def read_found(found: Found, scene: Scene) -> Read:
    """Make the draft of an event whose words stand in the report.

    Numbers, times, places and names are read anew; what our own reading cannot use is dropped.

    Args:
        found: the event.
        scene: the report with its places, times and numbers.
    """
    dropped: list[Dropped] = []
    span = found.trigger if len(found.trigger.text) <= LONG else trigger_span(found.token)
    draft = Draft(Trigger(found.token, span, found.event_type, RULE, 0.0))
    draft = _with_parties(draft, found, scene, dropped)
    draft = _with_status(draft, found, scene)
    draft = _with_sources(draft, found, scene)
    draft = _with_effects(draft, found, scene, dropped)
    places = tuple(m for s in found.places if (m := _place(s, scene)) is not None)
    time = next((t for t in scene.times if found.time and _meet(t.start, t.end, found.time)), None)
    dropped += [
        Dropped("places", s.text, "is no place that we know")
        for s in found.places
        if _place(s, scene) is None
    ]
    if found.time and time is None:
        dropped.append(Dropped("time", found.time.text, "is no time that we can read"))
    reasons = [_said("weapons", w.text, w) for w in found.weapons]
    lost = (*found.dropped, *dropped)
    reasons += [_said(d.field, f"{d.words!r} {d.why}", None, rule="llm.dropped") for d in lost]
    draft = draft.because(*reasons, weapons=found.weapons)
    return Read(draft, places, time, tuple(dropped))


def _said(field: str, detail: str, at: Span | None, *, rule: str = RULE) -> Reason:
    start, end = (at.start, at.end) if at else (None, None)
    return Reason(field=field, rule=rule, detail=detail, start=start, end=end)


def _meet(start: int, end: int, span: Span) -> bool:
    return start < span.end and span.start < end


def _place(span: Span, scene: Scene) -> PlaceMention | None:
    return next((m for m in scene.places if _meet(m.start, m.end, span)), None)


# ---- who ----


def _with_parties(draft: Draft, found: Found, scene: Scene, dropped: list[Dropped]) -> Draft:
    taken: set[str] = set()
    fields: dict[str, tuple[Party, ...]] = {}
    # who helps or brokers is named by the sentence; who is both doer and target is the doer
    for name in ("supporters", "mediators", "actors", "targets"):
        kept: dict[str, Party] = {}
        for span in found.named[name]:
            made = _party(span, scene)
            if made is None:
                dropped.append(Dropped(name, span.text, "names nobody"))
            elif made.name.casefold() not in taken:
                kept.setdefault(made.name.casefold(), made)
        taken |= set(kept)
        fields[name] = tuple(kept.values())
    reasons = [_said(name, p.text, p) for name, parties in fields.items() for p in parties]
    return draft.because(*reasons, **fields)


def _party(span: Span, scene: Scene) -> Party | None:
    phrase = scene.parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
    if phrase is None:
        return None
    if len(phrase) == 1 and phrase[0].pos_ == "PRON":
        return party(phrase[0], scene.reader)
    name = clean(span.text)
    words = _without_article(span)
    return Party(name=name, text=words.text, start=words.start, end=words.end) if name else None


def _without_article(span: Span) -> Span:
    """The stretch of a phrase that its cleaned name covers."""
    name = clean(span.text)
    at = span.text.find(name)
    if not name or at < 0:
        return span
    return Span(text=name, start=span.start + at, end=span.start + at + len(name))


# ---- status and sources ----


def _with_status(draft: Draft, found: Found, scene: Scene) -> Draft:
    own, cue, rule = decide(found.token, scene.kit.cues, event_type=found.event_type)
    at = Span(text=cue.text, start=cue.idx, end=cue.idx + len(cue)) if cue is not None else None
    if found.status is None:
        return draft.because(_said("status", cue.text if cue else "default", at, rule=rule), status=own)
    reasons = [_said("status", found.status.value, at)]
    if own != found.status and not {own, found.status} <= {Status.PLANNED, Status.POSSIBLE}:
        detail = f"the model says {found.status.value}, the grammar of the sentence {own.value}"
        reasons.append(note("status", detail, draft.trigger.span))
    return draft.because(*reasons, status=found.status)


def _with_sources(draft: Draft, found: Found, scene: Scene) -> Draft:
    words = claim_words.load()
    speaks = found.event_type in scene.kit.frames.speaking
    actors = {p.name.casefold() for p in draft.actors}
    made: dict[tuple[str, str], Source] = {}
    for span, stance in found.sources:
        at = _without_article(span)
        if speaks and at.text.casefold() in actors:
            continue  # who speaks is no source of his own words
        kind = source_kind(at.text, words)
        made.setdefault(
            (at.text.casefold(), stance.value),
            Source(name=at.text, text=at.text, start=at.start, end=at.end, kind=kind, stance=stance),
        )
    reasons = [_said("sources", f"{s.name} {s.stance.value}", s) for s in made.values()]
    return draft.because(*reasons, sources=tuple(made.values()))


# ---- numbers ----


def _with_effects(draft: Draft, found: Found, scene: Scene, dropped: list[Dropped]) -> Draft:
    effects: list[Effect] = []
    reasons: list[Reason] = []
    for kind, span in found.effects:
        groups = tuple(_groups(span, scene))
        told = {t.kind for t in scene.tolls if any(_overlap(t.group, g) for g in groups)}
        if not groups:
            dropped.append(Dropped("effects", span.text, "counts no people"))
        elif told and kind not in told:
            said = " and ".join(sorted(told))
            dropped.append(Dropped("effects", f"{kind}: {span.text}", f"the report says {said}"))
        else:
            for group in groups:
                effect, reason = effect_of(cast("Kind", kind), group, group.token, "llm", scene.parsed.text)
                effects.append(effect)
                reasons.append(reason)
    kept = merge_effects(effects)
    places = {(e.kind, e.start) for e in kept}
    told_by = [r for e, r in zip(effects, reasons, strict=True) if (e.kind, e.start) in places]
    return draft.because(*told_by, effects=kept)


def _groups(span: Span, scene: Scene) -> Iterator[Group]:
    """The people that a phrase counts: those of its numbers, else of its head."""
    phrase = scene.parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
    if phrase is None:
        return
    numbers = dict.fromkeys(scene.counts.at[t.i].first for t in phrase if t.i in scene.counts.at)
    heads = [scene.counts.at[first].noun or scene.parsed.doc[first] for first in numbers] or [phrase.root]
    seen: set[int] = set()
    for head in heads:
        for group in count_people(head, scene.counts):
            if group.start not in seen and _meet(group.start, group.end, span):
                seen.add(group.start)
                yield group


def _overlap(a: Group, b: Group) -> bool:
    return a.start < b.end and b.start < a.end


def numbered(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Give drafts of one type on one trigger the ordinals 0, 1, 2, so that each has an id of its own."""
    seen: dict[tuple[str, int, int], int] = {}
    out = []
    for draft in drafts:
        span = draft.trigger.span
        key = (draft.trigger.event_type, span.start, span.end)
        seen[key] = seen.get(key, -1) + 1
        out.append(replace(draft, ordinal=seen[key]))
    return tuple(out)
