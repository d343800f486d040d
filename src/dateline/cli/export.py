"""``dateline export``: all events of a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from dateline.cli.say import say


@click.command(short_help="Write all events of a database.")
@click.option("--db", required=True, metavar="FILE", help="The database.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["csv", "jsonl", "geojson", "table"]),
    default="csv",
    show_default=True,
    help="What is written.",
)
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file.")
def export(db: str, shape: str, output: Path | None) -> None:
    """Write all events of a database as CSV, JSON lines, GeoJSON or a table.

    \b
    Examples:
      dateline export --db events.db --format csv -o events.csv
      dateline export --db events.db --format geojson > events.geojson
    """
    from dateline.cli.shapes import writer
    from dateline.store import Store

    store = Store.open(db, create=False)
    try:
        with _target(output) as stream:
            count = writer(shape)(store.events(), stream)
    finally:
        store.close()
    say(f"{count} events written" + (f" to {output}" if output else ""), mark="")


@contextmanager
def _target(output: Path | None) -> Iterator[TextIO]:
    """Open the target; a file appears whole or not at all."""
    if output is None:
        yield sys.stdout
        return
    part = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
