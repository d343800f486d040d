"""Words for one kind of happening: "dead" for "killed", "truce" for "ceasefire" (``data/kin.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dateline.errors import DataError
from dateline.incidents.words import stem

FILE = Path(__file__).parent / "data" / "kin.toml"


def kindred(found: Iterable[str]) -> tuple[str, ...]:
    """Put the stem of its family in place of each stem that has one, each once and in order.

    Args:
        found: stems, as ``words.stems`` makes them.
    """
    known = load()
    return tuple(dict.fromkeys(known.get(one, one) for one in found))


@lru_cache(maxsize=1)
def load() -> Mapping[str, str]:
    """Read ``kin.toml``: the stem of each word, and the stem of the word that its family is named by.

    Raises:
        DataError: a word whose stem stands in two families.
    """
    families = tomllib.loads(FILE.read_text(encoding="utf-8"))["families"]
    given = [(word, name) for name, words in families.items() for word in (name, *words.split())]
    home: dict[str, str] = {}
    faults = [
        f"{FILE.name}: {word} is in {home[stem(word)]} and in {name}"
        for word, name in given
        if home.setdefault(stem(word), name) != name
    ]
    if faults:
        raise DataError(faults)
    return MappingProxyType({one: stem(name) for one, name in home.items()})
