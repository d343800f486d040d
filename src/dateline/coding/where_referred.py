"""Places that a sentence refers to by what they are: "the town", "this province", "the capital"."""

from __future__ import annotations

from spacy.tokens import Token

from dateline.places.mention import PlaceMention
from dateline.places.words import load_words

_POINTING = ("the", "this", "that")
_UNITS = ("admin1", "admin2")
_SETTLED = ("place", "quarter")


def referred_place(trigger: Token, mentions: tuple[PlaceMention, ...]) -> PlaceMention | None:
    """Find the place that a definite noun in the trigger's sentence stands for.

    Args:
        trigger: head word of the event.
        mentions: the places of the report that may be event places.

    Returns:
        The last place of that kind named before, or ``None``.
    """
    nouns = [t for t in trigger.sent if _points_back(t)]
    for noun in sorted(nouns, key=lambda t: (not trigger.is_ancestor(t), abs(t.i - trigger.i))):
        kind = load_words().kinds[noun.lower_]
        before = [m for m in mentions if m.first < noun.i and _fits(m, noun.lower_, kind)]
        if before:
            return before[-1]
    return None


def _points_back(token: Token) -> bool:
    if token.tag_ == "NNS" or load_words().kinds.get(token.lower_) not in (*_UNITS, *_SETTLED):
        return False
    pointing = any(c.dep_ == "det" and c.lower_ in _POINTING for c in token.children)
    named = any(c.pos_ == "PROPN" or c.lower_ == "of" for c in token.children)
    return pointing and not named


def _fits(mention: PlaceMention, word: str, kind: str) -> bool:
    if word == "capital":
        return mention.kind == "capital"
    if kind in _UNITS:
        return mention.size in _UNITS
    return mention.size in ("exact", "near", None) and not mention.found.described
