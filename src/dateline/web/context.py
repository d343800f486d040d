"""An event in its context: the sentence that reports it with its neighbours, and what stands further off."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dateline.records import Event, Report
from dateline.web.highlight import Mark, Role, marks_of, segment

_BREAK = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9\u0590-\u06ff\u0400-\u04ff])|\n\s*\n\s*")
_NEIGHBOURS = 2
_MOST = 1600  # characters either side of the trigger
_AROUND = 60  # characters either side of words that stand further off


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the context. ``role`` is what it says of the event; ``own``: in the trigger's sentence."""

    text: str
    role: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Far:
    """Words of the event that stand outside the context, with a little text around them."""

    role: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Context:
    """``pieces`` are the sentences around the trigger, ``far`` the evidence that stands further off.

    ``begins`` and ``ends`` say whether they are those that the story begins or ends with.
    """

    pieces: tuple[Piece, ...]
    far: tuple[Far, ...]
    begins: bool
    ends: bool


def context(report: Report, event: Event) -> Context:
    """Cut the context of an event out of its report.

    Args:
        report: the report.
        event: one of its events.
    """
    text, trigger = report.text, event.trigger
    first = report.body if report.body <= trigger.start else 0
    starts = [first, *(m.end() for m in _BREAK.finditer(text, first) if m.end() < len(text))]
    here = max(bisect_right(starts, trigger.start) - 1, 0)
    bounds = [*starts, len(text)]
    own = max(bounds[here], trigger.start - _MOST), min(bounds[here + 1], trigger.end + _MOST)
    start = max(bounds[max(here - _NEIGHBOURS, 0)], trigger.start - _MOST, 0)
    end = min(bounds[min(here + 1 + _NEIGHBOURS, len(bounds) - 1)], trigger.end + _MOST)
    end = start + len(text[start:end].rstrip())
    marks = [mark for mark in marks_of(event) if mark.role is not Role.QUOTE]
    cuts = (start, end, *own)
    pieces = tuple(
        Piece(part.text, _role(part.marks), own[0] <= part.start < own[1])
        for part in segment(text, marks, cuts=cuts)
        if start <= part.start < end
    )
    far = tuple(_far(mark, text) for mark in marks if not start <= mark.start < end)
    return Context(pieces, far, start <= first, end >= len(text.rstrip()))


def _role(marks: tuple[Mark, ...]) -> str:
    """What is drawn where several marks lie: the trigger, else the shortest."""
    ranked = sorted(marks, key=lambda mark: (mark.role is not Role.TRIGGER, mark.end - mark.start))
    return str(ranked[0].role) if ranked else ""


def _far(mark: Mark, text: str) -> Far:
    before = text[max(mark.start - _AROUND, 0) : mark.start].partition(" ")[2]
    after = text[mark.end : mark.end + _AROUND].rpartition(" ")[0]
    return Far(str(mark.role), before, text[mark.start : mark.end], after)


def sentence(report: Report, start: int, end: int) -> tuple[str, str, str]:
    """Return the sentence that holds some words, in three parts: before them, the words, after them.

    Args:
        report: the report.
        start: first character of the words.
        end: character after them.
    """
    text = report.text
    first = report.body if report.body <= start else 0
    bounds = [first, *(m.end() for m in _BREAK.finditer(text, first)), len(text)]
    here = max(bisect_right(bounds, start) - 1, 0)
    left = max(bounds[here], start - _MOST)
    right = min(next((bound for bound in bounds if bound >= end), len(text)), end + _MOST)
    return text[left:start].lstrip(), text[start:end], text[end:right].rstrip()
