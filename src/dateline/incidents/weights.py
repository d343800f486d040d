"""The weights of a link: a prior for each class of types, a signed weight for each level compared.

A link's log-odds is the sum of its prior and its weights, as in Fellegi and Sunter's record linkage; the
figures (``data/weights.toml``) were learned by logistic regression on stories coded by hand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError
from dateline.incidents.columns import Columns, Floats, Ints
from dateline.incidents.compare import COMPARISONS, LEVELS, Levels
from dateline.incidents.kinds import load as load_kinds

FILE = Path(__file__).parent / "data" / "weights.toml"
PLAN = "plan"
"""The class of acts that are planned or possible, whatever their type."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights as tables: ``prior[class]`` and ``table[class, comparison, level]``, natural log-odds."""

    version: str
    classes: tuple[str, ...]
    prior: NDArray[np.float32]
    table: NDArray[np.float32]

    def of(self, klass: str, comparison: str, name: str) -> float:
        """The weight of one level in a class."""
        at = self.classes.index(klass), COMPARISONS.index(comparison), LEVELS[comparison].index(name)
        return float(self.table[at])


@lru_cache(maxsize=1)
def load() -> Weights:
    """Read ``weights.toml``.

    Raises:
        DataError: a comparison, level or class that there is none of, or one that is missing.
    """
    return read(tomllib.loads(FILE.read_text(encoding="utf-8")))


def read(data: Mapping[str, Any]) -> Weights:
    """Turn the tables of the file into arrays.

    Args:
        data: ``prior``, ``weights`` for every level, ``of`` with what a class adds to them, ``version``.

    Raises:
        DataError: as ``load``.
    """
    classes = (*dict.fromkeys(load_kinds().class_of.values()), PLAN)
    faults = [f"{FILE.name}: prior: {c} is missing" for c in classes if c not in data["prior"]]
    faults += _faults(data["weights"], "weights", whole=True)
    for klass, tables in data.get("of", {}).items():
        faults += [] if klass in classes else [f"{FILE.name}: of.{klass}: there is no such class"]
        faults += _faults(tables, f"of.{klass}", whole=False)
    if faults:
        raise DataError(faults)
    widest = max(map(len, LEVELS.values()))
    table = np.zeros((len(classes), len(COMPARISONS), widest), np.float32)
    for c, comparison in enumerate(COMPARISONS):
        for k, name in enumerate(LEVELS[comparison]):
            table[:, c, k] = data["weights"][comparison][name]
            for i, klass in enumerate(classes):
                table[i, c, k] += data.get("of", {}).get(klass, {}).get(comparison, {}).get(name, 0.0)
    prior = np.array([data["prior"][c] for c in classes], np.float32)
    return Weights(str(data["version"]), classes, prior, table)


def classes_of(columns: Columns, weights: Weights, rows: Ints) -> Ints:
    """The class of each act as a place in ``weights.classes``."""
    place = np.array([weights.classes.index(c) for c in columns.classes] or [0], np.int32)
    found = np.where(columns.real[rows], place[columns.klass[rows]], weights.classes.index(PLAN))
    return found.astype(np.int32)


def score(levels: Levels, classes: Ints, weights: Weights) -> Floats:
    """Add prior and weights up to log-odds, one a pair."""
    total = weights.prior[classes].copy()
    for c in range(len(COMPARISONS)):
        total += weights.table[classes, c, levels[:, c]]
    return total


def _faults(tables: Mapping[str, Mapping[str, float]], where: str, *, whole: bool) -> list[str]:
    out = [f"{FILE.name}: {where}: there is no comparison {name!r}" for name in tables if name not in LEVELS]
    for comparison, names in LEVELS.items():
        given = tables.get(comparison, {})
        out += [f"{FILE.name}: {where}.{comparison}: no level {n!r}" for n in given if n not in names]
        if whole:
            out += [f"{FILE.name}: {where}.{comparison}: {n} is missing" for n in names if n not in given]
    return out
