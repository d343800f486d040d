"""The token that whoever writes by the API must give."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from platformdirs import user_state_path


def default_path() -> Path:
    """Return the file in which the token of this user is kept."""
    return user_state_path("dateline") / "token"


def kept_token(path: Path) -> str:
    """Return the token that a file holds; make one, readable by this user alone, where there is none.

    Args:
        path: the file; its folders are made.

    Raises:
        OSError: it can be neither read nor written.
    """
    if path.exists() and (token := path.read_text(encoding="utf-8").strip()):
        return token
    path.parent.mkdir(parents=True, exist_ok=True)
    token = secrets.token_urlsafe(24)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"{token}\n")
    return token
