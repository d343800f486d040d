"""The waterfall of a link: where each bar of a prior and signed weights stands that add up to log-odds."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.incidents.records import Link

WIDTH = 100.0
"""Units of the drawing from left to right."""

_NAMES = {"prior": "prior", "sum": "log-odds"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: what was compared, how it came out, its weight, and where its bar stands."""

    name: str
    level: str
    detail: str
    value: float
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The bars of a link from the prior to the sum; ``zero`` is where even odds stand."""

    link: Link
    bars: tuple[Bar, ...]
    zero: float


def waterfall(link: Link) -> Waterfall:
    """Place the bars of a link: each begins where the one before it ends; the last is the sum, from zero."""
    steps = [(_NAMES["prior"], "", "", link.prior)]
    steps += [
        (one.name, one.level.replace("_", " "), one.detail, one.value)
        for one in sorted(link.weights, key=lambda one: -abs(one.value))
        if one.value
    ]
    ends = [0.0]
    for *_, value in steps:
        ends.append(ends[-1] + value)
    ends[-1] = link.odds if abs(ends[-1] - link.odds) < 0.5 else ends[-1]  # weights are rounded
    low, high = min(ends), max(ends)
    scale = WIDTH / ((high - low) or 1.0)

    def bar(step: tuple[str, str, str, float], start: float, end: float) -> Bar:
        left = (min(start, end) - low) * scale
        return Bar(*step, x=round(left, 2), width=round(max(abs(end - start) * scale, 0.5), 2))

    bars = [bar(step, ends[k], ends[k + 1]) for k, step in enumerate(steps)]
    bars.append(bar((_NAMES["sum"], "", "", link.odds), 0.0, link.odds))
    return Waterfall(link, tuple(bars), round(-low * scale, 2))
