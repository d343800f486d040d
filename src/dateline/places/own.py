"""The user's own table of places."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from dateline.errors import DataError
from dateline.places.outlines import unit_at
from dateline.places.supplement import COLUMNS, read_rows


def add_place(path: Path, given: Mapping[str, str]) -> None:
    """Add a place to a table; the table is made where there is none.

    Args:
        path: the CSV file, with the columns of ``supplement.COLUMNS``.
        given: ``name``, ``aliases``, ``lat``, ``lon``, ``country``, ``admin1``, ``kind``, ``precision``,
            ``accuracy`` (km) and ``source``. An empty ``admin1`` becomes that of the point.

    Raises:
        DataError: the row or the table is wrong; the table is left as it was.
    """
    lat, lon, country = float(given["lat"]), float(given["lon"]), given["country"].upper()
    unit = unit_at(lat, lon)
    inside = unit.admin1 if unit and unit.country == country else None
    row = {
        **given,
        "country": country,
        "admin1": given["admin1"] or inside or "",
        "accuracy_km": given["accuracy"],
    }
    before = path.read_text(encoding="utf-8") if path.is_file() else _line(COLUMNS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before + _line([row[column] for column in COLUMNS]), encoding="utf-8")
    try:
        read_rows([path])
    except DataError:
        path.write_text(before, encoding="utf-8")
        raise


def _line(fields: tuple[str, ...] | list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(fields)
    return out.getvalue()
