"""What an action of the grammar makes of a match, and the small questions that several actions ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dateline.dates import calendars
from dateline.dates.grammar import Words
from dateline.dates.mention import Kind, Reading, Shift


@dataclass(frozen=True, slots=True)
class Meaning:
    """The days of a match. Without ``coming`` the words leave no choice of direction.

    ``kind`` overrules the kind of the rule; ``future`` says that the coming reading is the likely one.
    """

    past: Reading
    coming: Reading | None = None
    shift: Shift | None = None
    kind: Kind | None = None
    future: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """What an action may look at beside the match: publication day, word lists, the arguments of the rule."""

    published: date
    words: Words
    args: Mapping[str, Any] = field(default_factory=dict)


Groups = Mapping[str, str]
UNKNOWN = Meaning(Reading(None, None))
LENGTHS = {
    "second": 0.0,
    "minute": 0.0,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "weekend": 7.0,
}
LENGTH_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}


def squeezed(words: str) -> str:
    """Words with single spaces, as the word lists have them."""
    return " ".join(words.split())


def day_number(words: str) -> int:
    """The number in "3", "3rd", "21st"."""
    return int(re.sub(r"\D", "", words))


def amount(words: str, lists: Words) -> tuple[float, bool]:
    """A quantity in digits or words, and whether it is a vague one ("several").

    Examples: "12" 12; "twenty-five" 25; "one and a half" 1.5; "half a" 0.5; "a few" 3, vague.
    """
    text = squeezed(words)
    if text.isdigit():
        return float(text), False
    if text.startswith("half"):
        return 0.5, False
    if text in lists.vague_numbers:
        return float(lists.vague_numbers[text]), True
    half = 0.5 if text.endswith(" and a half") else 0.0
    parts = text.removesuffix(" and a half").split("-")
    return float(sum(lists.numbers.get(p, 0) for p in parts)) + half, False


def moved(day: date, number: float, unit: str) -> date:
    """``day`` moved by a number of units; hours count as whole days only."""
    if unit in LENGTH_MONTHS:
        return calendars.months(day, round(number * LENGTH_MONTHS[unit]))
    return calendars.days(day, int(number * LENGTHS[unit]))


def enclosing(day: date, unit: str) -> tuple[date, date]:
    """The calendar week, month, year, decade or century of a day; else the day itself."""
    if unit in ("week", "fortnight", "weekend"):
        return calendars.week(day)
    if unit == "month":
        return day.replace(day=1), calendars.month_end(day)
    if unit == "year":
        return calendars.year(day.year)
    if unit in ("decade", "century"):
        size = 10 if unit == "decade" else 100
        first = max(day.year // size * size, 1)
        return date(first, 1, 1), date(min(first + size - 1, 9999), 12, 31)
    return day, day


def one(
    first: date, last: date | None = None, *, edtf: str | None = None, approximate: bool = False
) -> Meaning:
    """A meaning that the tense cannot turn."""
    return Meaning(Reading(first, last or first, edtf, approximate))
