"""What the rows of the tables of actors rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dateline.actors.kinds import DATA
from dateline.errors import DataError
from dateline.places.tables import read_table


@dataclass(frozen=True, slots=True)
class Basis:
    """A kind of source: what it is, and how sure facts from it are."""

    rests_on: str
    sure: str


@cache
def load_sources() -> dict[str, Basis]:
    """Load the kinds of sources by their code.

    Raises:
        DataError: rows that are wrong, all of them with file and line.
    """
    path = DATA / "sources.csv"
    rows = read_table(path, ("code", "rests_on", "sure"))
    faults = [f"{path.name}:{n}: a field is empty" for n, row in rows if not all(row.values())]
    if faults:
        raise DataError(faults)
    return {row["code"]: Basis(row["rests_on"], row["sure"]) for _, row in rows}


def wrong_source(row: Mapping[str, str]) -> list[str]:
    """Say what is wrong with the source of a row of the package: it must be a code of ``sources.csv``."""
    known = load_sources()
    code = row["source"]
    return [] if code in known else [f"the source {code!r} is not one of {', '.join(known)}"]
