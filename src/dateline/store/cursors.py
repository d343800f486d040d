"""Cursors: where a page of a list ended, as a text that leads to the next page and means nothing else."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date
from typing import Any

from dateline.errors import RefusedError

_MOST = 2**31 - 1


def write_cursor(*parts: str | float | date | None) -> str:
    """Make a cursor of what tells the last line of a page from all others."""
    plain = [part.isoformat() if isinstance(part, date) else part for part in parts]
    content = json.dumps(plain, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """Read what ``write_cursor`` was given, which a stranger may have written.

    Args:
        cursor: the text.
        kinds: the type of each part: ``str``, ``int``, ``float`` or ``date``.

    Raises:
        RefusedError: it has other parts.
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list):
            raise TypeError("no list")
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise RefusedError("cursor: is none that a page of this list gave; start from the first") from error


def _part(part: Any, kind: type) -> Any:
    if kind is date:
        return date.fromisoformat(part)
    if kind is str:
        if not isinstance(part, str) or "\0" in part:
            raise ValueError("no text")
        part.encode()
        return part
    if isinstance(part, bool) or not isinstance(part, int | float) or abs(part) > _MOST:
        raise ValueError("no number")
    return kind(part)
