"""Is confidence the chance that it claims to be, and what does each bar of --min-confidence cost?

    python benchmarks/confidence.py                    print the reliability table and the curve
    python benchmarks/confidence.py --at-most 0.08     fail where the calibration error is larger
    python benchmarks/confidence.py --write            put both tables into docs/how-to/confidence.md

An event is right where the experts have one of its type in the same sentence, one for one, the surest first;
those that they marked as borderline are left out. The expected calibration error is the mean distance of
confidence from the share right, over bins a tenth wide, weighed by their events, of all events with a
confidence of 0.1 or more. The codings lie in ``../shared`` beside the project; without them nothing is
measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import dateline
from accuracy import SETS, gold_reports, load_scorer, measure
from dateline.kit import MIN_CONFIDENCE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "confidence.md"
BARS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEAST = 0.1
BEGIN, END = "<!-- figures -->", "<!-- end -->"

Judged = tuple[float, bool]  # confidence, whether it is right


@dataclass(frozen=True)
class Bin:
    """Events of about the same confidence: how many, their mean confidence, the share of them right."""

    low: float
    number: int
    claimed: float
    right: float


def main() -> int:
    """Measure, print, and compare or write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--at-most", type=float, metavar="E", help="fail where the error is larger")
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    parser.add_argument("--model", help="another tagger: large, or a folder")
    args = parser.parse_args()
    if not SETS["dev"].is_dir():
        print("skipped: the expert codings (../shared/gold) are not here")
        return 0
    kit = dateline.Kit.load(model=args.model, min_confidence=LEAST)
    judged = list(judge(kit))
    bins = reliability(judged)
    error = calibration_error(bins)
    lines = [*table(bins, error), "", *curve(kit)]
    print("\n".join(lines))
    if args.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}", encoding="utf-8")
    if args.at_most is not None and error > args.at_most:
        print(f"the calibration error is {error:.3f}, at most {args.at_most} is allowed")
        return 1
    return 0


def judge(kit: dateline.Kit) -> Iterator[Judged]:
    """Each event that is coded on dev, and whether the experts coded it, too."""
    scorer = load_scorer()
    gold = {d["report_id"]: d for d in map(read_gold, sorted(SETS["dev"].glob("*.json")))}
    for coded in dateline.code_many(gold_reports(SETS["dev"]), kit):
        record = gold[coded.report.report_id]
        sentences = scorer.sentences(record["text"])
        free = [(told_in(e, record["text"], sentences), e) for e in record["events"]]
        for event in sorted(coded.events, key=lambda e: -e.confidence):
            here = touched(event.trigger.start, event.trigger.end, sentences)
            match = next((f for f in free if f[0] & here and event.event_type in types_of(f[1])), None)
            if match:
                free.remove(match)
            if not (match and match[1].get("optional")):
                yield event.confidence, match is not None


def reliability(judged: list[Judged]) -> list[Bin]:
    """Events by confidence, in bins a tenth wide."""
    out = []
    for k in range(10):
        inside = [(c, r) for c, r in judged if k / 10 <= c < (k + 1) / 10 or (k == 9 and c == 1)]
        if inside:
            n = len(inside)
            out.append(Bin(k / 10, n, sum(c for c, _ in inside) / n, sum(r for _, r in inside) / n))
    return out


def calibration_error(bins: list[Bin]) -> float:
    """The mean distance of what is claimed from what is right, weighed by events."""
    return sum(b.number * abs(b.claimed - b.right) for b in bins) / max(1, sum(b.number for b in bins))


def table(bins: list[Bin], error: float) -> Iterator[str]:
    """The reliability table, as a page shows it."""
    total = sum(b.number for b in bins)
    sure = [b for b in bins if b.low >= MIN_CONFIDENCE]
    yield "Measured on 42 reports coded by experts (419 events) by `benchmarks/confidence.py --write`."
    yield ""
    yield f"Of {total} events with a confidence of {LEAST} or more, those of each bin that are right:"
    yield ""
    yield "| confidence | events | mean confidence | right |"
    yield "| --- | --- | --- | --- |"
    for b in bins:
        yield f"| {b.low:.1f} to {b.low + 0.1:.1f} | {b.number} | {b.claimed:.2f} | {b.right:.2f} |"
    yield ""
    yield (
        f"The expected calibration error is {error:.3f}; of the events above the default bar alone it is "
        f"{calibration_error(sure):.3f}."
    )


def curve(kit: dateline.Kit) -> Iterator[str]:
    """Precision, recall and F1 by bar, as a page shows them."""
    yield "What each bar costs (strict: right type in the right sentence):"
    yield ""
    yield "| bar | right of 100 reported | found of 100 coded by experts | F1 |"
    yield "| --- | --- | --- | --- |"
    for bar in BARS:
        found = measure(SETS["dev"], replace(kit, min_confidence=bar))
        p, r, f1 = (found[f"event_strict_{part}"] for part in ("p", "r", "f1"))
        yield f"| {bar} | {100 * p:.0f} | {100 * r:.0f} | {f1:.2f} |"


def read_gold(path: Path) -> dict[str, Any]:
    """A coded report as it lies in the file."""
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def types_of(event: dict[str, Any]) -> set[str]:
    """The type of a gold event, and that which a second expert chose."""
    return {event["event_type"], event.get("alt", {}).get("event_type", event["event_type"])}


def told_in(event: dict[str, Any], text: str, sentences: list[tuple[int, int]]) -> set[int]:
    """Numbers of the sentences that tell a gold event."""
    starts = [(text.find(phrase), len(phrase)) for phrase in (event["trigger"], *event.get("also", ()))]
    return {k for at, size in starts for k in touched(at, at + size, sentences)}


def touched(start: int, end: int, sentences: list[tuple[int, int]]) -> set[int]:
    """Numbers of the sentences that a stretch of text lies in."""
    return {k for k, (a, b) in enumerate(sentences) if start < b and end > a}


if __name__ == "__main__":
    sys.exit(main())
