"""Status against the factuality of events in UDS-IH2, UW and MEANTIME.

    python benchmarks/factuality.py [--corpus uds_ih2]

Reads ../shared/benchmarks/factuality/dev.jsonl; says so and stops where it is absent. Each event there has a
number from -3 (certainly not) to +3 (certainly). Our status is read off the given word and put on that scale:
actual 3, planned and possible 0, negated -3. Figures: mean absolute error and Pearson's r, beside
"everything happened"; and of the events at or above +1, between, and at or below -1, how many we call so.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from statistics import correlation

from dateline.coding.status import decide, load
from dateline.language.parse import load_parser, parse_many
from dateline.records import Report, Status

DATA = Path(__file__).resolve().parents[2] / "shared/benchmarks/factuality/dev.jsonl"
SCALE = {Status.ACTUAL: 3.0, Status.PLANNED: 0.0, Status.POSSIBLE: 0.0, Status.NEGATED: -3.0}
DAY = date(2000, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus")
    chosen = parser.parse_args().corpus
    if not DATA.is_file():
        print(f"skipped: {DATA} is not here")
        return
    lines = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if chosen in (None, line["corpus"])]
    reports = [Report(report_id=line["id"], published=DAY, text=line["text"]) for line in lines]
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    cues = load()
    for line, parsed in zip(lines, parse_many(reports, load_parser()), strict=True):
        for event in line["events"]:
            span = parsed.doc.char_span(event["start"], event["end"], alignment_mode="expand")
            if span is not None:
                status, _, _ = decide(span.root, cues)
                found[line["corpus"]].append((float(event["factuality"]), SCALE[status]))
    for corpus, pairs in found.items():
        print(f"{corpus:9} {figures(pairs)}")


def figures(pairs: list[tuple[float, float]]) -> str:
    """One line of figures for gold and own numbers."""
    gold, own = [g for g, _ in pairs], [o for _, o in pairs]
    error = sum(abs(g - o) for g, o in pairs) / len(pairs)
    floor = sum(abs(g - 3.0) for g in gold) / len(pairs)
    seen, right = Counter(map(side, gold)), Counter(side(g) for g, o in pairs if side(g) == side(o))
    shares = "  ".join(f"{name} {right[name] / seen[name]:.3f} of {seen[name]}" for name in sorted(seen))
    return f"MAE {error:.3f} (all happened: {floor:.3f})  r {correlation(gold, own):.3f}  right: {shares}"


def side(value: float) -> str:
    """Yes, no or open."""
    return "yes" if value >= 1 else "no" if value <= -1 else "open"


if __name__ == "__main__":
    main()
