"""A party's phrase taken apart: brackets, leading numbers and articles, what only says which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.actors.words import Words
from dateline.places.fold import fold

_BRACKETS = re.compile(r"^(.+?)\s*\(([^()]+)\)$")
_POSSESSIVE = re.compile(r"[’']s\b|(?<=s)[’'](?=\s|$)")
_QUALIFIED = re.compile(r"\b(pro|anti)-\S+\s*", re.IGNORECASE)
_NUMBER = re.compile(r"^[\d.,-]+$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name taken apart.

    ``full`` is the name as given, ``text`` the name without articles and numbers, ``words`` its words as
    written without possessive endings, ``folded`` the same words folded, ``acronym`` what stood in brackets
    after it, ``qualifiers`` the words such as "US-backed" and "pro-Assad" that were taken out; ``cut`` says
    that the end was left out.
    """

    full: str
    text: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    acronym: str | None
    qualifiers: tuple[str, ...]
    cut: bool


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    """Fold a word; the same words come again and again."""
    return fold(word)


def take_apart(name: str, words: Words) -> Phrase:
    """Take a name apart.

    Args:
        name: the name of a party as the report or the coder gives it.
        words: the word lists.
    """
    text = " ".join(name.split())
    acronym = None
    if text.endswith(")") and (found := _BRACKETS.match(text)):
        text, acronym = found[1], found[2]
    full = text
    raw = text.split()
    while len(raw) > 1 and (_folded(raw[0]) in words.lists["leading"] or _NUMBER.match(raw[0])):
        raw = raw[1:]
    text = " ".join(raw)
    plain = _POSSESSIVE.sub("", text) if "'" in text or "’" in text else text
    kept, qualifiers = _without_qualifiers(plain, words)
    kept, cut = _up_to_cut(kept, words)
    return Phrase(
        full=full,
        text=text,
        words=tuple(kept),
        folded=tuple(_folded(w) for w in kept),
        acronym=acronym,
        qualifiers=tuple(qualifiers),
        cut=cut,
    )


def _without_qualifiers(text: str, words: Words) -> tuple[list[str], list[str]]:
    kept, qualifiers = [], []
    for word in text.split():
        backed = "-" in word and (
            _folded(word.rpartition("-")[2]) in words.lists["backing"] or _QUALIFIED.match(word)
        )
        if backed:
            qualifiers.append(word)
        elif _folded(word):
            kept.append(word)
    return kept, qualifiers


def _up_to_cut(kept: list[str], words: Words) -> tuple[list[str], bool]:
    folded = [_folded(word) for word in kept]
    for k, word in enumerate(folded):
        whole = word == "of" and any(" ".join(folded[j:]) in words.nouns for j in range(k))
        if k and word in words.lists["cuts"] and not whole:
            return kept[:k], True
    return kept, False
