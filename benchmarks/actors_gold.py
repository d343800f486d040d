"""Names of parties in the dev reports resolved, against the key labelled by hand (tests/actors/key.csv).

Usage: python benchmarks/actors_gold.py [--errors]

Three measures. *names*: the name alone with the countries of the key. *reports*: with the report's text and
the countries that the coder finds in it; skipped, and said so, where ../shared/gold is absent. *speed*:
loading, and 100,000 look-ups of the names of the key, each in its own context, and of as many made-up ones;
in seconds of the clock and of the processor (other work on the machine makes the first longer).
Right: the expected id, or the expected kind (and country) without an id. Wrong: another id than expected, or
any where none belongs.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dateline.actors.knowledge import Knowledge
from dateline.actors.records import Resolution
from dateline.actors.resolve import resolve
from dateline.actors.stage import report_countries
from dateline.language.parse import load_parser, parse_many
from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path
from dateline.places.recognise import find_places
from dateline.records import Report

ROOT = Path(__file__).resolve().parents[1]
KEY = ROOT / "tests/actors/key.csv"
GOLD = ROOT.parent / "shared/gold"
LOOKUPS = 100_000
Row = dict[str, str]
Context = tuple[str, tuple[str, ...]]


def rows() -> list[Row]:
    lines = KEY.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def judge(row: Row, found: Resolution) -> str:
    wanted = set(filter(None, row["id"].split("|")))
    if found.actor_id:
        return "right" if found.actor_id in wanted else "wrong"
    if row["kind"] == "none":
        return "right"
    same = found.kind == row["kind"] and row["country"] in {"", found.country}
    return "right" if same and not wanted else "missed"


def look_up(row: Row, knowledge: Knowledge, context: Context) -> Resolution:
    text, countries = context
    return resolve(
        row["name"],
        knowledge=knowledge,
        published=date.fromisoformat(row["published"]),
        countries=countries,
        text=text,
    )


def report_contexts(wanted: Iterable[str], knowledge: Knowledge) -> dict[str, Context]:
    reports, ids = [], set(wanted)
    for path in [*GOLD.glob("dev/*.json"), *GOLD.glob("seed/*.json")]:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["report_id"] in ids:
            published = date.fromisoformat(data["published"])
            reports.append(Report(report_id=data["report_id"], published=published, text=data["text"]))
    parsed = parse_many(reports, load_parser())
    index = PlaceIndex.open(default_index_path())
    return {
        p.report.report_id: (p.report.text, report_countries(p, find_places(p, index), knowledge))
        for p in parsed
    }


def show(name: str, key: list[Row], found: list[Resolution], *, errors: bool) -> None:
    parties: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for row, one in zip(key, found, strict=True):
        verdict = judge(row, one)
        (others if row["kind"] == "none" else parties)[verdict] += 1
        if errors and verdict != "right":
            wanted = row["id"] or row["kind"]
            print(f"  {verdict}\t{row['report']}\t{row['name']}\twant {wanted}\tgot {one}")
    total = parties.total()
    right, wrong = parties["right"] / total, parties["wrong"] / total
    print(f"{name}: {total} parties, right {right:.3f}, wrong {wrong:.3f}; ", end="")
    print(f"{others.total()} that are none, {others['wrong']} given an id")


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def since(start: tuple[float, float]) -> str:
    clock, processor = (end - begin for end, begin in zip(now(), start, strict=True))
    return f"{clock:.2f} s, processor {processor:.2f} s"


def speed(key: list[Row]) -> None:
    start = now()
    knowledge = Knowledge.load()
    print(f"loading: {since(start)}")
    contexts = [("", tuple(row["countries"].split("|"))) for row in key]
    start = now()
    for k in range(LOOKUPS):
        row = key[k % len(key)]
        look_up(row, knowledge, contexts[k % len(key)])
    print(f"{LOOKUPS} look-ups of the key: {since(start)}")
    start = now()
    for k in range(LOOKUPS):
        row = {**key[k % len(key)], "name": f"{key[k % len(key)]['name']} no{k}"}
        look_up(row, knowledge, contexts[k % len(key)])
    print(f"{LOOKUPS} look-ups of names that differ: {since(start)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    errors = parser.parse_args().errors
    key = rows()
    speed(key)
    knowledge = Knowledge.load()
    alone = [look_up(row, knowledge, ("", tuple(row["countries"].split("|")))) for row in key]
    show("names", key, alone, errors=errors)
    if not GOLD.exists():
        print(f"{GOLD} is absent; reports are not measured")
        return
    contexts = report_contexts((row["report"] for row in key), knowledge)
    show("reports", key, [look_up(r, knowledge, contexts[r["report"]]) for r in key], errors=errors)


if __name__ == "__main__":
    main()
