"""Scores where acts happened against event verbs with their places (Halterman 2019).

Usage: python benchmarks/event_location.py [--every N]

Reads ../shared/benchmarks/event_location/dev.jsonl; says so and stops where it is absent. Each row is one or
a few sentences with one verb; precision and recall count the words of the places given and found. No type of
the codebook is given, so that every verb is treated as an attack. The gold mostly marks the bare name ("Iraq"
of "southern Iraq", "Saidiyah" of "Saidiyah district"), our places are the whole phrase; a second line counts
words of direction and kind on neither side.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from dateline.coding.draft import Draft, Trigger
from dateline.coding.where import place_events
from dateline.language.parse import Parsed, load_parser, parse_many
from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path
from dateline.places.recognise import find_places
from dateline.places.words import load_words
from dateline.records import Report, Span

DATA = Path(__file__).resolve().parents[2] / "shared/benchmarks/event_location/dev.jsonl"


def measure(every: int) -> Counter[str]:
    """Count the words of places that are given, found, and both."""
    lines = DATA.read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line][::every]
    index = PlaceIndex.open(default_index_path())
    reports = [Report(report_id=r["id"], published=date(2015, 1, 1), text=r["text"]) for r in rows]
    count: Counter[str] = Counter()
    for row, parsed in zip(rows, parse_many(reports, load_parser()), strict=True):
        gold = _words(parsed, [(s["start"], s["end"]) for s in row["spans"] if s["role"] == "LOCATION"])
        found = _words(parsed, _located(row, parsed, index))
        count.update(gold=len(gold), found=len(found), both=len(gold & found), rows=1, whole=gold == found)
        bare, found = _bare(gold, parsed), _bare(found, parsed)
        count.update(bare_gold=len(bare), bare_found=len(found), bare_both=len(bare & found))
    return count


def _bare(words: set[int], parsed: Parsed) -> set[int]:
    """Leave out the words of direction and kind."""
    known = load_words()
    small = known.directions | known.kinds.keys()
    return {i for i in words if parsed.doc[i].lower_ not in small}


def _located(row: dict[str, Any], parsed: Parsed, index: PlaceIndex) -> list[tuple[int, int]]:
    verb = next(s for s in row["spans"] if s["role"] == "VERB")
    span = parsed.doc.char_span(verb["start"], verb["end"], alignment_mode="expand")
    phrase = Span(text=verb["text"], start=verb["start"], end=verb["end"])
    draft = Draft(Trigger(span.root, phrase, "armed_attack", "given", 1.0))
    (placed,) = place_events((draft,), find_places(parsed, index), parsed)
    return [(p.start, p.end) for p in placed.places]


def _words(parsed: Parsed, spans: list[tuple[int, int]]) -> set[int]:
    doc = parsed.doc
    return {t.i for a, b in spans for t in doc if a < t.idx + len(t) and t.idx < b and t.is_alpha}


def main() -> None:
    """Measure and print."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--every", type=int, default=10, help="only each n-th row")
    given = args.parse_args()
    if not DATA.is_file():
        print(f"skipped: {DATA} is not here")
        return
    c = measure(given.every)
    p, r = c["both"] / max(1, c["found"]), c["both"] / max(1, c["gold"])
    whole = f"same words {c['whole'] / c['rows']:.3f} of {c['rows']}"
    print(f"event_location: precision {p:.3f}, recall {r:.3f}, {whole}")
    p, r = c["bare_both"] / max(1, c["bare_found"]), c["bare_both"] / max(1, c["bare_gold"])
    print(f"event_location, bare names: precision {p:.3f}, recall {r:.3f}")


if __name__ == "__main__":
    main()
