"""``dateline export``: the events of a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from dateline.cli.options import DB
from dateline.cli.say import say
from dateline.cli.wanted import choosing, wanted

SHAPES = [
    "csv", "jsonl", "parquet", "geojson", "excel", "acled", "ged", "polecat", "plover", "cameo", "table",
]  # fmt: skip


@click.command(short_help="Write the events of a database.")
@DB
@click.option(
    "--format",
    "shape",
    type=click.Choice(SHAPES),
    default="csv",
    show_default=True,
    help="What is written.",
)
@choosing
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file.")
def export(db: str, shape: str, output: Path | None, **options: Any) -> None:
    """Write the events of a database in one of many formats.

    Formats of other projects (acled, ged, polecat, plover, cameo) have no place for every event: what is left
    out is counted, with the reason. With --actor, only events in which that actor, or anything that was part
    of it on the day of the report, takes part in any role. The id of a state ("syr") stands for all its
    bodies; "dateline actors find NAME" shows ids.

    \b
    Examples:
      dateline export --db events.db --format csv -o events.csv
      dateline export --db events.db --format ged --since 2021-01-01 -o events.ged.csv
      dateline export --db events.db --actor syr --type shelling -o syrian-state.csv
    """
    from dateline.store import Store

    store = Store.open(db, create=False)
    try:
        events = store.events(wanted(store, **options))
        with _target(output) as stream:
            if shape == "table":
                count, left_out = _table(events, stream), {}
            else:
                from dateline.export.formats import FORMATS

                written = FORMATS[shape].write(events, stream, store.report)
                count, left_out = written.events, dict(written.left_out)
    finally:
        store.close()
    say(f"{count} events written" + (f" to {output}" if output else ""), mark="")
    for reason, number in sorted(left_out.items()):
        say(f"{number} left out: {reason}", mark="")


def _table(events: Any, stream: BinaryIO) -> int:
    import io

    from dateline.export.table import write_table

    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        return write_table(events, sys.stdout if stream is sys.stdout.buffer else text)
    finally:
        text.flush()
        text.detach()


@contextmanager
def _target(output: Path | None) -> Iterator[BinaryIO]:
    """Open the target; a file appears whole or not at all."""
    if output is None:
        yield sys.stdout.buffer
        return
    part = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
