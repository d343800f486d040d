"""Which event types look for their place in which way."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from dateline.errors import DataError

_FILE = Path(__file__).parent / "data" / "where.toml"


@dataclass(frozen=True)
class TypeRules:
    """Event types by how their place is looked for; see ``data/where.toml``."""

    stated: frozenset[str]
    settled: frozenset[str]
    done_to_places: frozenset[str]
    left_from: frozenset[str]
    gone_to: frozenset[str]


@cache
def load_rules() -> TypeRules:
    """Load the rules.

    Raises:
        DataError: the file is not TOML or lacks a list.
    """
    try:
        raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        return TypeRules(**{f.name: frozenset(raw[f.name]) for f in fields(TypeRules)})
    except tomllib.TOMLDecodeError as error:
        raise DataError([f"{_FILE}: {error}"]) from error
    except KeyError as error:
        raise DataError([f"{_FILE}:1: the list {error} is missing"]) from error
