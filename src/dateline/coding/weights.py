"""Weights of signs, fitted on the training reports, as the CSV files of this folder's ``data`` hold them."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dateline.errors import DataError

DATA = Path(__file__).parent / "data"
LOWEST, SUREST = 0.02, 0.98  # the tagger's chances are held inside

Signs = dict[str, float]  # a sign and how strongly it is there: 1.0, or a number


@cache
def load(name: str, numbers: int) -> Mapping[str, tuple[float, ...]]:
    """Read the weights of each sign.

    Args:
        name: a file of ``data``; each line is a sign and its weights.
        numbers: how many weights a sign has.

    Raises:
        DataError: a line that is no sign with so many numbers, or no bias.
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
    if "bias" not in out:
        faults.append(f"{name}: no bias")
    if faults:
        raise DataError(faults)
    return MappingProxyType(out)


def held(chance: float) -> float:
    """The log-odds of a chance of the tagger, held inside what it can be sure of."""
    chance = min(max(chance, LOWEST), SUREST)
    return math.log(chance / (1 - chance))
