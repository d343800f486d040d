"""Prints all figures on places and times with the bars that they should reach.

    python benchmarks/geotime.py [--every N]

Runs the scripts named below, each of which says so where its data are absent. ``--every`` takes only each
n-th text, for a quick look.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BARS = {
    "geonews.py": "given: TR-News .92, LGL .80, GWN .92; TR-News found .80, precision .88",
    "spellings.py": "found .95",
    "event_location.py": "precision and recall .80",
    "isaf.py": "day .90, province .95",
    "tempeval3.py": "value .85, recognition F1 .88",
    "time_gold.py": "none: the time alone, with the expert's triggers",
    "places_gold.py": "none: the place alone, with the expert's triggers",
    "accuracy.py": "dev: places .75, time .80 (places_f1, time_accuracy)",
    "place_index.py": "a look-up under 0.2 ms, the index under 90 s and 150 MB",
}
MORE = {"place_index.py": ["--build"]}
SAMPLED = ("geonews.py", "isaf.py", "time_gold.py", "places_gold.py")


def main() -> None:
    """Run each script and print its bar before it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, help="only each n-th text")
    args = parser.parse_args()
    for script, bar in BARS.items():
        print(f"\n{script}: bar {bar}", flush=True)
        more = ["--every", str(args.every)] if script in SAMPLED else MORE.get(script, [])
        subprocess.run([sys.executable, str(HERE / script), *more], check=False)


if __name__ == "__main__":
    main()
