"""When did it happen: gives each event the time that the report says or implies (codebook, section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from dateline.coding.draft import Draft
from dateline.coding.when_dated import dated_for
from dateline.coding.when_implied import implied_time
from dateline.coding.when_near import candidate_times
from dateline.coding.when_rules import load
from dateline.coding.when_scene import Counted, Days, Scene, is_release, placed_times
from dateline.dates import TimeMention, date_prec_of, edtf_of, precision_of
from dateline.dates.mention import Reading
from dateline.language.parse import Parsed
from dateline.records import Reason, When

OLD = timedelta(days=30)  # an event that ended longer before the report is background (codebook, section 7)


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
        release=is_release(parsed.report),
        parsed=parsed,
        placed=placed_times(parsed, times),
        triggers=frozenset(d.token.i for d in drafts),
        own=own,
    )
    order = sorted(range(len(drafts)), key=lambda k: drafts[k].token.i)
    made: dict[int, Draft] = {}
    for k in order:
        made[k] = _timed(drafts[k], scene, list(made.values()))
    return tuple(made[k] for k in range(len(drafts)))


def _timed(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """Time one event, knowing those told before it."""
    for mention in candidate_times(draft, scene):
        dated = dated_for(mention, draft, scene, before)
        if dated is not None and (dated.mention.first or dated.mention.last):
            return _told(draft, dated, scene)
    when, reason = implied_time(draft, scene, before)
    return draft.because(reason) if when is None else _aged(draft, when, reason, scene)


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


def _aged(draft: Draft, when: When, reason: Reason, scene: Scene) -> Draft:
    """The event with its time, marked as background where it ended long before the report."""
    old = when.end is not None and scene.published - when.end > OLD
    return draft.because(reason, time=when, background=draft.background or old)
