"""Says when a word that can be a time is something else: "may" the verb, 2018 people, the 2018 cup."""

from __future__ import annotations

import re

_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|of|during|last|this|next|early|late|mid|between|and|from|through|to|before|after|"
    r"throughout|for|as)[ -]$"
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|of|during|between|and|from|through|to|before|after|throughout|for|early|late|mid|"
    r"around|about|as|pre|post|back in|the year|the|a|their|his|its|or)[ -]\(?$|[(\[]$|^$|[,;] $"
)
_COUNTED = re.compile(
    r"-(?!\d|era|born)|[ -](?:people|civilians?|persons?|troops|soldiers|fighters|men|women|children|families|refugees|"
    r"dead|killed|wounded|injured|houses|homes|tonn?es|tons|km|kilomet|met(?:er|re)s|miles|hours|hrs|gmt|local|"
    r"dollars|euros|pounds|percent|of (?:the|them|its|his|their)|or so|more|others|members|police|officers|"
    r"prisoners|detainees|rounds|rockets|shells|buses|trucks|tanks|villagers|residents|votes)"
)


def passes(guard: str, text: str, match: re.Match[str], ahead: str, folded: str) -> bool:
    """Ask a guard of the grammar about a match.

    Args:
        guard: its name in the grammar, ``"month"`` or ``"year"``.
        text: the text as written.
        match: the match in the folded text.
        ahead: the folded text just before the match.
        folded: the whole folded text.

    Returns:
        Whether the match is a time.
    """
    return _month(text, match, ahead) if guard == "month" else _year(match, ahead, folded)


def _month(text: str, match: re.Match[str], ahead: str) -> bool:
    """A bare "May", "March", "Mar" or "Jan" needs a word before it that dates have; full names do not."""
    name = match["months"]
    if name in ("may", "march") or len(name) == 3:
        capitals = text[match.start() :][:12].split()[0].isupper() and name == "may"
        return bool(_BEFORE_MONTH.search(ahead)) and not capitals
    return True


def _year(match: re.Match[str], ahead: str, folded: str) -> bool:
    """A bare year needs a word before it that years have, and nothing behind it that it could count."""
    if match.group().startswith("the year"):
        return True
    return bool(_BEFORE_YEAR.search(ahead)) and not _COUNTED.match(folded, match.end())
