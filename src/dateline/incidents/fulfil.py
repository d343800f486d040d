"""Which happening carries out which plan: the two are linked and stay two incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dateline.incidents.blocks import Pairs
from dateline.incidents.columns import NO_DAY, Columns, Floats

SURE = 0.0
"""Log-odds from which a happening is taken for the plan's."""
_BEFORE = 1


class Chance(NamedTuple):
    """Rows of a happening and of a plan that it may carry out, and the log-odds."""

    done: int
    plan: int
    odds: float


def chances(columns: Columns, pairs: Pairs, odds: Floats) -> list[Chance]:
    """List which happenings may carry out which plans.

    Args:
        columns: the acts.
        pairs: pairs of a plan and a happening.
        odds: their log-odds.

    Returns:
        The rows of happening and plan, and their log-odds where these are above ``SURE``.
    """
    out = []
    for one, other, value in zip(pairs.left.tolist(), pairs.right.tolist(), odds.tolist(), strict=True):
        done, plan = (one, other) if columns.real[one] else (other, one)
        if value > SURE and _may_fulfil(columns, done, plan):
            out.append(Chance(done, plan, value))
    return out


def fulfilled(size: int, found: Sequence[Chance], groups: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Link happenings to plans, each to the one that fits it best, and only where that holds both ways.

    Args:
        size: how many acts there are.
        found: which may carry out which.
        groups: the incidents as row numbers.

    Returns:
        Pairs of first rows (happening, plan), sorted.
    """
    best: dict[tuple[int, int], float] = {}
    owner = np.zeros(size, np.int64)
    for number, rows in enumerate(groups):
        owner[list(rows)] = number
    for done, plan, value in found:
        pair = int(owner[done]), int(owner[plan])
        best[pair] = max(value, best.get(pair, value))
    return _mutual(best, groups)


def _may_fulfil(columns: Columns, done: int, plan: int) -> bool:
    """Same type, told as done, and not before the plan was told of (a day's grace for late reports)."""
    if columns.type[done] != columns.type[plan] or columns.negated[done]:
        return False
    day = columns.start[done] if columns.start[done] != NO_DAY else columns.published[done]
    return bool(day + _BEFORE >= columns.published[plan])


def _mutual(best: dict[tuple[int, int], float], groups: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    taken: set[tuple[str, int]] = set()
    out = []
    for (done, plan), _ in sorted(best.items(), key=lambda item: (-item[1], item[0])):
        if ("done", done) not in taken and ("plan", plan) not in taken:
            taken |= {("done", done), ("plan", plan)}
            out.append((groups[done][0], groups[plan][0]))
    return sorted(out)
