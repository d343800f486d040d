"""Scores day and province of events against press releases on Afghanistan with one coded event each (isafpr).

Usage: python benchmarks/isaf.py [--every N]

Reads ../shared/benchmarks/isaf/dev.jsonl; says so and stops where it is absent. A release may tell of several
events and the row codes one of them: it counts as right when any event that happened has that first day, and
that province.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import dateline
from dateline.ingest.build import Fields, build_report
from dateline.places.fold import fold, skeleton

DATA = Path(__file__).resolve().parents[2] / "shared/benchmarks/isaf/dev.jsonl"
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def measure(every: int) -> Counter[str]:
    """Count the releases whose day and province are among those of the events found."""
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").split("\n") if line]
    rows = [r for r in rows if ISO.fullmatch(r.get("date") or "") and r["event"]["start_date"]][::every]
    reports = [_report(row) for row in rows]
    count: Counter[str] = Counter()
    for row, coded in zip(rows, dateline.code_many(reports, dateline.Kit.load()), strict=True):
        count.update(rows=1, day=_has_day(row, coded), province=_has_province(row, coded))
    return count


def _report(row: dict[str, Any]) -> dateline.Report:
    """The release as the reader makes it, so that letterhead and dateline are told from the story."""
    fields = Fields(where="isaf", name="isaf", text=row["text"], report_id=row["id"], published=row["date"])
    return build_report(fields, published=None, today=date(2100, 1, 1))


def _has_day(row: dict[str, Any], coded: Any) -> bool:
    return any(str(e.time.start) == row["event"]["start_date"] for e in coded.events if e.time)


def _has_province(row: dict[str, Any], coded: Any) -> bool:
    wanted = {skeleton(fold(name)) for name in row["event"]["province"]}
    named = {skeleton(fold(n)) for e in coded.events for p in e.places for n in (p.admin1, p.name) if n}
    named |= {skeleton(fold(n.split()[0])) for e in coded.events for p in e.places for n in (p.name,) if n}
    return wanted <= named


def main() -> None:
    """Measure and print."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--every", type=int, default=1, help="only each n-th release")
    given = args.parse_args()
    if not DATA.is_file():
        print(f"skipped: {DATA} is not here")
        return
    c = measure(given.every)
    n = max(1, c["rows"])
    print(f"isaf: day {c['day'] / n:.3f}, province {c['province'] / n:.3f} of {c['rows']} releases")


if __name__ == "__main__":
    main()
