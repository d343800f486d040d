"""Options that several commands have, each written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

LLM_ENGINES = ("llm", "both+llm")
DB = click.option("--db", required=True, metavar="FILE", help="The database, a file or a URL.")
BY = click.option("--by", required=True, metavar="NAME", help="Who decides; kept with the decision.")
REASON = click.option("--reason", metavar="WORDS", help="Why; kept with the decision.")
PUBLISHED = click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Publication date of reports that state none.",
)
LLM_PART = click.option(
    "--llm-part",
    type=click.IntRange(200),
    default=6000,
    show_default=True,
    metavar="N",
    help="Characters of a report that are asked about at once.",
)


def with_options(options: Iterable[Callable[[Any], Any]]) -> Callable[[_Command], _Command]:
    """Make a decorator that adds options to a command, in their order."""

    def add(command: _Command) -> _Command:
        for option in reversed(tuple(options)):
            command = option(command)
        return command

    return add
