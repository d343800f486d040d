"""Cells: events that are alike in type, status, review, country and precision have one number.

It stands in the indexes of ``events`` in place of five texts, so that events are chosen and counted by any of
these without reading their wide rows. What a number stands for is in ``event_counts``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Subquery, select

from dateline.store.schema import event_counts

CELL = ("event_type", "status", "review", "country", "precision")
"""What events of one cell have in common."""

BYTES = 6
"""Of a number. Among 100,000 cells two have one number in one of 50,000 databases."""

_FEW = 400
"""Cells: more are found sooner by reading all."""


def cell_of(row: Mapping[str, Any]) -> int:
    """Return the number of the cell of an event.

    Args:
        row: the columns of ``CELL``; what is not known is ``None`` or empty.
    """
    return _number(tuple(row[name] or "" for name in CELL))


@lru_cache(maxsize=10_000)
def _number(values: tuple[str, ...]) -> int:
    digest = hashlib.blake2b("\x1f".join(values).encode(), digest_size=BYTES).digest()
    return int.from_bytes(digest)


def cells() -> Subquery:
    """All cells that any event ever had: the columns of ``CELL``, the family, and ``cell``."""
    columns = (*CELL, "family", "cell")
    every = select(*(event_counts.c[name] for name in columns)).where(event_counts.c.actor_id == "")
    return every.subquery("cells")


def meanings(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
    """What numbers stand for: type, status, review, country, precision (empty for none), family.

    Args:
        connection: open.
        numbers: those of cells that events have.
    """
    query = select(every := cells())
    if len(numbers) < _FEW:
        query = query.where(every.c.cell.in_(numbers))
    return {row[-1]: tuple(row[:-1]) for row in connection.execute(query)}
