"""What the date grammar hands on: one mention of time in a text, with the days it stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

Precision = Literal["day", "days", "week", "month", "season", "year", "more"]


class Kind(StrEnum):
    """What sort of time a mention is."""

    DATE = "date"
    SPAN = "span"
    SINCE = "since"
    UNTIL = "until"
    BY = "by"
    DURATION = "duration"
    ANCHORED = "anchored"
    RECURRING = "recurring"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Shift:
    """How far an anchored time or a duration reaches: ``amount`` of ``unit``, negative for earlier.

    ``unit`` is ``"minute"``, ``"hour"``, ``"day"``, ``"week"``, ``"month"``, ``"year"`` ...; an ``amount`` of
    0 is the unit in which the anchor itself lies ("that month"). ``vague`` marks "several", "a few".
    """

    amount: float
    unit: str
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """First and last day, both inclusive; ``None`` is open."""

    first: date | None
    last: date | None
    edtf: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time in a text: ``text == report_text[start:end]``.

    ``first`` and ``last`` are the days of the reading in force, both inclusive, ``None`` where
    open or unknown. ``core`` is where the date itself starts, after a word such as "since". ``past`` and
    ``coming`` are the two readings of a time whose direction only the tense can tell ("on Friday");
    they are equal where the words leave no choice. ``shift`` is the offset of an anchored time or the
    length of a duration. ``absolute`` marks words that give the whole date, year and all, so that
    they mean the same days whenever the report was published.
    """

    text: str
    start: int
    end: int
    core: int
    kind: Kind
    rule: str
    past: Reading
    coming: Reading
    future: bool = False
    shift: Shift | None = None
    absolute: bool = False

    @property
    def reading(self) -> Reading:
        """The reading in force."""
        return self.coming if self.future else self.past

    @property
    def first(self) -> date | None:
        """First day, or ``None`` where open or unknown."""
        return self.reading.first

    @property
    def last(self) -> date | None:
        """Last day, or ``None`` where open or unknown."""
        return self.reading.last

    @property
    def turnable(self) -> bool:
        """Whether the tense of the sentence can turn the time from past to future."""
        return self.past != self.coming

    @property
    def precision(self) -> Precision | None:
        """How exact the time is, in the words of the codebook; ``None`` where an end is open."""
        if self.first is None or self.last is None:
            return None
        return precision_of(self.first, self.last)

    @property
    def date_prec(self) -> int | None:
        """The UCDP code ``date_prec``: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 longer."""
        if self.first is None or self.last is None:
            return None
        return date_prec_of(self.first, self.last)

    @property
    def edtf(self) -> str | None:
        """The time in Extended Date/Time Format (ISO 8601-2), or ``None`` where it has no calendar days."""
        if self.reading.edtf is not None:
            return self.reading.edtf
        if self.first is None and self.last is None:
            return None
        return edtf_of(self.reading)

    def turned(self, *, future: bool) -> TimeMention:
        """The same mention read towards the future, or towards the past."""
        return replace(self, future=future)


def date_prec_of(first: date, last: date) -> int:
    """Code the length of a stretch of days as UCDP does (GED codebook, ``date_prec``): 1 to 5."""
    length = (last - first).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if length <= most), 5)


def precision_of(first: date, last: date) -> Precision:
    """Name the length of a stretch of days in the words of the codebook."""
    length = (last - first).days + 1
    steps: tuple[tuple[int, Precision], ...] = (
        (1, "day"),
        (6, "days"),
        (7, "week"),
        (31, "month"),
        (184, "season"),
        (366, "year"),
    )
    return next((name for most, name in steps if length <= most), "more")


def edtf_of(reading: Reading) -> str:
    """Write a stretch of days in EDTF; an open end is ``..`` and an approximate one ends in ``~``."""
    first, last = reading.first, reading.last
    mark = "~" if reading.approximate else ""
    if first is None or last is None:
        return f"{_end(first, mark)}/{_end(last, mark)}"
    return _whole(first, last, mark) or f"{first}{mark}/{last}{mark}"


def _whole(first: date, last: date, mark: str) -> str | None:
    """A day, a calendar month, year or decade by its short name."""
    if first == last:
        return f"{first}{mark}"
    follows = date.fromordinal(last.toordinal() + 1) if last < date.max else last
    if first.day != 1 or follows.day != 1:
        return None
    months = (follows.year - first.year) * 12 + follows.month - first.month
    if months == 1:
        return f"{first:%Y-%m}{mark}"
    if first.month == 1 and months == 12:
        return f"{first:%Y}{mark}"
    if first.month == 1 and first.year % 10 == 0 and months == 120:
        return f"{first.year // 10}X{mark}"
    return None


def _end(day: date | None, mark: str) -> str:
    return ".." if day is None else f"{day}{mark}"
