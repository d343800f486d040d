"""Which of the times that an event can have is its own? The rules, the tagger and the words around count.

The options of ``when_options.py`` are weighed by a conditional logit over their signs (``when_signs.py``), of
which what the rules say is one. Days that are nearly the same speak for each other: the days are taken that
are the likeliest to be right but for a day at each end, or for less than half of a longer time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.coding.draft import Draft
from dateline.coding.weights import load, softmax
from dateline.coding.when_implied import SINCE_THEN
from dateline.coding.when_options import Option, options
from dateline.coding.when_scene import Days, Scene
from dateline.coding.when_signs import seen, signs

BY_DEFAULT = "time:report"
WEIGHTS = "time_weights.csv"  # one number a sign
LEAD = 0.1  # by how much days must be likelier than those of the rules
_DAY = 1  # days by which both ends of nearly the same time may differ
_SHARED = 0.5  # ... or the least part of both together that they share


def load_weights() -> Mapping[str, tuple[float, ...]]:
    """Read the weight of each sign.

    Raises:
        DataError: a line that is no sign and a number.
    """
    return load(WEIGHTS, 1, bias=False)


def choose(
    draft: Draft, ruled: Draft, scene: Scene, before: Sequence[Draft], tagger: Mapping[int, float]
) -> tuple[Option, float] | None:
    """The time of an event where it is far from what the rules say, with its chance (0..1); else ``None``.

    Args:
        draft: the event.
        ruled: the same with the time that the rules give.
        scene: the report.
        before: the events told before it, with their times.
        tagger: the chances that a word, by its number, names the event's time.
    """
    if ruled.reasons[-1].rule == SINCE_THEN:
        return None  # said in so many words, and too rare to have a weight
    found = options(draft, scene, before)
    # with no time in the sentence, weighing has not been seen to find a better one than the default
    if ruled.reasons[-1].rule == BY_DEFAULT and all(o.source != "told" for o in found):
        return None
    known, weights = seen(draft, ruled, scene, found, tagger), load_weights()
    chances = softmax([weighed(signs(o, known), weights) for o in found])
    told = better_days([o.days for o in found], chances, known.ruled)
    if told == known.ruled:
        return None
    best = max((k for k, o in enumerate(found) if o.days == told), key=lambda k: chances[k])
    return found[best], sum(c for o, c in zip(found, chances, strict=True) if o.days == told)


def weighed(told: Sequence[str], weights: Mapping[str, tuple[float, ...]]) -> float:
    """What signs weigh together."""
    return sum([weights[s][0] for s in told if s in weights])


def better_days(days: Sequence[Days | None], chances: Sequence[float], ruled: Days | None) -> Days | None:
    """The days that are the likeliest to be nearly right, where that is not what the rules say anyway.

    Args:
        days: those of each option; ``None`` is no time.
        chances: of each option, 0..1.
        ruled: what the rules say.
    """
    total: dict[Days | None, float] = {}
    for each, chance in zip(days, chances, strict=True):
        total[each] = total.get(each, 0.0) + chance
    near = {d: sum(c for e, c in total.items() if nearly(d, e)) for d in (*total, ruled)}
    best = max(total, key=lambda d: (near[d], total[d]))
    return ruled if nearly(best, ruled) or near[best] <= near[ruled] + LEAD else best


def nearly(one: Days | None, two: Days | None) -> bool:
    """Say whether two times differ by a day at each end at most, or share at least half of their days."""
    if one is None or two is None:
        return one is two
    a, b, c, d = one[0].toordinal(), one[1].toordinal(), two[0].toordinal(), two[1].toordinal()
    if abs(a - c) <= _DAY and abs(b - d) <= _DAY:
        return True
    return min(b, d) - max(a, c) + 1 >= _SHARED * (max(b, d) - min(a, c) + 1)
