"""Says when a word that can be a time is something else: "may" the verb, 2018 people, the town of Now Zad."""

from __future__ import annotations

import re

from dateline.dates.grammar import Guards

# what stands before the first word of a sentence
_STARTS = re.compile(r"""(?:\A|[.!?:;"'“”‘’(\n—–]\s{0,2})\Z""")


def passes(guard: str, guards: Guards, found: re.Match[str], *, text: str, ahead: str, folded: str) -> bool:
    """Ask a guard of the grammar about a match.

    Args:
        guard: its name in the grammar, ``"month"``, ``"year"`` or ``"name"``.
        guards: the patterns of the grammar.
        text: the text as written.
        found: the match in the folded text.
        ahead: the folded text just before the match.
        folded: the whole folded text.

    Returns:
        Whether the match is a time.
    """
    match guard:
        case "month":
            return _month(guards, text, found, ahead)
        case "year":
            return _year(guards, found, ahead, folded)
        case _:
            return _no_name(text, found)


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


def _no_name(text: str, match: re.Match[str]) -> bool:
    """A capital inside a sentence makes a name: "Now Zad", "Qal'ah-ye Now"."""
    words = text[match.start() : match.end()]
    if not words[:1].isupper() or words.isupper():
        return True
    return _STARTS.search(text[max(0, match.start() - 3) : match.start()]) is not None
