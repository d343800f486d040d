"""Which times an event can have: those that the report names, those of other events, the report's own day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.coding.draft import Draft
from dateline.coding.when_dated import dated_for
from dateline.coding.when_scene import Anchor, Days, Placed, Scene
from dateline.dates import Kind, TimeMention, resolve
from dateline.dates.calendars import days, month_end
from dateline.dates.meaning import moved
from dateline.records import Status

EARLIER = 3  # events, and times, told before the sentence that are looked at
_WEEK = -7


@dataclass(frozen=True, slots=True)
class Option:
    """One time that an event can have.

    ``source`` says where it comes from: ``told`` in the sentence, ``said`` before it, ``event`` for that of
    another event, ``report`` for days near publication, ``none`` for no time at all. ``reading`` says how it
    is taken: ``plain``, ``turned`` to the other side of the report, ``ongoing`` up to the report, and the
    like. ``days`` are its first and last day. ``placed`` is the time named, ``words`` what it is counted
    from, ``other`` the event that it comes from.
    """

    source: str
    reading: str
    days: Days | None
    anchor: Anchor = "report"
    words: str | None = None
    edtf: str | None = None
    placed: Placed | None = None
    other: Draft | None = None


NONE = Option("none", "plain", None)


def options(draft: Draft, scene: Scene, before: Sequence[Draft]) -> list[Option]:
    """All times that an event can have; what is planned or possible can have none.

    Args:
        draft: the event.
        scene: the report.
        before: the events told before it, with their times.
    """
    sent = draft.token.sent
    here = [p for p in scene.placed if sent.start <= p.token.i < sent.end]
    found = [o for p in here for o in _told(p, draft, scene, before)]
    found += [o for p in _said_before(sent.start, scene) for o in _said(p, scene)]
    found += [o for other in _told_before(draft, before) for o in _of_event(other, scene)]
    undated = draft.status in (Status.PLANNED, Status.POSSIBLE)
    return [*found, *_near_report(scene), *([NONE] if undated else [])]


def closed(mention: TimeMention, published: date) -> Days:
    """Both ends of a time. Of an open one the codebook takes the month or year of the end that is known."""
    first, last = mention.first, mention.last
    if first is None and last is not None:
        first = last.replace(month=1, day=1) if mention.rule.startswith("year") else last.replace(day=1)
    if last is None and first is not None:
        last = first if first > published else published
    assert first is not None  # noqa: S101 - the caller has seen one end
    assert last is not None  # noqa: S101
    return first, last


def _told(placed: Placed, draft: Draft, scene: Scene, before: Sequence[Draft]) -> Iterator[Option]:
    """What a time of the sentence can mean for the event, the most usual first."""
    mention = placed.mention
    if mention.kind is Kind.RECURRING:
        return
    anchor: Anchor = "calendar" if mention.absolute else "report"
    dated = dated_for(mention, draft, scene, before)
    if dated is not None and (dated.mention.first or dated.mention.last):
        reading = dated.mention
        found = closed(reading, scene.published)
        yield Option("told", "plain", found, dated.anchor, dated.words, edtf=reading.edtf, placed=placed)
    if dated is not None and mention.turnable:
        other = mention.turned(future=not dated.mention.future)
        if other.first or other.last:
            yield Option("told", "turned", closed(other, scene.published), anchor, placed=placed)
    for name, found in _stretched(mention, dated.mention if dated else mention, scene.published):
        yield Option("told", name, found, anchor, placed=placed)


def _stretched(mention: TimeMention, dated: TimeMention, published: date) -> Iterator[tuple[str, Days]]:
    """Other days that the same words can stand for, by their kind."""
    match mention.kind:
        case Kind.DATE | Kind.SPAN if dated.first and dated.last and dated.last < published:
            yield "ongoing", (dated.first, published)
        case Kind.SINCE if dated.first:
            yield "edge", (dated.first, _edge(dated.first, mention.rule))
        case Kind.UNTIL | Kind.BY:
            last = mention.coming.last or mention.past.last
            if last:
                yield "edge", (last, last)
            if last and last > published:
                yield "ahead", (published, last)
        case Kind.DURATION if mention.shift:
            yield "lasting", (moved(published, -abs(mention.shift.amount), mention.shift.unit), published)
            yield "ahead", (published, moved(published, abs(mention.shift.amount), mention.shift.unit))
        case Kind.ANCHORED if mention.shift:
            reading = resolve(mention, anchor=(published, published)).reading
            if reading.first and reading.last:
                yield "from_report", (reading.first, reading.last)
        case _:
            pass


def _edge(first: date, rule: str) -> date:
    """The last day of the time that "since" begins with."""
    if rule.startswith("month"):
        return month_end(first) if "day" not in rule else first
    return first.replace(month=12, day=31) if rule == "year" else first


def _said_before(start: int, scene: Scene) -> list[Placed]:
    """The first time that the report names before a sentence, and the last ones."""
    dated = [
        p
        for p in scene.placed
        if p.token.i < start
        and p.mention.kind in (Kind.DATE, Kind.SPAN)
        and p.mention.first
        and p.mention.last
    ]
    return [*dated[:1], *dated[1:][-EARLIER:][::-1]]


def _said(placed: Placed, scene: Scene) -> Iterator[Option]:
    first, last = closed(placed.mention, scene.published)
    words = placed.mention.text
    yield Option("said", "plain", (first, last), "time", words, placed=placed)
    if last < scene.published:
        yield Option("said", "ongoing", (first, scene.published), "time", words, placed=placed)


def _told_before(draft: Draft, before: Sequence[Draft]) -> list[Draft]:
    """The last events told before, the first of the report, and the last of the same type."""
    timed = [d for d in before if d.time is not None]
    alike = [d for d in timed if d.trigger.event_type == draft.trigger.event_type]
    picked = [*timed[-EARLIER:][::-1], *timed[:1], *alike[-1:]]
    return [d for k, d in enumerate(picked) if all(d is not p for p in picked[:k])]


def _of_event(other: Draft, scene: Scene) -> Iterator[Option]:
    when, words = other.time, other.trigger.span.text
    if when is None or when.start is None or when.end is None:
        return
    yield Option("event", "plain", (when.start, when.end), "event", words, other=other)
    if when.end < scene.published:
        yield Option("event", "ongoing", (when.start, scene.published), "event", words, other=other)


def _near_report(scene: Scene) -> Iterator[Option]:
    """The report's day, the day before, both, and the week before."""
    here = scene.published
    yield Option("report", "day", (here, here))
    yield Option("report", "day_before", (days(here, -1), days(here, -1)))
    yield Option("report", "both", (days(here, -1), here))
    yield Option("report", "week", (days(here, _WEEK), here))
