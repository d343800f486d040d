"""Rows in the manner of UCDP GED: its 49 columns, a row for each event with a death.

The policy (docs/how-to/export-formats.md tells it for users):

- A row needs an act of armed force that happened, at least one person killed by the lowest or best figure,
  two different sides by ``sides.py`` (one of them organised), a day and a country. All else is left out and
  counted.
- ``low``, ``best`` and ``high`` are those of the report; where it bounds one side only, the best figure is
  the bound that there is. The best figure is shared out: civilians as the report calls them, the dead of
  side A and B where the report names them as the party of that side, the rest unknown.
- ``where_prec`` and ``date_prec`` are those of the record; a place given only as a country has the country's
  name and no coordinates, since UCDP's point for it would be ours.
- Numbers that UCDP gives (conflict, dyad, sides) are not ours to give: they are empty.
  ``gwnoa`` and ``gwnob`` are the numbers of states.
"""

from __future__ import annotations

from datetime import date

from dateline.actors.states import load_states
from dateline.export.countries import CountryCodes, codes_of
from dateline.export.rows import (
    Row,
    Rows,
    country_of,
    days_of,
    table_writer,
)
from dateline.export.sides import Dyad, Side, sides
from dateline.figures import people
from dateline.records import Effect, Event, Party, Report, Status

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
FEW_DAYS = 2  # UCDP date_prec: two to six days
VIOLENCE = {"state-based": 1, "non-state": 2, "one-sided": 3}


def rows_of(event: Event, report: Report | None) -> Rows:
    """The GED-like row of one event, or why it has none."""
    if event.status is not Status.ACTUAL or event.background:
        return Rows(left_out="not an act that happened now")
    if not event.codes.ucdp:
        return Rows(left_out="not an act of armed force")
    low, best, high = toll(event)
    if not best:
        return Rows(left_out="nobody killed, or no number")
    days, codes, dyad = days_of(event), codes_of(country_of(event)), sides(event)
    if days is None:
        return Rows(left_out="no day")
    if codes is None:
        return Rows(left_out="no country")
    if dyad.violence is None:
        return Rows(left_out="no two different sides, one of them organised")
    a, b, civilians, unknown = deaths(event, best)
    figures: Row = {"deaths_a": a, "deaths_b": b, "deaths_civilians": civilians, "deaths_unknown": unknown}
    figures = {**figures, "best": best, "high": high, "low": low}
    who = _who(dyad, VIOLENCE[dyad.violence], codes, event, days[0].year)
    return Rows(({**who, **_told(event, report), **_where(event, codes), **_when(event, days), **figures},))


def toll(event: Event) -> tuple[int, int, int]:
    """Lowest, best and highest number killed; a bound that is not given is the best figure."""
    low, best, high = people(event, "killed")
    best = next((n for n in (best, low, high) if n is not None), 0)
    low = min(best, low if low is not None else best)
    return low, best, max(best, high if high is not None else best)


def _who(dyad: Dyad, violence: int, codes: CountryCodes, event: Event, year: int) -> Row:
    side_a, side_b = _named(dyad.a), _named(dyad.b)
    return {
        "id": event.id,
        "relid": f"{codes.iso3}-{year}-{violence}-{event.id}",
        "code_status": "Machine-coded",
        "type_of_violence": violence,
        "conflict_name": f"{codes.name}: {side_a} - {side_b}",
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        "gwnoa": _gw(dyad.a),
        "gwnob": _gw(dyad.b),
    }


def _told(event: Event, report: Report | None) -> Row:
    return {
        "number_of_sources": 1,
        "source_article": _article(report, event),
        "source_office": report.outlet if report else None,
        "source_date": str(event.published),
        "source_headline": report.title if report else None,
        "source_original": "; ".join(s.name for s in event.sources),
    }


def _where(event: Event, codes: CountryCodes) -> Row:
    place = next((p for p in event.places if p.country), None)
    exact = (
        place if place and place.lat is not None and place.precision not in {"country", "larger"} else None
    )
    return {
        "where_prec": (place.where_prec if place else None) or 6,
        "where_coordinates": place.name if place else codes.name,
        "where_description": "; ".join(p.text for p in event.places),
        "adm_1": place.admin1 if place else None,
        "adm_2": place.admin2 if place else None,
        "latitude": exact.lat if exact else None,
        "longitude": exact.lon if exact else None,
        "geom_wkt": f"POINT ({exact.lon} {exact.lat})" if exact else None,
        "priogrid_gid": prio_cell(exact.lat, exact.lon) if exact else None,
        "country": codes.name,
        "country_id": codes.gw,
        "region": codes.ged_region,
    }


def _when(event: Event, days: tuple[date, date]) -> Row:
    precision = (event.time.date_prec if event.time else None) or 5
    return {
        "year": days[0].year,
        "event_clarity": 1 if precision <= FEW_DAYS else 2,
        "date_prec": precision,
        "date_start": str(days[0]),
        "date_end": str(days[1]),
    }


def deaths(event: Event, best: int) -> tuple[int, int, int, int]:
    """Share the best figure out to side A, side B, civilians and unknown; the four add up to it."""
    dyad = sides(event)
    shares = {"a": 0, "b": 0, "civilians": 0}
    for effect in event.effects:
        number = effect.best if effect.best is not None else effect.low
        share = _whose(effect, event, dyad)
        if effect.kind == "killed" and effect.unit == "persons" and number and share:
            shares[share] += number
    if sum(shares.values()) > best:
        return 0, 0, 0, best
    return shares["a"], shares["b"], shares["civilians"], best - sum(shares.values())


def _whose(effect: Effect, event: Event, dyad: Dyad) -> str | None:
    """The side that the dead belong to, by the words for them; civilians by theirs."""
    if effect.civilian:
        return "civilians"
    words = (effect.who or "").casefold()
    for parties in (event.actors, event.targets):
        if words and any(words in (p.name.casefold(), p.text.casefold()) for p in parties):
            return _letter(parties, event, dyad)
    return None


def _letter(parties: tuple[Party, ...], event: Event, dyad: Dyad) -> str | None:
    """Side A is the actors', unless the policy turned the sides round."""
    own = sides(event.model_copy(update={"actors": parties, "targets": ()}))
    side = own.a or own.b
    if side is None or side.kind == "civilians":
        return "civilians" if side else None
    return "a" if dyad.a == side else "b" if dyad.b == side else None


def _named(side: Side | None) -> str:
    return ", ".join(side.names) if side else ""


def _gw(side: Side | None) -> int | None:
    """The number of a side that is one state."""
    if side is None or side.kind != "state" or len(side.ids) != 1:
        return None
    code = next((code for code, state in load_states().items() if state.iso3 == side.ids[0]), None)
    codes = codes_of(code)
    return codes.gw if codes else None


def _article(report: Report | None, event: Event) -> str:
    parts = [report.outlet, report.title] if report else []
    return ", ".join([p for p in parts if p] + [str(event.published), event.report_id])


def prio_cell(lat: float | None, lon: float | None) -> int | None:
    """The PRIO-GRID cell of a point: half-degree cells counted from the south-west, 720 a row."""
    if lat is None or lon is None:
        return None
    row, column = min(int((lat + 90) * 2), 359), min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1


write_ged = table_writer(COLUMNS, rows_of)
"""Writes events in this form; see ``rows.table_writer``."""
