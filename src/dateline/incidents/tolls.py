"""Tolls of one incident over many reports, by a written policy.

The best figure is the latest report's; of one day the more specific: one number before a bound, a named
side before "people". Low and high are the lowest and highest that any report gives. Figures are never
summed over reports, only over the groups that one report names, and the sides are kept apart. A copy's
figure is shown and does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from dateline.actors.kinds import DATA, load_kinds
from dateline.incidents.records import Figure, FusedToll
from dateline.places.fold import fold
from dateline.places.tables import read_table
from dateline.records import Effect, Event

Range = tuple[int | None, int | None, int | None]
UNSAID = "people"
"""The side of a toll that names none."""


def fuse_tolls(
    events: Sequence[Event], *, outlets: Mapping[str, str | None], original: Mapping[str, str]
) -> tuple[FusedToll, ...]:
    """Fuse the effects of the events of one incident, one toll for each kind and side.

    Args:
        events: its events.
        outlets: report id to outlet.
        original: report id to the report that it is a copy of.
    """
    figures: dict[tuple[str, str], list[Figure]] = {}
    for event in events:
        for effect in event.effects:
            figure = _figure(event, effect, outlets, copied=event.report_id in original)
            figures.setdefault((figure.kind, figure.side), []).append(figure)
    return tuple(_fuse(kind, side, found) for (kind, side), found in sorted(figures.items()))


def total(events: Sequence[Event], kind: str) -> Range:
    """One effect over all sides: the latest and most specific event's own sum, bounds over all events.

    Args:
        events: the events that count, copies left out.
        kind: the effect, such as ``"killed"``.

    Returns:
        Low, best and high; each ``None`` where no report gives it.
    """
    sums = [(event, _sum(event, kind)) for event in events]
    known = [(event, found) for event, found in sums if found is not None]
    if not known:
        return None, None, None
    _, best = max(known, key=lambda pair: (pair[0].published, *_specific(pair[1]), -pair[0].trigger.start))
    return _bounded(best, [found for _, found in known])


def side_of(effect: Effect) -> str:
    """Whose people an effect befell: civilians, state, nonstate, or ``UNSAID``."""
    if effect.civilian:
        return "civilians"
    words = fold(effect.who or "").split()
    for size in range(min(3, len(words)), 0, -1):
        side = _sides().get(" ".join(words[-size:]))
        if side:
            return side
    return UNSAID


def _fuse(kind: str, side: str, figures: Sequence[Figure]) -> FusedToll:
    own = [f for f in figures if not f.copied] or list(figures)
    basis = max(own, key=lambda f: (f.published, *_specific((f.low, f.best, f.high)), f.event_id))
    low, best, high = _bounded((basis.low, basis.best, basis.high), [(f.low, f.best, f.high) for f in own])
    ordered = sorted(figures, key=lambda f: (f.published, f.report_id))
    return FusedToll(
        kind=kind, side=side, low=low, best=best, high=high, basis=basis.event_id, figures=tuple(ordered)
    )


def _bounded(best: Range, every: Sequence[Range]) -> Range:
    """The best figure between the lowest and the highest of all; an open end of the best stays open."""
    lows = [v for low, middle, _ in every for v in (low, middle) if v is not None]
    highs = [v for _, middle, high in every for v in (middle, high) if v is not None]
    return min(lows, default=None), best[1], max(highs, default=None) if best[2] is not None else None


def _specific(found: Range) -> tuple[bool, bool]:
    """Whether there is a best figure, and whether it is one number."""
    low, best, high = found
    return best is not None, low is not None and low == high


def _sum(event: Event, kind: str) -> Range | None:
    """Add up the groups that one event names; families are no number of persons."""
    effects = [e for e in event.effects if e.kind == kind and e.unit == "persons"]
    if not effects:
        return None
    return (
        _added([e.low for e in effects]),
        _added([e.best for e in effects]),
        _added([e.high for e in effects]),
    )


def _added(values: Sequence[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if len(known) == len(values) else None


def _figure(event: Event, effect: Effect, outlets: Mapping[str, str | None], *, copied: bool) -> Figure:
    return Figure(
        event_id=event.id,
        report_id=event.report_id,
        published=event.published,
        outlet=outlets.get(event.report_id),
        kind=effect.kind if effect.unit == "persons" else f"{effect.kind} {effect.unit}",
        side=side_of(effect),
        low=effect.low,
        best=effect.best,
        high=effect.high,
        who=effect.who,
        text=effect.text,
        copied=copied,
    )


@lru_cache(maxsize=1)
def _sides() -> dict[str, str]:
    """Nouns for people and the side that they are on, from the tables of parties."""
    kinds = load_kinds()
    rows = read_table(DATA / "nouns.csv", ("noun", "body", "kind", "alone", "who"))
    out = {}
    for _, row in rows:
        kind = kinds.get(row["kind"])
        side = "state" if row["body"] else kind.ucdp_side if kind else None
        if side and side != "none" and row["noun"] != UNSAID:
            out[row["noun"]] = side
    return out
