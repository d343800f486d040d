"""How many spellings of conflict places the gazetteer finds: names of the hit table, and the hardest ones.

Usage: python benchmarks/spellings.py

Reads ../shared/research/places-hit-table.md, and from places-and-dates.md those of its 219 spellings that the
best look-up of that time missed; says so and stops where they are absent. Each name is looked up as in a
report on the countries of these places. Both give names only: one is found where any place there bears it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path

RESEARCH = Path(__file__).resolve().parents[2] / "shared/research"
TABLE = RESEARCH / "places-hit-table.md"
NOTES = RESEARCH / "places-and-dates.md"
COUNTRIES = ("AF", "AM", "AZ", "CD", "ET", "IQ", "ML", "MM", "MZ", "NG", "PS", "SO", "SY", "UA", "YE")


def names() -> list[str]:
    """The names of the table's first column."""
    rows = [
        line.split("|")[1].strip() for line in TABLE.read_text(encoding="utf-8").splitlines() if "|" in line
    ]
    return [name for name in rows if name not in ("place", "---") and not name.startswith("**")]


def hard_names() -> list[str]:
    """The names that every look-up of the notes missed."""
    line = re.search(r"^miss (\[.*\])$", NOTES.read_text(encoding="utf-8"), re.MULTILINE)
    return ast.literal_eval(line[1]) if line else []


def main() -> None:
    """Look each name up and print the share found, and the names that are not."""
    if not TABLE.is_file():
        print(f"skipped: {TABLE} is not here")
        return
    index = PlaceIndex.open(default_index_path())
    for what, wanted in (("hit table", names()), ("once missed", hard_names())):
        missed = [n for n in wanted if not _is_found(n, index)]
        share = 1 - len(missed) / max(1, len(wanted))
        print(f"spellings, {what}: found {share:.3f} of {len(wanted)}; missed {missed}")


def _is_found(name: str, index: PlaceIndex) -> bool:
    return any(c.country in COUNTRIES for c in index.find(name, countries=COUNTRIES))


if __name__ == "__main__":
    main()
