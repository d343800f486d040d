"""The words of deals: ``words.toml``, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.errors import DataError

FILE = Path(__file__).parent / "words.toml"
LISTS = {
    "nouns": ("offer", "deal", "truce"),
    "opening": ("new", "some", "pointing", "definite"),
    "acts": ("proposed", "accepted", "rejected", "pending", "broke"),
    "joint": ("accepted",),
    "fate": ("collapsed", "in_force", "state", "entering"),
    "brokered": ("words",),
    "reply": ("nouns", "giving", "waiting", "verbs"),
    "condition": ("marks", "nouns"),
    "terms": ("verbs", "under", "parts", "types", "loose", "further"),
}


@dataclass(frozen=True, slots=True)
class DealWords:
    """Word lists by table; ``nouns`` and ``acts`` the other way round, word to what it tells.

    ``particles`` has the verbs that need one of some words after them.
    """

    nouns: Mapping[str, str]
    acts: Mapping[str, str]
    particles: Mapping[str, frozenset[str]]
    other: frozenset[str]
    lists: Mapping[str, Mapping[str, frozenset[str]]]

    def has(self, table: str, name: str, word: str) -> bool:
        """True where a word stands in a list of a table."""
        return word in self.lists[table][name]


@lru_cache(maxsize=1)
def load() -> DealWords:
    """Read ``words.toml``.

    Raises:
        DataError: a missing or unknown list, or a word that is not in lower case.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    particles = data.pop("particles", {})
    other = data.get("nouns", {}).pop("other", {}).get("words", [])
    faults = [
        f"words.toml: [{t}] lacks {n}"
        for t, names in LISTS.items()
        for n in names
        if n not in data.get(t, {})
    ]
    faults += [
        f"words.toml: [{t}] {n}: {w!r} is not a word in lower case"
        for t, lists in data.items()
        for n, words in lists.items()
        for w in words
        if w != w.lower().strip()
    ]
    faults += [
        f"words.toml: unknown table or list [{t}] {n}"
        for t, lists in data.items()
        for n in lists
        if n not in LISTS.get(t, ())
    ]
    if faults:
        raise DataError(faults)
    return DealWords(
        nouns=_inverted(data["nouns"]),
        acts=_inverted(data["acts"]),
        particles=_sets(particles),
        other=frozenset(other),
        lists=MappingProxyType({t: _sets(lists) for t, lists in data.items()}),
    )


def _inverted(lists: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({word: name for name, words in lists.items() for word in words})


def _sets(lists: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({name: frozenset(words) for name, words in lists.items()})
