"""How telling a word is: stop words (``data/common.toml``) and how many sentences hold a stem."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dateline.errors import DataError
from dateline.places.tables import read_table

DATA = Path(__file__).parent / "data"
FREQUENCIES = DATA / "frequency.csv"


@dataclass(frozen=True, slots=True)
class Common:
    """Stop words, and the weight of each stem (natural logarithm of one in so many sentences)."""

    stop: frozenset[str]
    weights: Mapping[str, float]
    rarest: float

    def weight(self, stem: str) -> float:
        """How telling a stem is; one that was never counted is as telling as the rarest."""
        return self.weights.get(stem, self.rarest)


@lru_cache(maxsize=1)
def load() -> Common:
    """Read both files.

    Raises:
        DataError: no stop words, or a row of the frequencies that is no stem and number.
    """
    stop = tomllib.loads((DATA / "common.toml").read_text(encoding="utf-8")).get("stop", "").split()
    rows = read_table(FREQUENCIES, ("stem", "per_10000"))
    faults = [] if stop else ["common.toml: the list 'stop' is empty"]
    weights: dict[str, float] = {}
    for line, row in rows:
        number = row["per_10000"]
        if not row["stem"] or not number.isdigit() or not 0 < int(number) <= 10_000:
            faults.append(f"{FREQUENCIES.name}:{line}: a stem and its sentences in 10,000 belong here")
        else:
            weights[row["stem"]] = math.log(10_000 / int(number))
    if faults:
        raise DataError(faults)
    return Common(frozenset(stop), MappingProxyType(weights), max(weights.values(), default=1.0))
