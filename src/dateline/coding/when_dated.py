"""Which days a time means for one event: before or after the report, counted from another act, a length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.coding.when_scene import COUNTED, OF_DAY, PRESENT, Anchor, Base, Counted, Days, Scene
from dateline.dates import Kind, TimeMention, resolve
from dateline.dates.meaning import moved
from dateline.dates.mention import Reading
from dateline.records import Status, When

_AGREED = frozenset(("ceasefire", "agreement"))  # "a ten-day truce" is how long it is to last
_NEAR = 60  # characters between "two days after" and the word for what it counts from
_CLAUSE_START = 6  # words from "which" to its verb
_COUNTING = (" after", " before", " since", " into")


def dated_for(mention: TimeMention, draft: Draft, scene: Scene, before: Sequence[Draft]) -> Counted | None:
    """The mention with the days that it means for this event, or ``None`` where it says nothing of them."""
    anchor: Anchor = "calendar" if mention.absolute else "report"
    if mention.turnable:
        return Counted(mention.turned(future=_ahead(draft, mention, scene)), anchor)
    if mention.kind is Kind.ANCHORED:
        reverse = mention.rule in COUNTED and _introduces(mention, draft)
        base = (_base_before if reverse else _base)(mention, draft, scene, before)
        if base is None:
            return None
        counted = _turned_round(mention) if reverse else mention
        return Counted(resolve(counted, anchor=base.days), base.anchor, base.words)
    if mention.kind is Kind.DURATION and mention.first is None:
        lasting = _lasting(mention, draft, scene)
        return Counted(lasting, "report") if lasting else None
    return Counted(mention, anchor)


def _ahead(draft: Draft, mention: TimeMention, scene: Scene) -> bool:
    """Whether a time that could lie before or after the report lies after it for this event."""
    if draft.status is Status.PLANNED:
        return True
    if draft.status is Status.ACTUAL:
        return mention.future and mention.kind is not Kind.BY
    words = {t.lower_ for t in draft.token.children if t.dep_ == "aux"}
    perfect = bool(words & {"have", "had", "has"})
    return mention.future or (bool(words & scene.costs.auxiliaries) and not perfect)


def _introduces(mention: TimeMention, draft: Draft) -> bool:
    """Whether the event is the one that "two days after" counts from, as in "two days after troops left"."""
    after = 0 <= draft.trigger.span.start - mention.end <= _NEAR
    return after and mention.text.lower().endswith(_COUNTING)


def _turned_round(mention: TimeMention) -> TimeMention:
    """The same distance the other way: of "two days after X" the day of X, seen from the other act."""
    shift = mention.shift
    return mention if shift is None else replace(mention, shift=replace(shift, amount=-shift.amount))


def _base_before(mention: TimeMention, draft: Draft, scene: Scene, before: Sequence[Draft]) -> Base | None:
    """From what "two days after X" tells the day of X: the day of the act so told, or the report's."""
    own = [d for d in before if d.token.sent == draft.token.sent and d.token.i < _word(mention, scene)]
    return _base_of(own[-1]) if own else Base((scene.published, scene.published), "report")


def _word(mention: TimeMention, scene: Scene) -> int:
    """The number of the word that stands for a mention."""
    return next(p.token.i for p in scene.placed if p.mention is mention)


def _lasting(mention: TimeMention, draft: Draft, scene: Scene) -> TimeMention | None:
    """Read "has shelled it for four days" means up to the report; after a plain past nobody knows."""
    if mention.shift is None or draft.status is not Status.ACTUAL:
        return None
    if not (_goes_on(draft.token) or _measures(mention, draft, scene)):
        return None
    first = moved(scene.published, mention.shift.amount, mention.shift.unit)
    reading = Reading(first, scene.published, None, mention.shift.vague)
    return replace(mention, past=reading, coming=reading)


def _goes_on(token: Token) -> bool:
    """Whether a verb stands in the present perfect or tells what is being done."""
    return bool({t.lower_ for t in token.children if t.dep_ in ("aux", "auxpass")} & PRESENT)


def _measures(mention: TimeMention, draft: Draft, scene: Scene) -> bool:
    """Whether the length is that of the event: "four-month battle", "weeks of clashes", "week-old truce"."""
    gap = scene.parsed.text[mention.end : draft.token.idx].split()
    if _is_said_to_last(mention, draft, scene):
        return True
    if gap[1:2] == ["which"] and gap[0] in ("in", "during") and len(gap) <= _CLAUSE_START:
        return True  # "almost 70 days in which troops besieged the town"
    if mention.start > draft.token.idx or len(gap) > 3 or mention.shift is None:
        return False
    if mention.text.endswith("old"):
        return True
    named = draft.token.idx < mention.end  # the length stands for the event: "days of clashes" as one phrase
    of = named or mention.text.endswith(" of") or gap[:1] == ["of"]
    told = mention.rule in ("unit_long", "nth_day") or of
    return told and mention.shift.unit not in ("minute", "hour") and draft.trigger.event_type not in _AGREED


def _is_said_to_last(mention: TimeMention, draft: Draft, scene: Scene) -> bool:
    """Whether a verb that goes on says how long the event has: "the siege, which has lasted two months"."""
    verb = scene.parsed.doc[_word(mention, scene)].head
    verb = verb.head if verb.pos_ == "ADP" else verb
    if verb.lemma_ not in scene.costs.lasting or not _goes_on(verb):
        return False
    subject = any(c.i == draft.token.i for c in verb.children if c.dep_ == "nsubj")
    return subject or (verb.dep_ == "relcl" and verb.head.i == draft.token.i)


def _base(mention: TimeMention, draft: Draft, scene: Scene, before: Sequence[Draft]) -> Base | None:
    """From what "two days after the truce", "the next day", "at dawn" are counted."""
    named = [
        d
        for d in before
        if 0 <= d.trigger.span.start - mention.end <= _NEAR and d.token.sent == draft.token.sent
    ]
    if named:
        return _base_of(named[0])
    told = [
        p.mention
        for p in scene.placed
        if p.mention.end <= mention.start
        and p.mention.first
        and p.mention.last
        and p.mention.kind is not Kind.BY
    ]
    events = [d for d in before if d.token.i < draft.token.i and d.time and d.time.text is not None]
    if events and (not told or told[-1].start <= (events[-1].time.text_start or 0)):  # type: ignore[union-attr]
        return _base_of(events[-1])
    if told and told[-1].first and told[-1].last:
        if mention.rule in OF_DAY and "\n" in scene.parsed.text[told[-1].end : mention.start]:
            return None
        return Base((told[-1].first, told[-1].last), "time", told[-1].text)
    return None


def _base_of(draft: Draft) -> Base:
    return Base(days_of(draft.time), "event", draft.trigger.span.text)


def days_of(when: When | None) -> Days | None:
    """The first and the last day of a time, where both are known."""
    return (when.start, when.end) if when and when.start and when.end else None
