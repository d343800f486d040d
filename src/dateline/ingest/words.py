"""The words that reading a report rests on, from ``words.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.errors import DataError

PATH = Path(__file__).with_name("words.toml")
_FIELDS = ("report_id", "published", "text", "title", "outlet", "url")


@dataclass(frozen=True, slots=True)
class Words:
    """Months by name, weekdays, labels that are no place, particles of place names, and column names."""

    months: MappingProxyType[str, int]
    weekdays: frozenset[str]
    labels: frozenset[str]
    particles: frozenset[str]
    columns: MappingProxyType[str, tuple[str, ...]]


@cache
def load(path: Path = PATH) -> Words:
    """Read and check the words.

    Args:
        path: the data file.

    Returns:
        The words, lower case.

    Raises:
        DataError: every fault of the file, with its line.
    """
    source = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise DataError([f"{path}: {error}"]) from error
    faults = [f"{path}:{_line(source, key)}: {what}" for key, what in _faults(data)]
    if faults:
        raise DataError(faults)
    return Words(
        months=MappingProxyType(data["months"]),
        weekdays=frozenset(data["weekdays"]["words"]),
        labels=frozenset(data["labels"]["words"]),
        particles=frozenset(data["particles"]["words"]),
        columns=MappingProxyType({name: tuple(data["columns"][name]) for name in _FIELDS}),
    )


def _faults(data: dict[str, Any]) -> list[tuple[str, str]]:
    found = [
        ("months", f"{name!r} needs a number from 1 to 12")
        for name, number in data.get("months", {}).items()
        if not isinstance(number, int) or not 1 <= number <= 12
    ]
    found += [
        ("months", f"no name for month {number}")
        for number in range(1, 13)
        if number not in data.get("months", {}).values()
    ]
    lists = [(name, data.get(name, {}).get("words")) for name in ("weekdays", "labels", "particles")]
    lists += [(name, data.get("columns", {}).get(name)) for name in _FIELDS]
    return found + [(name, f"{name} {fault}") for name, words in lists if (fault := _list_fault(words))]


def _list_fault(words: object) -> str | None:
    if not isinstance(words, list) or not words:
        return "needs a list of words"
    bad = [word for word in words if not isinstance(word, str) or word != word.strip().lower() or not word]
    if bad:
        return f"has an entry that is not a lower-case word: {bad[0]!r}"
    twice = [word for word in words if words.count(word) > 1]
    return f"names {twice[0]!r} twice" if twice else None


def _line(source: str, key: str) -> int:
    found = re.search(rf"^\[?{re.escape(key)}\b", source, re.MULTILINE)
    return source.count("\n", 0, found.start()) + 1 if found else 1
