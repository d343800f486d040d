"""Measures coding on the training reports that the tagger was not trained on.

    python training/kept_out.py

For weights that have not seen these reports either, run ``fit_fillers.py``, ``fit_places.py``,
``fit_times.py`` and ``fit_same.py`` with ``--without-held`` before, and without it afterwards: each rewrites
the shipped weights.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import dateline
from gold import ROOT, gold_files, held_ids

sys.path.insert(0, str(ROOT / "benchmarks"))

from accuracy import measure


def main() -> int:
    """Measure and print."""
    ids = held_ids()
    held = [data for data in gold_files() if str(data["report_id"]) in ids]
    with tempfile.TemporaryDirectory() as folder:
        for data in held:
            path = Path(folder) / f"{data['report_id']}.json"
            path.write_text(json.dumps(data), encoding="utf-8")
        print(f"{len(held)} reports kept out:", json.dumps(measure(Path(folder), dateline.Kit.load())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
