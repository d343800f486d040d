"""Reads the word before a date: "since", "by", "until", "within" and the like change what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.dates.grammar import Grammar
from dateline.dates.mention import Kind, Reading, TimeMention

_LOOK_BACK = 40
_DATED = (Kind.DATE, Kind.SPAN)


def operated(
    mention: TimeMention, folded: str, grammar: Grammar, *, published: date, floor: int
) -> TimeMention:
    """Take the word before a date into the mention, where it changes the meaning.

    Args:
        mention: the date as matched.
        folded: the folded text.
        grammar: whose operators count.
        published: the day of publication, where "since" ends and "by" begins.
        floor: first character that is free; what stands before belongs to another mention.

    Returns:
        The mention with its readings, kind and span changed, or as it was.
    """
    low = max(floor, mention.start - _LOOK_BACK)
    match = grammar.operator.search(folded[low : mention.start])
    if match is None or mention.kind not in _DATED:
        return mention
    changed = _apply(grammar.words.operators[" ".join(match["op"].split())], mention, published)
    return mention if changed is mention else replace(changed, start=low + match.start())


def _apply(operator: str, mention: TimeMention, published: date) -> TimeMention:
    if mention.kind is Kind.SPAN or mention.reading.edtf == "PRESENT":
        return mention
    match operator:
        case "since":
            return replace(
                mention, kind=Kind.SINCE, past=_since(mention.past, published), coming=mention.coming
            )
        case "from":
            coming = replace(mention.coming, last=None, edtf=None)
            return replace(mention, kind=Kind.SINCE, past=_since(mention.past, published), coming=coming)
        case "until":
            return _until(mention, published)
        case "by":
            return _by(mention, published)
        case _:
            return mention


def _since(reading: Reading, published: date) -> Reading:
    """From the first day to the report; from a day that is still to come, with an open end."""
    if reading.first is None or reading.first > published:
        return replace(reading, last=None, edtf=None)
    return Reading(reading.first, published, None, reading.approximate)


def _until(mention: TimeMention, published: date) -> TimeMention:
    past = Reading(None, mention.past.last)
    last = mention.coming.last
    coming = Reading(published, last) if last and last >= published else past
    return replace(mention, kind=Kind.UNTIL, past=past, coming=coming)


def _by(mention: TimeMention, published: date) -> TimeMention:
    """A deadline, from the report to the last day; of "by Friday" the coming one is the likely reading."""
    last = mention.coming.last
    if last is None or last < published:
        return replace(mention, kind=Kind.BY)
    return replace(mention, kind=Kind.BY, coming=Reading(published, last), future=True)
