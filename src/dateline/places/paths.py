"""Where the place index lies on this computer."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "DATELINE_PLACES"
OWN_VARIABLE = "DATELINE_OWN_PLACES"


def default_index_path() -> Path:
    """Say where the place index is looked for and built.

    Returns:
        The file that the environment variable ``DATELINE_PLACES`` names, else ``places.sqlite`` in the user's
        cache folder.
    """
    named = os.environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_cache_path("dateline") / "places.sqlite"


def default_own_path() -> Path:
    """Say where the user's own table of places lies.

    Returns:
        The file that the environment variable ``DATELINE_OWN_PLACES`` names, else ``places.csv`` in the
        user's data folder.
    """
    named = os.environ.get(OWN_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("dateline") / "places.csv"
