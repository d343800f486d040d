"""Names that a report uses for somebody or something else than a place: persons, news agencies, bodies."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from dateline.places.countries import capital_codes, country_names, demonym_codes
from dateline.places.fold import fold
from dateline.places.mention import Found
from dateline.places.words import load_words


def other_names(doc: Doc) -> frozenset[str]:
    """Collect the folded words that name persons or tellers throughout a report.

    A word counts as such where it begins or ends the full name of a person, follows a title, or tells
    something ("Brunson said"), unless the report also uses it after "in" and the like, or it is a capital. A
    country must begin the full name of a person in a report that does not speak of that country's people.

    Args:
        doc: the parsed text.
    """
    named = {fold(e[0].text) for e in doc.ents if _is_full_name(e)}
    persons = named | {fold(e[-1].text) for e in doc.ents if _is_full_name(e)}
    persons |= {fold(t.text) for t in doc if _is_titled(t) or _tells(t)}
    places = {fold(t.text) for t in doc if _is_where(t)}
    peoples = _countries_spoken_of(doc)
    safe = {w for w, code in country_names().items() if code in peoples or w not in named}
    return frozenset(persons - places - safe - capital_codes().keys())


def without_other_names(found: Iterable[Found], doc: Doc, others: frozenset[str]) -> list[Found]:
    """Drop the names of one word that the report uses in another sense.

    Args:
        found: what may be places.
        doc: the parsed text.
        others: what ``other_names`` returned.
    """
    return [f for f in found if f.kind or fold(f.core) not in others or _is_where(doc[f.first])]


def _countries_spoken_of(doc: Doc) -> frozenset[str]:
    """Collect the countries whose people a text speaks of."""
    return frozenset(code for t in doc if (code := demonym_codes().get(fold(t.text))) is not None)


def _is_full_name(ent: Span) -> bool:
    return ent.label_ == "PERSON" and 2 <= len(ent) <= 4 and all(t.text[:1].isupper() for t in ent)


def _is_titled(token: Token) -> bool:
    words = load_words()
    before = token.nbor(-1) if token.i else None
    return (
        before is not None
        and token.text[:1].isupper()
        and before.text[:1].isupper()
        and before.lower_.strip(".") in words.person_titles
    )


def _tells(token: Token) -> bool:
    """Say whether a name is the subject of a verb of telling."""
    return token.pos_ == "PROPN" and token.dep_ == "nsubj" and token.head.lemma_ in load_words().telling_verbs


def _is_where(token: Token) -> bool:
    """Say whether a name follows "in" and the like, and is no owner ("in Palmer's house")."""
    if (
        not token.i
        or not token.text[:1].isupper()
        or token.nbor(-1).lower_ not in load_words().surely_locative
    ):
        return False
    return token.i + 1 == len(token.doc) or token.nbor().tag_ not in ("POS", "NNP", "NNPS")
