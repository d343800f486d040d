"""Measures the place index: how long it takes to build, how large it is, how long a look-up takes.

Usage: python benchmarks/place_index.py [--build]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from dateline.places.build import build_index
from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path

NAMES = ("Sanameen", "Deir Ezzor", "Mosull", "Maidugury", "Lysychannsk", "Kramatorks", "Goma", "Baghuz")
COUNTRIES = ("SY", "IQ", "UA", "NG")


def look_up_ms(path: Path) -> float:
    """The median time of a first look-up of a name (nothing kept), in milliseconds."""
    times = []
    for _ in range(20):
        index = PlaceIndex.open(path)
        index.find("Aleppo", countries=COUNTRIES)
        for name in NAMES:
            began = time.perf_counter()
            index.find(name, countries=COUNTRIES)
            times.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", action="store_true", help="build an index in a temporary folder as well")
    path = default_index_path()
    if parser.parse_args().build:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            build_index(Path(folder) / "places.sqlite")
            print(f"built in {time.perf_counter() - began:.0f} s")
    print(f"{path.stat().st_size / 1e6:.0f} MB, a look-up {look_up_ms(path):.3f} ms (median)")


if __name__ == "__main__":
    main()
