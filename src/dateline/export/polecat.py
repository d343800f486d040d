"""Rows in the manner of POLECAT: its 40 columns, tab-separated, a row for each event with a PLOVER type.

The policy: as for PLOVER, but POLECAT has no auxiliary modes, so only what happened is written. Several
actors or recipients stand in one cell, parted by "; ". Columns that nothing in the record fills (titles,
Wikipedia ids, contexts) are empty. The place is the first; a country has no coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.export.countries import codes_of
from dateline.export.flat import Cell
from dateline.export.plover import country_code, load_types, sector
from dateline.export.rows import Row, Rows, days_of, table_writer
from dateline.records import Event, Party, Report, Status

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename",
    "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip


def rows_of(event: Event, report: Report | None) -> Rows:
    """The POLECAT-like row of one event, or why it has none."""
    if event.status is not Status.ACTUAL or event.background:
        return Rows(left_out="not an act that happened now")
    if not event.codes.plover:
        return Rows(left_out="a type that PLOVER does not code")
    days = days_of(event)
    if days is None:
        return Rows(left_out="no day")
    kind = load_types()[event.codes.plover]
    row: Row = {
        "Event ID": event.id,
        "Event Date": str(days[0]),
        "Event Type": event.codes.plover,
        "Event Mode": event.codes.plover_mode,
        "Intensity": kind.score,
        "Quad Code": kind.quad,
        "Source": report.outlet if report else None,
        "Publication Date": str(event.published),
        "Language": "en",
        "Version": f"dateline {event.coder.version}",
    }
    sides = {**_side("Actor", event.actors), **_side("Recipient", event.targets)}
    return Rows(({**row, **sides, **_where(event)},))


def _side(name: str, parties: Sequence[Party]) -> dict[str, Cell]:
    codes = [codes_of(p.country) for p in parties]
    sectors = [sector(p) for p in parties]
    return {
        f"{name} Name": "; ".join(p.canonical or p.name for p in parties),
        f"{name} Country": "; ".join(country_code(p) for p in parties if country_code(p)),
        f"{name} COW": "; ".join(str(c.cow) for c in codes if c and c.cow),
        f"Primary {name} Sector": sectors[0] if sectors else None,
        f"{name} Sectors": "; ".join(dict.fromkeys(sectors)),
        f"{name} Name Raw": "; ".join(p.text for p in parties),
    }


def _where(event: Event) -> dict[str, Cell]:
    if not event.places:
        return {}
    place = event.places[0]
    codes = codes_of(place.country)
    exact = place.precision not in {"country", "larger"}
    return {
        "Placename": place.name,
        "City": place.name if place.precision in {"exact", "near"} else None,
        "District": place.admin2,
        "Province": place.admin1,
        "Country": codes.iso3 if codes else None,
        "Latitude": place.lat if exact else None,
        "Longitude": place.lon if exact else None,
        "GeoNames ID": place.geonames_id,
        "Raw Placename": place.text,
        "Feature Type": place.kind,
        "Story Locations": "; ".join(dict.fromkeys(p.name for p in event.places)),
    }


write_polecat = table_writer(COLUMNS, rows_of, delimiter="\t")
"""Writes events in this form; see ``rows.table_writer``."""
