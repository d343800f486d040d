"""``dateline places``: the place index."""

from __future__ import annotations

from pathlib import Path

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
@click.option(
    "--geonames",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with unpacked dump files of GeoNames, read in place of the installed packages.",
)
@click.option(
    "--country", "countries", multiple=True, metavar="CODE", help="Only this country; may be repeated."
)
def build(*, if_missing: bool, geonames: Path | None, countries: tuple[str, ...]) -> None:
    """Build the place index from the installed packages; takes about half a minute.

    \b
    Examples:
      dateline places build --if-missing
      dateline places build --geonames dump/ --country SY --country IQ
    """
    from dateline.cli.index import build as build_now
    from dateline.cli.index import ensure_index
    from dateline.places.paths import default_index_path

    if if_missing:
        ensure_index()
    else:
        wanted = [code.upper() for code in countries] or None
        build_now(default_index_path(), geonames=geonames, countries=wanted)


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


@places.command()
@click.argument("name")
@click.option("--lat", type=click.FloatRange(-90, 90), required=True, help="Latitude in degrees.")
@click.option("--lon", type=click.FloatRange(-180, 180), required=True, help="Longitude in degrees.")
@click.option("--country", required=True, metavar="CODE", help="Country, ISO code of two letters.")
@click.option("--kind", default="village", show_default=True, help="Such as village, camp, crossing, river.")
@click.option("--alias", "aliases", multiple=True, help="Another spelling; may be repeated.")
@click.option("--admin1", default="", help="First-level unit.  [default: that of the point]")
@click.option(
    "--precision", default="exact", show_default=True, help="exact, near, admin2, admin1 or larger."
)
@click.option("--accuracy", default=2.0, show_default=True, help="How far off the point may be, in km.")
@click.option("--source", default="own", show_default=True, help="Where you have it from.")
def add(*, name: str, aliases: tuple[str, ...], **given: object) -> None:
    """Add a place of your own to your table of places; the next `places build` takes it in.

    \b
    Example:
      dateline places add "Tell Foo" --lat 35.2 --lon 36.9 --country SY --alias "Tal Foo"
    """
    from dateline.cli.say import say
    from dateline.places.own import add_place
    from dateline.places.paths import default_own_path

    path = default_own_path()
    row = {key: str(value) for key, value in given.items()}
    add_place(path, {**row, "name": name, "aliases": "|".join(aliases)})
    say(f"{name} is in {path}; run `dateline places build` to take it in", mark="")
