"""The place index, built with a progress bar where it is missing."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from dateline.cli.say import say


def ensure_index(*, progress: bool = True) -> None:
    """Build the place index where there is none of this version."""
    from dateline.errors import MissingIndexError
    from dateline.places.index import PlaceIndex
    from dateline.places.paths import default_index_path

    path = default_index_path()
    try:
        PlaceIndex.open(path)
    except MissingIndexError:
        say("building the place index, once", mark="")
        build(path, progress=progress)


def build(
    path: Path,
    *,
    progress: bool = True,
    geonames: Path | None = None,
    countries: Collection[str] | None = None,
) -> None:
    """Build the place index and show how far it is.

    Args:
        path: where it goes.
        progress: whether to show it.
        geonames: folder with dump files of GeoNames, read in place of the installed packages.
        countries: codes of the countries wanted; ``None`` for the world.
    """
    from rich.console import Console
    from rich.progress import Progress

    from dateline.places.build import build_index
    from dateline.places.paths import default_own_path

    shown = progress and sys.stderr.isatty()
    with Progress(console=Console(stderr=True), disable=not shown) as bar:
        task = bar.add_task("places", total=None)
        build_index(
            path,
            countries=countries,
            own=default_own_path(),
            geonames=geonames,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    say(f"place index in {path} ({path.stat().st_size / 1e6:.0f} MB)", mark="")
