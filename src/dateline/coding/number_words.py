"""The words for numbers, bounds and vague amounts (``data/quantities.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import DataError

DATA = Path(__file__).parent / "data" / "quantities.toml"


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of ``quantities.toml``: see the comments there."""

    ones: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, tuple[int, int]]
    multiples: dict[str, tuple[int, int]]
    unknown: frozenset[str]
    bounds: dict[tuple[str, ...], str]
    after: tuple[tuple[str, ...], ...]
    not_nouns: frozenset[str]
    not_before: frozenset[str]


@cache
def load(path: Path = DATA) -> NumberWords:
    """Read the number words.

    Args:
        path: the TOML file.

    Returns:
        The words, in lower case.

    Raises:
        DataError: the file has a fault; every fault is named.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    faults = [
        f"{path}:{_line(path, word)}: {word} has low {pair[0]} above high {pair[1]}"
        for table in ("vague", "multiples")
        for word, pair in raw[table].items()
        if len(pair) != 2 or pair[0] > pair[1]
    ]
    if faults:
        raise DataError(faults)
    bounds = {
        tuple(phrase.split()): kind
        for kind, phrases in raw["bounds"].items()
        if kind != "after"
        for phrase in phrases
    }
    return NumberWords(
        ones=raw["ones"],
        tens=raw["tens"],
        scales=raw["scales"],
        vague={w: (p[0], p[1]) for w, p in raw["vague"].items()},
        multiples={w: (p[0], p[1]) for w, p in raw["multiples"].items()},
        unknown=frozenset(raw["unknown"]["words"]),
        bounds=bounds,
        after=tuple(tuple(p.split()) for p in raw["bounds"]["after"]),
        not_nouns=frozenset(raw["not_people"]["nouns"]),
        not_before=frozenset(raw["not_people"]["before"]),
    )


def _line(path: Path, word: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{word} ")), 1)
