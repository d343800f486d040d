"""Which writer makes which format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from dateline.records import Event

Writer = Callable[["Iterable[Event]", TextIO], int]


def writer(shape: str) -> Writer:
    """Return the writer of a format: ``table``, ``card``, ``csv``, ``jsonl`` or ``geojson``."""
    from dateline.export.card import write_cards
    from dateline.export.flat import write_csv
    from dateline.export.geojson import write_geojson
    from dateline.export.jsonl import write_jsonl
    from dateline.export.table import write_table

    writers: dict[str, Writer] = {
        "table": write_table,
        "card": write_cards,
        "csv": write_csv,
        "jsonl": write_jsonl,
        "geojson": write_geojson,
    }
    return writers[shape]
