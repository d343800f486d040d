"""Makes the map's picture of the countries, from the outlines of first-level units that the package carries.

    python scripts/basemap.py

An edge between two units of one country is left out; what is left is joined to rings and thinned (Douglas and
Peucker). Written to ``src/dateline/web/static/base/world.json``: GeoJSON, a feature a country with its ISO
code and name, and a point a country for its name.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.export.countries import load_codes
from dateline.places.outlines import FILE, Point, _arcs

TARGET = Path(__file__).parent.parent / "src" / "dateline" / "web" / "static" / "base" / "world.json"
TOLERANCE = 0.03  # degrees, some 3 km: a pixel at the scale of a country
SMALLEST = 0.004  # square degrees: smaller islands go, but for the largest part of each country


def main() -> None:
    topology = json.loads(FILE.read_text(encoding="utf-8"))
    arcs = _arcs(topology)
    thin = [thinned(arc) for arc in arcs]
    uses: dict[str, Counter[int]] = defaultdict(Counter)
    for geometry in topology["objects"]["admin1"]["geometries"]:
        for number in numbers(geometry):
            uses[geometry["properties"]["country"] or ""][number] += 1
    features = [one for code, used in sorted(uses.items()) for one in country(code, used, thin)]
    TARGET.parent.mkdir(exist_ok=True)
    whole = {"type": "FeatureCollection", "features": features}
    TARGET.write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.2f} MB, {len(uses)} countries")


def numbers(geometry: dict[str, Any]) -> Iterable[int]:
    """The arcs of a unit, each with its direction."""
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return (number for part in parts for ring in part for number in ring)


def country(code: str, used: Counter[int], arcs: Sequence[list[Point]]) -> list[dict[str, Any]]:
    """Make the features of one country from the arcs that no two of its units share."""
    edges = [number for number in used if ~number not in used]
    rings = [ring for ring in joined(edges, arcs) if len(ring) > 3]
    rings.sort(key=lambda ring: -abs(area(ring)))
    kept = [ring for n, ring in enumerate(rings) if n == 0 or abs(area(ring)) >= SMALLEST]
    if not kept:
        return []
    known = load_codes().get(code)
    properties = {"country": code, "name": known.name if known else ""}
    # lakes and enclaves are drawn by what lies in them, so that every ring is a part of its own
    shape = {"type": "MultiPolygon", "coordinates": [[[rounded(p) for p in ring]] for ring in kept]}
    point = {"type": "Point", "coordinates": rounded(middle(kept[0]))}
    size = round(abs(area(kept[0])), 1)
    return [
        {"type": "Feature", "geometry": shape, "properties": properties | {"box": box(kept)}},
        {"type": "Feature", "geometry": point, "properties": properties | {"size": size}},
    ]


def joined(edges: Iterable[int], arcs: Sequence[list[Point]]) -> Iterable[list[Point]]:
    """Join arcs end to start to closed rings."""
    lines = {number: arcs[number] if number >= 0 else arcs[~number][::-1] for number in edges}
    starting: dict[Point, list[int]] = defaultdict(list)
    for number, line in lines.items():
        starting[line[0]].append(number)
    left = set(lines)
    while left:
        number = left.pop()
        starting[lines[number][0]].remove(number)
        ring = list(lines[number])
        while ring[-1] != ring[0] and starting[ring[-1]]:
            number = starting[ring[-1]].pop()
            left.discard(number)
            ring += lines[number][1:]
        if ring[-1] == ring[0]:
            yield ring


def thinned(line: list[Point]) -> list[Point]:
    """Leave out points that lie within the tolerance of the line without them."""
    if len(line) < 3:
        return line
    if line[0] == line[-1]:
        half = len(line) // 2
        return thinned(line[: half + 1])[:-1] + thinned(line[half:])
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = math.hypot(x2 - x1, y2 - y1) or 1e-12
    off = [abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length for x, y in line[1:-1]]
    far = max(range(len(off)), key=off.__getitem__)
    if off[far] <= TOLERANCE:
        return [line[0], line[-1]]
    return thinned(line[: far + 2])[:-1] + thinned(line[far + 1 :])


def area(ring: Sequence[Point]) -> float:
    """The signed area in square degrees."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def middle(ring: Sequence[Point]) -> Point:
    """The centre of mass of a ring."""
    whole = area(ring) * 6 or 1e-12
    pairs = list(pairwise(ring))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / whole
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / whole
    return x, y


def box(rings: Sequence[Sequence[Point]]) -> list[float]:
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return [round(v, 2) for v in (min(xs), min(ys), max(xs), max(ys))]


def rounded(point: Point) -> list[float]:
    return [round(point[0], 2), round(point[1], 2)]


if __name__ == "__main__":
    main()
