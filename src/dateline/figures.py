"""Figures of one event that the store and the exports share: its point on a map and its dead."""

from __future__ import annotations

from dateline.records import Event, Place

POINT_PRECISIONS = ("exact", "near", "admin2")
"""How exact a place must be to be drawn as a point: a province or a country is no point."""


def point(event: Event) -> Place | None:
    """Return the first place of an event that has coordinates exact enough for a point, or ``None``."""
    found = (p for p in event.places if p.lat is not None and p.lon is not None)
    return next((place for place in found if place.precision in POINT_PRECISIONS), None)


def people(event: Event, kind: str) -> tuple[int | None, int | None, int | None]:
    """Add up the persons that an event had one effect on.

    Args:
        event: the event.
        kind: the effect, such as ``"killed"``. Families are left out: nobody knows how many persons they are.

    Returns:
        The lowest, best and highest number of persons; each is ``None`` where the report does not bound it.
    """
    effects = [e for e in event.effects if e.kind == kind and e.unit == "persons"]
    lows = [effect.low for effect in effects if effect.low is not None]
    bests = [effect.best for effect in effects if effect.best is not None]
    highs = [effect.high for effect in effects if effect.high is not None]
    return (
        sum(lows) if lows else None,
        sum(bests) if bests and len(bests) == len(effects) else None,
        sum(highs) if highs and len(highs) == len(effects) else None,
    )
