"""Names of places that say whose something is, not where: peoples, and places in the names of bodies.

"Cuban exiles", "the Alberta Liquor Board", "Danbury police": they belong to the geography of a document and
tell which countries it is about, but no event is placed by them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from spacy.tokens import Doc, Span

from dateline.places.countries import country_names, demonym_codes, load_abbreviations, load_adjectives
from dateline.places.fold import fold
from dateline.places.index import PlaceIndex, Step
from dateline.places.mention import Found
from dateline.places.words import load_words

_LONGEST = 3  # tokens
_TOWN = 50_000  # inhabitants of a town of the report's countries that is known without more


def attributive_names(
    doc: Doc,
    index: PlaceIndex,
    countries: Collection[str],
    found: Collection[Found],
    others: Collection[str] = (),
) -> Iterator[Found]:
    """Find the names of places and peoples that are no place of the report's own.

    Args:
        doc: the parsed text.
        index: the gazetteer.
        countries: codes of the countries that the report is about.
        found: the places that were found before; what they cover is left out.
        others: folded words that name persons and tellers in this text.

    Yields:
        The names, marked as attributive.
    """
    taken = {i for f in found for i in range(f.first, f.last)}
    taken |= {t.i for t in doc if fold(t.text) in others}
    names = {fold(f.core) for f in found if not f.described}
    is_place = partial(_is_place, index=index, countries=countries, names=names)
    first = 0
    while first < len(doc):
        length = _length(doc, first, taken, is_place)
        if length:
            text = doc[first : first + length].text
            start = doc[first].idx
            yield Found(
                first,
                first + length,
                start,
                start + len(text),
                text,
                text,
                None,
                "a word for whose",
                attributive=True,
            )
        first += length or 1


def _length(doc: Doc, first: int, taken: Collection[int], is_place: Callable[[str], bool]) -> int:
    """Count the tokens of the longest name of a place or people that begins at a token; 0 where none does."""
    if not doc[first].text[:1].isupper():
        return 0
    for length in range(min(_LONGEST, len(doc) - first), 0, -1):
        span = doc[first : first + length]
        if any(t.i in taken or t.is_space for t in span) or not span[-1].text[:1].isupper():
            continue
        if _is_adjective(span) or _is_short_unit(span) or (_is_in_name(span) and is_place(span.text)):
            return length
    return 0


def _is_adjective(span: Span) -> bool:
    """Say whether words are the adjective of a place; "Cubans" are people, and "in French" is a language."""
    key = fold(span.text)
    listed = key in demonym_codes() or key in load_adjectives()
    if not listed or (span.text.isupper() and len(span.text) > 2):
        return False
    last = span[-1]
    if last.tag_ == "NNPS" or (last.text.endswith("s") and key.removesuffix("s") in demonym_codes()):
        return False
    return last.dep_ not in ("dobj", "pobj") or last.tag_ == "JJ"


def _is_short_unit(span: Span) -> bool:
    """Say whether words are the short form of a unit: "Holliday, Mo.", "Surfside, SC"."""
    text = span.text
    if text.rstrip(".") not in load_abbreviations():
        return False
    return text.endswith(".") or (span.start > 0 and span[0].nbor(-1).text == ",")


def _is_in_name(span: Span) -> bool:
    """Say whether a name is part of a longer one that is no person's, or stands before a noun."""
    first, last = span[0], span[-1]
    if any(t.ent_type_ == "PERSON" for t in (first, last)):
        return False
    before = first.nbor(-1) if first.i else None
    after = last.nbor() if last.i + 1 < len(last.doc) else None
    joined = [t for t in (before, after) if t is not None and t.text[:1].isupper() and t.is_alpha]
    return bool(joined) or first.ent_type_ == "ORG" or (after is not None and after.pos_ == "NOUN")


def _is_place(text: str, *, index: PlaceIndex, countries: Collection[str], names: Collection[str]) -> bool:
    key = fold(text)
    if key in country_names():
        return True
    words = load_words()
    if text.isupper() or key in words.directions | words.not_names | words.kinds.keys():
        return False
    hits = [c for c in index.find(text) if c.step is Step.EXACT and (c.country in countries or key in names)]
    if key in names and hits:
        return True
    towns = [c for c in hits if c.population >= _TOWN and fold(c.name) == key]
    return bool(towns) or any(c.kind == "admin1" or (c.kind == "admin2" and " " in key) for c in hits)
