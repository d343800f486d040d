"""The events of overlapping parts of a report, each once."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.llm.check import Found
from dateline.llm.windows import Window


def joined(found: Sequence[tuple[Window, Found]]) -> tuple[Found, ...]:
    """Leave one of the events that two parts tell, or that one part tells twice.

    Two are one where type and trigger word are the same and their parties do not differ. Of two parts that
    one counts in which the trigger stands farther from the edge: it saw more of what surrounds it.

    Args:
        found: events with the part that each was found in.

    Returns:
        The events in the order of the text.
    """
    kept: list[tuple[Window, Found]] = []
    for window, event in found:
        k = next((k for k, (seen, other) in enumerate(kept) if _same(window, event, seen, other)), None)
        if k is None:
            kept.append((window, event))
        elif _margin(window, event) > _margin(*kept[k]):
            kept[k] = (window, event)
    return tuple(event for _, event in sorted(kept, key=lambda pair: pair[1].trigger.start))


def _same(window: Window, event: Found, seen: Window, other: Found) -> bool:
    if event.event_type != other.event_type or event.token.i != other.token.i:
        return False
    # in one part the model may tell two directions of one act; two parts tell the same one
    return window != seen or _parties(event) == _parties(other)


def _parties(event: Found) -> tuple[frozenset[str], frozenset[str]]:
    actors, targets = event.named["actors"], event.named["targets"]
    return frozenset(a.text.lower() for a in actors), frozenset(t.text.lower() for t in targets)


def _margin(window: Window, event: Found) -> int:
    return window.margin(event.trigger.start)
