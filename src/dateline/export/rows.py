"""What the formats of other projects share: rows with their reports, and what was left out and why."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from dateline.export.flat import Cell, defused
from dateline.records import Event, Place, Report

ReportOf = Callable[[str], Report | None]
Row = Mapping[str, Cell]
RowsOf = Callable[[Event, Report | None], "Rows"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one event, or why it has none."""

    rows: tuple[Row, ...] = ()
    left_out: str | None = None


@dataclass(slots=True)
class Written:
    """What came of an export: rows, events in them, and events left out by reason."""

    rows: int = 0
    events: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def rows_of_all(
    events: Iterable[Event], report_of: ReportOf, rows_of: RowsOf, written: Written
) -> Iterator[Row]:
    """Make the rows of all events and count them.

    Args:
        events: the events, those of one report together, so that each report is asked for once.
        report_of: finds a report by its id.
        rows_of: makes the rows of one event.
        written: is counted up while the rows pass.
    """
    last: tuple[str, Report | None] = ("", None)
    for event in events:
        if event.report_id != last[0]:
            last = (event.report_id, report_of(event.report_id))
        made = rows_of(event, last[1])
        if made.left_out:
            written.left_out[made.left_out] += 1
            continue
        written.events += 1
        written.rows += len(made.rows)
        yield from made.rows


def table_writer(columns: Sequence[str], rows_of: RowsOf, *, delimiter: str = ",") -> Callable[..., Written]:
    """Make the writer of a format of rows.

    Args:
        columns: its columns, in order.
        rows_of: makes the rows of one event.
        delimiter: what parts the cells.

    Returns:
        A function of the events (those of one report together), the text stream (opened with ``newline=""``
        when a file) and, as ``report_of``, what finds a report by its id; it returns what came of it.
    """

    def write(events: Iterable[Event], stream: TextIO, *, report_of: ReportOf) -> Written:
        written = Written()
        rows = rows_of_all(events, report_of, rows_of, written)
        write_separated(rows, columns, stream, delimiter=delimiter)
        return written

    return write


def write_separated(
    rows: Iterable[Row], columns: Sequence[str], stream: TextIO, *, delimiter: str = ","
) -> None:
    """Write rows with a header line, every cell defused; unknown is an empty cell."""
    out = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    out.writerow(columns)
    for row in rows:
        out.writerow([_plain(defused(row.get(name)), delimiter) for name in columns])


def _plain(cell: Cell, delimiter: str) -> Cell:
    """In tab-separated files no cell may hold a tab or a line end: many readers know no quotes there."""
    return " ".join(cell.split()) if delimiter == "\t" and isinstance(cell, str) else cell


def days_of(event: Event) -> tuple[date, date] | None:
    """First and last day of an event, both inclusive, or ``None`` where one of them is open."""
    if event.time is None or event.time.start is None or event.time.end is None:
        return None
    return event.time.start, event.time.end


def located(event: Event) -> tuple[Place, ...]:
    """The places of an event that have coordinates."""
    return tuple(p for p in event.places if p.lat is not None and p.lon is not None)


def country_of(event: Event) -> str | None:
    """The two-letter code of the country where an event is."""
    return next((p.country for p in event.places if p.country), None)


def sentence_of(event: Event, report: Report | None) -> str:
    """The words of the report around the trigger, up to the ends of its sentence or 300 characters."""
    if report is None:
        return event.trigger.text
    text, start, end = report.text, event.trigger.start, event.trigger.end
    before = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "? ", "! "))
    after = min(
        (at for mark in (". ", "\n", "? ", "! ") if (at := text.find(mark, end)) >= 0), default=len(text)
    )
    first, last = max(before + 1, start - 150), min(after + 1, end + 150)
    return " ".join(text[first:last].split())
