"""What is known of a report while its events are timed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from spacy.tokens import Token

from dateline.coding.when_rules import Costs
from dateline.dates import TimeMention
from dateline.ingest.header import parse_day
from dateline.language.parse import Parsed
from dateline.records import Report

Days = tuple[date, date]
Anchor = Literal["calendar", "report", "time", "event"]
PRESENT = frozenset(("have", "has", "'ve", "is", "are", "'re", "am"))
"""Auxiliaries of what is being done or has been done, and is not left behind."""
COUNTED = frozenset(("units_later", "day_before", "day_after"))
"""Rules of the grammar whose times are counted from another act."""
OF_DAY = frozenset(("overnight", "clock", "part_of_day", "late_in_the_day"))
"""Rules of the grammar whose times are a part of a day that other words may name."""
_BRACKETS = re.compile(r"\(([^()\n]{4,30})\)[\s—–-]*\Z")


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the word of the parse that stands for it."""

    mention: TimeMention
    token: Token


@dataclass(frozen=True, slots=True)
class Counted:
    """A mention with the days that it means for one event, and what these are counted from."""

    mention: TimeMention
    anchor: Anchor
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What an anchored time is counted from: its days, what it is and its words."""

    days: Days | None
    anchor: Anchor
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a report while its events are timed; ``release`` marks a dated press release."""

    costs: Costs
    published: date
    release: bool
    parsed: Parsed
    placed: tuple[Placed, ...]
    triggers: frozenset[int]
    own: Mapping[int, TimeMention]


def is_release(report: Report) -> bool:
    """Say whether the dateline ends with a day in brackets, as in press releases: "KABUL (Oct. 5)"."""
    place = report.dateline_place
    found = _BRACKETS.search(report.text, place.end, report.body) if place else None
    return found is not None and parse_day(found[1]) != (None, None)


def placed_times(parsed: Parsed, times: Sequence[TimeMention]) -> tuple[Placed, ...]:
    """Each mention with its word."""
    out: list[Placed] = []
    for mention in times:
        span = parsed.doc.char_span(mention.core, mention.end, alignment_mode="expand")
        if span is not None:
            out.append(Placed(mention, span.root))
    return tuple(out)
