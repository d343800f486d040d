"""Sums with days, months and years, and the calendars that holidays follow."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_ISLAMIC_EPOCH = date(622, 7, 19).toordinal()  # 16 July 622 Julian, the civil epoch


def days(day: date, amount: int) -> date:
    """Add days, stopping at the first and last day that a date can be."""
    return date.fromordinal(min(max(day.toordinal() + amount, 1), date.max.toordinal()))


def months(day: date, amount: int) -> date:
    """Add months; a day that the month has not becomes its last (28 or 29 February)."""
    count = min(max(day.year * 12 + day.month - 1 + amount, 12), 9999 * 12 + 11)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month that ``day`` is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def year(number: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(number, 1, 1), date(number, 12, 31)


def week(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that ``day`` is in."""
    monday = days(day, -day.weekday())
    return monday, days(monday, 6)


def valid(year_: int, month: int, day: int) -> date | None:
    """The date, or ``None`` where there is no such day."""
    try:
        return date(year_, month, day)
    except ValueError:
        return None


def easter(year_: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus, Meeus 1991)."""
    a, (b, c) = year_ % 19, divmod(year_, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    w = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * w) // 451
    month, day = divmod(h + w - 7 * m + 114, 31)
    return date(year_, month, day + 1)


def orthodox_easter(year_: int) -> date:
    """Orthodox Easter Sunday as a Gregorian date (Meeus' Julian computus)."""
    d = (19 * (year_ % 19) + 15) % 30
    e = (2 * (year_ % 4) + 4 * (year_ % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    gap = year_ // 100 - year_ // 400 - 2  # days by which the Julian calendar is behind
    return date(year_, month, day + 1) + timedelta(days=gap)


def islamic(year_: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar (civil epoch) as a Gregorian date."""
    past = (year_ - 1) * 354 + (3 + 11 * year_) // 30
    return date.fromordinal(_ISLAMIC_EPOCH + past + (59 * (month - 1) + 1) // 2 + day - 1)


def islamic_near(year_: int, month: int, day: int) -> tuple[date, ...]:
    """The Gregorian dates on which an Islamic day falls in a Gregorian year: none to two."""
    guess = (year_ - 622) * 33 // 32
    candidates = (islamic(guess + k, month, day) for k in range(-1, 3))
    return tuple(d for d in candidates if d.year == year_)


def nth_weekday(year_: int, month: int, weekday: int, which: int) -> date:
    """The ``which``-th (1 first) given weekday (Monday 0) of a month."""
    first = date(year_, month, 1)
    return days(first, (weekday - first.weekday()) % 7 + 7 * (which - 1))
