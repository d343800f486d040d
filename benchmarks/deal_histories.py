"""Deals of our own coding put together over reports: pairs of records that are one deal.

    python benchmarks/deal_histories.py            print the figures and every wrong pair
    python benchmarks/deal_histories.py --check    fail where a figure is under its floor

The reports are d01-d09 and the stories of gold/incidents; which records are one deal was read by hand
(``data/deal_histories.toml``). The points of histories were set by hand before and are not learned.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import dateline
from dateline.records import Agreement, Coded
from dateline.store import Store
from dateline.store.histories import deal_histories
from dateline.store.incident_build import build
from incident_gold import GOLD, Counts, deraa, stories

FILE = Path(__file__).resolve().parent / "data/deal_histories.toml"
FLOORS = {"precision": 0.37, "recall": 0.70}


def main() -> int:
    """Code, save, put together, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if not GOLD.is_dir():
        print("skipped: the expert codings (../shared/gold) are not here")
        return 0
    kit = dateline.Kit.load()
    reports = [report for story in (deraa(), *stories()) for report in story.reports]
    coded = list(dateline.code_many(reports, kit))
    home, uncounted = homes([deal for one in coded for deal in one.agreements])
    found = _pairs([[deal for deal in group if deal in home] for group in grouped(coded)])
    true = _pairs([[d for d in home if home[d] == name] for name in set(home.values())])
    counts = Counts(len(found & true), len(found), len(true))
    print(f"{len(home)} records of {len(set(home.values()))} deals, {len(uncounted)} not counted: {counts}")
    names = {d.id: f"{d.report_id} {d.name}" for one in coded for d in one.agreements}
    for word, pairs in (("missed", true - found), ("wrong", found - true)):
        for pair in sorted(tuple(sorted(names[d] for d in pair)) for pair in pairs):
            print(f"{word}: {' | '.join(pair)}")
    short = [name for name, floor in FLOORS.items() if getattr(counts, name) < floor]
    return 1 if check and short else 0


def homes(deals: Sequence[Agreement]) -> tuple[dict[str, int], list[str]]:
    """Which deal of the truth each record is of, by its id; and the records that the truth does not have."""
    truth = tomllib.loads(FILE.read_text(encoding="utf-8"))
    home: dict[str, int] = {}
    for number, group in enumerate(truth["deal"]):
        for record in group["records"]:
            report, _, words = record.partition(" ")
            # of two records of one report the one whose own name it is
            for deal in sorted(_matching(deals, report, words), key=lambda d: d.name != words)[:1]:
                home[deal.id] = number
    return home, [deal.name for deal in deals if deal.id not in home]


def _matching(deals: Iterable[Agreement], report: str, words: str) -> Iterator[Agreement]:
    for deal in deals:
        if deal.report_id.startswith(report) and words in {deal.name, *(e.text for e in deal.evidence)}:
            yield deal


def grouped(coded: Sequence[Coded]) -> list[tuple[str, ...]]:
    """The deals that stand in one history, as a database has them after its incidents are built."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(str(Path(folder) / "deals.db"))
        for one in coded:
            store.save(one, coder_key="benchmark")
        build(store)
        found = [history.agreements for history in deal_histories(store)]
        store.close()
    return found


def _pairs(groups: Iterable[Sequence[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


if __name__ == "__main__":
    sys.exit(main())
