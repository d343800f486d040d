"""How sure is an event that a model tells, given what our own coder says of the same word?"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from dateline.errors import DataError

FILE = Path(__file__).parent / "data" / "trust.toml"


@dataclass(frozen=True, slots=True)
class Trust:
    """Chances (0..1); ``data/trust.toml`` explains each."""

    alone: float
    differs: float
    sure: float
    unsure_from: float
    missed: float


@cache
def load(path: Path = FILE) -> Trust:
    """Read the chances.

    Raises:
        DataError: one is missing or no chance.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    names = [field.name for field in fields(Trust)]
    faults = [f"{path.name}:1: {n!r} must be between 0 and 1" for n in names if not 0 < raw.get(n, 0) < 1]
    if faults:
        raise DataError(faults)
    return Trust(**{name: float(raw[name]) for name in names})


def agreed(one: float, other: float) -> float:
    """The chance of an event that two coders found, each with its own chance of being right.

    They are taken to err apart from each other: both must be wrong for the event to be wrong.
    """
    return 1 - (1 - one) * (1 - other)
