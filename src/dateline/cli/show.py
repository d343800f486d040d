"""``dateline show``: one event in full."""

from __future__ import annotations

import sys

import click


@click.command(short_help="Show one event in full.")
@click.argument("event_id", metavar="EVENT_ID")
@click.option("--db", required=True, metavar="FILE", help="The database that holds the event.")
def show(event_id: str, db: str) -> None:
    """Show one event: what is coded, the words that say it, and why it was read so.

    EVENT_ID may be cut short where no other event begins with the same characters.

    \b
    Example:
      dateline show e3f9c27d1 --db events.db
    """
    from dateline.cli.shapes import writer
    from dateline.store import Store

    store = Store.open(db, create=False)
    try:
        event = store.event(event_id)
        several = event is None and store.is_ambiguous(event_id)
    finally:
        store.close()
    if event is None:
        begins = "more than one event begins" if several else "no event begins"
        raise click.ClickException(f"{db}: {begins} with {event_id!r}")
    writer("card")([event], sys.stdout)
