"""Places that the packages lack: our own tables, one a region, and the tables of users.

Coordinates are general knowledge and say so: ``accuracy_km`` is how far off a point may be, or how far an
area reaches around its middle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

from dateline.errors import DataError
from dateline.places.sources import Entry, Precision
from dateline.places.tables import DATA, read_table, split_list

FOLDER = DATA / "supplement"
REGION_IDS = DATA / "region_ids.csv"
COLUMNS = (
    "name",
    "aliases",
    "lat",
    "lon",
    "country",
    "admin1",
    "kind",
    "precision",
    "accuracy_km",
    "source",
)
PRECISIONS = ("exact", "near", "admin2", "admin1", "country", "larger")


@dataclass(frozen=True, slots=True)
class Row:
    """One place of a table, with where it stands: ``path`` and ``line``."""

    path: Path
    line: int
    entry: Entry
    accuracy_km: float | None
    source: str

    @property
    def where(self) -> str:
        """File and line, as faults name them."""
        return f"{self.path}:{self.line}"


def load_supplement(countries: Collection[str] | None = None) -> tuple[Entry, ...]:
    """Load our own places.

    Args:
        countries: only these country codes; ``None`` for all. Places of no one country always come.

    Raises:
        DataError: rows that are wrong, all of them.
    """
    ids = load_region_ids()
    return wanted((_with_id(row.entry, ids) for row in read_rows(files())), countries)


@cache
def load_region_ids() -> Mapping[str, int]:
    """Map the name of each sea or region of no one country that GeoNames has to its id there.

    Raises:
        DataError: ids that are no numbers.
    """
    rows = read_table(REGION_IDS, ("name", "geonames_id"))
    faults = [
        f"{REGION_IDS}:{n}: {r['geonames_id']!r} is no id" for n, r in rows if not r["geonames_id"].isdigit()
    ]
    if faults:
        raise DataError(faults)
    return MappingProxyType({row["name"]: int(row["geonames_id"]) for _, row in rows})


def _with_id(entry: Entry, ids: Mapping[str, int]) -> Entry:
    return entry._replace(geonames_id=ids.get(entry.name)) if entry.country is None else entry


def wanted(entries: Iterable[Entry], countries: Collection[str] | None) -> tuple[Entry, ...]:
    """Keep the places of some countries and those of no one country."""
    return tuple(e for e in entries if countries is None or e.country is None or e.country in countries)


def files() -> tuple[Path, ...]:
    """List our own tables."""
    return tuple(sorted(FOLDER.glob("*.csv")))


def fingerprint(paths: Iterable[Path]) -> str:
    """Make a short fingerprint of some files, so that an index can say what it was built from."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


def read_rows(paths: Iterable[Path]) -> tuple[Row, ...]:
    """Read tables of places.

    Args:
        paths: CSV files with the columns ``COLUMNS``.

    Returns:
        Their rows.

    Raises:
        DataError: rows that are wrong, all of all files.
    """
    faults: list[str] = []
    rows: list[Row] = []
    for path in paths:
        try:
            rows += _rows(path, faults)
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return tuple(rows)


def _rows(path: Path, faults: list[str]) -> Iterator[Row]:
    for line, row in read_table(path, COLUMNS):
        fault = _fault(row)
        if fault:
            faults.append(f"{path}:{line}: {fault}")
        else:
            off = float(row["accuracy_km"]) if row["accuracy_km"] else None
            yield Row(path, line, _entry(row), off, row["source"])


def _fault(row: dict[str, str]) -> str | None:
    if not row["name"]:
        return "a place without a name"
    if not row["kind"] or not row["source"]:
        return "a place without a kind or a source"
    if row["precision"] not in PRECISIONS:
        return f"precision {row['precision']!r} is none of {', '.join(PRECISIONS)}"
    if bool(row["lat"]) != bool(row["lon"]):
        return "one coordinate without the other"
    if bool(row["lat"]) != bool(row["accuracy_km"]):
        return "coordinates come with accuracy_km, and only they"
    try:
        lat, lon, off = (float(row[key] or 0) for key in ("lat", "lon", "accuracy_km"))
    except ValueError:
        return f"{row['lat']!r}, {row['lon']!r}, {row['accuracy_km']!r} are not numbers"
    if off < 0:
        return "accuracy_km is under zero"
    return None if abs(lat) <= 90 and abs(lon) <= 180 else "coordinates are off the globe"


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        name=row["name"],
        names=(row["name"], *split_list(row["aliases"])),
        kind=row["kind"],
        precision=cast("Precision", row["precision"]),
        country=row["country"] or None,
        admin1=row["admin1"] or None,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
    )
