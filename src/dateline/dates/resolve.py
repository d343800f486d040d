"""Gives an anchored time its days once the time before it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.dates import calendars
from dateline.dates.meaning import LENGTH_MONTHS, enclosing, moved
from dateline.dates.mention import Kind, Reading, Shift, TimeMention


def resolve(mention: TimeMention, *, anchor: tuple[date, date] | None) -> TimeMention:
    """Count an anchored time ("two days later", "the previous night", "that week") from its anchor.

    Args:
        mention: any mention; only an anchored one changes.
        anchor: first and last day of what it is counted from, or ``None`` where nobody knows.

    Returns:
        The mention with its days; without an anchor as it was, so without days. The day of publication is
        never put in its place.
    """
    if mention.kind is not Kind.ANCHORED or anchor is None or mention.shift is None:
        return mention
    reading = _counted(mention.shift, anchor)
    return replace(mention, past=reading, coming=reading)


def _counted(shift: Shift, anchor: tuple[date, date]) -> Reading:
    first, last = anchor
    if shift.amount == 0:
        return Reading(*enclosing(first, shift.unit)) if shift.unit != "day" else Reading(first, last)
    base = first if shift.amount < 0 else last
    day = moved(base, shift.amount, shift.unit)
    if shift.unit in LENGTH_MONTHS and abs(shift.amount) >= 1:
        return Reading(*enclosing(day, shift.unit), None, shift.vague)
    if shift.vague and shift.unit in ("day", "week"):
        wide = 1 if shift.unit == "day" else 7
        return Reading(calendars.days(day, -wide), calendars.days(day, wide), None, True)
    return Reading(day, day, None, shift.vague)
