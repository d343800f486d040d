"""Outlines of first-level units: to draw them, and to say in which one a point lies.

The outlines are those of Natural Earth (public domain), simplified by ``scripts/outlines.py``. Some of
them are older than the divisions of GeoNames: a unit that the place index does not know by that outline has
``admin1`` ``None``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.errors import DataError
from dateline.places.tables import DATA

FILE = DATA / "admin1.topo.json"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """One unit: ``polygons`` are its parts, each a list of closed rings (longitude, latitude), outer first.

    ``box`` is west, south, east, north in degrees.
    """

    country: str | None
    name: str | None
    admin1: str | None
    polygons: tuple[tuple[tuple[Point, ...], ...], ...]
    box: tuple[float, float, float, float]


@lru_cache(maxsize=1)
def load_outlines() -> tuple[Outline, ...]:
    """Read the outlines of all units, some 4,600; takes about a quarter of a second, once.

    Raises:
        DataError: the file is not the TopoJSON that the script writes.
    """
    return read_outlines(FILE)


def read_outlines(path: Path) -> tuple[Outline, ...]:
    """Read a TopoJSON file with a layer ``admin1`` (https://github.com/topojson/topojson-specification).

    Raises:
        DataError: the file is not such a one.
    """
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
        arcs = _arcs(topology)
        return tuple(_outline(g, arcs) for g in topology["objects"]["admin1"]["geometries"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise DataError([f"{path}:1: not TopoJSON with a layer admin1: {error!r}"]) from error


def unit_at(lat: float, lon: float) -> Outline | None:
    """Say in which unit a point lies.

    Args:
        lat: latitude in degrees.
        lon: longitude in degrees.

    Returns:
        The unit, or ``None`` at sea and where the simplified outlines leave a gap.
    """
    for outline in load_outlines():
        west, south, east, north = outline.box
        if west <= lon <= east and south <= lat <= north and _covers(outline, lat, lon):
            return outline
    return None


def feature_collection(countries: Collection[str]) -> dict[str, Any]:
    """Make GeoJSON (RFC 7946) of the units of some countries, for drawing.

    Args:
        countries: ISO codes.

    Returns:
        A feature collection; the properties are ``country``, ``name`` and ``admin1``.
    """
    features = [_feature(outline) for outline in load_outlines() if outline.country in countries]
    return {"type": "FeatureCollection", "features": features}


def _feature(outline: Outline) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[[list(p) for p in ring] for ring in part] for part in outline.polygons],
        },
        "properties": {"country": outline.country, "name": outline.name, "admin1": outline.admin1},
    }


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo the steps of the arcs: each position is told by its distance from the one before."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((round(x * kx + dx, 4), round(y * ky + dy, 4)))
        decoded.append(line)
    return decoded


def _outline(geometry: dict[str, Any], arcs: Sequence[list[Point]]) -> Outline:
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    polygons = tuple(tuple(tuple(_ring(ring, arcs)) for ring in part) for part in parts)
    xs = [x for part in polygons for x, _ in part[0]]
    ys = [y for part in polygons for _, y in part[0]]
    known = geometry["properties"]
    box = (min(xs), min(ys), max(xs), max(ys))
    return Outline(known["country"], known["name"], known["admin1"], polygons, box)


def _ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> Iterator[Point]:
    """Join arcs to a closed ring; a number below zero is an arc walked backwards."""
    for k, number in enumerate(numbers):
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        yield from line[1 if k else 0 :]


def _covers(outline: Outline, lat: float, lon: float) -> bool:
    # a point inside a hole is inside two rings
    return any(sum(_inside(ring, lat, lon) for ring in part) % 2 for part in outline.polygons)


def _inside(ring: Sequence[Point], lat: float, lon: float) -> bool:
    """Count the edges that a line to the east crosses: an odd number is inside."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
