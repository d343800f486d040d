"""A long report in overlapping parts of whole sentences, so that each fits a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.language.parse import Parsed

SIZE = 6000
"""Characters of a part: about 1,400 tokens of English."""

_OVERLAP = 10  # a part repeats at most a tenth of its size from the one before


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a report: half-open offsets into its text, and which of how many it is (from 1)."""

    start: int
    end: int
    number: int
    of: int

    def margin(self, at: int) -> int:
        """How many characters lie between a place of the text and the nearer end of the part."""
        return min(at - self.start, self.end - at)


def windows(parsed: Parsed, *, size: int = SIZE, overlap: int | None = None) -> tuple[Window, ...]:
    """Cut a report into parts.

    Args:
        parsed: the report.
        size: characters that a part may have; a sentence that is longer is a part of its own.
        overlap: characters of whole sentences that a part repeats from the one before, at most; a tenth of
            ``size`` where it is not given, so that small parts do not move on by one sentence at a time.

    Returns:
        The parts in order; every sentence is in at least one. Nothing for a report without words.
    """
    overlap = size // _OVERLAP if overlap is None else overlap
    spans = [(s.start_char, s.end_char) for s in parsed.sents]
    cuts: list[tuple[int, int]] = []
    first = 0
    while first < len(spans):
        last = first
        while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= size:
            last += 1
        cuts.append((spans[first][0], spans[last][1]))
        first = last + 1 if last + 1 == len(spans) else _back(spans, first, last, overlap)
    return tuple(Window(a, b, k, len(cuts)) for k, (a, b) in enumerate(cuts, 1))


def _back(spans: Sequence[tuple[int, int]], first: int, last: int, overlap: int) -> int:
    """Where the next part starts: some sentences before the end of this one, but after its start."""
    start = last + 1
    while start - 1 > first and spans[last][1] - spans[start - 1][0] <= overlap:
        start -= 1
    return start


def halves(parsed: Parsed, window: Window) -> tuple[Window, ...]:
    """Cut a part in two between sentences; nothing where it is a single sentence."""
    inside = [s for s in parsed.sents if window.start <= s.start_char and s.end_char <= window.end]
    if len(inside) < 2:
        return ()
    middle = (window.start + window.end) / 2
    cut = min(inside[1:], key=lambda sent: abs(sent.start_char - middle)).start_char
    return (
        Window(window.start, cut, window.number, window.of),
        Window(cut, window.end, window.number, window.of),
    )
