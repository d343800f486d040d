"""Codes texts in which nothing of the codebook happens: every event printed is a false alarm.

    python benchmarks/negatives.py                print them
    python benchmarks/negatives.py --at-most N    fail where the peaceful texts give more

Reads ``data/peaceful.jsonl`` and, where it lies beside the project, ``../shared/gold/negatives``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import dateline

HERE = Path(__file__).resolve().parent
PEACEFUL = HERE / "data" / "peaceful.jsonl"
NEGATIVES = HERE.parent.parent / "shared" / "gold" / "negatives"


def main() -> int:
    """Code each set and print its events."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--at-most", type=int, metavar="N", help="events allowed in the peaceful texts")
    most = parser.parse_args().at_most
    kit = dateline.Kit.load()
    found = show("peaceful", [PEACEFUL], kit)
    if NEGATIVES.is_dir():
        show("negatives", sorted(NEGATIVES.glob("*.json")), kit)
    else:
        print("negatives: skipped, ../shared/gold/negatives is not here")
    if most is not None and found > most:
        print(f"peaceful: {found} events, at most {most} are allowed")
        return 1
    return 0


def show(name: str, paths: list[Path], kit: dateline.Kit) -> int:
    """Print and return the number of events in a set; each with report, type, trigger, confidence."""
    reports = [r for r in dateline.read(paths) if isinstance(r, dateline.Report)]
    rows = [
        f"  {coded.report.report_id}\t{event.event_type}\t{event.trigger.text}\t{event.confidence:.2f}"
        for coded in dateline.code_many(reports, kit)
        for event in coded.events
    ]
    touched = len({row.split("\t")[0] for row in rows})
    print(f"{name}: {len(rows)} events in {touched} of {len(reports)} reports")
    print("\n".join(rows))
    return len(rows)


if __name__ == "__main__":
    sys.exit(main())
