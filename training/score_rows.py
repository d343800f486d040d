"""How often is each row of the trigger lexicon right? Counts on the coded training reports.

    python training/score_rows.py      rewrites src/dateline/codebook/scores.csv

A trigger is right where the coders have an event of its type in the same sentence; each gold event vouches
for one trigger of a sentence. Only counts leave this script, no text. Never run it on gold/dev or gold/seed.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from dateline.codebook import Codebook, load
from dateline.codebook.load import HERE, csv_lines
from dateline.coding.triggers import match_row
from gold import Trained, parsed_reports

HEADER = """# How often each row of the trigger lexicon was right on the coded training reports.
# Source: training/score_rows.py over the project's training codings; counts only. Licence: Apache-2.0.
"""
COLUMNS = ("type", "lemma", "pos", "when", "unless")


def main() -> None:
    """Count and write."""
    codebook = load()
    seen, right = count(parsed_reports(), codebook)
    keys = row_keys()
    with (HERE / "scores.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((*COLUMNS, "seen", "right"))
        for where in sorted(seen, key=lambda w: keys[w]):
            writer.writerow((*keys[where], seen[where], right[where]))
    total, good = sum(seen.values()), sum(right.values())
    print(f"{len(seen)} rows fired {total} times, {good} right ({good / total:.1%})")


def count(reports: list[Trained], codebook: Codebook) -> tuple[Counter[str], Counter[str]]:
    """Fired and right, by ``file:line`` of the row."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for trained in reports:
        free = trained.events_by_sentence()
        for token in trained.parsed.doc:
            row = match_row(token, codebook)
            verdict = trained.take(free, token, row.event_type) if row else None
            if row and verdict is not None:
                seen[row.where] += 1
                right[row.where] += verdict
    return seen, right


def row_keys() -> dict[str, tuple[str, ...]]:
    """The columns that identify a row, by its ``file:line``."""
    return {
        f"triggers/{file.name}:{line}": tuple(row[c].strip() for c in COLUMNS)
        for file in sorted(Path(HERE / "triggers").glob("*.csv"))
        for line, row in csv_lines(file)
    }


if __name__ == "__main__":
    main()
