"""Joins neighbouring times: "at dawn on Friday", "9 a.m. Tuesday", "from Friday to Sunday"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dateline.dates import calendars
from dateline.dates.mention import Kind, Reading, TimeMention

_NEXT_TO = re.compile(r"[ \n,(]*(?:on |of |at |in |the |around |about )*$")
_RANGE = re.compile(r",? ?(?:-|to|until|till|through|and|into|or) ?(?:the |on |early |late |the night of )*$")
_OPENER = re.compile(r"\b(?:between|from) (?:the |late |early )*$")
_PARTS_OF_DAY = frozenset(("part_of_day", "clock", "late_in_the_day"))
_DAYS = frozenset(
    {
        *("weekday", "weekday_lead", "weekday_dated", "weekday_number", "day_month", "month_day", "iso"),
        *("numeric", "today", "yesterday", "tomorrow", "day_of_month", "same_day", "day_before", "day_after"),
        "before_yesterday",
    }
)  # rules that tell one day
_POINTS = _DAYS | frozenset(
    ("month", "month_alone", "month_rel", "month_part", "year", "year_part", "decade")
)


def joined(found: Sequence[TimeMention], folded: str, *, published: date) -> list[TimeMention]:
    """Join mentions that are one time.

    Args:
        found: mentions in the order of the text.
        folded: the folded text.
        published: the day of publication.

    Returns:
        The mentions, fewer where two were one.
    """
    made: list[TimeMention] = []
    for mention in found:
        last = made[-1] if made else None
        between = folded[last.end : mention.start] if last else ""
        one = _one(last, mention, between, folded, published) if last and len(between) <= 24 else None
        if one is not None:
            made[-1] = one
        else:
            made.append(mention)
    return made


def _one(a: TimeMention, b: TimeMention, between: str, folded: str, published: date) -> TimeMention | None:
    """The one time that two neighbours are, or ``None`` where they are two."""
    if _NEXT_TO.match(between):
        if a.rule in _PARTS_OF_DAY and b.rule in _DAYS:
            return replace(b, start=a.start, core=a.core)
        if a.rule in _DAYS and b.rule in _PARTS_OF_DAY:
            return replace(a, end=b.end)
        if (
            a.rule == "weekday"
            and b.rule in _DAYS
            and not b.rule.startswith("weekday")
            and a.kind is Kind.DATE
        ):
            return replace(b, start=a.start, core=a.core)
    if _RANGE.match(between) or (b.kind is Kind.UNTIL and not between.strip()):
        return _range(a, b, between, folded, published)
    return None


def _range(a: TimeMention, b: TimeMention, between: str, folded: str, published: date) -> TimeMention | None:
    """Such as "From A to B", "between A and B", and "A and B" where the days touch."""
    if a.rule not in _POINTS or b.rule not in _POINTS or a.kind not in (Kind.DATE, Kind.SINCE):
        return None
    opener = _OPENER.search(folded[max(0, a.core - 24) : a.core])
    loose = " and" in between or " or" in between
    first, last = a.past.first, _last(b)
    if first is None or last is None:
        return None
    first, last = _ordered(a, first, last, published)
    if first > last or (loose and not opener and (last - first).days > 3):
        return None
    if " or" in between and not opener:
        return None
    start = a.core if not opener else max(0, a.core - 24) + opener.start()
    past = Reading(first, last)
    coming = _coming(a, b) or past
    return replace(
        a,
        start=start,
        core=a.core,
        end=b.end,
        kind=Kind.SPAN,
        past=past,
        coming=coming,
        rule="range",
        absolute=a.absolute or b.absolute,
    )


def _last(b: TimeMention) -> date | None:
    return b.past.last


def _ordered(a: TimeMention, first: date, last: date, published: date) -> tuple[date, date]:
    """Put the two ends in order: a weekday can move a week, a day without a year a year."""
    if first > last and a.rule.startswith("weekday"):
        return calendars.days(first, -7), last
    if first > last and a.turnable:
        return calendars.months(first, -12), last
    if not a.turnable and first > last and last < published:
        return first, calendars.months(last, 12)
    return first, last


def _coming(a: TimeMention, b: TimeMention) -> Reading | None:
    first, last = a.coming.first, b.coming.last
    if first is None or last is None:
        return None
    if first > last and b.rule.startswith("weekday"):
        last = calendars.days(last, 7)
    return Reading(first, last) if first <= last else None
