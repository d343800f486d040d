"""Does a word name an actor or a target of an event? Syntax and the tagger both have a say.

Syntax knows the construction, the tagger what usually fills a role; a logistic sum joins them, as the votes
on events are joined (``votes.py``).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dateline.coding.votes import logit
from dateline.errors import DataError

FILE = Path(__file__).parent / "data" / "fillers.toml"
BARS = ("good", "least", "doubted")
ROLES = ("actors", "targets")
LOWEST = 0.02  # the tagger's chance of what it does not propose
CONSTRUCTIONS = ("subject", "by", "owner", "object", "passive", "of", "preposition", "speaker")
KINDS = ("side", "person", "place", "thing", "pronoun", "unfit")
TRAITS = ("fits", "no_target", "place_target", "state_target", "speech_type", "joint", "ground", "force")
FEATURES = (
    "bias",
    "tagger",
    "tagger_other",
    "tagger_rival",
    "syntax",
    "syntax_rival",
    *CONSTRUCTIONS,
    *KINDS,
    "far",
    "after",
    *TRAITS,
    *(f"{kind}+{trait}" for kind in ("place", "thing") for trait in TRAITS),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a word that may fill a role.

    ``tagger``, ``other`` and ``rival`` are the tagger's chances (0..1) that it fills this role, that it fills
    the other one, and that the best other word fills this one; ``construction`` names how syntax gives it
    (empty where it does not), ``contested`` is true where syntax gives another word; ``kind`` says what the
    word names; ``far`` that it stands in another sentence, ``after`` that it follows the trigger;
    ``traits`` are features of the event's type.
    """

    tagger: float
    other: float
    rival: float
    construction: str
    contested: bool
    kind: str
    far: bool
    after: bool
    traits: frozenset[str]

    def features(self) -> dict[str, float]:
        """The numbers that the weights apply to."""
        out = dict.fromkeys(FEATURES, 0.0)
        out["bias"] = 1.0
        out["tagger"] = logit(max(self.tagger, LOWEST))
        out["tagger_other"] = logit(max(self.other, LOWEST))
        out["tagger_rival"] = logit(max(self.rival, LOWEST))
        out["syntax"] = float(bool(self.construction))
        out["syntax_rival"] = float(self.contested and not self.construction)
        out["far"], out["after"] = float(self.far), float(self.after)
        for name in (self.construction, self.kind, *self.traits):
            if name:
                out[name] = 1.0
        out |= {f"{self.kind}+{t}": 1.0 for t in self.traits if f"{self.kind}+{t}" in out}
        return out


@lru_cache(maxsize=1)
def load() -> Mapping[str, Mapping[str, float]]:
    """Read the weights of each role and its bars.

    ``good`` is the chance (0..1) from which a word is taken, ``least`` the one from which the best is where
    none is good, ``doubted`` the one below which what syntax gives is not believed.

    Raises:
        DataError: a role or a weight is missing.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    needed = (*FEATURES, *BARS)
    faults = [f"fillers.toml: [{r}] lacks {f!r}" for r in ROLES for f in needed if f not in data.get(r, {})]
    if faults:
        raise DataError(faults)
    return MappingProxyType({r: MappingProxyType({f: float(data[r][f]) for f in needed}) for r in ROLES})


def chance(candidate: Candidate, weights: Mapping[str, float]) -> float:
    """The chance (0..1) that the word fills the role."""
    total = sum(weights[name] * value for name, value in candidate.features().items())
    return 1 / (1 + math.exp(-total))
