"""Cutting what a query asks for into parts: databases bound how many values it may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

AT_ONCE = 500
"""Values in one query; SQLite takes 32,766 parameters, old ones 999."""


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut values into lists that fit into one query."""
    left = iter(values)
    while part := list(islice(left, AT_ONCE)):
        yield part
