"""Where a trained model lies: in the package, in the user's data folder (the large one), or in any folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from dateline.errors import DataError

SHIPPED = Path(__file__).parent / "model"
LARGE = "large"
VARIABLE = "DATELINE_MODELS"


def large_folder() -> Path:
    """Say where the large model is looked for, and where ``make train-large`` puts it.

    Returns:
        ``large`` in the folder that the environment variable ``DATELINE_MODELS`` names, else in ``models`` in
        the user's data folder.
    """
    named = os.environ.get(VARIABLE)
    return (Path(named) if named else platformdirs.user_data_path("dateline") / "models") / LARGE


def model_folder(model: Path | str | None) -> Path:
    """Find the folder of a model.

    Args:
        model: a folder, ``"large"``, or ``None`` for the model that ships with the package.

    Raises:
        DataError: there is no such folder.
    """
    if model is None:
        return SHIPPED
    folder = large_folder() if str(model) == LARGE else Path(model)
    if folder.is_dir():
        return folder
    if str(model) == LARGE:
        raise DataError(
            [f"{folder}: no large model; it is built by 'make train-large', or put its folder here"]
        )
    raise DataError([f"{folder}: no such folder; give the folder of a model, or 'large'"])
