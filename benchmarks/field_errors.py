"""Why are the fields of found events wrong? Each error on the expert codings by its cause.

    python benchmarks/field_errors.py                 print the tables
    python benchmarks/field_errors.py --examples N    and N errors of each cause (never publish: dev texts)

Events are paired with the gold's as the scorer pairs them: one family, one sentence, best agreement first.
The codings lie in ``../shared`` beside the project; without them nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dateline
from accuracy import SETS, gold_reports, load_scorer

PARTIES = {"actors": "targets", "targets": "actors", "sources": "actors"}
Coding = dict[str, Any]
Error = tuple[str, str, str]  # field, cause, the event it is about


def main() -> int:
    """Code the reports, sort the errors of each field and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=0)
    args = parser.parse_args()
    if not SETS["dev"].is_dir():
        print("skipped: the expert codings (../shared/gold) are not here")
        return 0
    causes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for field, cause, example in all_errors(SETS["dev"]):
        causes[field, cause].append(example)
    print("| field | error | number |\n| --- | --- | --- |")
    for (field, cause), found in sorted(causes.items(), key=lambda c: (c[0][0], -len(c[1]))):
        print(f"| {field} | {cause} | {len(found)} |")
        for example in found[: args.examples]:
            print("   ", example)
    return 0


def all_errors(folder: Path) -> Iterator[Error]:
    """The errors in the fields of every event that was found."""
    score, kit = load_scorer(), dateline.Kit.load()
    files = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.json"))]
    gold = {str(g["report_id"]): g for g in files}
    for coded in dateline.code_many(gold_reports(folder), kit):
        told = gold[coded.report.report_id]
        ours = [e.model_dump(mode="json") for e in coded.events]
        for wanted, found in pairs(told, ours, score):
            if not wanted.get("optional"):
                where = f"{coded.report.report_id} {wanted['event_type']}: {wanted['trigger']}"
                yield from ((field, cause, where) for field, cause in errors(wanted, found, score))


def pairs(told: Coding, ours: list[Coding], score: Any) -> list[tuple[Coding, Coding]]:
    """Gold events with ours, one to one, best agreement first."""
    cuts = score.sentences(told["text"])
    rated = []
    for i, wanted in enumerate(told["events"]):
        phrases = (wanted["trigger"], *wanted.get("also", ()))
        starts = [(told["text"].find(p), len(p)) for p in phrases]
        here = {k for a, n in starts for k in touched(a, a + n, cuts)}
        for j, found in enumerate(ours):
            there = touched(found["trigger"]["start"], found["trigger"]["end"], cuts)
            families = {score.FAMILY[t] for t in score.readings(wanted, "event_type")}
            if here & there and score.FAMILY.get(found["event_type"]) in families:
                rated.append((agreement(wanted, found, score), i, j))
    out: dict[int, int] = {}
    for _, i, j in sorted(rated, key=lambda r: (-r[0], r[1], r[2])):
        if i not in out and j not in out.values():
            out[i] = j
    return [(told["events"][i], ours[j]) for i, j in out.items()]


def touched(start: int, end: int, cuts: list[tuple[int, int]]) -> set[int]:
    """The numbers of the sentences that a phrase stands in."""
    return {k for k, (a, b) in enumerate(cuts) if start < b and end > a}


def agreement(wanted: Coding, found: Coding, score: Any) -> float:
    """How well two events agree, by the weights of the scorer."""
    total = 2.0 * (found["event_type"] in score.readings(wanted, "event_type"))
    total += 0.5 * (found["status"] in score.readings(wanted, "status"))
    total += 0.4 * sum(score.best_hits(wanted, found, k)[0] > 0 for k in ("actors", "targets", "places"))
    total += 0.3 * any(score.same_time(t, found.get("time")) for t in score.readings(wanted, "time"))
    return total - 0.2 * bool(wanted.get("optional"))


def errors(wanted: Coding, found: Coding, score: Any) -> Iterator[tuple[str, str]]:
    """The field and the cause of each error in one event."""
    if found["status"] not in score.readings(wanted, "status"):
        yield "status", f"{wanted['status']} read as {found['status']}"
    for field in PARTIES:
        right, gold, ours = score.best_hits(wanted, found, field)
        wrong = (gold - right, ours - right)
        for cause, number in party_causes(wanted, found, field, score=score, wrong=wrong):
            yield from [(field, cause)] * number
    yield from (("effects", cause) for cause in effect_causes(wanted, found, score))


def party_causes(
    wanted: Coding, found: Coding, field: str, *, score: Any, wrong: tuple[int, int]
) -> Iterator[tuple[str, int]]:
    """Why parties of one field were missed or are too many; ``wrong`` counts both."""
    (missed, extra), other = wrong, PARTIES[field]
    swapped = min(missed, score.hits(wanted.get(field), found.get(other))[0])
    named = min(missed - swapped, extra)
    yield f"missed: given among the {other}", swapped
    yield "another one in its place", named
    if missed > swapped + named:
        some = "fewer than the experts name" if found.get(field) else "none is given"
        yield f"missed: {some}", missed - swapped - named
    if extra > named:
        some = "more than the experts name" if wanted.get(field) else "the experts name none"
        yield f"extra: {some}", extra - named


def effect_causes(wanted: Coding, found: Coding, score: Any) -> Iterator[str]:
    """Why effects were missed or are too many."""
    if score.best_hits(wanted, found, "effects", score.same_effects)[1:] == (0, 0):
        return
    gold = [(e["kind"], e.get("best", e.get("low"))) for e in wanted.get("effects") or []]
    ours = [(e["kind"], e.get("best")) for e in found.get("effects") or []]
    gold, ours = [g for g in gold if g not in ours], [o for o in ours if o not in gold]
    for kind, _ in gold:
        same = next((o for o in ours if o[0] == kind), None)
        if same:
            ours.remove(same)
        yield "another number" if same else "missed"
    yield from ("extra" for _ in ours)


if __name__ == "__main__":
    sys.exit(main())
