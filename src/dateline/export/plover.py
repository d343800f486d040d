"""PLOVER: events as JSON records, and the codes of parties that its relatives use.

The policy (docs/how-to/export-formats.md tells it for users): all events with a PLOVER type are written.
What is planned, possible or negated keeps its type and gets an auxiliary mode ("future", "hypothetical",
"negation"), a background event "historical", as the manual foresees. Sizes are the best figures. Contexts are
empty: nothing is coded that is not in the record.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from dateline.actors.kinds import load_kinds
from dateline.errors import DataError
from dateline.export.countries import codes_of
from dateline.export.rows import ReportOf, Rows, Written, rows_of_all, sentence_of
from dateline.figures import people
from dateline.records import Event, Party, Place, Report, Status

FILE = Path(__file__).with_name("plover.toml")
AUXILIARY = {Status.PLANNED: "future", Status.POSSIBLE: "hypothetical", Status.NEGATED: "negation"}
INTERNATIONAL = {
    "igo": "IGO",
    "peacekeeping": "IGO",
    "ngo": "NGO",
    "monitor": "NGO",
    "coalition": "IMG",
    "company": "MNC",
}
SIZES = {"dead": "killed", "injured": "injured", "arrested": "captured"}
HIGHEST = 10  # score
RESOLUTION = {"country": 1, "larger": 1, "admin1": 2, "admin2": 3, "near": 4, "exact": 4}


@dataclass(frozen=True, slots=True)
class PloverType:
    """One type: quad code 1 to 4, score -10 to 10, and its modes."""

    quad: int
    score: float
    modes: frozenset[str]


@cache
def load_types() -> dict[str, PloverType]:
    """Load the types by name.

    Raises:
        DataError: a type without a part, or with a quad code or score out of range.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    faults = [
        f"{FILE.name}: {name}: needs quad (1-4), score (-10 to 10) and modes"
        for name, row in data.items()
        if row.keys() != {"quad", "score", "modes"}
        or row["quad"] not in range(1, 5)
        or abs(row["score"]) > HIGHEST
    ]
    if faults:
        raise DataError(faults)
    return {
        name: PloverType(row["quad"], row["score"], frozenset(row["modes"])) for name, row in data.items()
    }


def write_plover(events: Iterable[Event], stream: TextIO, *, report_of: ReportOf) -> Written:
    """Write events as a JSON array of PLOVER records, one a line."""
    written = Written()
    stream.write("[")
    for number, row in enumerate(rows_of_all(events, report_of, _rows_of, written)):
        stream.write((",\n" if number else "\n") + str(row["json"]))
    stream.write("\n]\n")
    return written


def _rows_of(event: Event, report: Report | None) -> Rows:
    if not event.codes.plover:
        return Rows(left_out="a type that PLOVER does not code")
    return Rows(({"json": json.dumps(record(event, report), ensure_ascii=False)},))


def record(event: Event, report: Report | None) -> dict[str, Any]:
    """One event as a PLOVER record; its type must have a PLOVER code."""
    kind = load_types()[event.codes.plover or ""]
    start, end = (event.time.start, event.time.end) if event.time else (None, None)
    return {
        "id": event.id,
        "has_event": True,
        "date": str(start) if start else None,
        "enddate": str(end) if end and end != start else None,
        "actor": [_entity(p) for p in event.actors],
        "recipient": [_entity(p) for p in event.targets],
        "event": [event.codes.plover],
        "event_loc": [_location(p) for p in event.places],
        "event_text": event.trigger.text,
        "quad_code": kind.quad,
        "event_scale": kind.score,
        "mode": modes(event),
        "context": [],
        "size": {name: people(event, kind)[1] for name, kind in SIZES.items()},
        "link": report.url if report else None,
        "text": sentence_of(event, report),
        "cite_info": {
            "citation": event.report_id,
            "title": report.title if report else None,
            "publication": report.outlet if report else None,
            "url": report.url if report else None,
            "date": str(event.published),
            "coder": f"{event.coder.engine} {event.coder.version}",
            "codebook": event.coder.codebook,
        },
    }  # fmt: skip


def modes(event: Event) -> list[str]:
    """The mode of the type, if it has one, and the auxiliary modes of the status."""
    found = [event.codes.plover_mode] if event.codes.plover_mode else []
    if event.status in AUXILIARY:
        found.append(AUXILIARY[event.status])
    return [*found, "historical"] if event.background else found


def country_code(party: Party) -> str:
    """Three-letter country of a party, PLOVER's code for bodies of no country, else empty."""
    codes = codes_of(party.country)
    return codes.iso3 if codes else INTERNATIONAL.get(party.kind or "", "")


def sector(party: Party) -> str:
    """PLOVER's sector of a party, "UNK" where its kind is not known."""
    kind = load_kinds().get(party.kind or "")
    return kind.plover if kind and kind.plover else "UNK"


def _entity(party: Party) -> dict[str, Any]:
    return {
        "code": country_code(party) or None,
        "sector": sector(party),
        "entity_text": party.text,
        "identifier_id": party.actor_id,
        "identifier_text": party.canonical or party.name,
    }


def _location(place: Place) -> dict[str, Any]:
    codes = codes_of(place.country)
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": place.geonames_id,
        "lat": place.lat,
        "lon": place.lon,
        "district": place.admin2,
        "province": place.admin1,
        "country": codes.name if codes else None,
        "country_code": codes.iso3 if codes else None,
        "resolution": RESOLUTION.get(place.precision or ""),
    }
