"""Reading the CSV tables that come with the package."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from dateline.errors import DataError

DATA = Path(__file__).parent / "data"


def read_table(path: Path, columns: Sequence[str]) -> tuple[tuple[int, dict[str, str]], ...]:
    """Read a CSV table whose first lines may be comments that begin with ``#``.

    Args:
        path: the file.
        columns: the columns that it must have, in order.

    Returns:
        For each row its line number in the file and its fields, stripped.

    Raises:
        DataError: the header is another one, or rows have too few or too many fields (all are named).
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    rows = [(n, next(csv.reader([line]))) for n, line in numbered]
    if not rows or rows[0][1] != list(columns):
        raise DataError([f"{path}:{rows[0][0] if rows else 1}: the header must be {','.join(columns)}"])
    faults = [
        f"{path}:{n}: {len(row)} fields where {len(columns)} belong"
        for n, row in rows[1:]
        if len(row) != len(columns)
    ]
    if faults:
        raise DataError(faults)
    return tuple(
        (n, dict(zip(columns, (field.strip() for field in row), strict=True))) for n, row in rows[1:]
    )


def split_list(field: str) -> tuple[str, ...]:
    """Split a field that lists several values with ``|`` between them."""
    return tuple(part.strip() for part in field.split("|") if part.strip())
