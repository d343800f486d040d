"""``dateline release``: a fixed set of events to cite, and a check that it is unchanged."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.options import DB
from dateline.cli.say import say
from dateline.cli.wanted import choosing, wanted

if TYPE_CHECKING:
    from dateline.release.build import Before
    from dateline.store import Store

_NAME = re.compile(r"\w[\w.-]*")


@click.group(short_help="Make and check releases of the data.")
def release() -> None:
    """Make releases of the data, to be cited and shared, and check that they are unchanged.

    \b
    Examples:
      dateline release make syria-1.0 --db events.db --out releases
      dateline release verify releases/syria-1.0
    """


@release.command(short_help="Make a release.")
@click.argument("name")
@DB
@click.option(
    "--out", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="Where the release goes."
)
@click.option("--zip", "zipped", is_flag=True, help="Make one zip file.")
@choosing
@click.option(
    "--after",
    "since_release",
    metavar="RELEASE",
    type=click.Path(path_type=Path, exists=True),
    help="List what differs from this one.",
)
@click.option(
    "--author", "authors", multiple=True, metavar="NAME", help="Who is to be cited; may be repeated."
)
@click.option(
    "--licence",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Text of another licence than CC BY 4.0.",
)
def make(
    *,
    name: str,
    db: str,
    out: Path,
    zipped: bool,
    since_release: Path | None,
    authors: tuple[str, ...],
    licence: Path | None,
    **options: Any,
) -> None:
    """Make the release NAME: a folder FOLDER/NAME, or FOLDER/NAME.zip, which is never overwritten.

    The database notes the release and marks its events as released; it refuses a second one of the same name.
    The release holds the events in every format, tables of their actors and places, the codebook,
    versions, filter, counts, citation, licence and a hash of every file. The same database gives the same
    bytes.

    \b
    Examples:
      dateline release make syria-1.0 --db events.db --out releases --author "Jane Doe"
      dateline release make syria-1.1 --db events.db --out releases --after releases/syria-1.0
    """
    if not _NAME.fullmatch(name):
        raise click.ClickException(f"{name!r}: a name has letters, digits, dots, dashes and underscores only")
    from dateline.release.build import Terms, build
    from dateline.store import Store
    from dateline.store.incident_queries import every_incident
    from dateline.store.releases import begin, recording

    target = out / (f"{name}.zip" if zipped else name)
    text = licence.read_text(encoding="utf-8") if licence else None
    chosen = {name: _words(value) for name, value in sorted(options.items()) if value not in (None, ())}
    terms = Terms(name=name, authors=authors, licence=text, chosen=chosen)
    store = Store.open(db, create=False)
    try:
        asked = wanted(store, **options)
        begun = begin(store, name, asked)
        counts = build(
            store.events(asked),
            target,
            terms,
            report_of=store.report,
            zipped=zipped,
            incidents=every_incident(store),
            since=_before(store, since_release),
            recording=partial(recording, store, begun),
        )
    finally:
        store.close()
    differ = "".join(f", {count} {change}" for change, count in counts.get("changes", {}).items())
    say(f"{counts['events']} events released to {target}{differ}", mark="")


def _before(store: Store, path: Path | None) -> Before | None:
    from dateline.release.build import Before
    from dateline.store.redirects import event_successors, incident_successors

    if path is None:
        return None
    events, incidents = partial(event_successors, store), partial(incident_successors, store)
    return Before(path=path, events=events, incidents=incidents)


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value.date()) if isinstance(value, datetime) else str(value)


@release.command(short_help="Check that a release is unchanged.")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def verify(path: Path) -> None:
    """Hash every file of the release at PATH again and compare with its manifest.

    \b
    Example:
      dateline release verify releases/syria-1.0
    """
    from dateline.errors import DataError
    from dateline.release.archive import faults

    if found := faults(path):
        raise DataError([f"{path}: {fault}" for fault in found])
    say(f"{path}: unchanged", mark="")
