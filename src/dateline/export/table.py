"""A table that a person can read: one row an event."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.export import words
from dateline.records import Event

_WIDE = 150
_COLUMNS = (
    ("when", 10),
    ("where", 14),
    ("who", 16),
    ("what", 13),
    ("whom", 16),
    ("effect", 16),
    ("status", 8),
    ("source", 14),
    ("report", 18),
)


def write_table(events: Iterable[Event], stream: TextIO) -> int:
    """Write events as a table: when, where, who, what, whom, effect, status, source, report.

    The table is as wide as the terminal, or 150 columns where the stream is none. The last column holds the
    event's id below the report's.

    Returns:
        How many events there were; of none, nothing is written.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, least in _COLUMNS:
        table.add_column(
            name, overflow="fold", min_width=least if name == "report" else min(least, 8), ratio=least
        )
    count = 0
    for event in events:
        table.add_row(*(Text(words.printable(cell)) for cell in _cells(event)[:-1]), _report(event))
        count += 1
    if count:
        make_console(stream).print(table)
    return count


def make_console(stream: TextIO) -> Console:
    """Make a console over a stream; a file or pipe gets a width that does not depend on the terminal."""
    width = shutil.get_terminal_size((_WIDE, 50)).columns if stream.isatty() else _WIDE
    return Console(file=stream, width=width, highlight=False)


def _cells(event: Event) -> tuple[str, ...]:
    return (
        words.when(event),
        words.names(event.places),
        words.names(event.actors),
        event.event_type,
        words.names(event.targets),
        "; ".join(map(words.effect, event.effects)),
        words.status(event),
        "; ".join(map(words.source, event.sources)),
        event.report_id,
    )


def _report(event: Event) -> Text:
    return Text.assemble(words.printable(event.report_id), "\n", (event.id, "dim"))
