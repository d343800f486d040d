"""``dateline export``: the events of a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from dateline.cli.say import say


@click.command(short_help="Write the events of a database.")
@click.option("--db", required=True, metavar="FILE", help="The database.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["csv", "jsonl", "geojson", "table"]),
    default="csv",
    show_default=True,
    help="What is written.",
)
@click.option("--actor", metavar="ID", help="Only events of this actor and of all that belongs to it.")
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file.")
def export(db: str, shape: str, actor: str | None, output: Path | None) -> None:
    """Write the events of a database as CSV, JSON lines, GeoJSON or a table.

    With --actor, only events in which that actor, or anything that was part of it on the day of the report,
    takes part in any role. The id of a state ("syr") stands for all its bodies; "dateline actors find NAME"
    shows ids.

    \b
    Examples:
      dateline export --db events.db --format csv -o events.csv
      dateline export --db events.db --format geojson > events.geojson
      dateline export --db events.db --actor syr -o syrian-state.csv
    """
    from dateline.cli.shapes import writer
    from dateline.store import EventFilter, Store

    store = Store.open(db, create=False)
    try:
        if actor is not None and not (store.has_actor(actor) or _is_known(actor)):
            raise click.ClickException(
                f"{actor!r}: unknown actor; find its id with: dateline actors find NAME"
            )
        with _target(output) as stream:
            count = writer(shape)(store.events(EventFilter(actor=actor)), stream)
    finally:
        store.close()
    say(f"{count} events written" + (f" to {output}" if output else ""), mark="")


def _is_known(actor_id: str) -> bool:
    from dateline.actors.knowledge import Knowledge

    return actor_id in Knowledge.load().actors


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
