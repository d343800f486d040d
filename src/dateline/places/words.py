"""The words that tell places from other names, loaded from ``data/words.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from dateline.errors import DataError
from dateline.places.tables import DATA

_FILE = DATA / "words.toml"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Word sets, all in lower case; ``kinds`` maps a type word to the kind that it names."""

    locative: frozenset[str]
    surely_locative: frozenset[str]
    loosely_locative: frozenset[str]
    ground_verbs: frozenset[str]
    nearby: frozenset[str]
    between_places: frozenset[str]
    other_time: frozenset[str]
    directions: frozenset[str]
    kinds: dict[str, str]
    in_towns: frozenset[str]
    followed_by: frozenset[str]
    bodies: frozenset[str]
    not_names: frozenset[str]
    tied_by_hyphen: frozenset[str]
    person_titles: frozenset[str]
    alone: frozenset[str]
    of_bodies: frozenset[str]
    telling_verbs: frozenset[str]
    spelt_one_way: frozenset[str]
    acting_verbs: frozenset[str]
    undergone: frozenset[str]
    addressed: frozenset[str]
    of_places: frozenset[str]
    party_prepositions: frozenset[str]


@cache
def load_words() -> PlaceWords:
    """Load the words.

    Raises:
        DataError: the file is not TOML or lacks a list.
    """
    try:
        raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        return PlaceWords(
            locative=frozenset(raw["locative"]),
            surely_locative=frozenset(raw["surely_locative"]),
            loosely_locative=frozenset(raw["loosely_locative"]),
            ground_verbs=frozenset(raw["ground_verbs"]),
            nearby=frozenset(raw["nearby"]),
            between_places=frozenset(raw["between_places"]),
            other_time=frozenset(raw["other_time"]),
            directions=frozenset(raw["directions"]),
            kinds={word: kind for kind, words in raw["kinds"].items() for word in words},
            in_towns=frozenset(raw["in_towns"]),
            followed_by=frozenset(raw["not_a_place"]["followed_by"]),
            bodies=frozenset(raw["not_a_place"]["bodies"]),
            not_names=frozenset(raw["not_a_place"]["not_names"]),
            tied_by_hyphen=frozenset(raw["not_a_place"]["tied_by_hyphen"]),
            person_titles=frozenset(raw["not_a_place"]["person_titles"]),
            alone=frozenset(raw["not_a_place"]["alone"]),
            of_bodies=frozenset(raw["not_a_place"]["of_bodies"]),
            telling_verbs=frozenset(raw["not_a_place"]["telling_verbs"]),
            spelt_one_way=frozenset(raw["not_a_place"]["spelt_one_way"]),
            acting_verbs=frozenset(raw["metonym"]["verbs"]),
            undergone=frozenset(raw["metonym"]["undergone"]),
            addressed=frozenset(raw["metonym"]["addressed"]),
            of_places=frozenset(raw["metonym"]["of_places"]),
            party_prepositions=frozenset(raw["metonym"]["parties"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise DataError([f"{_FILE}: {error}"]) from error
    except KeyError as error:
        raise DataError([f"{_FILE}:1: the list {error} is missing"]) from error
