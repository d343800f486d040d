"""Cuts a report's text into segments, so that every piece of evidence can be drawn, however spans overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dateline.records import Event


class Role(StrEnum):
    """What a span says about its event."""

    TRIGGER = "trigger"
    WHO = "who"
    WHOM = "whom"
    BACKER = "backer"
    MEDIATOR = "mediator"
    WHERE = "where"
    WHEN = "when"
    EFFECT = "effect"
    WEAPON = "weapon"
    SOURCE = "source"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of evidence: characters ``start`` to ``end`` say ``role`` of the event ``event_id``."""

    start: int
    end: int
    event_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which the same marks lie. ``starting`` are those that begin with it."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def starting(self) -> tuple[Mark, ...]:
        """The marks that begin where this segment begins."""
        return tuple(mark for mark in self.marks if mark.start == self.start)


def marks_of(event: Event) -> tuple[Mark, ...]:
    """List all spans of an event; a span that says the same thing twice is listed once."""
    return tuple(dict.fromkeys(_marks(event)))


def _marks(event: Event) -> Iterator[Mark]:
    spans = {
        Role.TRIGGER: (event.trigger,),
        Role.WHO: event.actors,
        Role.WHOM: event.targets,
        Role.BACKER: event.supporters,
        Role.MEDIATOR: event.mediators,
        Role.WHERE: event.places,
        Role.EFFECT: event.effects,
        Role.WEAPON: event.weapons,
        Role.SOURCE: event.sources,
        Role.QUOTE: tuple(span for span in event.evidence if span != event.trigger),
    }
    for role, found in spans.items():
        yield from (Mark(span.start, span.end, event.id, role) for span in found)
    time = event.time
    if time and time.text_start is not None and time.text_end is not None:
        yield Mark(time.text_start, time.text_end, event.id, Role.WHEN)


def segment(text: str, marks: Iterable[Mark], *, cuts: Iterable[int] = ()) -> tuple[Segment, ...]:
    """Cut a text where marks begin and end.

    Args:
        text: the report's text.
        marks: spans in any order; they may overlap, nest and repeat. What lies outside the text is left out.
        cuts: further offsets to cut at.

    Returns:
        Segments in order; their texts joined are ``text``. Marks of a segment are in order of their start.
    """
    within = (mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
    inside = sorted(within, key=lambda mark: (mark.start, mark.end))
    edges = {0, len(text)} | {edge for mark in inside for edge in (mark.start, mark.end)}
    edges |= {cut for cut in cuts if 0 < cut < len(text)}
    waiting = iter(inside)
    following = next(waiting, None)
    active: list[Mark] = []
    found = []
    for start, end in pairwise(sorted(edges)):
        active = [mark for mark in active if mark.end > start]
        while following and following.start == start:
            active.append(following)
            following = next(waiting, None)
        found.append(Segment(start, end, text[start:end], tuple(active)))
    return tuple(found)
