"""Says when a word that can be a time is something else: "may" the verb, 2018 people, the 2018 cup."""

from __future__ import annotations

import re

from dateline.dates.grammar import Guards


def passes(guard: str, guards: Guards, match: re.Match[str], *, text: str, ahead: str, folded: str) -> bool:
    """Ask a guard of the grammar about a match.

    Args:
        guard: its name in the grammar, ``"month"`` or ``"year"``.
        guards: the patterns of the grammar.
        text: the text as written.
        match: the match in the folded text.
        ahead: the folded text just before the match.
        folded: the whole folded text.

    Returns:
        Whether the match is a time.
    """
    return _month(guards, text, match, ahead) if guard == "month" else _year(guards, match, ahead, folded)


def _month(guards: Guards, text: str, match: re.Match[str], ahead: str) -> bool:
    """A bare "May", "March", "Mar" or "Jan" needs a word before it that dates have; full names do not."""
    name = match["months"]
    if name in ("may", "march") or len(name) == 3:
        capitals = text[match.start() :][:3].isupper() and name == "may"
        return bool(guards.before_month.search(ahead)) and not capitals
    return True


def _year(guards: Guards, match: re.Match[str], ahead: str, folded: str) -> bool:
    """A bare year needs a word before it that years have, and nothing behind it that it could count."""
    if match.group().startswith("the year"):
        return True
    return bool(guards.before_year.search(ahead)) and not guards.counted.match(folded, match.end())
