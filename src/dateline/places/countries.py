"""Countries: their names in the press, demonyms and capitals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import DataError
from dateline.places.fold import fold
from dateline.places.tables import DATA, read_table, split_list

_FILE = Path(__file__).with_name("demonyms.csv")
_COLUMNS = ("code", "name", "demonyms", "capital", "other_names")


@dataclass(frozen=True, slots=True)
class Country:
    """One country (or territory with its own ISO code).

    ``demonyms`` are adjectives and words for its people ("Syrian", "Syrians"), ``other_names`` short names
    and abbreviations ("DRC", "Burma").
    """

    code: str
    name: str
    demonyms: tuple[str, ...]
    capital: str
    other_names: tuple[str, ...]


@cache
def load_countries() -> tuple[Country, ...]:
    """Load the table of countries.

    Returns:
        The countries in the order of the file.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    rows = read_table(_FILE, _COLUMNS)
    faults = [f"{_FILE}:{n}: {fault}" for n, row in rows if (fault := _fault(row))]
    codes = [row["code"] for _, row in rows]
    faults += [
        f"{_FILE}:{n}: code {row['code']} comes twice" for n, row in rows if codes.count(row["code"]) > 1
    ]
    if faults:
        raise DataError(faults)
    return tuple(
        Country(
            code=row["code"],
            name=row["name"],
            demonyms=split_list(row["demonyms"]),
            capital=row["capital"],
            other_names=split_list(row["other_names"]),
        )
        for _, row in rows
    )


@cache
def demonym_codes() -> dict[str, str]:
    """Map each folded demonym, also with a plural s, to its country code ("syrians" to "SY")."""
    codes: dict[str, str] = {}
    for country in load_countries():
        for demonym in map(fold, country.demonyms):
            codes.setdefault(demonym, country.code)
            codes.setdefault(f"{demonym}s", country.code)
    return codes


@cache
def country_names() -> dict[str, str]:
    """Map each folded name of a country to its code ("drc" to "CD")."""
    return {
        fold(name): country.code
        for country in load_countries()
        for name in (country.name, *country.other_names)
    }


@cache
def capital_codes() -> dict[str, str]:
    """Map each folded name of a capital to the code of its country."""
    return {fold(c.capital): c.code for c in load_countries() if c.capital}


@cache
def load_abbreviations() -> dict[str, tuple[str, str]]:
    """Map each short form of a unit, without blanks, to its country and name ("Ill." to US, Illinois).

    Raises:
        DataError: a country of the table does not exist.
    """
    path = DATA / "abbreviations.csv"
    rows = read_table(path, ("short", "country", "unit"))
    codes = {c.code for c in load_countries()}
    faults = [
        f"{path}:{n}: no country has the code {r['country']!r}" for n, r in rows if r["country"] not in codes
    ]
    if faults:
        raise DataError(faults)
    return {row["short"].rstrip("."): (row["country"], row["unit"]) for _, row in rows}


@cache
def load_adjectives() -> dict[str, tuple[str | None, str]]:
    """Map each folded word for a region's people ("sicilian", also "sicilians") to country and place.

    Raises:
        DataError: a country of the table does not exist.
    """
    path = DATA / "adjectives.csv"
    rows = read_table(path, ("word", "country", "place"))
    codes = {"", *(c.code for c in load_countries())}
    faults = [
        f"{path}:{n}: no country has the code {r['country']!r}" for n, r in rows if r["country"] not in codes
    ]
    if faults:
        raise DataError(faults)
    words: dict[str, tuple[str | None, str]] = {}
    for _, row in rows:
        for word in (fold(row["word"]), f"{fold(row['word'])}s"):
            words.setdefault(word, (row["country"] or None, row["place"]))
    return words


def _fault(row: dict[str, str]) -> str | None:
    if len(row["code"]) != 2 or not row["code"].isupper():
        return f"{row['code']!r} is not a two-letter country code"
    if not row["name"]:
        return "a country without a name"
    return None
