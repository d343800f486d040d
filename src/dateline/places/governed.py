"""What the words around a name say of it: places follow "in" and "besieged", and stand in lists of places."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc, Token

from dateline.places.mention import Found
from dateline.places.words import load_words

GROUND = "a verb of ground"
# a capitalised name straight after one of these is a place, known or not
AS_GOOD_AS_KNOWN = (
    "'in'",
    "'at'",
    "'near'",
    "'outside'",
    "'around'",
    "'inside'",
    "'into'",
    GROUND,
)
_LINKS = (",", "and", "or", "&")


def shares_type(doc: Doc, found: Found) -> bool:
    """Say whether a name has the type word of the names after it: "Kunduz and Takhar districts"."""
    i, linked = found.last, False
    while i < len(doc) and (doc[i].lower_ in _LINKS or doc[i].text[:1].isupper()):
        linked |= doc[i].lower_ in _LINKS
        i += 1
    return (
        linked
        and i < len(doc)
        and doc[i].tag_ in ("NNS", "NNPS")
        and doc[i].lower_ in load_words().kinds
        and doc[i - 1].lower_ not in _LINKS
    )


def of_list(doc: Doc, found: Found, taken: Collection[int]) -> str | None:
    """Say what governs the place that a name is listed with: "in Hatla and Marqada", "hit Tadef, Bza'a"."""
    i = found.first - 1
    while i >= 0 and doc[i].lower_ in _LINKS:
        i -= 1
    if i == found.first - 1 or i not in taken or _speaks(doc, found):
        return None
    first = doc[i]
    while first.i in taken and (first.head.i in taken or first.dep_ == "conj") and first.head != first:
        first = first.head
    support = governed(first, is_person=True)
    return support if support in AS_GOOD_AS_KNOWN else None


def _speaks(doc: Doc, found: Found) -> bool:
    """Say whether a name is followed by what it says or does: "in Hatla and Hezbollah said"."""
    words = load_words()
    return found.last < len(doc) and doc[found.last].lemma_ in words.acting_verbs | words.telling_verbs


def governed(token: Token, *, is_person: bool) -> str | None:
    """Say by what word that places take a name is governed."""
    words = load_words()
    above = token.head
    if token.dep_ == "dobj" and above.lemma_ in words.ground_verbs:
        return GROUND
    if token.dep_ != "pobj":
        return None
    if (
        above.lower_ in ("of", "for")
        and above.head.text[:1].isupper()
        and above.head.lower_ not in words.kinds
    ):
        return None  # "the Center for Law"
    # "of" and "for" go with persons as often
    usual = words.locative | words.loosely_locative - ({"of", "for"} if is_person else set())
    return f"'{above.lower_}'" if above.lower_ in usual else None
