"""Sources and what they tell against the attributions of PolNeAR.

    python benchmarks/polnear.py [--errors N]

Reads ../shared/benchmarks/polnear/dev.jsonl; says so and stops where it is absent. An attribution with a
source is found where one of our accounts has its cue inside the sentence of the cue and a teller that
overlaps the source; the content counts by its words (F1 over all attributions found).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from dateline.coding.accounts import Account, find_accounts
from dateline.language.parse import load_parser, parse_many
from dateline.records import Report

DATA = Path(__file__).resolve().parents[2] / "shared/benchmarks/polnear/dev.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", type=int, default=0, help="print the first attributions that are missed")
    errors = parser.parse_args().errors
    if not DATA.is_file():
        print(f"skipped: {DATA} is not here")
        return
    lines = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    reports = [
        Report(report_id=x["id"], published=date.fromisoformat(x["date"]), text=x["text"]) for x in lines
    ]
    total: Counter[str] = Counter()
    for line, parsed in zip(lines, parse_many(reports, load_parser()), strict=True):
        missed = measure(line["attributions"], parsed.doc, total)
        for text in missed[: max(0, errors)]:
            print("missed:", " ".join(text.split()))
        errors -= len(missed)
    precision, recall = total["found"] / total["ours"], total["found"] / total["gold"]
    words = 2 * total["shared"] / (total["told"] + total["covered"])
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"sources with cue: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} (gold {total['gold']}, "
        f"ours {total['ours']}); words of the content F1 {words:.3f}"
    )


def measure(gold: list[dict[str, Any]], doc: Doc, total: Counter[str]) -> list[str]:
    """Count one text; the cues and sources that are missed come back."""
    free = list(find_accounts(doc))
    total["ours"] += len(free)
    missed = []
    for entry in gold:
        if not entry["source"]:
            continue
        total["gold"] += 1
        source, cue = tokens(doc, entry["source"]), tokens(doc, entry["cue"])
        match = next((a for a in free if fits(a, source, cue, doc)), None)
        if match is None:
            missed.append(entry["source"][0]["text"] + " | " + " ".join(c["text"] for c in entry["cue"]))
            continue
        free.remove(match)
        told = tokens(doc, entry["content"])
        covered = {i for i in match.covers if doc[i].is_alpha}
        total.update(found=1, shared=len(told & covered), told=len(told), covered=len(covered))
    return missed


def fits(account: Account, source: set[int], cue: set[int], doc: Doc) -> bool:
    """Whether an account has this cue (or its verb's phrase) and one of these sources."""
    near = account.cue.i in cue or any(doc[i].head.i == account.cue.i for i in cue)
    return near and any(t.head.i in source for t in account.tellers)


def tokens(doc: Doc, spans: Iterable[dict[str, Any]]) -> set[int]:
    """The words of some stretches of text."""
    found = (doc.char_span(s["start"], s["end"], alignment_mode="expand") for s in spans)
    return {t.i for span in found if span is not None for t in span if t.is_alpha}


if __name__ == "__main__":
    main()
