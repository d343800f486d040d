"""The periods of bodies of states: what a body was called when, and when it did not exist."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from dateline.actors.fields import read_days
from dateline.actors.kinds import DATA
from dateline.actors.records import Period
from dateline.actors.sources import wrong_source
from dateline.errors import DataError
from dateline.places.tables import read_table

# "2003" ends on 31 December and begins on 1 January: a change of name in it makes two periods overlap
_SAME_YEAR = timedelta(days=366)
_COLUMNS = ("id", "name", "start", "end", "note", "source")


def read_periods(ids: Collection[str]) -> dict[str, tuple[Period, ...]]:
    """Read the periods of bodies, in order of time.

    Args:
        ids: ids of the bodies that there are.

    Raises:
        DataError: rows that are wrong, or periods of a body that overlap; all with file and line.
    """
    path = DATA / "periods.csv"
    found: dict[str, list[Period]] = {}
    faults: list[str] = []
    for n, row in read_table(path, _COLUMNS):
        wrong = wrong_source(row)
        if row["id"] not in ids:
            wrong.append(f"{row['id']!r} is no body of a state")
        if not row["name"] or not row["start"]:
            wrong.append("a period needs a name and a start")
        start, end = read_days(row, wrong)
        before = found.get(row["id"], [])
        if before and start and (before[-1].end is None or start < before[-1].end - _SAME_YEAR):
            wrong.append(f"it starts before {before[-1].name!r} of {row['id']} ends")
        faults += [f"{path.name}:{n}: {w}" for w in wrong]
        if not wrong and start:
            found.setdefault(row["id"], []).append(Period(row["name"], start, end, row["note"]))
    if faults:
        raise DataError(faults)
    return {id_: tuple(rows) for id_, rows in found.items()}
