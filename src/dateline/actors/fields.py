"""Fields of the tables of actors: partial dates, country codes, ids."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from dateline.places.fold import fold

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_IZE = re.compile(r"isation\b")
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def first_day(text: str) -> date | None:
    """Read ``"2012"``, ``"2012-03"`` or ``"2012-03-05"`` as the first day it may mean; empty is ``None``.

    Raises:
        ValueError: the text is none of these.
    """
    return _day(text, last=False)


def last_day(text: str) -> date | None:
    """Read a partial date as the last day it may mean; empty is ``None``.

    Raises:
        ValueError: the text is no year, month or day.
    """
    return _day(text, last=True)


def read_days(row: Mapping[str, str], wrong: list[str]) -> tuple[date | None, date | None]:
    """Read the columns ``start`` and ``end`` of a row; what is wrong with them is added to ``wrong``."""
    try:
        start, end = first_day(row["start"]), last_day(row["end"])
    except ValueError as error:
        wrong.append(str(error))
        return None, None
    if start and end and end < start:
        wrong.append(f"it ends ({row['end']}) before it starts ({row['start']})")
    return start, end


def _day(text: str, *, last: bool) -> date | None:
    if not text:
        return None
    found = _PARTIAL.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date such as 2012, 2012-03 or 2012-03-05")
    year = int(found[1])
    month = int(found[2] or (12 if last else 1))
    day = int(found[3] or (monthrange(year, month)[1] if last else 1))
    return date(year, month, day)


def is_id(text: str) -> bool:
    """Say whether a text can be an id: lower-case letters and digits, with dots and hyphens between."""
    return _ID.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Fold a name for look-up; British and American spellings of the words of such names meet."""
    key = fold(name)
    return _IZE.sub("ization", key.replace("defense", "defence")) if "ns" in key or "is" in key else key


def slug(name: str) -> str:
    """Make the part of an id that stands for a name ("Recep Tayyip Erdoğan" gives "recep-tayyip-erdogan")."""
    return fold(name).replace(" ", "-")
