"""What a step along the parse from an event to a time costs, and which words look ahead."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Costs:
    """What a step along the parse costs, and what else ``when.toml`` says."""

    up: Mapping[str, float]
    down: Mapping[str, float]
    reach: float
    foreign: float
    distance: float
    statements: frozenset[str]
    lasting: frozenset[str]
    together: frozenset[str]
    auxiliaries: frozenset[str]
    heads: frozenset[str]


@lru_cache(maxsize=1)
def load() -> Costs:
    """Read ``data/when.toml``."""
    table = tomllib.loads(
        resources.files("dateline.coding.data").joinpath("when.toml").read_text(encoding="utf-8")
    )
    return Costs(
        up=table["up"],
        down=table["down"],
        reach=table["reach"],
        foreign=table["other"]["foreign"],
        distance=table["other"]["distance"],
        statements=frozenset(table["statements"]),
        lasting=frozenset(table["lasting"]),
        together=frozenset(table["together"]),
        auxiliaries=frozenset(table["future"]["auxiliaries"]),
        heads=frozenset(table["future"]["heads"]),
    )
