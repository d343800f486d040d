"""Acronyms that a report defines: "the Syrian Democratic Forces (SDF)"."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.actors.words import load_words

_AFTER = re.compile(r"\(\s*(?:the |or |known as |formerly |also )*([A-Z][A-Za-z&/.-]{1,11})(?:[,;][^()]*)?\)")
_BEFORE = re.compile(r"\b([A-Z][A-Z/-]{1,9}) \(([A-Z][^()]{6,80})\)")
_WORD = re.compile(r"[\w'’]+")


@lru_cache(maxsize=256)
def defined_acronyms(text: str) -> dict[str, str]:
    """Find the acronyms that a text defines.

    Args:
        text: the report.

    Returns:
        Acronym to the words that it stands for.
    """
    found: dict[str, str] = {}
    for match in _BEFORE.finditer(text):
        found.setdefault(match[1], match[2])
    for match in _AFTER.finditer(text):
        name = _expansion(text[max(0, match.start() - 120) : match.start()], match[1])
        if name:
            found.setdefault(match[1], name)
    return found


def _expansion(before: str, acronym: str) -> str | None:
    """Go back word by word until the initials of the words that matter spell the acronym."""
    sentence = re.split(r"[.;:!?]\s", before)[-1]
    words = _WORD.findall(sentence)
    small = load_words().lists["small"]
    letters = [c for c in acronym.lower() if c.isalpha()]
    for count in range(1, min(len(words), len(letters) + 4) + 1):
        chosen = words[-count:]
        initials = [w[0].lower() for w in chosen if w.lower() not in small]
        every = [w[0].lower() for w in chosen]
        if letters in (initials, every) and chosen[0].lower() not in small:
            return _joined(sentence, len(words), count)
    return None


def _joined(sentence: str, words: int, count: int) -> str:
    places = list(_WORD.finditer(sentence))
    return sentence[places[words - count].start() :].strip()
