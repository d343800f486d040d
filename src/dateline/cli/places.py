"""``dateline places``: the place index."""

from __future__ import annotations

import click


@click.group(short_help="Build the place index or look into it.")
def places() -> None:
    """Build the place index, or look a name up in it.

    \b
    Examples:
      dateline places build
      dateline places find Sanameen --country SY
      dateline places at 32.62 36.10
    """


@places.command()
@click.option("--if-missing", is_flag=True, help="Do nothing where the index is there.")
def build(*, if_missing: bool) -> None:
    """Build the place index from the installed packages; takes about half a minute.

    \b
    Example:
      dateline places build --if-missing
    """
    from dateline.cli.index import build as build_now
    from dateline.cli.index import ensure_index
    from dateline.places.paths import default_index_path

    if if_missing:
        ensure_index()
    else:
        build_now(default_index_path())


@places.command()
@click.argument("name")
@click.option(
    "--country", "countries", multiple=True, metavar="CODE", help="Country of the report; may be repeated."
)
def find(name: str, countries: tuple[str, ...]) -> None:
    """Show what places a name may mean, the likeliest first.

    \b
    Example:
      dateline places find "Deir ez-Zor" --country SY
    """
    from dateline.places.index import PlaceIndex
    from dateline.places.paths import default_index_path

    index = PlaceIndex.open(default_index_path())
    found = index.find(name, countries=[code.upper() for code in countries])
    if not found:
        raise click.ClickException(f"no place is called {name!r}")
    for place in found[:20]:
        point = f"{place.lat:.4f},{place.lon:.4f}" if place.lat is not None and place.lon is not None else "-"
        units = " / ".join(part for part in (place.country, place.admin1, place.admin2) if part)
        click.echo(
            f"{place.name}\t{units}\t{point}\t{place.precision}\t{place.kind}\t{place.step}\t{place.population}"
        )


@places.command(context_settings={"ignore_unknown_options": True})
@click.argument("lat", type=click.FloatRange(-90, 90))
@click.argument("lon", type=click.FloatRange(-180, 180))
def at(lat: float, lon: float) -> None:
    """Show in which first-level unit a point lies, and the places nearest to it.

    \b
    Example:
      dateline places at 32.62 36.10
    """
    from dateline.places.distance import distance_km
    from dateline.places.index import PlaceIndex
    from dateline.places.outlines import unit_at
    from dateline.places.paths import default_index_path

    unit = unit_at(lat, lon)
    named = (unit.country, unit.name, unit.admin1) if unit else ("no unit is drawn here",)
    click.echo("\t".join(part or "-" for part in named))
    for place in PlaceIndex.open(default_index_path()).nearest(lat, lon)[:5]:
        if place.lat is not None and place.lon is not None:
            gap = distance_km(lat, lon, place.lat, place.lon)
            click.echo(f"{gap:.1f} km\t{place.name}\t{place.country}\t{place.admin1 or '-'}\t{place.kind}")
