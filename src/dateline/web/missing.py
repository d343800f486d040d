"""What of a report was not coded: words that resolved to nothing, and fields of events that stay empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.records import Event


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not known. ``events`` are those that lack it, in the order of the text."""

    words: str
    why: str
    events: tuple[str, ...]


def missing(events: Iterable[Event]) -> tuple[Missing, ...]:
    """List what is not known of the events of a report.

    Args:
        events: in the order of the text.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for event in events:
        for lack in _of(event):
            found.setdefault(lack, []).append(event.id)
    made = [Missing(words, why, tuple(dict.fromkeys(ids))) for (words, why), ids in found.items()]
    # what is named and not known comes before what is not named at all
    return tuple(sorted(made, key=lambda one: not one.words))


def _of(event: Event) -> Iterator[tuple[str, str]]:
    for party in (*event.actors, *event.targets, *event.supporters, *event.mediators):
        if party.actor_id is None:
            yield party.name, "no actor of the tables"
    for place in event.places:
        if place.lat is None and place.precision not in {"country", "larger"}:
            yield place.name, "no place of the index"
    empty = (
        (event.actors, "nobody who does it"),
        (event.targets, "nobody to whom it is done"),
        (event.places, "no place"),
        (event.time and (event.time.start or event.time.end), "no day"),
        (event.sources, "nobody who says so"),
    )
    yield from (("", why) for value, why in empty if not value)
