"""Where the place index lies on this computer."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "DATELINE_PLACES"


def default_index_path() -> Path:
    """Say where the place index is looked for and built.

    Returns:
        The file that the environment variable ``DATELINE_PLACES`` names, else ``places.sqlite`` in the user's
        cache folder.
    """
    named = os.environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_cache_path("dateline") / "places.sqlite"
