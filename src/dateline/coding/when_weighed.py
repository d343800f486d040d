"""The record and the reason of a time that was weighed against what the rules say."""

from __future__ import annotations

from types import MappingProxyType

from dateline.coding.draft import Draft
from dateline.coding.when_options import Option
from dateline.coding.when_scene import Days
from dateline.dates import date_prec_of, edtf_of, precision_of
from dateline.dates.mention import Reading
from dateline.records import Reason, When

_RULES = MappingProxyType(
    {"said": "time:paragraph", "event": "time:inherited", "report": "time:report", "none": "time:none"}
)
_READINGS = MappingProxyType(
    {
        "turned": "on the other side of the report",
        "ongoing": "going on at the report",
        "edge": "the day that it names alone",
        "ahead": "counted from the report on",
        "lasting": "a length that ends at the report",
        "from_report": "counted from the report",
        "day": "the report's day",
        "day_before": "the day before the report",
        "both": "the report's day or the day before",
        "week": "the week before the report",
    }
)


def weighed_time(draft: Draft, option: Option, chance: float) -> tuple[When | None, Reason]:
    """Make the record of a time that was chosen among several.

    Args:
        draft: the event.
        option: the time chosen.
        chance: how likely it is, 0..1.

    Returns:
        The record, ``None`` for no time, and the reason.
    """
    when = None if option.days is None else _when(option, option.days)
    return when, _reason(draft, option, f"likeliest of the times it can have, at {chance:.2f}")


def _when(option: Option, days: Days) -> When:
    """The record of a time. That of a time which no words of the sentence say is marked as uncertain."""
    first, last = days
    named = option.placed.mention if option.source == "told" and option.placed else None
    unsaid = f"{first}?" if first == last else f"{first}?/{last}?"
    return When(
        start=first,
        end=last,
        precision=precision_of(first, last),
        text=named.text if named else None,
        text_start=named.start if named else None,
        text_end=named.end if named else None,
        edtf=(option.edtf or edtf_of(Reading(first, last))) if named else unsaid,
        date_prec=date_prec_of(first, last),
        anchor=option.anchor,
        anchor_text=option.words,
    )


def _reason(draft: Draft, option: Option, why: str) -> Reason:
    how = _READINGS.get(option.reading, "")
    if option.source == "told" and option.placed:
        mention = option.placed.mention
        counted = f", counted from {option.words!r}" if option.words else ""
        taken = f", {how}" if how else ""
        return Reason(
            field="time",
            rule=f"time:{mention.kind.value}:{mention.rule}",
            detail=f"{mention.text!r}{taken}{counted}: {why}",
            start=mention.start,
            end=mention.end,
        )
    told = {
        "event": f"as {option.words!r} before it",
        "said": f"{option.words!r} is said before it",
        "report": "no time given",
        "none": f"{draft.status.value} and no date given",
    }[option.source]
    taken = f", {how}" if how else ""
    return Reason(field="time", rule=_RULES[option.source], detail=f"{told}{taken}: {why}")
