"""The actors and places that events refer to, as tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from dateline.export.flat import Cell, defused
from dateline.records import Event

ACTOR_COLUMNS = ("actor_id", "canonical", "kind", "country", "events")
PLACE_COLUMNS = ("geonames_id", "name", "kind", "country", "admin1", "admin2", "lat", "lon", "events")


def write_tables(events: Iterable[Event], folder: Path) -> dict[str, int]:
    """Write ``actors.csv`` and ``places.csv``, sorted by id, and count their rows.

    Only actors of the knowledge base and places of GeoNames have an id and so a row; ``events`` counts the
    events that refer to them. Where events give an id differing particulars, as after a new gazetteer, each
    has a row.

    Args:
        events: the events.
        folder: where to; it exists.
    """
    actors: dict[tuple[Cell, ...], set[str]] = {}
    places: dict[tuple[Cell, ...], set[str]] = {}
    for event in events:
        for party in (*event.actors, *event.targets, *event.supporters, *event.mediators):
            if party.actor_id:
                row = (party.actor_id, party.canonical, party.kind, party.country)
                actors.setdefault(row, set()).add(event.id)
        for p in event.places:
            if p.geonames_id is not None:
                spot = (p.geonames_id, p.name, p.kind, p.country, p.admin1, p.admin2, p.lat, p.lon)
                places.setdefault(spot, set()).add(event.id)
    _write(folder / "actors.csv", ACTOR_COLUMNS, actors)
    _write(folder / "places.csv", PLACE_COLUMNS, places)
    return {"actors": len(actors), "places": len(places)}


def _write(file: Path, columns: tuple[str, ...], rows: dict[tuple[Cell, ...], set[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\r\n")
        out.writerow(columns)
        for row in sorted(rows, key=lambda row: [str(cell or "") for cell in row]):
            out.writerow([*map(defused, row), len(rows[row])])
