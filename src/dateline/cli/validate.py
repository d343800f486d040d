"""``dateline validate``: is an exported file what its format demands?"""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.export import SHAPES
from dateline.cli.say import say


@click.command(short_help="Check a file against its format.")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "shape",
    required=True,
    type=click.Choice([shape for shape in SHAPES if shape != "table"]),
    help="The format that it should have.",
)
@click.pass_context
def validate(context: click.Context, path: Path, shape: str) -> None:
    """Check a file that was exported, or changed since: columns, types, code lists, rules over columns.

    Each fault is named with its line, a hundred at most; the exit code is 1 where there is one.

    \b
    Example:
      dateline validate events.ged.csv --format ged
    """
    from dateline.export.validate import check_file

    faults = check_file(path, shape)
    for fault in faults:
        say(f"{path}: {fault}", mark="")
    say(f"{path}: {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'} ({shape})", mark="")
    context.exit(1 if faults else 0)
