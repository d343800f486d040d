"""The command line with the fake coder in place of the real one: ``python -m tests.fake_cli code ...``."""

from __future__ import annotations

import sys

import dateline.cli.index
import dateline.run
from dateline.cli import main
from tests import fake_coder


def _with_fake_coder(code_paths):
    """The run function with the fake coder, whatever coder the command line asks for."""
    return lambda *args, **options: code_paths(*args, **{**options, "load": fake_coder.load})


def use_fake_coder() -> None:
    """Let every run in this process use the fake coder, which needs no place index."""
    dateline.run.code_paths = _with_fake_coder(dateline.run.code_paths)
    dateline.cli.index.ensure_index = lambda **_: None


if __name__ == "__main__":
    use_fake_coder()
    sys.exit(main())
