"""Builds the place index from dump files of GeoNames that the user has (https://www.geonames.org, CC BY 4.0).

The files are those of https://download.geonames.org/export/dump/, unpacked in one folder:
``allCountries.txt`` or files of countries (``SY.txt``), ``admin1CodesASCII.txt``, ``admin2Codes.txt`` and,
if there, ``alternateNamesV2.txt``. Everything is read line by line, so that memory does not grow with the
dump. The countries themselves are those of the package: a country is not a point.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from dateline.errors import DataError
from dateline.places.countries import load_countries
from dateline.places.sources import Entry, Precision
from dateline.places.tables import DATA, read_table

_COLUMNS = 19
_ALL = "allCountries.txt"
# languages of alternate names that are no names: links, postcodes, codes of airports and the like
_CODES = frozenset(("link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon", "piny"))


@dataclass(frozen=True, slots=True)
class Dump:
    """Which files of a folder are there: of places, and the tables of names beside them."""

    folder: Path
    places: tuple[Path, ...]
    alternates: Path | None


def open_dump(folder: Path, countries: Collection[str] | None = None) -> Dump:
    """See which files of a dump a folder holds.

    Args:
        folder: where the unpacked files are.
        countries: codes of the countries wanted; ``None`` for all that are there.

    Raises:
        DataError: files that are needed are missing; all are named.
    """
    everything = folder / _ALL
    own = sorted(p for p in folder.glob("??.txt") if p.stem.isupper())
    if countries is not None and not everything.is_file():
        own = [folder / f"{code}.txt" for code in sorted(countries)]
    places = (everything,) if everything.is_file() else tuple(own)
    needed = [*places, folder / "admin1CodesASCII.txt", folder / "admin2Codes.txt"]
    faults = [f"{path}:0: this file of the dump is missing" for path in needed if not path.is_file()]
    if not places:
        faults.append(f"{folder}:0: neither {_ALL} nor a file of a country such as SY.txt is here")
    if faults:
        raise DataError(faults)
    alternates = folder / "alternateNamesV2.txt"
    return Dump(folder, places, alternates if alternates.is_file() else None)


def read_dump(dump: Dump, countries: Collection[str] | None = None) -> Iterator[Entry]:
    """Read the places and units of a dump, one after the other.

    Args:
        dump: the files.
        countries: codes of the countries wanted; ``None`` for all.

    Yields:
        Those whose feature code is listed in ``data/features.csv``.

    Raises:
        DataError: a line is not of the dump's form; the first such one is named.
    """
    first = _unit_names(dump.folder / "admin1CodesASCII.txt")
    second = _unit_names(dump.folder / "admin2Codes.txt")
    kinds = load_features()
    for path in dump.places:
        for line, row in _rows(path, _COLUMNS):
            if countries is not None and row[8] not in countries:
                continue
            kind = kinds.get(f"{row[6]}.{row[7]}") or kinds.get(f"{row[6]}.*")
            if kind is not None:
                try:
                    yield _entry(row, kind, first, second)
                except ValueError as error:
                    raise DataError([f"{path}:{line}: {error}"]) from error


def read_alternates(dump: Dump) -> Iterator[tuple[int, str]]:
    """Read the alternate names: GeoNames id and name; codes and links are left out."""
    if dump.alternates is None:
        return
    for line, row in _rows(dump.alternates, 4):
        if row[2] not in _CODES:
            try:
                yield int(row[1]), row[3]
            except ValueError as error:
                raise DataError([f"{dump.alternates}:{line}: {error}"]) from error


def load_features() -> dict[str, tuple[str, str]]:
    """Load which GeoNames features are taken, and as what: "P.PPL" to kind and precision.

    Raises:
        DataError: the table is wrong.
    """
    rows = read_table(DATA / "features.csv", ("feature", "kind", "precision"))
    return {row["feature"]: (row["kind"], row["precision"]) for _, row in rows}


def _entry(row: list[str], kind: tuple[str, str], first: dict[str, str], second: dict[str, str]) -> Entry:
    country, names = row[8], (row[1], row[2], *(n for n in row[3].split(",") if n))
    capital = kind[0] == "place" and row[7] == "PPLC" and _capitals().get(country) in names
    name, precision = row[1], cast("Precision", kind[1])
    return Entry(
        name=name,
        names=names,
        kind="capital" if capital else kind[0],
        precision=precision,
        country=country or None,
        admin1=name if kind[0] == "admin1" else first.get(f"{country}.{row[10]}"),
        admin2=name if kind[0] == "admin2" else second.get(f"{country}.{row[10]}.{row[11]}"),
        geonames_id=int(row[0]),
        lat=float(row[4]),
        lon=float(row[5]),
        population=int(row[14] or 0),
    )


@cache
def _capitals() -> dict[str, str]:
    return {c.code: c.capital for c in load_countries()}


def _unit_names(path: Path) -> dict[str, str]:
    return {row[0]: row[1] for _, row in _rows(path, 4)}


def _rows(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Split the lines of a dump file; comments begin with ``#``. Quotes mean nothing in these files."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith("#"):
                continue
            row = line.rstrip("\r\n").split("\t")
            if len(row) < columns:
                raise DataError([f"{path}:{number}: {len(row)} columns where {columns} belong"])
            yield number, row
