"""The words around the names of parties: nouns, titles, peoples, and what general words mean where."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateline.actors.fields import read_days
from dateline.actors.kinds import DATA, load_kinds
from dateline.actors.load import load
from dateline.actors.sources import wrong_source
from dateline.actors.states import BODY_COLUMNS, load_states
from dateline.errors import DataError
from dateline.places.fold import fold
from dateline.places.tables import read_table

_NOUN_COLUMNS = ("noun", "body", "kind", "alone", "who")
_CONTEXT_COLUMNS = ("class", "country", "actor", "start", "end", "source")
_LISTS = ("leading", "titles", "cuts", "loyal", "backing", "not_body", "powers", "peoples", "common", "small")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that ends the name of a party.

    ``body`` is the body of a state that it names, ``kind`` the described kind; ``alone`` says that it may
    stand for the body of the report's country, ``group`` that it names members of a group named before it.
    """

    noun: str
    body: str | None
    kind: str | None
    alone: bool
    group: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """An actor that a class of general words means in a country between two days."""

    actor: str
    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Words:
    """All word lists, folded; ``classes`` gives the class of a word, ``context`` whom it means where.

    ``longest`` is the number of words of the longest noun or word of a class.
    """

    nouns: dict[str, Noun]
    lists: dict[str, frozenset[str]]
    loyal: tuple[str, ...]
    classes: dict[str, str]
    context: dict[tuple[str, str], tuple[Meant, ...]]
    longest: int


@cache
def load_words() -> Words:
    """Load the words.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    faults: list[str] = []
    with (DATA / "words.toml").open("rb") as file:
        data = tomllib.load(file)
    faults += [f"words.toml: the list {name} is missing" for name in [*_LISTS, "classes"] if name not in data]
    if faults:
        raise DataError(faults)
    classes = {fold(word): name for name, words in data["classes"].items() for word in words}
    nouns = _nouns(faults)
    context = _context(set(data["classes"]), faults)
    if faults:
        raise DataError(faults)
    lists = {name: frozenset(map(fold, data[name])) for name in _LISTS}
    lists["powers"] = frozenset(data["powers"])
    longest = max(len(key.split()) for key in (*nouns, *classes))
    return Words(nouns, lists, tuple(data["loyal"]), classes, context, longest)


def _nouns(faults: list[str]) -> dict[str, Noun]:
    bodies = {row["body"] for _, row in read_table(DATA / "bodies.csv", BODY_COLUMNS)}
    nouns: dict[str, Noun] = {}
    for n, row in read_table(DATA / "nouns.csv", _NOUN_COLUMNS):
        where = f"nouns.csv:{n}"
        key = fold(row["noun"])
        if key in nouns:
            faults.append(f"{where}: {row['noun']!r} comes twice")
        if row["body"] and row["body"] not in bodies:
            faults.append(f"{where}: {row['body']!r} is no body of bodies.csv")
        if row["kind"] and not (row["kind"] in load_kinds() and load_kinds()[row["kind"]].described):
            faults.append(f"{where}: {row['kind']!r} is no described kind of kinds.csv")
        nouns[key] = Noun(
            key, row["body"] or None, row["kind"] or None, row["alone"] == "yes", row["who"] == "group"
        )
    return nouns


def _context(classes: set[str], faults: list[str]) -> dict[tuple[str, str], tuple[Meant, ...]]:
    found: dict[tuple[str, str], list[Meant]] = {}
    known = {actor.id for actor in load()[0]}
    for n, row in read_table(DATA / "context.csv", _CONTEXT_COLUMNS):
        wrong = wrong_source(row)
        if row["class"] not in classes:
            wrong.append(f"{row['class']!r} is no class of words.toml")
        if row["actor"] not in known:
            wrong.append(f"{row['actor']!r} is no actor")
        if row["country"] not in load_states():
            wrong.append(f"{row['country']!r} is not a country code")
        meant = Meant(row["actor"], *read_days(row, wrong))
        faults += [f"context.csv:{n}: {fault}" for fault in wrong]
        found.setdefault((row["class"], row["country"]), []).append(meant)
    return {key: tuple(rows) for key, rows in found.items()}
