"""Weights of signs, fitted on the training reports, as the CSV files of this folder's ``data`` hold them."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

from dateline.errors import DataError

DATA = Path(__file__).parent / "data"
LOWEST, SUREST = 0.02, 0.98  # the tagger's chances are held inside
EDGE = 1e-3  # shares among others are held this far from 0 and 1

Signs = dict[str, float]  # a sign and how strongly it is there: 1.0, or a number


@cache
def load(name: str, numbers: int, *, bias: bool = True) -> Mapping[str, tuple[float, ...]]:
    """Read the weights of each sign.

    Args:
        name: a file of ``data``; each line is a sign and its weights.
        numbers: how many weights a sign has.
        bias: whether one of them must be that of every row.

    Raises:
        DataError: a line that is no sign with so many numbers, or no bias where one is due.
    """
    faults: list[str] = []
    out: dict[str, tuple[float, ...]] = {}
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    for number, line in ((n, t) for n, t in enumerate(lines, 1) if t and not t.startswith("#")):
        try:
            sign, *told = next(csv.reader([line]))
            out[sign] = tuple(map(float, told))
        except ValueError:
            told = []
        if len(told) != numbers:
            faults.append(f"{name}:{number}: {line!r} is no sign and {numbers} numbers")
    if bias and "bias" not in out:
        faults.append(f"{name}: no bias")
    if faults:
        raise DataError(faults)
    return MappingProxyType(out)


def held(chance: float) -> float:
    """The log-odds of a chance of the tagger, held inside what it can be sure of."""
    chance = min(max(chance, LOWEST), SUREST)
    return math.log(chance / (1 - chance))


def mean_chances(
    rows: Sequence[Signs],
    nobody: Signs,
    weights: Mapping[str, tuple[float, ...]],
    same: Callable[[int, int], bool],
    extra: Sequence[float],
) -> list[float]:
    """The chance (0..1) of each of several words that it is the one looked for.

    Each is judged twice: alone, and among the others, where one of them or nobody is the one and words for
    one thing share what they have. The mean of both log-odds is the answer.

    Args:
        rows: the signs of each word.
        nobody: the signs that speak for none of them.
        weights: two of each sign, alone and among the others.
        same: tells whether two words, by their numbers, name one thing.
        extra: log-odds added to both sums of each word.
    """
    sums = [_sums(row, weights) for row in rows]
    alone = [one + e for (one, _), e in zip(sums, extra, strict=True)]
    among = [one + e for (_, one), e in zip(sums, extra, strict=True)]
    shares = softmax([*among, _sums(nobody, weights)[1]])
    told = list(shares[: len(rows)])
    for a, b in combinations(range(len(rows)), 2):
        if same(a, b):
            told[a] += shares[b]
            told[b] += shares[a]
    return [sigmoid((a + _edged(p)) / 2) for a, p in zip(alone, told, strict=True)]


def softmax(sums: Sequence[float]) -> list[float]:
    """Shares of one, by exponentials of the sums."""
    top = max(sums)
    exponentials = [math.exp(s - top) for s in sums]
    total = sum(exponentials)
    return [e / total for e in exponentials]


def sigmoid(x: float) -> float:
    """The chance of log-odds."""
    return 1 / (1 + math.exp(-x))


def _sums(row: Signs, weights: Mapping[str, tuple[float, ...]]) -> tuple[float, float]:
    """What the signs of a word weigh, alone and among the others."""
    alone = among = 0.0
    for sign, value in row.items():
        if sign in weights:
            told = weights[sign]
            alone += told[0] * value
            among += told[1] * value
    return alone, among


def _edged(p: float) -> float:
    p = min(max(p, EDGE), 1 - EDGE)
    return math.log(p / (1 - p))
