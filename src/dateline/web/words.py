"""Dates, places and quotes in words, for pages."""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType

from dateline.export.words import number
from dateline.records import Effect, Event, Place, Report, When

_PRECISION = MappingProxyType(
    {
        "exact": "exact place",
        "near": "near this place",
        "admin2": "somewhere in the district",
        "admin1": "somewhere in the province",
        "country": "somewhere in the country",
        "larger": "a larger region",
    }
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+|\n\s*")
_CONTEXT = 220  # characters either side of the trigger that a quote may hold


def day(value: date) -> str:
    """Say a day, such as "30 Aug 2021"."""
    return f"{value.day} {value:%b %Y}"


def when(time: When) -> str:
    """Say a stretch of time, such as "30 Aug 2021", "24 to 27 Aug 2021" or "until 2 Sep 2021"."""
    start, end = time.start, time.end
    if start is None and end is None:
        return "not known"
    if start is None or end is None:
        return f"from {day(start)}" if start else f"until {day(end)}" if end else ""
    return days(start, end)


def days(start: date, end: date) -> str:
    """Say from which day to which, such as "24 to 27 Aug 2021"."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def where(place: Place) -> str:
    """Say in which units a place lies, and how exact it is, such as "Daraa, SY, exact place"."""
    units = (place.admin2, place.admin1, place.country)
    known = [unit for unit in dict.fromkeys(units) if unit and unit != place.name]
    return ", ".join([*known, *([_PRECISION[place.precision]] if place.precision else [])])


def effect(item: Effect) -> str:
    """Say one effect, such as "at least 3 killed (soldiers)" or "killed, number not given (soldiers)"."""
    unit = "families " if item.unit == "families" else ""
    who = f" ({item.who})" if item.who else ""
    if item.low is None and item.best is None and item.high is None:
        return f"{unit}{item.kind}, number not given{who}"
    bare = item.high is None and item.low == item.best
    count = f"at least {item.low}" if bare else number(item).replace("-", "–")
    return f"{count} {unit}{item.kind}{who}"


def quote(report: Report, event: Event) -> tuple[str, str, str]:
    """Return the sentence that reports an event, in three parts: before the trigger, the trigger, after it.

    Sentences end at ``. ! ?`` with a blank after it, and at the end of a line; one that runs very long is cut
    at a blank, with "…" for what is left out.
    """
    text, trigger = report.text, event.trigger
    before = text[
        max(report.body if report.body <= trigger.start else 0, trigger.start - 2000) : trigger.start
    ]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    after = text[trigger.end : trigger.end + 2000]
    end = _SENTENCE_END.search(after)
    after = after[: end.end()].rstrip() if end else after.rstrip()
    return _tail(before.lstrip()), text[trigger.start : trigger.end], _head(after)


def _tail(words: str) -> str:
    return words if len(words) <= _CONTEXT else "… " + words[-_CONTEXT:].partition(" ")[2]


def _head(words: str) -> str:
    return words if len(words) <= _CONTEXT else words[:_CONTEXT].rpartition(" ")[0] + " …"
