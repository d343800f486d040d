"""CSV: one row an event, for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from dateline.export import words
from dateline.export.sides import Side, sides
from dateline.figures import people, point
from dateline.records import Event, Party, When

Cell = str | int | float | bool | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and how it is got from an event."""

    name: str
    meaning: str
    value: Callable[[Event], Cell]


def _time(event: Event) -> When:
    return event.time or When(start=None, end=None, precision="more")


def _where_prec(event: Event) -> int | None:
    return min((p.where_prec for p in event.places if p.where_prec), default=None)


def _known(parties: Iterable[Party]) -> str:
    return _joined(party.canonical for party in parties)


def _ties(parties: Iterable[Party]) -> str:
    known = ((party.canonical or party.name, party.ties) for party in parties)
    return _joined(f"{name}: {', '.join(ties)}" for name, ties in known if ties)


def _side(side: Side | None) -> str | None:
    return _joined(side.names) if side else None


def _side_ids(side: Side | None) -> str | None:
    return _joined(side.ids) if side else None


def _bounds(kind: str) -> tuple[Column, ...]:
    def column(at: int, bound: str, words: str) -> Column:
        return Column(f"{kind}_{bound}", f"persons {kind}, {words} number", lambda e: people(e, kind)[at])

    return column(0, "low", "lowest"), column(1, "best", "best"), column(2, "high", "highest")


COLUMNS: tuple[Column, ...] = (
    Column("id", "stable id of the event", lambda e: e.id),
    Column("report_id", "id of the report", lambda e: e.report_id),
    Column("published", "day of publication", lambda e: str(e.published)),
    Column("event_type", "type of the codebook", lambda e: e.event_type),
    Column("family", "family of the type", lambda e: e.family),
    Column("status", "actual, planned, possible or negated", lambda e: str(e.status)),
    Column("background", "true where the report only recalls it", lambda e: str(e.background).lower()),
    Column("start", "first day", lambda e: _iso(_time(e).start)),
    Column("end", "last day, inclusive", lambda e: _iso(_time(e).end)),
    Column("time_precision", "how exact the time is", lambda e: e.time.precision if e.time else None),
    Column("date_prec", "UCDP code of it, 1 to 5", lambda e: _time(e).date_prec),
    Column("edtf", "the time in EDTF (ISO 8601-2)", lambda e: _time(e).edtf),
    Column("time_text", "the words that say when", lambda e: _time(e).text),
    Column("actors", "who did it", lambda e: words.names(e.actors)),
    Column("targets", "to whom", lambda e: words.names(e.targets)),
    Column("supporters", "who backed it", lambda e: words.names(e.supporters)),
    Column("mediators", "who mediated", lambda e: words.names(e.mediators)),
    Column("actor_ids", "known actors among the actors", lambda e: _joined(p.actor_id for p in e.actors)),
    Column("target_ids", "known actors among the targets", lambda e: _joined(p.actor_id for p in e.targets)),
    Column("actor_names", "their names in the knowledge base", lambda e: _known(e.actors)),
    Column("target_names", "those of the targets", lambda e: _known(e.targets)),
    Column("actor_ties", "what they were part of, and who backed them", lambda e: _ties(e.actors)),
    Column("target_ties", "the same of the targets", lambda e: _ties(e.targets)),
    Column("side_a", "side A of the dyad, as UCDP has it", lambda e: _side(sides(e).a)),
    Column("side_a_ids", "ids of side A; a state stands for its bodies", lambda e: _side_ids(sides(e).a)),
    Column("side_b", "side B of the dyad", lambda e: _side(sides(e).b)),
    Column("side_b_ids", "ids of side B", lambda e: _side_ids(sides(e).b)),
    Column("dyad_type", "state-based, non-state or one-sided, by the sides", lambda e: sides(e).violence),
    Column("places", "where", lambda e: words.names(e.places)),
    Column("country", "countries of the places", lambda e: _joined(p.country for p in e.places)),
    Column("admin1", "first-level units of the places", lambda e: _joined(p.admin1 for p in e.places)),
    Column("admin2", "second-level units of the places", lambda e: _joined(p.admin2 for p in e.places)),
    Column("place_precision", "how exact each place is", lambda e: _joined(p.precision for p in e.places)),
    Column("where_prec", "UCDP code of the best of them, 1 to 7", _where_prec),
    Column("lat", "latitude of the first point", lambda e: p.lat if (p := point(e)) else None),
    Column("lon", "longitude of the first point", lambda e: p.lon if (p := point(e)) else None),
    *_bounds("killed"),
    *_bounds("injured"),
    *_bounds("displaced"),
    Column("effects", "all effects in words", lambda e: _joined(map(words.effect, e.effects))),
    Column("sources", "according to whom", lambda e: _joined(map(words.source, e.sources))),
    Column("weapons", "weapons named", lambda e: _joined(span.text for span in e.weapons)),
    Column("trigger", "the word that reports it", lambda e: e.trigger.text),
    Column("trigger_start", "its first character in the report", lambda e: e.trigger.start),
    Column("trigger_end", "the character after it", lambda e: e.trigger.end),
    Column("evidence", "the sentences that say it", lambda e: _joined(span.text for span in e.evidence)),
    Column("part_of", "id of the event that it is part of", lambda e: e.part_of),
    Column("plover", "PLOVER event type", lambda e: e.codes.plover),
    Column("plover_mode", "PLOVER mode", lambda e: e.codes.plover_mode),
    Column("cameo", "CAMEO code", lambda e: e.codes.cameo),
    Column("acled_event_type", "ACLED event type", lambda e: e.codes.acled_event_type),
    Column("acled_sub_event_type", "ACLED sub-event type", lambda e: e.codes.acled_sub_event_type),
    Column("ucdp", "true where UCDP would count it", lambda e: str(e.codes.ucdp).lower()),
    Column("confidence", "how sure the coding is, 0 to 1", lambda e: e.confidence),
    Column("engine", "what coded it", lambda e: f"{e.coder.engine} {e.coder.version}"),
    Column("codebook", "version of the codebook", lambda e: e.coder.codebook),
)


def write_csv(events: Iterable[Event], stream: TextIO) -> int:
    """Write events as CSV and return how many.

    Lists are joined by "; ". A text that a spreadsheet would run as a formula (it starts with ``= + - @``, a
    tab or a carriage return) gets an apostrophe before it. Unknown is an empty cell.

    Args:
        events: the events.
        stream: where to; opened with ``newline=""`` when a file.
    """
    # line ends as RFC 4180 has them; with "\n" the writer would leave a carriage return in a cell unquoted
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.name for column in COLUMNS])
    count = 0
    for event in events:
        writer.writerow([defused(column.value(event)) for column in COLUMNS])
        count += 1
    return count


def defused(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs as a formula: an apostrophe is put before what starts like one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _joined(values: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


def _iso(day: object) -> str | None:
    return str(day) if day else None
