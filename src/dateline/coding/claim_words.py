"""The words by which a report says who told it (``data/claims.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dateline.errors import DataError
from dateline.records import Stance

DATA = Path(__file__).parent / "data" / "claims.toml"
_TAKES = ("clause", "object", "of")


@dataclass(frozen=True, slots=True)
class Speech:
    """A verb of saying: the speaker's stance, and whether an object or an "of" holds what is said."""

    stance: Stance
    takes_object: bool = False
    takes_of: bool = False
    needs_clause: bool = False


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """The tables of ``claims.toml``: see the comments there."""

    verbs: dict[str, Speech]
    anaphora: frozenset[str]
    account_nouns: frozenset[str]
    account_prepositions: frozenset[str]
    account_leads: frozenset[str]
    according: frozenset[str]
    pronouns: frozenset[str]
    persons: frozenset[str]
    repeats: frozenset[str]
    empty: frozenset[str]
    speakers: frozenset[str]
    seats: dict[str, str]
    kinds: tuple[tuple[str, frozenset[str]], ...]


@cache
def load(path: Path = DATA) -> ClaimWords:
    """Read the words.

    Raises:
        DataError: a verb row has a stance or a way of taking its account that the program does not know.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    faults = [
        f"{path}:1: verbs {row['lemmas'][0]} ...: unknown stance {row['stance']!r} or takes {row['takes']!r}"
        for row in raw["verbs"]
        if row["stance"] not in set(Stance) or row["takes"] not in _TAKES
    ]
    if faults:
        raise DataError(faults)
    return ClaimWords(
        verbs=_verbs(raw),
        anaphora=frozenset(raw["anaphora"]["words"]),
        account_nouns=frozenset(raw["accounts"]["nouns"]),
        account_prepositions=frozenset(raw["accounts"]["prepositions"]),
        account_leads=frozenset(raw["accounts"]["leads"]),
        according=frozenset(raw["according"]["words"]),
        pronouns=frozenset(raw["repeats"]["pronouns"]),
        persons=frozenset(raw["repeats"]["person"]),
        repeats=frozenset(raw["repeats"]["nouns"]),
        empty=frozenset(raw["empty"]["words"]),
        speakers=frozenset(raw["speakers"]["words"]),
        seats=raw["seats"],
        kinds=tuple((kind, frozenset(words)) for kind, words in raw["kinds"].items()),
    )


def _verbs(raw: dict[str, Any]) -> dict[str, Speech]:
    needs = set(raw["needs_clause"]["lemmas"])
    verbs: dict[str, Speech] = {}
    for row in raw["verbs"]:
        for lemma in row["lemmas"]:
            old = verbs.get(lemma)
            verbs[lemma] = Speech(
                stance=Stance(row["stance"]),
                takes_object=row["takes"] == "object" or (old is not None and old.takes_object),
                takes_of=row["takes"] == "of" or (old is not None and old.takes_of),
                needs_clause=lemma in needs,
            )
    return verbs
