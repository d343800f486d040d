"""Measures speed, memory and start-up, as ratios in one run: machines are noisy, ratios less so.

    python benchmarks/speed.py [--reports N]

Texts: the project's own training texts (``training/data/open``), parsed bare by spaCy and coded whole by each
engine, in turn, on one thread. Prints a table; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import dateline
from dateline.language.parse import load_parser

HERE = Path(__file__).resolve().parent
TEXTS = HERE.parent / "training" / "data" / "open"
STARTS = 7


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=120, help="how many texts")
    args = parser.parse_args()
    reports = read_reports(args.reports)
    words = sum(len(r.text.split()) for r in reports)
    print(f"{len(reports)} reports, {words} words, one thread")
    nlp = load_parser()
    bare = timed(lambda: [len(doc) for doc in nlp.pipe((r.text for r in reports), batch_size=16)])
    print(f"bare parsing   {len(reports) / bare:6.1f} reports/s  {words / bare:7.0f} words/s")
    for engine in ("rules", "model", "both"):
        kit = dateline.Kit.load(engine=engine)
        spent = timed(partial(code_all, reports, kit))
        rate = len(reports) / spent
        share = f"{bare / spent:.2f} of bare parsing"
        print(f"engine {engine:7} {rate:6.1f} reports/s  {words / spent:7.0f} words/s  {share}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory         {peak:6.0f} MB at most, the kits of all engines loaded")
    print(f"dateline --help {start_up() * 1000:5.0f} ms, median of {STARTS}")
    return 0


def read_reports(number: int) -> list[dateline.Report]:
    """The first texts of the project's own training set."""
    out = []
    for file in sorted(TEXTS.glob("*.json"))[:number]:
        data = json.loads(file.read_text(encoding="utf-8"))
        out.append(
            dateline.Report(report_id=data["report_id"], published=data["published"], text=data["text"])
        )
    return out


def code_all(reports: list[dateline.Report], kit: dateline.Kit) -> int:
    """Code the reports; the number of events."""
    return sum(len(coded.events) for coded in dateline.code_many(reports, kit))


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of this process: what other processes do counts little."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def start_up() -> float:
    """Seconds that ``dateline --help`` takes."""
    spent = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "dateline", "--help"], check=True, stdout=subprocess.DEVNULL)
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main())
