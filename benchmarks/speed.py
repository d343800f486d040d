"""Measures speed, memory and start-up, as ratios in one run: machines are noisy, ratios less so.

    python benchmarks/speed.py [--reports N]

Texts: the project's own training texts (``training/data/open``), parsed bare by spaCy and coded whole by each
engine, batch by batch in turn, on one thread. Prints a table; nothing is asserted.
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

from spacy.language import Language

import dateline
from dateline.language.parse import load_parser

HERE = Path(__file__).resolve().parent
TEXTS = HERE.parent / "training" / "data" / "open"
STARTS = 7
BATCH = 16  # reports; as many as the pipeline parses at a time
ENGINES = ("rules", "model", "both")


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
    kits = {engine: dateline.Kit.load(engine=engine) for engine in ENGINES}
    spent = in_turn(reports, kits)
    bare = spent["bare"]
    for name, seconds in spent.items():
        rates = f"{len(reports) / seconds:6.1f} reports/s  {words / seconds:7.0f} words/s"
        print(f"{name:14} {rates}  {bare / seconds:.2f} of bare parsing")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory         {peak:6.0f} MB at most, the kits of all engines loaded")
    print(f"dateline --help {start_up() * 1000:5.0f} ms, median of {STARTS}")
    return 0


def in_turn(reports: list[dateline.Report], kits: dict[str, dateline.Kit]) -> dict[str, float]:
    """CPU seconds of bare parsing and of each engine.

    Each batch of reports goes through all of them before the next one does: a machine that slows down for a
    while slows them alike.
    """
    nlp = load_parser()
    spent = dict.fromkeys(("bare", *kits), 0.0)
    for first in range(0, len(reports), BATCH):
        batch = reports[first : first + BATCH]
        spent["bare"] += timed(partial(parse_all, batch, nlp))
        for engine, kit in kits.items():
            spent[engine] += timed(partial(code_all, batch, kit))
    return spent


def read_reports(number: int) -> list[dateline.Report]:
    """The first texts of the project's own training set."""
    out = []
    for file in sorted(TEXTS.glob("*.json"))[:number]:
        data = json.loads(file.read_text(encoding="utf-8"))
        out.append(
            dateline.Report(report_id=data["report_id"], published=data["published"], text=data["text"])
        )
    return out


def parse_all(reports: list[dateline.Report], nlp: Language) -> int:
    """Parse the reports and do nothing with them; the number of words."""
    return sum(len(doc) for doc in nlp.pipe((r.text for r in reports), batch_size=BATCH))


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
