"""Rows in the manner of ACLED: its 31 columns, a row for each event and place.

The policy (docs/how-to/export-formats.md tells it for users):

- Only what happened is a row: planned, possible, negated and background events are left out, as are types
  that ACLED does not code, events without a day and events without a place that is more exact than a country.
- An event at several places is a row for each; its dead stand in the first, so that sums stay true.
- An event of several days is one row on its first day; ``time_precision`` is 1 for a day, 2 up to a week, 3
  for more.
- ``geo_precision`` is 1 for the place itself, 2 for near it or its second-level unit, 3 for a first-level
  unit.
- ``fatalities`` is the lowest number that the report bounds, 0 where it gives none: ACLED takes the most
  careful figure, and has no cell for "unknown".
- Actors are the first two parties; further ones are associated. An attack by nobody named is by ACLED's
  "Unidentified Armed Group (Country)"; civilians, protesters and rioters have ACLED's names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from dateline.actors.kinds import load_kinds
from dateline.export.countries import CountryCodes, codes_of
from dateline.export.rows import (
    Row,
    Rows,
    days_of,
    located,
    sentence_of,
    table_writer,
)
from dateline.figures import people
from dateline.records import Event, Party, Place, Report, Status

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
GEO_PRECISION = {"exact": 1, "near": 2, "admin2": 2, "admin1": 3}
DISORDER = {
    "Strategic developments": "Strategic developments",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
}
CROWDS = {5: "Rioters", 6: "Protesters", 7: "Civilians"}
STATE, UNKNOWN_GROUP = 1, 3
WEEK = 7  # days
Side = tuple[str, str, int]


def rows_of(event: Event, report: Report | None) -> Rows:
    """The ACLED-like rows of one event, or why it has none."""
    if event.status is not Status.ACTUAL or event.background:
        return Rows(left_out="not an act that happened now")
    if not event.codes.acled_event_type:
        return Rows(left_out="a type that ACLED does not code")
    days = days_of(event)
    if days is None:
        return Rows(left_out="no day")
    exact = [(p, codes_of(p.country)) for p in located(event) if p.precision in GEO_PRECISION]
    places = [(place, codes) for place, codes in exact if codes]
    if not places:
        return Rows(left_out="no place more exact than a country")
    shared = _shared(event, report, days)
    return Rows(tuple({**shared, **_at(event, *spot, n)} for n, spot in enumerate(places)))


def _shared(event: Event, report: Report | None, days: tuple[date, date]) -> Row:
    """The cells that are the same at every place of an event."""
    first, last = days
    length = (last - first).days + 1
    published = datetime.combine(event.published, datetime.min.time(), tzinfo=UTC)
    return {
        "event_date": str(first),
        "year": first.year,
        "time_precision": 1 if length == 1 else 2 if length <= WEEK else 3,
        "source": report.outlet if report and report.outlet else event.report_id,
        "notes": sentence_of(event, report),
        "timestamp": int(published.timestamp()),
    }


def _at(event: Event, place: Place, codes: CountryCodes, number: int) -> Row:
    one, two = _sides(event, codes)
    kind, sub_kind = _types(event, one[2])
    inters = sorted(i for i in (one[2], two[2]) if i)
    killed = people(event, "killed")[0] or 0
    targets_civilians = CROWDS.get(two[2]) in {"Protesters", "Civilians"} and kind not in DISORDER
    return {
        "event_id_cnty": f"{codes.iso3}-{event.id}-{number + 1}",
        "disorder_type": DISORDER.get(kind, "Political violence"),
        "event_type": kind,
        "sub_event_type": sub_kind,
        "actor1": one[0],
        "assoc_actor_1": one[1],
        "inter1": one[2] or None,
        "actor2": two[0],
        "assoc_actor_2": two[1],
        "inter2": two[2] or None,
        "interaction": "".join(map(str, inters)).ljust(2, "0") if inters else None,
        "civilian_targeting": "Civilian targeting" if targets_civilians else "",
        "iso": codes.iso_number,
        "region": codes.acled_region,
        "country": codes.name,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": GEO_PRECISION[place.precision or "admin1"],
        "fatalities": killed if number == 0 else 0,
    }


def _types(event: Event, inter1: int) -> tuple[str, str]:
    """ACLED's type and sub-type; ground that was fought over is told by who took it."""
    kind, sub_kind = event.codes.acled_event_type or "", event.codes.acled_sub_event_type
    if kind == "Battles" and not sub_kind:
        sub_kind = (
            "Government regains territory" if inter1 == STATE else "Non-state actor overtakes territory"
        )
    return kind, sub_kind or ""


def _sides(event: Event, codes: CountryCodes) -> tuple[Side, Side]:
    one, two = _side(event.actors, codes), _side(event.targets, codes)
    violent = DISORDER.get(event.codes.acled_event_type or "") is None
    if not one[0] and violent:
        one = (f"Unidentified Armed Group ({codes.name})", "", UNKNOWN_GROUP)
    if not one[0]:
        one, two = two, ("", "", 0)
    return one, two


def _side(parties: Iterable[Party], codes: CountryCodes) -> Side:
    """The first party of a side with its code, and the names of the others; things are no party."""
    known = [(p, inter) for p in parties if (inter := _inter(p))]
    if not known:
        return "", "", 0
    (first, inter), *others = known
    names = list(dict.fromkeys(_name(p, i, codes) for p, i in others))
    lead = _name(first, inter, codes)
    return lead, "; ".join(n for n in names if n != lead), inter


def _inter(party: Party) -> int:
    kind = load_kinds().get(party.kind or "")
    return (kind.acled_inter if kind else None) or 0


def _name(party: Party, inter: int, codes: CountryCodes) -> str:
    if inter in CROWDS and not party.actor_id:
        return f"{CROWDS[inter]} ({codes.name})"
    return party.canonical or party.name


write_acled = table_writer(COLUMNS, rows_of)
"""Writes events in this form; see ``rows.table_writer``."""
