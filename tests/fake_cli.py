"""The command line with the fake coder in place of the real one: ``python -m tests.fake_cli code ...``."""

from __future__ import annotations

import sys
from functools import partial

import dateline.cli.index
import dateline.run
from dateline.cli import main
from tests import fake_coder


def use_fake_coder() -> None:
    """Let every run in this process use the fake coder, which needs no place index."""
    dateline.run.code_paths = partial(dateline.run.code_paths, load=fake_coder.load)
    dateline.cli.index.ensure_index = lambda **_: None


if __name__ == "__main__":
    use_fake_coder()
    sys.exit(main())
