"""``dateline actors``: the knowledge base of parties."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

_FOLDER = click.option(
    "--with",
    "folders",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with actors.csv, persons.csv or ties.csv of your own, laid over ours; may be repeated.",
)
_ON = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Day, such as 2021-09-01; today by default."
)


@click.group(short_help="Look into the knowledge base of parties, or add to it.")
def actors() -> None:
    """Look a party up, resolve a name in its context, or add a party to a table of your own.

    \b
    Examples:
      dateline actors find SDF --country SY --on 2019-01-31
      dateline actors show syr.sdf
    """


@actors.command()
@click.argument("name")
@click.option(
    "--country", "countries", multiple=True, metavar="CODE", help="Country of the report; may be repeated."
)
@_ON
@_FOLDER
def find(name: str, countries: tuple[str, ...], on: datetime | None, folders: tuple[Path, ...]) -> None:
    """Show what a name means in a report of a day and country, with score, reasons and alternatives.

    \b
    Example:
      dateline actors find "the rebels" --country SY --on 2021-09-01
    """
    from dateline.actors.knowledge import Knowledge
    from dateline.actors.resolve import resolve

    know = Knowledge.load(folders)
    day = (on or datetime.now()).date()
    found = resolve(name, knowledge=know, published=day, countries=[c.upper() for c in countries])
    if found.kind is None and not found.alternatives:
        raise click.ClickException(f"nothing is known of {name!r}")
    parts = (found.actor_id or "-", found.name, found.kind or "-", found.country or "-", f"{found.score:.2f}")
    click.echo("\t".join((*parts, "; ".join(found.reasons))))
    for other in found.alternatives:
        actor = know.actors[other.actor_id]
        parts = (actor.id, actor.name, actor.kind, actor.country or "-", f"{other.score:.2f}")
        click.echo("\t".join((*parts, "; ".join(other.reasons))))


@actors.command()
@click.argument("actor")
@_ON
@_FOLDER
def show(actor: str, on: datetime | None, folders: tuple[Path, ...]) -> None:
    """Show one party: names, dates, codes, and its ties, with those that hold on the day first.

    \b
    Example:
      dateline actors show syr.4div --on 2021-09-01
    """
    from dateline.actors.knowledge import Knowledge
    from dateline.cli.actor_card import card

    know = Knowledge.load(folders)
    found = know.find(actor)
    if not found:
        raise click.ClickException(f"no party is called {actor!r}")
    for one in found:
        click.echo(card(one, know, (on or datetime.now()).date()))


@actors.command()
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day looked at; today by default.")
@_FOLDER
def gaps(until: datetime | None, folders: tuple[Path, ...]) -> None:
    """List the states whose heads of state and government since 1990 are not all known, with the days.

    \b
    Example:
      dateline actors gaps --until 2025-12-31
    """
    from dateline.actors.coverage import headless
    from dateline.actors.knowledge import Knowledge

    know = Knowledge.load(folders)
    found = headless(know, until=(until or datetime.now()).date())
    for state, rows in found.items():
        for gap in rows:
            click.echo(f"{state}\t{know.actors[state].name}\t{gap.first}\t{gap.last}")
    click.echo(f"{len(found)} of {len(know.states)} states and territories", err=True)


@actors.command()
@click.argument("actor_id", metavar="ID")
@click.argument("name")
@click.option("--kind", required=True, help="Kind, such as rebel, militia, gang, ngo (see kinds.csv).")
@click.option("--alias", "aliases", multiple=True, help="Another name; may be repeated.")
@click.option(
    "--country", "countries", multiple=True, metavar="CODE", help="Country, home first; may be repeated."
)
@click.option("--start", default="", help="First year, month or day.")
@click.option("--end", default="", help="Last year, month or day.")
@click.option("--note", default="", help="What is special to it.")
@click.option("--source", default="", help="Where this is known from.")
@click.option(
    "--to",
    "folder",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of your own tables; actors.csv in it is made or added to.",
)
def add(
    *,
    actor_id: str,
    name: str,
    kind: str,
    aliases: tuple[str, ...],
    countries: tuple[str, ...],
    start: str,
    end: str,
    note: str,
    source: str,
    folder: Path,
) -> None:
    """Add a party to a table of your own; a party of ours with the same id is replaced by it.

    \b
    Example:
      dateline actors add syr.new-group "New Group" --kind rebel --country SY --to my-actors
    """
    from dateline.actors.overlay import add_actor

    add_actor(
        folder,
        {
            "id": actor_id,
            "name": name,
            "aliases": "|".join(aliases),
            "kind": kind,
            "country": "|".join(c.upper() for c in countries),
            "start": start,
            "end": end,
            "note": note,
            "source": source,
        },
    )
    click.echo(f"{actor_id}\t{name}\t{folder / 'actors.csv'}")
