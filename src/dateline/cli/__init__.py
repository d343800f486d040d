"""The command line: ``dateline COMMAND``. One file a command; heavy imports stand inside them."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Sequence

import click

from dateline.cli import (
    actors,
    agreements,
    check,
    code,
    doctor,
    export,
    incidents,
    llm,
    places,
    release,
    review,
    serve,
    show,
    train,
    validate,
)
from dateline.cli.say import say
from dateline.errors import DataError, DatelineError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dateline")
def dateline() -> None:
    """Read dated news reports on armed conflict and turn them into event data that can be checked.

    \b
    Example:
      dateline code reports/ --db events.db
      dateline serve --db events.db
    """


for _command in (
    code.code,
    show.show,
    export.export,
    validate.validate,
    agreements.agreements,
    incidents.incidents,
    incidents.why,
    serve.serve,
    check.check,
    doctor.doctor,
    places.places,
    actors.actors,
    release.release,
    review.review,
):
    dateline.add_command(_command)
dateline.add_command(actors.actors)
dateline.add_command(agreements.agreements)
dateline.add_command(incidents.incidents)
dateline.add_command(incidents.why)
dateline.add_command(review.review)
dateline.add_command(llm.llm)
dateline.add_command(train.train)


def main() -> None:
    """Run the command line and leave with its exit code.

    0 is fine, 1 says that something was refused, 2 that the command was wrong, 130 that Ctrl-C stopped it.
    """
    # libraries warn and log for their developers, not for users of this program
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: the words after ``dateline``.

    Returns:
        The exit code. Every error has been said in one line on standard error.
    """
    try:
        code = dateline.main(args=list(arguments), prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):
        # the reader of our output has had enough, as with "| head" (the one thing that click makes a
        # SystemExit); nothing may be flushed to it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        lines, code = _explain(error)
        for line in lines:
            say(line)
    return code if isinstance(code, int) else 0


def _explain(error: BaseException) -> tuple[Sequence[str], int]:
    """Turn an error into lines for the user and an exit code."""
    match error:
        case click.ClickException():
            return [f"{error.format_message()} (see dateline --help)"], error.exit_code
        case click.Abort() | KeyboardInterrupt():
            return ["interrupted"], INTERRUPTED
        case DataError():
            return error.faults, 1
        case DatelineError() | OSError():
            return [str(error)], 1
    what = f"internal fault ({type(error).__name__}: {error})"
    return [f"{what}; DATELINE_DEBUG=1 shows where; please report it"], 1
