"""Measures event coding on the expert codings and holds the floors of ``floors.json``.

    python benchmarks/accuracy.py              print the figures
    python benchmarks/accuracy.py --check      fail where a figure is under its floor
    python benchmarks/accuracy.py --raise      write the figures as new floors; floors only rise

The codings and the scorer lie in ``../shared`` beside the project; without them nothing is measured, and the
script says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import dateline

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
FLOORS = HERE / "floors.json"
# the int8 model answers a little differently on other processors: a few events of 419, one of the 27
TOLERANCE = {"dev": 0.015, "seed": 0.04}
SETS = {"dev": SHARED / "gold" / "dev", "seed": SHARED / "gold" / "seed"}


def main() -> int:
    """Measure, print, and compare or raise."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="fail where a figure is under its floor")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write better figures as floors")
    args = parser.parse_args()
    if not SETS["dev"].is_dir():
        print("skipped: the expert codings (../shared/gold) are not here")
        return 0
    kit = dateline.Kit.load()
    figures = {name: measure(folder, kit) for name, folder in SETS.items()}
    for name, found in figures.items():
        print(f"{name}: {json.dumps(found)}")
    if args.lift:
        FLOORS.write_text(json.dumps(lifted(figures), indent=2) + "\n")
    return report_faults(figures) if args.check else 0


def measure(folder: Path, kit: Any) -> dict[str, float]:
    """Code the reports of a folder and score them."""
    scorer = load_scorer()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for coded in dateline.code_many(gold_reports(folder), kit):
            out.writelines(event.model_dump_json() + "\n" for event in coded.events)
        out.flush()
        result, _ = scorer.score(folder, out.name)
    return flat(result)


def gold_reports(folder: Path) -> list[dateline.Report]:
    """The reports of a gold folder, through the program's own reader."""
    return [r for r in dateline.read(sorted(folder.glob("*.json"))) if isinstance(r, dateline.Report)]


def flat(result: dict[str, Any]) -> dict[str, float]:
    """The figures that have floors: one number each."""
    out: dict[str, float] = {}
    for key in ("event_strict", "event_lenient"):
        out |= {f"{key}_{part}": result[key][part] for part in ("p", "r", "f1")}
    out["record_f1"] = result["record"]["f1"]
    out |= {f"{key}_accuracy": result[key]["accuracy"] or 0.0 for key in ("status", "time")}
    out |= {f"{key}_f1": result[key]["f1"] for key in ("actors", "targets", "places", "sources", "effects")}
    return out


def lifted(figures: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """The floors after this measurement: each the higher of old and new."""
    old = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    return {
        name: {k: max(v, old.get(name, {}).get(k, 0.0)) for k, v in found.items()}
        for name, found in figures.items()
    }


def report_faults(figures: dict[str, dict[str, float]]) -> int:
    """Print each figure that is under its floor; 1 where there is one."""
    floors = json.loads(FLOORS.read_text())
    faults = [
        f"{name}: {key} is {figures[name].get(key)}, its floor is {floor}"
        for name, found in floors.items()
        for key, floor in found.items()
        if figures[name].get(key, 0.0) < floor - TOLERANCE[name]
    ]
    print("\n".join(faults) if faults else "every figure holds its floor")
    return 1 if faults else 0


def load_scorer() -> Any:
    """The scorer of the expert codings."""
    spec = importlib.util.spec_from_file_location("score_events", SHARED / "tools" / "score_events.py")
    if spec is None or spec.loader is None:
        raise SystemExit("the scorer ../shared/tools/score_events.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
