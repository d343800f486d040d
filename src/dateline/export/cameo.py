"""CAMEO dyads: a tab-separated line for each pair of actor and target, with CAMEO's code of the act.

The policy: only what happened and has a day, a CAMEO code, an actor and a target is written; an event with
two actors and two targets is four lines. A party's code is its three-letter country and its sector
("SYRMIL"); a party of no known country has the sector alone. Columns follow the order of event data sets
of this family (date, source, target, code, quad); a line's event id leads back to the evidence.
"""

from __future__ import annotations

from datetime import date
from itertools import product

from dateline.export.plover import country_code, sector
from dateline.export.rows import (
    Row,
    Rows,
    country_of,
    days_of,
    located,
    table_writer,
)
from dateline.records import Event, Party, Report, Status

COLUMNS = (
    "event_id", "date", "source_code", "source_country", "source_sector", "source_name", "target_code",
    "target_country", "target_sector", "target_name", "cameo_code", "cameo_root", "quad_class", "country",
    "latitude", "longitude", "report_id", "publisher", "published",
)  # fmt: skip
# the first root of each quad class: verbal and material cooperation, verbal and material conflict
QUADS = ((14, 4), (9, 3), (6, 2), (1, 1))


def rows_of(event: Event, report: Report | None) -> Rows:
    """The dyads of one event, or why it has none."""
    if event.status is not Status.ACTUAL or event.background:
        return Rows(left_out="not an act that happened now")
    if not event.codes.cameo:
        return Rows(left_out="a type that CAMEO does not code")
    days = days_of(event)
    if days is None:
        return Rows(left_out="no day")
    if not event.actors or not event.targets:
        return Rows(left_out="no actor or no target")
    pairs = product(event.actors, event.targets)
    return Rows(tuple(_row(event, report, days[0], one, two) for one, two in pairs))


def _row(event: Event, report: Report | None, day: date, one: Party, two: Party) -> Row:
    code = event.codes.cameo or ""
    place = next((p for p in located(event) if p.precision not in {"country", "larger"}), None)
    return {
        "event_id": event.id,
        "date": str(day),
        "source_code": country_code(one) + sector(one),
        "source_country": country_code(one),
        "source_sector": sector(one),
        "source_name": one.canonical or one.name,
        "target_code": country_code(two) + sector(two),
        "target_country": country_code(two),
        "target_sector": sector(two),
        "target_name": two.canonical or two.name,
        "cameo_code": code,
        "cameo_root": code[:2],
        "quad_class": quad_class(code),
        "country": country_of(event),
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "report_id": event.report_id,
        "publisher": report.outlet if report else None,
        "published": str(event.published),
    }


def quad_class(code: str) -> int:
    """Quad class of a CAMEO code by its root: 01-05 is 1, 06-08 is 2, 09-13 is 3, 14-20 is 4."""
    root = int(code[:2])
    return next(quad for first, quad in QUADS if root >= first)


write_cameo = table_writer(COLUMNS, rows_of, delimiter="\t")
"""Writes events in this form; see ``rows.table_writer``."""
