"""When did it happen: gives each event the time that the report says or implies (codebook, section 3)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.dates import Kind, TimeMention, date_prec_of, edtf_of, precision_of, resolve
from dateline.dates.calendars import days
from dateline.dates.meaning import moved
from dateline.dates.mention import Reading
from dateline.language.parse import Parsed
from dateline.records import Reason, Status, When

OLD = timedelta(days=30)  # an event that ended longer before the report is background (codebook, section 7)
Days = tuple[date, date]
Anchor = Literal["calendar", "report", "time", "event"]
_PRESENT = frozenset(("have", "has", "'ve", "is", "are", "'re", "am"))
_COUNTED = frozenset(("units_later", "day_before", "day_after"))
_AGREED = frozenset(("ceasefire", "agreement"))  # "a ten-day truce" is how long it is to last
_OF_DAY = frozenset(("clock", "part_of_day", "late_in_the_day"))
_NEAR = 60  # characters between "two days after" and the word for what it counts from
_CLAUSE_START = 6  # words from "which" to its verb
_COUNTING = (" after", " before", " since", " into")


@dataclass(frozen=True, slots=True)
class Costs:
    """What a step along the parse costs, and what else ``when.toml`` says."""

    up: Mapping[str, float]
    down: Mapping[str, float]
    reach: float
    foreign: float
    distance: float
    statements: frozenset[str]
    auxiliaries: frozenset[str]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the word of the parse that stands for it."""

    mention: TimeMention
    token: Token


@dataclass(frozen=True, slots=True)
class Counted:
    """A mention with the days that it means for one event, and what these are counted from."""

    mention: TimeMention
    anchor: Anchor
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What an anchored time is counted from: its days, what it is and its words."""

    days: Days | None
    anchor: Anchor
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a report while its events are timed."""

    costs: Costs
    published: date
    parsed: Parsed
    placed: tuple[Placed, ...]
    triggers: frozenset[int]
    own: Mapping[int, TimeMention]


@lru_cache(maxsize=1)
def load() -> Costs:
    """Read ``data/when.toml``."""
    table = tomllib.loads(
        resources.files("dateline.coding.data").joinpath("when.toml").read_text(encoding="utf-8")
    )
    return Costs(
        up=table["up"],
        down=table["down"],
        reach=table["reach"],
        foreign=table["other"]["foreign"],
        distance=table["other"]["distance"],
        statements=frozenset(table["statements"]),
        auxiliaries=frozenset(table["future"]["auxiliaries"]),
        heads=frozenset(table["future"]["heads"]),
    )


def time_events(
    drafts: tuple[Draft, ...],
    parsed: Parsed,
    times: tuple[TimeMention, ...],
    own: Mapping[int, TimeMention] = MappingProxyType({}),
) -> tuple[Draft, ...]:
    """Give each event its time.

    Args:
        drafts: the events, with type and status.
        parsed: the report with its parse.
        times: the times found in its text.
        own: the times that somebody has told to be those of trigger words, by the number of the word.

    Returns:
        The events in the same order, with ``time``, ``background`` and the reason for both. An event that is
        planned or possible and has no date keeps ``time`` ``None``.
    """
    scene = Scene(
        costs=load(),
        published=parsed.report.published,
        parsed=parsed,
        placed=_placed(parsed, times),
        triggers=frozenset(d.token.i for d in drafts),
        own=own,
    )
    order = sorted(range(len(drafts)), key=lambda k: drafts[k].token.i)
    made: dict[int, Draft] = {}
    for k in order:
        made[k] = _timed(drafts[k], scene, list(made.values()))
    return tuple(made[k] for k in range(len(drafts)))


def _placed(parsed: Parsed, times: Sequence[TimeMention]) -> tuple[Placed, ...]:
    """Each mention with its word."""
    out: list[Placed] = []
    for mention in times:
        span = parsed.doc.char_span(mention.core, mention.end, alignment_mode="expand")
        if span is not None:
            out.append(Placed(mention, span.root))
    return tuple(out)


def _timed(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """Time one event, knowing those told before it."""
    for mention in _candidates(draft, scene):
        dated = _dated(mention, draft, scene, before)
        if dated is not None and (dated.mention.first or dated.mention.last):
            return _told(draft, dated, scene)
    return _implied(draft, scene, before)


def _candidates(draft: Draft, scene: Scene) -> list[TimeMention]:
    """The times of the sentence that can be this event's, the nearest along the parse first."""
    told = scene.own.get(draft.token.i)
    if told is not None:
        return [told]
    sent = draft.token.sent
    ranked = [
        (cost + (1.5 if p.mention.rule in _COUNTED else 0.0), p.token.i, p.mention)
        for p in scene.placed
        if sent.start <= p.token.i < sent.end and p.mention.kind is not Kind.RECURRING
        if (cost := _cost(draft.token, p.token, scene)) <= scene.costs.reach
    ]
    return [mention for _, _, mention in sorted(ranked, key=lambda r: r[:2])]


def _cost(trigger: Token, time: Token, scene: Scene) -> float:
    """What it costs to go from a trigger up to the word that governs both, and down to the time."""
    up = {trigger.i: 0.0}
    total = 0.0
    for child, head in _climb(trigger):
        total += scene.costs.up.get(child.dep_, scene.costs.up["other"])
        up[head.i] = total
    down = 0.0
    at = time
    while at.i not in up:
        if at.i in scene.triggers:
            down += scene.costs.foreign
        down += scene.costs.down.get(at.dep_, scene.costs.down["other"])
        if at.head.i == at.i:
            return 99.0
        at = at.head
    if at.i != trigger.i and at.i in scene.triggers:
        down += scene.costs.foreign / 2
    return up[at.i] + down + scene.costs.distance * abs(trigger.i - time.i)


def _climb(token: Token) -> Iterator[tuple[Token, Token]]:
    while token.head.i != token.i:
        yield token, token.head
        token = token.head


def _dated(mention: TimeMention, draft: Draft, scene: Scene, before: Sequence[Draft]) -> Counted | None:
    """The mention with the days that it means for this event, or ``None`` where it says nothing of them."""
    anchor: Anchor = "calendar" if mention.absolute else "report"
    if mention.turnable:
        return Counted(mention.turned(future=_ahead(draft, mention, scene)), anchor)
    if mention.kind is Kind.ANCHORED:
        reverse = mention.rule in _COUNTED and _introduces(mention, draft)
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
    if not (_goes_on(draft.token) or _measures(mention, draft)):
        return None
    first = moved(scene.published, mention.shift.amount, mention.shift.unit)
    reading = Reading(first, scene.published, None, mention.shift.vague)
    return replace(mention, past=reading, coming=reading)


def _goes_on(token: Token) -> bool:
    """Whether a verb stands in the present perfect or tells what is being done."""
    return bool({t.lower_ for t in token.children if t.dep_ in ("aux", "auxpass")} & _PRESENT)


def _measures(mention: TimeMention, draft: Draft) -> bool:
    """Whether the length is that of the event: "four-month battle", "weeks of clashes", "week-old truce"."""
    gap = draft.token.doc.text[mention.end : draft.token.idx].split()
    if gap[1:2] == ["which"] and gap[0] in ("in", "during") and len(gap) <= _CLAUSE_START:
        return True  # "almost 70 days in which troops besieged the town"
    if mention.start > draft.token.idx or len(gap) > 3 or mention.shift is None:
        return False
    if mention.text.endswith("old"):
        return True
    of = mention.text.endswith(" of") or gap[:1] == ["of"]
    told = mention.rule in ("unit_long", "nth_day") or of
    return told and mention.shift.unit not in ("minute", "hour") and draft.trigger.event_type not in _AGREED


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
        if mention.rule in _OF_DAY and "\n" in draft.token.doc.text[told[-1].end : mention.start]:
            return None
        return Base((told[-1].first, told[-1].last), "time", told[-1].text)
    return None


def _base_of(draft: Draft) -> Base:
    return Base(_days(draft.time), "event", draft.trigger.span.text)


def _days(when: When | None) -> Days | None:
    return (when.start, when.end) if when and when.start and when.end else None


def _told(draft: Draft, dated: Counted, scene: Scene) -> Draft:
    """The event with the time that the mention says."""
    mention = dated.mention
    first, last = _closed(mention, scene.published)
    when = When(
        start=first,
        end=last,
        precision=precision_of(first, last),
        text=mention.text,
        text_start=mention.start,
        text_end=mention.end,
        edtf=mention.edtf or edtf_of(Reading(first, last)),
        date_prec=date_prec_of(first, last),
        anchor=dated.anchor,
        anchor_text=dated.words,
    )
    counted = f", counted from {dated.words!r}" if dated.words else ""
    reason = Reason(
        field="time",
        rule=f"time:{mention.kind.value}:{mention.rule}",
        detail=f"{mention.text!r} is {_nearness(draft, scene)}{counted}",
        start=mention.start,
        end=mention.end,
    )
    return _aged(draft, when, reason, scene)


def _nearness(draft: Draft, scene: Scene) -> str:
    return "said to be its time" if draft.token.i in scene.own else "the nearest time along the sentence"


def _closed(mention: TimeMention, published: date) -> Days:
    """Both ends of a time. Of an open one the codebook takes the month or year of the end that is known."""
    first, last = mention.first, mention.last
    if first is None and last is not None:
        first = last.replace(month=1, day=1) if mention.rule.startswith("year") else last.replace(day=1)
    if last is None and first is not None:
        last = first if first > published else published
    assert first is not None  # noqa: S101 - the caller has seen one end
    assert last is not None  # noqa: S101
    return first, last


def _implied(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """The time of an event that the sentence gives none: from the story before it, or the report's day."""
    if draft.status in (Status.PLANNED, Status.POSSIBLE):
        return draft.because(
            Reason(field="time", rule="time:none", detail=f"{draft.status.value} and no date given")
        )
    told = None if draft.trigger.event_type in scene.costs.statements else _inherited(draft, scene, before)
    if told is not None and told.time is not None and told.time.start and told.time.end:
        words = told.trigger.span.text
        when = _untold(told.time.start, told.time.end, anchor="event", words=words)
        detail = f"as {told.trigger.span.text!r} before it"
        return _aged(draft, when, Reason(field="time", rule="time:inherited", detail=detail), scene)
    when, detail = _by_default(draft, scene)
    reason = Reason(field="time", rule="time:report", detail=detail)
    return _aged(draft, when, reason, scene)


def _by_default(draft: Draft, scene: Scene) -> tuple[When, str]:
    """Words are reported on the day or the day after; acts told in the past mostly on the day after."""
    first = days(scene.published, -1)
    if draft.trigger.event_type in scene.costs.statements or _present(draft.token):
        when = _untold(first, scene.published, anchor="report")
        return when, "no time given: the report's day or the day before"
    return _untold(first, first, anchor="report"), "no time given: taken as the day before the report"


def _untold(first: date, last: date, *, anchor: Anchor, words: str | None = None) -> When:
    """A time that no words of the sentence say; its EDTF is marked as uncertain."""
    return When(
        start=first,
        end=last,
        precision=precision_of(first, last),
        edtf=f"{first}?" if first == last else f"{first}?/{last}?",
        date_prec=date_prec_of(first, last),
        anchor=anchor,
        anchor_text=words,
    )


def _present(token: Token) -> bool:
    """Whether a verb stands in the present or the perfect: what it tells has not been left behind."""
    words = {t.lower_ for t in token.children if t.dep_ in ("aux", "auxpass")}
    return bool(words & _PRESENT) or (token.tag_ in ("VBZ", "VBP") and "did" not in words)


def _inherited(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft | None:
    """The event told just before, in the same paragraph, whose time this one shares."""
    if _present(draft.token):
        return None
    text = scene.parsed.report.text
    for other in reversed(before):
        gap = text[other.trigger.span.end : draft.trigger.span.start]
        if "\n" in gap:
            return None
        if other.status is Status.ACTUAL and _recent(other.time, scene.published):
            return other
    return None


def _recent(when: When | None, published: date) -> bool:
    """Whether a time is one that a story goes on in: a week at most, and not over for longer than a week."""
    if when is None or when.start is None or when.end is None:
        return False
    return (when.end - when.start).days <= 7 and 0 <= (published - when.end).days <= 7


def _aged(draft: Draft, when: When, reason: Reason, scene: Scene) -> Draft:
    """The event with its time, marked as background where it ended long before the report."""
    old = when.end is not None and scene.published - when.end > OLD
    return draft.because(reason, time=when, background=draft.background or old)
