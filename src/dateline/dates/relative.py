"""Actions for times told from the day of the report or from another time of the text."""

from __future__ import annotations

from datetime import date

from dateline.dates import calendars
from dateline.dates.meaning import (
    LENGTH_MONTHS,
    UNKNOWN,
    At,
    Groups,
    Meaning,
    amount,
    enclosing,
    moved,
    one,
    squeezed,
)
from dateline.dates.mention import Kind, Reading, Shift

_PAST = frozenset(("last", "past", "previous", "preceding", "the past", "the previous", "this past"))
_COMING = frozenset(("next", "coming", "the coming", "this coming", "following", "the following"))
_RECENT = {
    "hours": (1, "day"),
    "days": (3, "day"),
    "weeks": (3, "week"),
    "months": (3, "month"),
}  # codebook, section 3


def weekday(g: Groups, at: At) -> Meaning:
    """Such as "Tuesday": the last or the coming one, the day of publication included."""
    number, here = at.words.weekdays[g["weekdays"]], at.published
    move = 7 * at.args.get("weeks", 0) + at.args.get("days", 0)
    back, ahead = (here.weekday() - number) % 7, (number - here.weekday()) % 7
    rel = squeezed(g.get("rel", "")).removeprefix("the ")
    if rel in _PAST:
        return one(calendars.days(here, move - (back or 7)))
    if rel in _COMING:
        return one(calendars.days(here, move + (ahead or 7)))
    past, coming = calendars.days(here, move - back), calendars.days(here, move + ahead)
    return Meaning(Reading(past, past), Reading(coming, coming))


def weekend(g: Groups, at: At) -> Meaning:
    """Such as "The weekend": Saturday and Sunday that have begun last, or that come."""
    here, rel = at.published, g.get("rel") or g.get("rel2") or ""
    saturday = calendars.days(here, -((here.weekday() - 5) % 7))
    begun = Reading(saturday, calendars.days(saturday, 1))
    after = calendars.days(saturday, 7)
    ahead = begun if begun.last and begun.last >= here else Reading(after, calendars.days(after, 1))
    if rel in _PAST:
        before = calendars.days(saturday, -7)
        return Meaning(begun if ahead != begun else Reading(before, calendars.days(before, 1)))
    if rel in _COMING:
        return Meaning(Reading(after, calendars.days(after, 1)))
    return Meaning(begun, ahead)


def around(g: Groups, at: At) -> Meaning:  # noqa: ARG001 - every action has the same form
    """Days counted from publication: ``args`` has the first and the last."""
    here = at.published
    return one(
        calendars.days(here, at.args["first"]),
        calendars.days(here, at.args["last"]),
        edtf=at.args.get("edtf"),
    )


def unit_rel(g: Groups, at: At) -> Meaning:
    """Such as "Last week", "earlier this month", "late last year", "the end of the month", "next week"."""
    unit, here = g["unit"], at.published
    rel = squeezed(g.get("rel", "this"))
    step = -1 if rel in _PAST else 1 if rel in _COMING else 0
    step -= at.args.get("back", 0)
    first, last = enclosing(moved(enclosing(here, unit)[0], step, unit), unit)
    stretch = squeezed(g.get("stretch", "")).removeprefix("at ").removeprefix("the ").removesuffix(" of")
    if stretch == "earlier" and step == 0:
        return one(first, max(first, calendars.days(here, -1)))
    if stretch in ("later", "rest", "remainder") and step == 0:
        return one(here, last)
    if stretch not in ("", "only", "just", "earlier", "later"):
        return Meaning(Reading(*_stretch(first, last, unit, stretch, at)))
    if step == 0:  # what has happened "this week" lies between its Monday and the report
        return Meaning(Reading(first, here, _short(first, last)), Reading(first, last, _short(first, last)))
    return Meaning(Reading(first, last, _short(first, last)))


def _short(first: date, last: date) -> str | None:
    """A calendar week, month or year by its own name, even where the report cuts it short."""
    return None if (last - first).days == 6 else Meaning(Reading(first, last)).past.edtf


def _stretch(first: date, last: date, unit: str, stretch: str, at: At) -> tuple[date, date]:
    """The early, middle or late part of a stretch of days."""
    name = stretch if stretch in ("early", "mid", "late") else f"{stretch} of"
    name = {"turn of": "start of", "midway through of": "mid"}.get(name, name)
    if unit in ("month", "year"):
        low, high = at.words.stretches[unit].get(name, (1, 0 if unit == "month" else 12))
        if unit == "month":
            return first.replace(day=low), last if high == 0 else first.replace(day=high)
        return first.replace(month=low), calendars.month_end(first.replace(month=high))
    third = (last - first).days // 3
    early, late = calendars.days(first, third), calendars.days(last, -third)
    if name in ("early", "start of", "beginning of"):
        return first, early
    return (late, last) if name in ("late", "end of") else (early, late)


def ago(g: Groups, at: At) -> Meaning:
    """Such as "Two weeks ago" is a day, "a month ago" the month, "a decade ago" the year."""
    if "plural" in g:
        number, vague, unit = 3.0, True, at.words.units[g["plural"]]
    else:
        number, vague = amount(g["count"], at.words) if "count" in g else (1.0, True)  # "a week or so ago"
        unit = at.words.units[g.get("units") or g["unit"]]
    day = moved(at.published, -number, unit)
    if "count2" in g:
        more, _ = amount(g["count2"], at.words)
        day, unit = moved(day, -more, at.words.units[g["units2"]]), at.words.units[g["units2"]]
    if unit in LENGTH_MONTHS:
        first, last = enclosing(
            day, "month" if unit == "month" or (number == 1 and unit == "year") else "year"
        )
    elif vague and unit in ("day", "week"):
        wide = 1 if unit == "day" else 7
        first, last = calendars.days(day, -wide), calendars.days(day, wide)
    else:
        first, last = day, day
    return Meaning(Reading(first, last, None, vague), shift=Shift(-number, unit, vague))


def vague_past(g: Groups, at: At) -> Meaning:  # noqa: ARG001
    """Such as "Long ago", "once": before the report, nobody says when."""
    return Meaning(Reading(None, None, "PAST"))


def vague_future(g: Groups, at: At) -> Meaning:  # noqa: ARG001
    """Such as "Soon": after the report, nobody says when."""
    return Meaning(Reading(None, None, "FUTURE"))


def recent(g: Groups, at: At) -> Meaning:
    """Such as "Recent weeks", "the past few months", "recently": as far back as the codebook says."""
    number, unit = _RECENT.get(g.get("unit") or at.args["unit"], (3, "year"))
    unit = "decade" if g.get("unit") == "decades" else unit
    first = moved(at.published, -number, unit)
    return Meaning(Reading(first, at.published, None, True), shift=Shift(-number, unit, True), kind=Kind.SPAN)


def past_units(g: Groups, at: At) -> Meaning:
    """Such as "The last two months": from two months before the report up to it."""
    number, vague = amount(g.get("count", "one"), at.words)
    unit = at.words.units[g["units"]]
    first = min(moved(at.published, -number, unit), calendars.days(at.published, -1))
    return Meaning(
        Reading(first, at.published, None, vague), shift=Shift(-number, unit, vague), kind=Kind.SPAN
    )


def next_units(g: Groups, at: At) -> Meaning:
    """Such as "The next two days", "the coming weeks": from the report on; without a number three of them."""
    unit = at.words.units[g.get("units") or g["unit"]]
    number, vague = amount(g["count"], at.words) if "count" in g else (3.0, True)
    last = moved(at.published, number, unit)
    return Meaning(Reading(at.published, last, None, vague), shift=Shift(number, unit, vague), kind=Kind.SPAN)


def from_now(g: Groups, at: At) -> Meaning:
    """Such as "Two weeks from now"."""
    number, vague = amount(g.get("count", "one"), at.words)
    unit = at.words.units[g.get("units") or g["units2"]]
    day = moved(at.published, number, unit)
    first, last = enclosing(day, unit) if unit in LENGTH_MONTHS else (day, day)
    return Meaning(Reading(first, last, None, vague), shift=Shift(number, unit, vague))


def within(g: Groups, at: At) -> Meaning:
    """Such as "Within ten days": a deadline counted from the report; without a number three of them."""
    unit = at.words.units[g["units"]]
    number, vague = amount(g["count"], at.words) if "count" in g else (3.0, True)
    coming = Reading(at.published, moved(at.published, number, unit), None, vague)
    return Meaning(UNKNOWN.past, coming, shift=Shift(number, unit, vague), future=True)


def nth_unit(g: Groups, at: At) -> Meaning:
    """Such as "For a third day": from two days before the report up to it."""
    number = int(g["nth"]) if "nth" in g else at.words.ordinals[g["ordinals"]]
    unit = at.words.units[g["unit"]]
    first = moved(at.published, 1 - number, unit)
    return Meaning(Reading(first, at.published), shift=Shift(1 - number, unit))


def length(g: Groups, at: At) -> Meaning:
    """Such as "For four days", "two weeks", "months-long": how long, not when."""
    words = next((g[k] for k in ("units", "units2", "units3") if k in g), "nights")
    unit = at.words.units.get(words) or at.words.units[words.removesuffix("s")]
    counted = g.get("count") or g.get("count2")
    if counted is None:
        number, vague = (3.0, True) if words.endswith(("s", "ies")) and words != "nights" else (1.0, False)
    else:
        number, vague = amount(counted, at.words)
    return Meaning(UNKNOWN.past, shift=Shift(-number, unit, vague))


def anchored_here(g: Groups, at: At) -> Meaning:  # noqa: ARG001
    """Such as "At dawn", "at 3 p.m.", "at the time": on the day that the text is telling of."""
    return Meaning(UNKNOWN.past, shift=Shift(at.args["amount"], at.args["unit"]))


def anchored(g: Groups, at: At) -> Meaning:
    """Such as "The previous day", "the next night", "that week": told from the time before it in the text."""
    words = next((g[k] for k in ("unit", "unit2", "unit3") if k in g), "day")
    unit = at.words.units.get(words, "day")
    return Meaning(UNKNOWN.past, shift=Shift(at.args["sign"], unit))


def anchored_units(g: Groups, at: At) -> Meaning:
    """Such as "Two days later", "hours after": a number of units from the time before it in the text."""
    unit = at.words.units[g.get("units") or g["unit"]]
    number, vague = amount(g["count"], at.words) if "count" in g else (3.0, True)
    sign = -1 if g["side"] in ("earlier", "before", "previously") else 1
    return Meaning(UNKNOWN.past, shift=Shift(sign * number, unit, vague))


def recurring(g: Groups, at: At) -> Meaning:  # noqa: ARG001
    """Such as "Daily", "every Friday": again and again, no days of its own."""
    return UNKNOWN
