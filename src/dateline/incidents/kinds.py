"""What merging knows of event types: two-sided, kindred, parts of a deal (``data/kinds.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.codebook.load import load as load_codebook
from dateline.errors import DataError

UNKNOWN = "speech"
FILE = Path(__file__).parent / "data" / "kinds.toml"


@dataclass(frozen=True, slots=True)
class Kinds:
    """Facts about event types.

    ``group`` maps a type to the name of its group of kindred types, or to itself; ``class_of`` to the class
    whose prior it has.
    """

    two_sided: frozenset[str]
    group: Mapping[str, str]
    class_of: Mapping[str, str]
    deal: frozenset[str]

    def group_for(self, event_type: str) -> str:
        """The group of a type; one that the codebook lacks, as of a user's own, is a group of its own."""
        return self.group.get(event_type, event_type)

    def class_for(self, event_type: str) -> str:
        """The class of a type; one that the codebook lacks has the class that asks most of a link."""
        return self.class_of.get(event_type, UNKNOWN)


@lru_cache(maxsize=1)
def load() -> Kinds:
    """Read ``kinds.toml``.

    Raises:
        DataError: a type that the codebook does not have, a type in two groups or classes, or in no class.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    types = frozenset(load_codebook().types)
    groups, classes = data["groups"], data["classes"]
    faults = [*_unknown(data, types), *_twice("groups", groups), *_twice("classes", classes)]
    class_of = {t: name for name, members in classes.items() for t in members}
    faults += [f"{FILE.name}: no class has the type {t}" for t in sorted(types - set(class_of))]
    if faults:
        raise DataError(faults)
    group = {t: t for t in types} | {t: name for name, members in groups.items() for t in members}
    return Kinds(
        two_sided=frozenset(data["two_sided"]),
        group=MappingProxyType(group),
        class_of=MappingProxyType(class_of),
        deal=frozenset(data["deal"]["types"]),
    )


def _unknown(data: dict[str, Any], types: frozenset[str]) -> list[str]:
    lists = {"two_sided": data["two_sided"], "deal.types": data["deal"]["types"]}
    lists |= {f"groups.{k}": v for k, v in data["groups"].items()}
    lists |= {f"classes.{k}": v for k, v in data["classes"].items()}
    return [
        f"{FILE.name}: {where}: the codebook has no type {t!r}"
        for where, members in lists.items()
        for t in members
        if t not in types
    ]


def _twice(where: str, lists: Mapping[str, list[str]]) -> list[str]:
    seen: dict[str, str] = {}
    faults = []
    for name, members in lists.items():
        for t in members:
            if t in seen:
                faults.append(f"{FILE.name}: {where}: {t} is in {seen[t]} and in {name}")
            seen[t] = name
    return faults
