"""What event types and families are called on a page.

Read from the codebook's ``types.toml`` alone: reading the whole codebook would load the parser, and pages
must start without it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels and definitions of types, labels of families, each by name."""

    types: Mapping[str, str]
    definitions: Mapping[str, str]
    families: Mapping[str, str]

    def type(self, name: str) -> str:
        """Return the label of an event type; one that the codebook lacks is its own label."""
        return self.types.get(name, name.replace("_", " "))

    def family(self, name: str) -> str:
        """Return the label of a family."""
        return self.families.get(name, name.replace("_", " "))


def load() -> Labels:
    """Read the labels from the codebook that is shipped."""
    data = tomllib.loads((files("dateline") / "codebook" / "types.toml").read_text(encoding="utf-8"))
    types = {name: entry for name, entry in data.items() if isinstance(entry, dict) and name != "families"}
    return Labels(
        types=MappingProxyType({name: str(entry["label"]) for name, entry in types.items()}),
        definitions=MappingProxyType({name: str(entry["definition"]) for name, entry in types.items()}),
        families=MappingProxyType({name: str(entry["label"]) for name, entry in data["families"].items()}),
    )
