"""Why two events are one happening: the prior and each weight of their link, with what was compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from dateline.incidents import common, kinds
from dateline.incidents import weights as scale
from dateline.incidents.acts import Act, Toll
from dateline.incidents.columns import columns_of
from dateline.incidents.compare import COMPARISONS, LEVELS, compare
from dateline.incidents.records import Link, Weight
from dateline.incidents.weights import Weights

_SHOWN = 5


def explain(
    acts: Sequence[Act],
    *,
    original: Mapping[str, str] | None = None,
    decided: Mapping[frozenset[str], str] | None = None,
    weights: Weights | None = None,
) -> tuple[Link, ...]:
    """Explain each pair of some acts.

    Args:
        acts: the acts, such as those of one incident.
        original: report id to the report that it is a copy of.
        decided: pairs of event ids that a person decided on, and what the decision is.
        weights: the weights of links; those of the package by default.

    Returns:
        One link a pair, the strongest first.
    """
    used, told = weights or scale.load(), decided or {}
    pairs = list(combinations(range(len(acts)), 2))
    if not pairs:
        return ()
    columns = columns_of(acts, kinds=kinds.load(), common=common.load(), original=original)
    left, right = (np.array(side, np.int32) for side in zip(*pairs, strict=True))
    levels, classes = compare(columns, left, right), scale.classes_of(columns, used, left)
    odds = scale.score(levels, classes, used)
    links = [
        Link(
            one=acts[a].id,
            other=acts[b].id,
            odds=round(float(odds[k]), 2),
            prior=round(float(used.prior[classes[k]]), 2),
            weights=_weights(acts[a], acts[b], levels[k].tolist(), used.classes[classes[k]], used),
            decided=told.get(frozenset((acts[a].id, acts[b].id))),
        )
        for k, (a, b) in enumerate(pairs)
    ]
    return tuple(sorted(links, key=lambda link: (-link.odds, link.one, link.other)))


def holding(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links that a group hangs by: of its pairs the strongest that tie all of it, the weakest last."""
    group: dict[str, str] = {}

    def root(event: str) -> str:
        while group.setdefault(event, event) != event:
            event = group[event]
        return event

    kept = []
    for link in sorted(links, key=lambda one: (one.decided is None, -one.odds, one.one, one.other)):
        first, second = root(link.one), root(link.other)
        if first != second:
            group[first] = second
            kept.append(link)
    return tuple(sorted(kept, key=lambda link: -link.odds))


def _weights(one: Act, other: Act, levels: Sequence[int], klass: str, used: Weights) -> tuple[Weight, ...]:
    return tuple(
        Weight(
            name=name,
            level=LEVELS[name][level],
            value=round(used.of(klass, name, LEVELS[name][level]), 2),
            detail=_DETAILS[name](one, other),
        )
        for name, level in zip(COMPARISONS, levels, strict=True)
    )


def _both(field: Callable[[Act], str]) -> Callable[[Act, Act], str]:
    return lambda one, other: f"{field(one) or '-'} | {field(other) or '-'}"


def _days(act: Act) -> str:
    if act.start is None or act.end is None:
        return f"told {date.fromordinal(act.published)}"
    return _period(act.start, act.end)


def _period(first: int, last: int) -> str:
    start, end = date.fromordinal(first), date.fromordinal(last)
    return str(start) if start == end else f"{start} to {end}"


def _toll(toll: Toll) -> str:
    return f"{toll.best if toll.best is not None else '?'} {toll.kind}"


def _shared(one: Sequence[str], other: Sequence[str]) -> str:
    """The words that both have, the most telling first."""
    known = common.load()
    both = sorted(set(one) & set(other), key=lambda stem: (-known.weight(stem), stem))
    return ", ".join(both[:_SHOWN])


_DETAILS: dict[str, Callable[[Act, Act], str]] = {
    "type": _both(lambda act: act.event_type),
    "when": _both(_days),
    "where": _both(lambda act: ", ".join(p.name for p in act.places)),
    "actor": _both(lambda act: ", ".join(p.name for p in act.actors)),
    "target": _both(lambda act: ", ".join(p.name for p in act.targets)),
    "toll": _both(lambda act: ", ".join(map(_toll, act.tolls))),
    "words": lambda one, other: _shared(one.words, other.words),
    "trigger": lambda one, other: _shared(one.trigger, other.trigger),
    "telling": _both(lambda act: act.status),
    "deal": _both(lambda act: _period(*act.deal) if act.deal else ""),
    "copy": _both(lambda act: act.report_id),
}
