"""How each event type takes its parties: ``data/roles.toml``, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.errors import DataError

WORDS = (
    "supporting",
    "mediating",
    "spokesmen",
    "groups",
    "never",
    "exchanging",
    "hostile",
    "hurting",
    "reporting",
    "reported",
    "two_sided",
    "shared",
    "repeating",
    "reciprocal",
)
FILE = Path(__file__).parent / "data" / "roles.toml"


@dataclass(frozen=True, slots=True)
class Frame:
    """What becomes of the arguments of a trigger of one type; the file explains each field."""

    patient_subject: bool = False
    no_actor: bool = False
    self_object: bool = False
    joint: bool = False
    no_target: bool = False
    place_target: bool = False
    state_target: bool = False
    speaker: bool = False
    sides_only: bool = False
    versus: bool = False
    target_preps: frozenset[str] = frozenset()
    actor_preps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames by event type, and the word lists of the role rules."""

    by_type: Mapping[str, Frame]
    words: Mapping[str, frozenset[str]]

    def of(self, event_type: str) -> Frame:
        """The frame of a type, else the default one."""
        return self.by_type.get(event_type, self.by_type["default"])

    @property
    def speaking(self) -> frozenset[str]:
        """The types whose actor is who speaks, so that the speaker is no further source."""
        return frozenset(t for t, f in self.by_type.items() if f.speaker)


@lru_cache(maxsize=1)
def load() -> Frames:
    """Read ``roles.toml``.

    Raises:
        DataError: a key that no frame knows, or a missing part.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words = {k: frozenset(v) for k, v in data.pop("words", {}).items()}
    known = {f.name for f in fields(Frame)}
    faults = [
        f"roles.toml: [{t}] has unknown keys {sorted(set(d) - known)}"
        for t, d in data.items()
        if set(d) - known
    ]
    faults += [f"roles.toml: [words] lacks {w}" for w in WORDS if w not in words]
    if "default" not in data:
        faults.append("roles.toml: [default] is missing")
    if faults:
        raise DataError(faults)
    return Frames(MappingProxyType({t: _frame(d) for t, d in data.items()}), MappingProxyType(words))


def _frame(data: Mapping[str, Any]) -> Frame:
    values: dict[str, Any] = {k: frozenset(v) if isinstance(v, list) else bool(v) for k, v in data.items()}
    return Frame(**values)
