"""``dateline check``: are the data files of the package right?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from dateline.cli.say import say
from dateline.errors import DataError

_NO_DATA = ("dateline.cli", "dateline.web", "dateline.workers", "dateline.kit", "dateline.language.parse")


@click.command(short_help="Check the data files.")
@click.pass_context
def check(context: click.Context) -> None:
    """Check every data file (codebook, lexicons, gazetteer supplement) and name file and line of each fault.

    \b
    Example:
      dateline check
    """
    faults: list[str] = []
    count = 0
    for load in loaders():
        count += 1
        try:
            load()
        except DataError as error:
            faults += error.faults
    for fault in dict.fromkeys(faults):
        say(fault, mark="")
    click.echo(f"{count} loaders of data files, {len(set(faults))} faults", err=bool(faults))
    context.exit(1 if faults else 0)


def loaders() -> Iterator[Callable[[], object]]:
    """Find the functions that load data files: each module's ``load`` or ``load_...`` without arguments."""
    import pkgutil
    from importlib import import_module

    import dateline

    for found in pkgutil.walk_packages(dateline.__path__, "dateline."):
        if found.name.startswith(_NO_DATA):
            continue
        module = import_module(found.name)
        for name, value in vars(module).items():
            own = getattr(value, "__module__", None) == found.name
            if (
                own
                and callable(value)
                and (name == "load" or name.startswith("load_"))
                and _needs_nothing(value)
            ):
                yield value


def _needs_nothing(function: Callable[..., object]) -> bool:
    import inspect

    return all(p.default is not p.empty for p in inspect.signature(function).parameters.values())
