"""Does a word name an actor or a target of an event? Syntax and the tagger both have a say.

Syntax knows the construction, the tagger what usually fills a role; a logistic sum joins them, as the votes
on events are joined (``votes.py``). One of its numbers is a prior: what fills a role of this type in this
construction. It is fitted on the reports that the tagger was trained on, where its own chances say nothing.
"""

from __future__ import annotations

import csv
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
PRIORS = Path(__file__).parent / "data" / "filler_priors.csv"
BARS = ("good", "least", "doubted", "joined")
ROLES = ("actors", "targets")
LOWEST = 0.02  # the tagger's chance of what it does not propose
CONSTRUCTIONS = ("subject", "by", "owner", "object", "passive", "of", "preposition", "speaker", "within")
KINDS = ("side", "person", "place", "thing", "pronoun", "unfit")
TRAITS = ("fits", "no_target", "place_target", "state_target", "speech_type", "joint", "ground", "force")
FEATURES = (
    "bias",
    "tagger",
    "tagger_other",
    "tagger_rival",
    "syntax",
    "syntax_rival",
    "prior",
    "prior_alone",
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
    ``traits`` are features of the event's type. What the prior asks for: ``event_type``, the word's entity
    label or part of speech (``label``) and its place in the parse (``dep``), the preposition that ties it to
    the trigger (``link``), the trigger's part of speech (``trigger``).
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
    event_type: str
    label: str
    dep: str
    link: str
    trigger: str

    def signs(self) -> tuple[str, ...]:
        """What the prior's weights apply to, none of it from the tagger."""
        kind, how = self.kind or "none", self.construction or "none"
        of_type = f"type={self.event_type}"
        told = {"kind": kind, "how": how, "label": self.label}
        out = [
            "bias",
            of_type,
            f"dep={self.dep}",
            f"how={how} dep={self.dep}",
            f"how={how} after={self.after:d}",
        ]
        out += [f"{name}={value}" for name, value in told.items()]
        out += [f"{of_type} {name}={value}" for name, value in told.items()]
        out += [
            f"how={how} kind={kind}",
            f"how={how} label={self.label}",
            f"how={how} trigger={self.trigger}",
        ]
        if self.link:
            out += [f"link={self.link}", f"{of_type} link={self.link}", f"kind={kind} link={self.link}"]
        if "fits" in self.traits:
            out += ["fits", f"fits kind={kind}"]
        return (*out, "contested", f"how={how} contested") if self.contested else tuple(out)

    def features(self, prior: float) -> dict[str, float]:
        """The numbers that the weights apply to, given what the prior says (log-odds)."""
        out = dict.fromkeys(FEATURES, 0.0)
        out["bias"] = 1.0
        out["tagger"] = logit(max(self.tagger, LOWEST))
        out["tagger_other"] = logit(max(self.other, LOWEST))
        out["tagger_rival"] = logit(max(self.rival, LOWEST))
        out["syntax"] = float(bool(self.construction))
        out["syntax_rival"] = float(self.contested and not self.construction)
        out["prior"] = prior
        out["prior_alone"] = 0.0 if self.construction else prior
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
    none is good, ``joined`` the one from which a word coordinated with a taken one is, ``doubted`` the one
    below which what syntax gives is not believed.

    Raises:
        DataError: a role or a weight is missing.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    needed = (*FEATURES, *BARS)
    faults = [f"fillers.toml: [{r}] lacks {f!r}" for r in ROLES for f in needed if f not in data.get(r, {})]
    if faults:
        raise DataError(faults)
    return MappingProxyType({r: MappingProxyType({f: float(data[r][f]) for f in needed}) for r in ROLES})


@lru_cache(maxsize=1)
def load_priors() -> Mapping[str, Mapping[str, float]]:
    """Read the prior of each role: the weight of each sign of a word.

    Raises:
        DataError: a line is no role, sign and number, or a role has none.
    """
    faults: list[str] = []
    out: dict[str, dict[str, float]] = {role: {} for role in ROLES}
    lines = PRIORS.read_text(encoding="utf-8").splitlines()
    rows = ((n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#"))
    for number, line in rows:
        cells = next(csv.reader([line]))
        try:
            role, sign, weight = cells
            out[role][sign] = float(weight)
        except (ValueError, KeyError):
            faults.append(f"{PRIORS.name}:{number}: {line!r} is no role, sign and number")
    faults += [f"{PRIORS.name}: no {role}" for role in ROLES if "bias" not in out[role]]
    if faults:
        raise DataError(faults)
    return MappingProxyType({role: MappingProxyType(signs) for role, signs in out.items()})


def prior_of(candidate: Candidate, priors: Mapping[str, float]) -> float:
    """What speaks for the word before the tagger is asked, in log-odds."""
    return sum(priors.get(sign, 0.0) for sign in candidate.signs())


def chance(candidate: Candidate, role: str) -> float:
    """The chance (0..1) that the word fills the role, ``actors`` or ``targets``."""
    weights, prior = load()[role], prior_of(candidate, load_priors()[role])
    total = sum(weights[name] * value for name, value in candidate.features(prior).items())
    return 1 / (1 + math.exp(-total))
