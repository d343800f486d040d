"""Which words name the actors and the targets of an event? Syntax and the tagger both have a say.

Every word that syntax or the tagger gives, and every other word of the sentence that could name a party, is
judged twice by logistic sums over what is seen of it (``signs.py``) and the tagger's chances: alone, and
among the others, where one of them or nobody fills the role. The mean of both log-odds decides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dateline.coding.weights import held, mean_chances
from dateline.coding.weights import load as load_csv
from dateline.errors import DataError

FILE = Path(__file__).parent / "data" / "fillers.toml"
BARS = ("good", "least", "joined", "own")
ROLES = ("actors", "targets")
ALIKE = 0.5  # the share of the shorter name's words from which two names are the same


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a word whatever role it may fill.

    ``name`` is what its party would be called (empty where it names none), ``kind`` what the word names,
    ``label`` its entity label or part of speech, ``dep`` its place in the parse; ``after`` says that it
    follows the trigger; ``event_type`` is the type of the event, ``trigger`` the part of speech and ``verb``
    the lemma of its word; ``sent`` is the number of the word's sentence, ``seen`` what else is seen of it.
    """

    name: str
    kind: str
    label: str
    dep: str
    after: bool
    event_type: str
    trigger: str
    verb: str
    sent: int
    seen: tuple[str, ...]

    def signs(self, link: str) -> tuple[str, ...]:
        """What weights apply to in both roles; ``link`` is the preposition that ties it to the trigger."""
        kind, of_type = f"kind={self.kind}", f"type={self.event_type}"
        label = f"label={self.label}"
        linked = (f"link={link}", f"{of_type} link={link}", f"{kind} link={link}") if link else ()
        out = ("bias", of_type, kind, label, f"{of_type} {kind}", f"{of_type} {label}", f"dep={self.dep}")
        return (*out, *linked, *self.seen)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may fill a role, with what is known of it there.

    ``shared`` are the signs that are the same in both roles. ``tagger``, ``other`` and ``rival`` are the
    tagger's chances (0..1) that it fills this role, that it fills the other one, and that the best other
    word fills this one; ``construction`` names how syntax gives it (empty where it does not), ``contested``
    is true where syntax gives another word; ``fits`` that the frame of the type allows it.
    """

    known: Known
    shared: tuple[str, ...]
    tagger: float
    other: float
    rival: float
    construction: str
    contested: bool
    fits: bool

    def signs(self) -> tuple[str, ...]:
        """What weights apply to, besides the tagger's chances."""
        known, how = self.known, f"how={self.construction or 'none'}"
        kind = f"kind={known.kind}"
        out = (
            how,
            f"type={known.event_type} {how}",
            f"{how} dep={known.dep}",
            f"{how} after={known.after:d}",
            f"{how} {kind}",
            f"{how} label={known.label}",
            f"{how} trigger={known.trigger}",
            f"{how} verb={known.verb}",
        )
        fits = ("fits", f"fits {kind}") if self.fits else ()
        contested = ("contested", f"{how} contested") if self.contested else ()
        return (*self.shared, *out, *fits, *contested)

    def chances(self) -> dict[str, float]:
        """What the tagger says, as numbers that weights apply to."""
        mine, other, rival = (held(p) for p in (self.tagger, self.other, self.rival))
        return {
            "tagger": mine,
            "tagger other": other,
            "tagger rival": rival,
            "tagger lead": mine - rival,
            "tagger none": float(self.tagger == 0),
        }


@lru_cache(maxsize=1)
def load() -> Mapping[str, Mapping[str, float]]:
    """Read the bars of each role.

    ``good`` is the chance (0..1) from which a word is taken, ``least`` the one from which the best is where
    none is good, ``joined`` the one from which a word coordinated with a taken one is, ``own`` the one from
    which a word that syntax gives keeps those of other sentences out.

    Raises:
        DataError: a role or a bar is missing.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    faults = [f"fillers.toml: [{r}] lacks {b!r}" for r in ROLES for b in BARS if b not in data.get(r, {})]
    if faults:
        raise DataError(faults)
    return MappingProxyType({r: MappingProxyType({b: float(data[r][b]) for b in BARS}) for r in ROLES})


def load_weights(role: str) -> Mapping[str, tuple[float, ...]]:
    """Read the two weights of each sign, alone and among the others, for ``actors`` or ``targets``.

    Raises:
        DataError: a line that is no sign and two numbers, or no bias.
    """
    return load_csv(f"{role}_weights.csv", 2)


def chances(candidates: Sequence[Candidate], role: str) -> list[float]:
    """The chance (0..1) of each word that it fills the role, ``actors`` or ``targets``.

    Words with one name speak for each other: among all, their chances are added up.

    Args:
        candidates: all words that may fill this role of one event.
        role: which of the two.
    """
    if not candidates:
        return []
    names = [_words_of(c.known.name) for c in candidates]
    rows = [dict.fromkeys(c.signs(), 1.0) | c.chances() for c in candidates]
    return mean_chances(
        rows,
        of_nobody(candidates),
        load_weights(role),
        lambda a, b: bool(names[a] and names[b]) and _alike(names[a], names[b]),
        [0.0] * len(rows),
    )


def of_nobody(candidates: Sequence[Candidate]) -> dict[str, float]:
    """The numbers that speak for an empty role."""
    first = candidates[0]
    best = max(c.tagger for c in candidates)
    return {"nobody": 1.0, f"nobody type={first.known.event_type}": 1.0, "nobody tagger": held(best)}


def same_name(a: str, b: str) -> bool:
    """True where two names are one: half of the shorter one's words are in the other."""
    return _alike(_words_of(a), _words_of(b))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= ALIKE * max(1, min(len(a), len(b)))


def _words_of(name: str) -> frozenset[str]:
    return frozenset(w.removesuffix("s") for w in name.casefold().split())
