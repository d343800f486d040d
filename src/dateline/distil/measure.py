"""How good is a tagger on reports that it never saw, with their coding taken as right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.kit import Kit
from dateline.language.parse import Parsed, parse_many
from dateline.pipeline import code_parsed
from dateline.records import Report


@dataclass(frozen=True, slots=True)
class Score:
    """Events found: ``right`` of ``found``, where ``wanted`` were coded."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was coded that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure(records: Iterable[Mapping[str, Any]], kit: Kit) -> Score:
    """Score a kit on coded reports: an event is right whose type was coded in its sentence.

    Args:
        records: coded reports; events that are optional there count neither way.
        kit: what codes.
    """
    known = {str(r["report_id"]): r for r in records}
    reports = [Report(report_id=k, published=r["published"], text=r["text"]) for k, r in known.items()]
    right = found = wanted = 0
    for parsed in parse_many(reports, kit.parser):
        events = known[parsed.report.report_id]["events"]
        sure = _places(_told(events, parsed, optional=False), parsed)
        free = _places(_told(events, parsed, optional=True), parsed)
        coded = code_parsed(parsed, kit).events
        ours = _places(((e.event_type, e.trigger.start) for e in coded), parsed)
        right += (ours & sure).total()
        found += (ours - ((ours - sure) & free)).total()
        wanted += sure.total()
    return Score(right, found, wanted)


def _told(
    events: Iterable[Mapping[str, Any]], parsed: Parsed, *, optional: bool
) -> Iterator[tuple[str, int]]:
    text = parsed.report.text
    return ((e["event_type"], text.find(e["trigger"])) for e in events if e["optional"] == optional)


def _places(events: Iterable[tuple[str, int]], parsed: Parsed) -> Counter[tuple[str, int]]:
    """Events by type and sentence."""
    out: Counter[tuple[str, int]] = Counter()
    for event_type, start in events:
        span = parsed.doc.char_span(max(start, 0), max(start, 0) + 1, alignment_mode="expand")
        if span is not None:
            out[event_type, span.sent.start] += 1
    return out
