"""``dateline incidents`` and ``dateline why``: events of many reports as incidents."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from dateline.cli.options import BY, DB, REASON

_FORMAT = click.option(
    "--format", "shape", type=click.Choice(["text", "json", "csv"]), default="text", help="How to write it."
)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(short_help="Merge events of many reports into incidents.")
def incidents() -> None:
    """Merge events of many reports into incidents, look at them, and put the machine right.

    \b
    Examples:
      dateline incidents build --db events.db
      dateline incidents list --db events.db
    """


@incidents.command()
@DB
@click.option("--anew", is_flag=True, help="Work everything out again; ids and decisions stay.")
def build(db: str, *, anew: bool) -> None:
    """Bring the incidents into step with the events: all at first, then the neighbourhood of what changed.

    \b
    Example:
      dateline incidents build --db events.db
    """
    from dateline.cli.stores import opened
    from dateline.store import incident_build
    from dateline.store.incident_queries import count_incidents

    with opened(db) as store:
        done = incident_build.build(store, anew=anew)
        count = count_incidents(store)
    did = f"{done.reports} reports merged, {done.written} incidents written, {done.gone} gone"
    click.echo(f"{count} incidents; {did}")


@incidents.command("list")
@DB
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Only of this type; may be repeated.")
@click.option("--since", type=_DAY, metavar="DAY", help="Only those that end on this day or later.")
@click.option("--until", type=_DAY, metavar="DAY", help="Only those that start on this day or earlier.")
@click.option("--country", metavar="CODE", help="Only in this country.")
@click.option("--actor", metavar="ID", help="Only with this actor or what belongs to it.")
@click.option("--report", "report_id", metavar="ID", help="Only those that this report tells of.")
@click.option("--min-reports", type=int, metavar="N", help="Only those with at least so many reports.")
@click.option("--limit", type=int, default=50, show_default=True, help="How many at most.")
@_FORMAT
def list_(
    *,
    db: str,
    types: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    country: str | None,
    actor: str | None,
    report_id: str | None,
    min_reports: int | None,
    limit: int,
    shape: str,
) -> None:
    """List incidents, the latest first: id, what, reports and independent outlets, killed.

    \b
    Example:
      dateline incidents list --db events.db --type shelling --min-reports 2
    """
    from dateline.cli.stores import opened
    from dateline.export.incidents import write
    from dateline.store.incident_queries import IncidentFilter, list_incidents

    wanted = IncidentFilter(
        event_types=types,
        since=since.date() if since else None,
        until=until.date() if until else None,
        country=country.upper() if country else None,
        actor=actor,
        report_id=report_id,
        min_reports=min_reports,
    )
    with opened(db) as store:
        write(list_incidents(store, wanted, limit=limit), sys.stdout, shape)


@incidents.command()
@click.argument("incident_id", metavar="INCIDENT")
@DB
@_FORMAT
def show(incident_id: str, db: str, shape: str) -> None:
    """Show one incident: days, place, toll and each source's figures, and its events.

    \b
    Example:
      dateline incidents show i3f9c27d1 --db events.db
    """
    from dateline.cli.stores import opened
    from dateline.export.incidents import card, write
    from dateline.store.incident_queries import incident

    with opened(db) as store:
        found = incident(store, incident_id)
    if shape == "text":
        click.echo(card(found))
    else:
        write([found], sys.stdout, shape)


@incidents.command()
@click.argument("ids", metavar="INCIDENT...", nargs=-1, required=True)
@DB
@BY
@REASON
def merge(ids: tuple[str, ...], db: str, by: str, reason: str | None) -> None:
    """Put incidents together. The machine keeps to it, whatever it finds later.

    \b
    Example:
      dateline incidents merge i3f9c27d1 i88a1c003 --db events.db --by "A. Analyst"
    """
    from dateline.cli.stores import opened
    from dateline.store import incident_build
    from dateline.store.incident_queries import incident
    from dateline.store.incident_verdicts import merge_incidents

    with opened(db) as store:
        incident_build.build(store)
        decision = merge_incidents(store, ids, by=by, reason=reason)
        incident_build.build(store)
        found = incident(store, ids[0])
    click.echo(f"decision {decision.number}: {found.id}\t{found.title}\t{found.reports} reports")


@incidents.command()
@click.argument("incident_id", metavar="INCIDENT")
@click.argument("events", metavar="EVENT...", nargs=-1, required=True)
@DB
@BY
@REASON
def split(incident_id: str, events: tuple[str, ...], db: str, by: str, reason: str | None) -> None:
    """Take events out of an incident. The machine never puts them back.

    \b
    Example:
      dateline incidents split i3f9c27d1 e51b7a90c22 --db events.db --by "A. Analyst"
    """
    from dateline.cli.stores import opened
    from dateline.store import incident_build
    from dateline.store.incident_queries import incident_of
    from dateline.store.incident_verdicts import split_incident

    with opened(db) as store:
        incident_build.build(store)
        decision = split_incident(store, incident_id, events, by=by, reason=reason)
        incident_build.build(store)
        homes = dict.fromkeys(incident_of(store, event) for event in events)
    click.echo(f"decision {decision.number}: now in {', '.join(str(home) for home in homes)}")


@incidents.command()
@DB
@click.option("--format", "shape", type=click.Choice(["json", "csv"]), required=True, help="How to write it.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="File to write to."
)
def export(db: str, shape: str, out: Path | None) -> None:
    """Write all incidents: JSON lines with everything, or CSV with a line an incident.

    \b
    Example:
      dateline incidents export --db events.db --format csv --out incidents.csv
    """
    from dateline.cli.stores import opened
    from dateline.export.incidents import write
    from dateline.store.incident_queries import list_incidents

    with opened(db) as store:
        found = list_incidents(store, limit=None)
    if out is None:
        write(found, sys.stdout, shape)
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        write(found, file, shape)


@click.command(short_help="Show why the events of an incident are one.")
@click.argument("incident_id", metavar="INCIDENT")
@DB
@click.option("--all", "every", is_flag=True, help="All pairs of events, not only the links it hangs by.")
def why(incident_id: str, db: str, *, every: bool) -> None:
    """Show why an incident holds together: each link as a prior and signed weights, the weakest last.

    \b
    Example:
      dateline why i3f9c27d1 --db events.db
    """
    from dateline.cli.stores import opened
    from dateline.export.incidents import waterfall
    from dateline.store.incident_queries import why as explain

    with opened(db) as store:
        found = explain(store, incident_id)
    click.echo(waterfall(found.incident, found.pairs if every else found.hangs_by))
