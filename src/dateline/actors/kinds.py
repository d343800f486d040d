"""The kinds of actors and their codes in other schemes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dateline.actors.records import Kind
from dateline.errors import DataError
from dateline.places.tables import read_table

DATA = Path(__file__).parent / "data"
SIDES = frozenset({"state", "nonstate", "civilians", "none"})
_COLUMNS = ("kind", "acled_inter", "ucdp_side", "plover", "described", "meaning")


@cache
def load_kinds() -> dict[str, Kind]:
    """Load the kinds by name.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    path = DATA / "kinds.csv"
    rows = read_table(path, _COLUMNS)
    faults = [f"{path.name}:{n}: {fault}" for n, row in rows for fault in _faults(row)]
    if faults:
        raise DataError(faults)
    return {
        row["kind"]: Kind(
            name=row["kind"],
            acled_inter=int(row["acled_inter"]) if row["acled_inter"] else None,
            ucdp_side=row["ucdp_side"],
            plover=row["plover"],
            described=row["described"] == "yes",
        )
        for _, row in rows
    }


def _faults(row: dict[str, str]) -> list[str]:
    faults = []
    if row["acled_inter"] not in {"", *"12345678"}:
        faults.append(f"acled_inter {row['acled_inter']!r} is not 1 to 8 or empty")
    if row["ucdp_side"] not in SIDES:
        faults.append(f"ucdp_side {row['ucdp_side']!r} is not one of {', '.join(sorted(SIDES))}")
    if row["described"] not in {"yes", "no"}:
        faults.append(f"described {row['described']!r} is not yes or no")
    return faults
