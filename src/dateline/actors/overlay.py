"""A user's own table of actors, laid over ours without editing ours."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from dateline.actors.load import ACTOR_COLUMNS, lay_over


def add_actor(folder: Path, fields: Mapping[str, str]) -> None:
    """Add an actor to ``actors.csv`` of a folder; the table is made where there is none.

    The whole is checked with the new row in place; where it is wrong, the table is left as it was.

    Args:
        folder: the user's folder; it is made where it is missing.
        fields: columns of the row; those not given are empty.

    Raises:
        DataError: the row, or another of the user's tables, is wrong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "actors.csv"
    before = path.read_text(encoding="utf-8") if path.exists() else None
    row = io.StringIO()
    writer = csv.writer(row, lineterminator="\n")
    if before is None:
        writer.writerow(ACTOR_COLUMNS)
    elif not before.endswith("\n"):
        row.write("\n")
    writer.writerow([fields.get(column, "") for column in ACTOR_COLUMNS])
    path.write_text((before or "") + row.getvalue(), encoding="utf-8")
    try:
        lay_over([folder])
    except Exception:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
        raise
