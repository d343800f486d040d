"""What the columns of a format must hold: ``schemas/``, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.errors import DataError

SCHEMAS = Path(__file__).with_name("schemas")
_KEYS = frozenset({"type", "min", "max", "in", "pattern", "empty"})
_READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {"text": str, "int": int, "float": float, "date": date.fromisoformat}
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell of one column must be; ``empty`` allows none."""

    kind: str = "text"
    least: float | None = None
    most: float | None = None
    allowed: frozenset[str] = frozenset()
    pattern: str | None = None
    empty: bool = False

    def fault(self, cell: str) -> str | None:
        """Say what is wrong with a cell, or ``None``."""
        if not cell:
            return None if self.empty else "is empty"
        try:
            number = _READ[self.kind](cell)
        except ValueError:
            return f"{cell!r} is no {self.kind}"
        low = self.least is not None and number < self.least
        if low or (self.most is not None and number > self.most):
            return f"{cell} is out of range"
        if self.allowed and cell not in self.allowed:
            return f"{cell!r} is not in the list of the format"
        if self.pattern and not re.fullmatch(self.pattern, cell):
            return f"{cell!r} has another form"
        return None


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a format in order, with a rule each; ``key`` columns together name a row."""

    delimiter: str
    key: tuple[str, ...]
    columns: Mapping[str, Rule]


@cache
def load_schemas() -> dict[str, Schema]:
    """Load the schemas by the name of their format.

    Raises:
        DataError: a rule that does not exist, a type or a pattern that cannot be read; all are named.
    """
    paths = sorted(SCHEMAS.glob("*.toml"))
    data = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}
    faults = [
        f"schemas/{name}.toml: {column}: {wrong}"
        for name, schema in data.items()
        for column, rule in schema["columns"].items()
        for wrong in _wrong(rule)
    ]
    if faults:
        raise DataError(faults)
    return {
        name: Schema(s["delimiter"], tuple(s["key"]), {c: _rule(r) for c, r in s["columns"].items()})
        for name, s in data.items()
    }


def _wrong(rule: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"no such rule: {key}" for key in rule.keys() - _KEYS)
    if rule.get("type", "text") not in _READ:
        yield f"no such type: {rule['type']}"
    try:
        re.compile(rule.get("pattern", ""))
    except re.error as error:
        yield f"pattern: {error}"


def _rule(rule: Mapping[str, Any]) -> Rule:
    return Rule(
        kind=rule.get("type", "text"),
        least=rule.get("min"),
        most=rule.get("max"),
        allowed=frozenset(rule.get("in", ())),
        pattern=rule.get("pattern"),
        empty=rule.get("empty", False),
    )
