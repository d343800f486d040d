"""An event's fields in words, for tables and cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.records import Effect, Event, Party, Place, Source, Stance

# control characters and direction overrides: a terminal would obey them
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def printable(text: str) -> str:
    """Return one line without characters that a terminal would obey."""
    return _UNPRINTABLE.sub(" ", text)


def names(items: Iterable[Party | Place]) -> str:
    """List names, parted by semicolons."""
    return "; ".join(item.name for item in items)


def parties(items: Iterable[Party]) -> str:
    """List parties with what is known of each: "army [syr.army: Syrian Arab Army, part of Syria]"."""
    return "; ".join(f"{item.name} [{known}]" if (known := standing(item)) else item.name for item in items)


def standing(party: Party) -> str | None:
    """Say who a party is in the knowledge base: its id, its name there where another, and its ties."""
    if party.actor_id is None:
        return None
    same = party.canonical is None or party.canonical.casefold() == party.name.casefold()
    about = [*([] if same else [party.canonical or ""]), *party.ties]
    return f"{party.actor_id}: {', '.join(about)}" if about else party.actor_id


def when(event: Event) -> str:
    """Say when an event was: a day, or the first and the last."""
    time = event.time
    if time is None or (time.start is None and time.end is None):
        return ""
    if time.start == time.end:
        return str(time.start)
    return f"{time.start or '...'} to {time.end or '...'}"


def status(event: Event) -> str:
    """Say the status, and whether the event is background."""
    return f"{event.status}, background" if event.background else str(event.status)


def effect(item: Effect) -> str:
    """Say one effect, such as "4 killed (soldiers)" or "20-99 families displaced"."""
    unit = "families " if item.unit == "families" else ""
    who = f" ({item.who})" if item.who else ""
    return f"{number(item)} {unit}{item.kind}{who}"


def number(item: Effect) -> str:
    """Say the number of an effect: exact, a range, or a bound."""
    low, best, high = item.low, item.best, item.high
    if low is not None and low == high:
        return str(low)
    spread = f"{low}-{high}" if low is not None and high is not None else None
    if spread is None and low is not None:
        spread = f"at least {low}"
    if spread is None and high is not None:
        spread = f"up to {high}"
    if best is None:
        return spread or "some"
    return f"{best} ({spread})" if spread else str(best)


def source(item: Source) -> str:
    """Say who says so, and that they deny or doubt it where they do."""
    return item.name if item.stance is Stance.ASSERTS else f"{item.name} ({item.stance})"
