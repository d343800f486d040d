"""Lines on standard error."""

from __future__ import annotations

import re

import click

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def say(message: str, *, mark: str = "dateline: ") -> None:
    """Say something to the user in one line on standard error, whatever characters a file name brings in."""
    line = _CONTROL.sub(" ", message).encode(errors="replace").decode()
    click.echo(f"{mark}{line}", err=True)
