"""Actions for dates of the calendar: days, months, years, seasons, holidays."""

from __future__ import annotations

from datetime import date

from dateline.dates import calendars
from dateline.dates.grammar import Holiday
from dateline.dates.meaning import At, Groups, Meaning, day_number, one, squeezed
from dateline.dates.mention import Reading

_CLOSE, _FAR = (
    45,
    300,
)  # days: a date so close ahead, and otherwise so long gone, is more likely the coming one
_SEASON_CODES = {3: 21, 6: 22, 9: 23, 12: 24}


def calendar_day(g: Groups, at: At) -> Meaning | None:
    """Such as "3 May 2021", "May 3", "2021-05-03", "03/05/2021", "the 3rd"."""
    day = day_number(g.get("day") or g["day2"])
    month = _month(g, at)
    if month is None:
        return _day_of_month(day, at)
    if "sep" in g and month > 12 and day <= 12:
        day, month = month, day  # 08/30/2021
    year = _year(g, at)
    if year is not None:
        found = calendars.valid(year, month, day)
        return one(found) if found else None
    return _nearest(at.published, lambda y: _same(calendars.valid(y, month, day)))


def calendar_days(g: Groups, at: At) -> Meaning | None:
    """Such as "3-5 May", "May 3 to 5, 2021"."""
    month, low, high = at.words.months[g["months"]], day_number(g["day"]), day_number(g["day2"])
    if low > high:
        return None
    year = _year(g, at)

    def span(y: int) -> tuple[date, date] | None:
        first, last = calendars.valid(y, month, low), calendars.valid(y, month, high)
        return (first, last) if first and last else None

    if year is None:
        return _nearest(at.published, span)
    found = span(year)
    return one(*found) if found else None


def month(g: Groups, at: At) -> Meaning | None:
    """Such as "July", "last July", "mid-July 2014", "late July last year"."""
    number = at.words.months[g["months"]]
    stretch = squeezed(g.get("stretches_month", ""))

    def span(y: int) -> tuple[date, date]:
        return _part_of_month(date(y, number, 1), stretch, at)

    year = _year(g, at)
    if year is not None:
        return one(*span(year))
    rel = squeezed(g.get("rel") or g.get("rel2") or "").removeprefix("the ")
    here = at.published
    if rel in ("next", "coming", "this coming"):
        return one(*span(here.year + (number <= here.month)))
    if rel in ("last", "past", "previous", "this past"):
        return one(*span(here.year - (number >= here.month)))
    if rel in ("this", "current"):
        return one(*span(here.year))
    past = span(here.year - (number > here.month or span(here.year)[0] > here))
    coming = span(here.year + (number < here.month))
    return Meaning(Reading(*past), Reading(*coming))


def year(g: Groups, at: At) -> Meaning | None:
    """Such as "2014", "early 2014", "the end of last year"."""
    number = _year(g, at)
    if number is None:
        number = at.published.year
    stretch = squeezed(g.get("stretches_year", ""))
    if not stretch:
        return one(*calendars.year(number))
    low, high = at.words.stretches["year"][stretch]
    return one(date(number, low, 1), calendars.month_end(date(number, high, 1)))


def years(g: Groups, at: At) -> Meaning | None:
    """Such as "2014-2016", "2014 to 2016", "2014-16"."""
    first = int(g["year"])
    last = int(g["year2"]) if len(g["year2"]) == 4 else first // 100 * 100 + int(g["year2"])
    if not first < last or (len(g["year2"]) == 2 and last > at.published.year + 5):
        return None
    return one(date(first, 1, 1), date(last, 12, 31))


def decade(g: Groups, at: At) -> Meaning:  # noqa: ARG001 - every action has the same form
    """Such as "the 1990s", "the early 1990s"."""
    first = int(g["decade"])
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(g.get("stretch", ""), (0, 9))
    return one(date(first + low, 1, 1), date(first + high, 12, 31))


def century(g: Groups, at: At) -> Meaning | None:  # noqa: ARG001
    """Such as "the 19th century"."""
    first = (int(g["century"]) - 1) * 100
    if not 0 < first < 2100:
        return None
    low, high = {"early": (0, 33), "mid": (34, 66), "late": (67, 99)}.get(g.get("stretch", ""), (0, 99))
    return one(
        date(first + low, 1, 1), date(first + high, 12, 31), edtf=f"{first // 100}XX" if high == 99 else None
    )


def season(g: Groups, at: At) -> Meaning:
    """Such as "spring 2020", "last winter", "in the summer": three months, winter from December."""
    start = at.words.seasons[g["seasons"]]
    here, number = at.published, _year(g, at)
    rel = squeezed(g.get("rel", "")).removeprefix("the ")
    if number is None:
        number = here.year if date(here.year, start, 1) <= here else here.year - 1
        past = _season(number, start)
        if rel in ("last", "past", "previous") and past.last and past.last >= here:
            return Meaning(_season(number - 1, start))
        if rel in ("next", "coming", "this coming"):
            return Meaning(_season(number + 1, start))
        return Meaning(past, _season(number if past.last and past.last >= here else number + 1, start))
    return Meaning(_season(number, start))


def quarter(g: Groups, at: At) -> Meaning:
    """Such as "the first quarter of 2014", "third-quarter"."""
    number = _year(g, at)
    first_month = at.words.ordinals[g["nth"]] * 3 - 2
    if number is None:
        number = (
            at.published.year
            if date(at.published.year, first_month, 1) <= at.published
            else at.published.year - 1
        )
    first = date(number, first_month, 1)
    last = calendars.month_end(calendars.months(first, 2))
    return one(first, last, edtf=f"{number:04d}-{32 + at.words.ordinals[g['nth']]}")


def holiday(g: Groups, at: At) -> Meaning | None:
    """Such as "Christmas", "last Ramadan", "Orthodox Easter 2019"."""
    row = at.words.holidays[squeezed(g["holidays"])]
    here, rel = at.published, squeezed(g.get("rel", ""))
    number = int(g["year"]) if "year" in g else None
    for words, shift in (("this year's", 0), ("last year's", -1), ("next year's", 1)):
        number = here.year + shift if rel == words else number
    near = sorted(r for y in range(here.year - 2, here.year + 3) for r in _holidays(row, y))
    if number is not None:
        return next((one(*r, approximate=_sighted(row)) for r in _holidays(row, number)), None)
    past = [r for r in near if r[0] <= here and not (rel == "last" and r[1] >= here)]
    coming = [r for r in near if r[1] >= here and not (rel == "next" and r[0] <= here)]
    if rel == "next" or not past:
        return one(*coming[0], approximate=_sighted(row))
    if rel == "last" or not coming:
        return one(*past[-1], approximate=_sighted(row))
    return _closer(past[-1], coming[0], here, approximate=_sighted(row))


def _sighted(row: Holiday) -> bool:
    return row.calendar == "islamic"


def _holidays(row: Holiday, year_: int) -> list[tuple[date, date]]:
    """First and last day of a holiday in a year; an Islamic one can come twice or not at all."""
    if not 1 < year_ < 9990:
        return []
    match row.calendar:
        case "fixed":
            starts: tuple[date, ...] = (date(year_, row.value[0], row.value[1]),)
        case "easter":
            starts = (calendars.days(calendars.easter(year_), row.value[0]),)
        case "orthodox":
            starts = (calendars.days(calendars.orthodox_easter(year_), row.value[0]),)
        case "nth":
            starts = (calendars.nth_weekday(year_, row.value[0], row.value[1], row.value[2]),)
        case _:
            starts = calendars.islamic_near(year_, row.value[0], row.value[1])
    return [(d, calendars.days(d, row.days - 1)) for d in starts]


def _month(g: Groups, at: At) -> int | None:
    if "month_n" in g:
        return int(g["month_n"])
    name = g.get("months") or g.get("months2")
    return at.words.months[name] if name else None


def _year(g: Groups, at: At) -> int | None:
    if "year" in g:
        return int(g["year"])
    match squeezed(g.get("relyear", "")):
        case "":
            return None
        case "last year" | "the year before" | "the previous year":
            return at.published.year - 1
        case "next year" | "the following year":
            return at.published.year + 1
        case _:
            return at.published.year


def _same(day: date | None) -> tuple[date, date] | None:
    return (day, day) if day else None


def _nearest(here: date, span: object) -> Meaning | None:
    """The last such days before publication and the next ones after it; leap days may be years away."""
    assert callable(span)  # noqa: S101
    around = [r for y in range(max(here.year - 8, 1), min(here.year + 9, 9999)) if (r := span(y))]
    past = [r for r in around if r[0] <= here]
    coming = [r for r in around if r[1] >= here]
    if not past or not coming:
        return one(*(past or coming)[0]) if past or coming else None
    return _closer(past[-1], coming[0], here)


def _closer(
    past: tuple[date, date], coming: tuple[date, date], here: date, *, approximate: bool = False
) -> Meaning:
    """Both readings; the coming one is the likely one when it is near and the past one long gone."""
    likely = (coming[0] - here).days <= _CLOSE and (here - past[0]).days > _FAR and coming != past
    if (here - past[0]).days <= _CLOSE and (coming[0] - here).days > _FAR:
        return one(*past, approximate=approximate)  # nobody means next year without saying so
    before, after = Reading(*past, None, approximate), Reading(*coming, None, approximate)
    return Meaning(before, after, future=likely)


def _day_of_month(day: int, at: At) -> Meaning | None:
    """Such as "The 19th": of the publication month, or of the one before or after."""
    first = at.published.replace(day=1)
    around = [
        d
        for k in range(-2, 3)
        if (m := calendars.months(first, k)) and (d := calendars.valid(m.year, m.month, day))
    ]
    past = [d for d in around if d <= at.published]
    coming = [d for d in around if d >= at.published]
    if not past or not coming:
        return None
    return Meaning(Reading(past[-1], past[-1]), Reading(coming[0], coming[0]))


def _part_of_month(first: date, stretch: str, at: At) -> tuple[date, date]:
    if not stretch:
        return first, calendars.month_end(first)
    low, high = at.words.stretches["month"][stretch]
    end = calendars.month_end(first)
    start = calendars.days(end, low + 1) if low < 0 else first.replace(day=low)
    return start, end if high == 0 else first.replace(day=high)


def _season(year_: int, start: int) -> Reading:
    first = date(year_, start, 1)
    last = calendars.month_end(calendars.months(first, 2))
    return Reading(first, last, f"{year_:04d}-{_SEASON_CODES[start]}")
