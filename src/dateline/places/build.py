"""Build the place index: one SQLite file that holds every place, its names and the keys to find them by."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dateline.places.fold import bare, fold, is_latin, skeleton
from dateline.places.geonames import Dump, open_dump, read_alternates, read_dump
from dateline.places.sources import (
    Entry,
    read_continents,
    read_countries,
    read_links,
    read_places,
    read_units,
    source_versions,
    unit_entry,
)
from dateline.places.supplement import REGION_IDS, files, fingerprint, load_supplement, read_rows, wanted
from dateline.places.tables import DATA

SCHEMA = 2
_BATCH = 5_000
# places and units of the whole world in the pinned packages: only for the progress shown
_WORLD = 286_000

_TABLES = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, precision TEXT NOT NULL, country TEXT,
    admin1 TEXT, admin2 TEXT, geonames_id INTEGER, lat REAL, lon REAL, centre INTEGER NOT NULL,
    population INTEGER NOT NULL);
CREATE TABLE name (key TEXT, place INTEGER, article INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE spelling (country TEXT, skeleton TEXT, key TEXT, place INTEGER,
    PRIMARY KEY (country, skeleton, key, place)) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


Row = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """What an index is built from: the countries wanted, the user's own table, a dump of GeoNames."""

    countries: Collection[str] | None
    own: Path | None
    dump: Dump | None


def build_index(
    path: Path,
    *,
    countries: Collection[str] | None = None,
    own: Path | None = None,
    geonames: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Build the place index; the file appears whole or not at all.

    Args:
        path: where the SQLite file goes; its folder is made, an index that is there is replaced.
        countries: codes of the countries wanted; ``None`` for the world. Continents always come.
        own: the user's own table of places, taken in beside ours where it exists.
        geonames: folder with unpacked dump files of GeoNames, read in place of the installed packages.
        progress: called with places written and places expected.

    Raises:
        DataError: the supplement, the user's table, the table of countries or the dump is wrong.
    """
    dump = open_dump(geonames, countries) if geonames else None
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            sources = Sources(countries, own if own and own.is_file() else None, dump)
            _fill(db, sources, progress)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _fill(db: sqlite3.Connection, sources: Sources, progress: Callable[[int, int], None] | None) -> None:
    # the file is thrown away on any failure, so that no journal is needed
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;")
    db.executescript(_TABLES)
    db.execute("BEGIN")
    written, batch = 0, []
    for number, entry in enumerate(_entries(sources), 1):
        batch.append((number, entry))
        if len(batch) == _BATCH:
            _write(db, batch)
            written, batch = number, []
            if progress:
                progress(min(written, _WORLD), _WORLD)
    _write(db, batch)
    if sources.dump:
        _write_alternates(db, sources.dump)
    _write_meta(db, sources)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    if progress:
        progress(_WORLD, _WORLD)


def _entries(sources: Sources) -> Iterator[Entry]:
    countries = sources.countries
    yield from read_continents()
    yield from read_countries(countries)
    yield from load_supplement(countries)
    if sources.own:
        yield from wanted((row.entry for row in read_rows([sources.own])), countries)
    if sources.dump:
        yield from read_dump(sources.dump, countries)
    else:
        yield from _packaged(countries)


def _packaged(countries: Collection[str] | None) -> Iterator[Entry]:
    """Read the places and units of the installed packages; units get the middle of their places."""
    units = read_units()
    weights: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    for place, inside in read_places(units, read_links(), countries):
        if place.lat is not None and place.lon is not None:
            for number in inside:
                weights[number].append((place.population, place.lat, place.lon))
        yield place
    for number, unit in units.items():
        if unit.level <= 2 and (countries is None or unit.country in countries):
            yield unit_entry(unit, units, weights[number])


def _write(db: sqlite3.Connection, batch: list[tuple[int, Entry]]) -> None:
    places: list[Row] = []
    names: list[Row] = []
    spellings: list[Row] = []
    for number, entry in batch:
        places.append(
            (
                number,
                entry.name,
                entry.kind,
                entry.precision,
                entry.country,
                entry.admin1,
                entry.admin2,
                entry.geonames_id,
                entry.lat,
                entry.lon,
                entry.centre,
                entry.population,
            )
        )
        own_names, own_spellings = _keys(number, entry.names, entry.country)
        names += own_names
        spellings += own_spellings
    db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    _write_names(db, names, spellings)


def _keys(number: int, names: Iterable[str], country: str | None) -> tuple[list[Row], list[Row]]:
    """Make the rows of both key tables for the names of a place."""
    keyed: list[Row] = []
    spelt: list[Row] = []
    for key in {fold(name) for name in names} - {""}:
        keyed.append((key, number, 0))
        short = bare(key)
        if short != key:
            keyed.append((short, number, 1))
        if country and is_latin(key) and len(key) > 3:
            spelt.append((country, skeleton(key), key, number))
    return keyed, spelt


def _write_names(db: sqlite3.Connection, names: list[Row], spellings: list[Row]) -> None:
    db.executemany(
        "INSERT INTO name VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET article = min(article, excluded.article)",
        names,
    )
    db.executemany("INSERT INTO spelling VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", spellings)


def _write_alternates(db: sqlite3.Connection, dump: Dump) -> None:
    """Add the alternate names of a dump to the places that are in."""
    db.execute("CREATE INDEX by_geonames ON place (geonames_id)")
    for geonames_id, name in read_alternates(dump):
        found = db.execute("SELECT id, country FROM place WHERE geonames_id = ?", (geonames_id,))
        for number, country in found.fetchall():
            _write_names(db, *_keys(number, (name,), country))
    db.execute("DROP INDEX by_geonames")


def _write_meta(db: sqlite3.Connection, sources: Sources) -> None:
    counts = {
        f"count_{table}": str(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
        for table in ("place", "name", "spelling")
    }
    tables = {"supplement": fingerprint([*files(), REGION_IDS, DATA.parent / "demonyms.csv"])}
    if sources.own:
        tables["own"] = fingerprint([sources.own])
    if sources.dump:
        changed = datetime.fromtimestamp(max(p.stat().st_mtime for p in sources.dump.places), UTC)
        tables["geonames"] = f"{changed:%Y-%m-%d}"
    rows = {"schema": str(SCHEMA), **source_versions(), **tables, **counts}
    db.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())
