"""Where a place lies, as a small drawing of the units around it: no tiles, only our own outlines.

A place whose point is exact is a dot, a less exact one a ring as wide as it may be off; what is known to the
unit or the country alone is that unit or country, without a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import cos, radians
from statistics import median

from dateline.places.outlines import Outline, load_outlines
from dateline.records import Place

WIDTH, HEIGHT = 168, 104
_SPAN = 3.2  # degrees of latitude that a drawing around a point shows
_OFF = {"near": 25.0, "admin2": 30.0}  # km
_KM = 111.2  # a degree of latitude
_WIDEST, _HIGHEST = 190.0, 60.0  # degrees; a country that is larger is drawn in part
_ROUND = 300.0  # degrees; a country that seems wider lies on both sides of 180°
_LEAST = 1.2  # px between two points of a line
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Locator:
    """A drawing of 168 by 104: ``units`` are path data of units, ``meant`` of those that are meant.

    ``x`` and ``y`` are the point, ``None`` where none is drawn; ``ring`` is the radius of what may be off.
    """

    id: str
    name: str
    units: str
    meant: str
    x: float | None
    y: float | None
    ring: float | None
    exact: bool


def locators(places: Iterable[Place]) -> dict[str, Locator]:
    """Draw places, each once, by ``key``; those of which nothing is known are left out."""
    wanted = {key(place): place for place in places if place.country or place.lat is not None}
    drawn = ((name, _draw(f"map-{n}", place)) for n, (name, place) in enumerate(wanted.items()))
    return {name: one for name, one in drawn if one}


def key(place: Place) -> str:
    """Name a place for its drawing: the same for the same point and precision."""
    return f"{place.country}/{place.admin1}/{place.lat}/{place.lon}/{place.precision}"


def _draw(id_: str, place: Place) -> Locator | None:
    wide = place.precision in {"country", "larger"} or place.lat is None or place.lon is None
    mine = _of(place.country)
    box = _around(mine) if wide else _window(place.lat or 0.0, place.lon or 0.0)
    if box is None:
        return None
    # of a whole country the neighbours say nothing more
    near = [] if wide else [one for one in load_outlines() if _meet(one.box, box)]
    meant = [one for one in mine if wide or (place.precision == "admin1" and one.admin1 == place.admin1)]
    project = _projection(box)
    point = None if wide or meant else project(place.lon or 0.0, place.lat or 0.0)
    off = _OFF.get(place.precision or "")
    return Locator(
        id=id_,
        name=place.name,
        units=" ".join(_path(one, box) for one in near if one not in meant),
        meant=" ".join(filter(None, (_path(one, box) for one in meant if _meet(one.box, box)))),
        x=point[0] if point else None,
        y=point[1] if point else None,
        ring=round(off / _KM * HEIGHT / (box[3] - box[1]), 1) if off and point else None,
        exact=place.precision == "exact",
    )


def _window(lat: float, lon: float) -> Box:
    high = _SPAN / 2
    wide = high * WIDTH / HEIGHT / max(cos(radians(lat)), 0.2)
    return lon - wide, lat - high, lon + wide, lat + high


def _around(units: list[Outline]) -> Box | None:
    """Frame a country; of one whose units lie far apart, the middle one of them and those around it."""
    if not units:
        return None
    west, south, east, north = _bounds(units)
    if east - west > _WIDEST or north - south > _HIGHEST:
        lon = median((one.box[0] + one.box[2]) / 2 for one in units)
        lat = median((one.box[1] + one.box[3]) / 2 for one in units)
        frame = (lon - 15, lat - 10, lon + 15, lat + 10)
        west, south, east, north = _bounds([one for one in units if _meet(one.box, frame)] or units)
    middle = (south + north) / 2
    squeeze = max(cos(radians(middle)), 0.2)
    high = max((north - south) * 1.12, (east - west) * 1.12 * squeeze * HEIGHT / WIDTH, 0.5)
    wide = high * WIDTH / HEIGHT / squeeze
    centre = (west + east) / 2
    return centre - wide / 2, middle - high / 2, centre + wide / 2, middle + high / 2


def _bounds(units: Iterable[Outline]) -> Box:
    west, south, east, north = zip(*(one.box for one in units), strict=True)
    return min(west), min(south), max(east), max(north)


def _of(country: str | None) -> list[Outline]:
    """Return the units of a country; where they lie on both sides of 180°, the western ones count on."""
    mine = [one for one in load_outlines() if one.country == country] if country else []
    if not mine or max(one.box[2] for one in mine) - min(one.box[0] for one in mine) < _ROUND:
        return mine
    return [_turned(one) for one in mine]


def _turned(one: Outline) -> Outline:
    turned = tuple(
        tuple(tuple((lon + 360 if lon < 0 else lon, lat) for lon, lat in ring) for ring in part)
        for part in one.polygons
    )
    every = [lon for part in turned for lon, _ in part[0]]
    return replace(one, polygons=turned, box=(min(every), one.box[1], max(every), one.box[3]))


def _projection(box: Box) -> Callable[[float, float], tuple[float, float]]:
    west, south, east, north = box

    def project(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) / (east - west) * WIDTH, 1), round(
            (north - lat) / (north - south) * HEIGHT, 1
        )

    return project


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _path(outline: Outline, box: Box) -> str:
    return " ".join(line for part in outline.polygons for ring in part for line in _line(ring, box))


def _line(ring: tuple[tuple[float, float], ...], box: Box) -> Iterator[str]:
    """Write a ring as path data; points that a small drawing would not tell apart are left out."""
    project = _projection(box)
    kept: list[tuple[float, float]] = []
    for lon, lat in ring:
        x, y = project(lon, lat)
        # what lies far outside only has to go round the drawing
        point = min(max(x, -WIDTH), 2 * WIDTH), min(max(y, -HEIGHT), 2 * HEIGHT)
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _LEAST:
            kept.append(point)
    if len(kept) > 2:
        yield "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"
