"""Which words of a report name places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from dateline.language.parse import Parsed
from dateline.places.attributive import attributive_names
from dateline.places.context import country_weights, leading_countries
from dateline.places.countries import country_names, demonym_codes
from dateline.places.fold import fold
from dateline.places.governed import AS_GOOD_AS_KNOWN, GROUND, governed, of_list, shares_type
from dateline.places.index import PlaceIndex, Step
from dateline.places.joined import whole_name
from dateline.places.mention import Found, PlaceMention
from dateline.places.other_sense import other_names, without_other_names
from dateline.places.resolve import resolve
from dateline.places.words import load_words

_PLACE_LABELS = ("GPE", "LOC", "FAC")
# what the tagger calls a place by mistake, but never a date or a number
_OTHER_LABELS = ("PERSON", "ORG", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "")
_PEOPLE_WHO_MATTER = 1_000  # smaller places bear too many names that are also words
_FORMS_OF_ADDRESS = ("mr", "mrs", "ms", "dr", "miss")
_ACRONYM = 5  # letters: longer words in capitals are datelines and headings
_WORD = r"[^\W\d_a-z][\w'’ʿ‘]*"
_PARTICLES = r"(?:(?:al|el|as|ar|ash|az|ez|ed|ad|an|es|de|da|do|du|la|i|e)[ \-–])?"
_RUN = re.compile(rf"{_WORD}(?:[ \-–]{_PARTICLES}{_WORD})*")


def find_places(
    parsed: Parsed, index: PlaceIndex, *, hints: Sequence[tuple[int, int]] = ()
) -> tuple[PlaceMention, ...]:
    """Find the places that a report names and choose which place of the world each means.

    Args:
        parsed: the report with its parse.
        index: the gazetteer.
        hints: token spans that the trained tagger takes for places; names that nothing else has found are
            taken on its word.

    Returns:
        The mentions in the order of the text; none overlap.
    """
    weights = country_weights(parsed)
    countries = leading_countries(weights)
    others = other_names(parsed.doc)
    named = without_other_names(_entity_places(parsed.doc, index, countries), parsed.doc, others)
    sure = list(_without_overlap([*_dateline(parsed), *named]))
    more = without_other_names(_other_places(parsed.doc, index, countries, sure), parsed.doc, others)
    lines = _described_lines(parsed.doc)
    hinted = _hinted(parsed.doc, hints, index, countries)
    places = list(_without_overlap([*lines, *sure, *more, *hinted]))
    whose = attributive_names(parsed.doc, index, countries, places, others)
    found = sorted([*places, *whose], key=lambda f: f.start)
    return resolve(tuple(found), parsed, index, weights)


def _dateline(parsed: Parsed) -> Iterator[Found]:
    """Take the place of the dateline, which the parse does not see; it stands on the blank first token."""
    place = parsed.report.dateline_place
    if place is not None and len(parsed.doc):
        name = place.text.title() if place.text.isupper() else place.text
        yield Found(0, 1, place.start, place.end, name, name, None, "dateline")


def _entity_places(doc: Doc, index: PlaceIndex, countries: tuple[str, ...]) -> Iterator[Found]:
    """Take what the tagger calls a place, unless its neighbours say otherwise."""
    for ent in doc.ents:
        if ent.label_ not in _PLACE_LABELS:
            continue
        span = _trimmed(doc, ent.start, ent.end)
        if span is None or _is_other(doc, *span):
            continue
        found = _widened(doc, *span, how=f"entity {ent.label_}")
        if _is_listed_well(found, index, countries) or _is_located(doc[span[0]], doc[span[1] - 1]):
            yield found


def _other_places(
    doc: Doc, index: PlaceIndex, countries: tuple[str, ...], sure: list[Found]
) -> Iterator[Found]:
    """Take capitalised names that the tagger missed, where gazetteer and context both say place."""
    taken = {i for f in sure for i in range(f.first, f.last)}
    names = {fold(f.core) for f in sure}
    for match in _RUN.finditer(doc.text):
        run = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if run is None or taken.intersection(range(run.start, run.end)):
            continue
        span = _trimmed(doc, run.start, run.end)
        if span is None or _is_other(doc, *span) or not _may_be_name(doc, *span):
            continue
        found = _widened(doc, *span, how="capitalised name")
        support = _support(doc, found, names, taken)
        if support is None and _is_listed(found, index, countries, is_person=_is_person(doc, found)):
            support = "nothing, but listed"
        is_owned = found.last < len(doc) and doc[found.last].tag_ == "POS"
        if support and _is_known(found, index, countries, support, is_owned=is_owned):
            yield replace(found, how=f"name after {support}")
            taken |= set(range(found.first, found.last))


def _hinted(
    doc: Doc, hints: Sequence[tuple[int, int]], index: PlaceIndex, countries: tuple[str, ...]
) -> Iterator[Found]:
    """Take the names that the trained tagger holds for places, where the gazetteer or a type word agrees."""
    for first, last in hints:
        span = _trimmed(doc, first, last)
        if span is None or _is_other(doc, *span) or not _may_be_name(doc, *span):
            continue
        found = _widened(doc, *span, how="the tagger")
        if found.kind or _is_listed_well(found, index, countries):
            yield found


def _is_listed_well(found: Found, index: PlaceIndex, countries: tuple[str, ...]) -> bool:
    """Say whether the gazetteer has a name in the report's countries, or elsewhere as that of a town."""
    hits = index.find(found.core, countries=countries)
    return fold(found.core) in country_names() or any(
        c.country in (None, *countries) or c.geonames_id is None or c.population >= _PEOPLE_WHO_MATTER
        for c in hits
    )


def _may_be_name(doc: Doc, first: int, last: int) -> bool:
    labels = {doc[i].ent_type_ for i in range(first, last)}
    tags = {doc[i].tag_ for i in range(first, last) if doc[i].is_alpha}
    return labels <= {*_OTHER_LABELS, *_PLACE_LABELS} and bool(tags & {"NNP", "NNPS"})


def _is_listed(found: Found, index: PlaceIndex, countries: tuple[str, ...], *, is_person: bool) -> bool:
    """Say whether a name is so surely a place of the report's countries that it needs no other support."""
    hits = [c for c in index.find(found.core) if c.country in countries]
    own = any(c.geonames_id is None and c.step in (Step.EXACT, Step.ARTICLE) for c in hits)
    exact = any(c.step is Step.EXACT and c.population >= _PEOPLE_WHO_MATTER for c in hits)
    return own or (exact and (" " in fold(found.core) or not is_person))


def _is_person(doc: Doc, found: Found) -> bool:
    """Say whether a name is a person to the tagger, or a word of a longer name."""
    if any(doc[i].ent_type_ == "PERSON" for i in range(found.first, found.last)):
        return True
    around = [doc[i] for i in (found.first - 1, found.last) if 0 <= i < len(doc)]
    return any(t.tag_ in ("NNP", "NNPS") and t.text[:1].isupper() for t in around)


def _is_body(found: Found) -> bool:
    """Say whether a name has a type word by which bodies are named as often: "Finance Department"."""
    words = load_words()
    ends = {word.lower() for word in (found.name.split()[0], found.name.split()[-1])}
    return bool(ends & words.of_bodies) or all(w.lower() in words.kinds for w in found.core.split())


def _is_known(
    found: Found, index: PlaceIndex, countries: tuple[str, ...], support: str, *, is_owned: bool
) -> bool:
    hits = index.find(found.core, countries=countries)
    inside = [c for c in hits if c.country in countries]
    if support == "the same name":
        return bool(hits)
    if support == "a type word" and found.kind not in ("line", "area"):
        return bool(inside) or not _is_body(found)
    if support in AS_GOOD_AS_KNOWN:
        return bool(hits) or not is_owned
    return any(c.step is not Step.FUZZY for c in inside) or (
        # world-wide only for big places: else too many ordinary words are villages somewhere
        any(c.population >= 100_000 and c.step is Step.EXACT for c in hits)
    )


def _support(doc: Doc, found: Found, names: set[str], taken: set[int]) -> str | None:
    """Say what in the context makes a name a place."""
    if found.kind and found.kind not in ("line", "area"):
        # "raided Bethel Church" is done to a place, "at Bethel Church" may be to a body
        stormed = found.kind == "facility" and governed(_outermost(doc, found), is_person=False) == GROUND
        return GROUND if stormed else "a type word"
    if fold(found.core) in names:
        return "the same name"
    words = load_words()
    head = _outermost(doc, found)
    before = doc[found.first - 1].lower_ if found.first else ""
    if before in words.locative:
        return f"'{before}'"
    if before in ("called", "named") and found.first > 1 and doc[found.first - 2].lower_ in words.kinds:
        return "'in'"
    if shares_type(doc, found):
        return "a type word"
    first = head
    while first.dep_ in ("conj", "appos") and first.head != first:
        first = first.head
        if first.i in taken:
            return of_list(doc, found, taken) or "a place beside it"
    return governed(first, is_person=head.ent_type_ == "PERSON")


def _described_lines(doc: Doc) -> Iterator[Found]:
    """Find borders that are named by the states beside them: "the Jordanian border", "border with Iraq"."""
    countries = country_names()
    for token in doc:
        if token.lower_ not in ("border", "frontier"):
            continue
        start = token.i
        while start and _is_country_word(doc[start - 1]):
            start -= 1
        end = token.i + 1
        if end + 1 < len(doc) and doc[end].lower_ == "with":
            stop = end + 1
            while stop < len(doc) and doc[stop].ent_type_ == "GPE":
                stop += 1
            if fold(doc[end + 1 : stop].text) in countries:
                end = stop
        first = next((i for i in range(start, end) if not doc[i].is_punct), token.i)
        if first < token.i or end > token.i + 1:
            text = doc[first:end].text
            yield Found(
                first,
                end,
                doc[first].idx,
                doc[first].idx + len(text),
                text,
                text,
                "line",
                "border",
                described=True,
            )


def _is_country_word(token: Token) -> bool:
    key = fold(token.text)
    return token.text in ("-", "–") or (
        token.text[:1].isupper() and (key in country_names() or key in demonym_codes())
    )


def _trimmed(doc: Doc, first: int, last: int) -> tuple[int, int] | None:
    """Cut articles, genitive endings, punctuation and small words off both ends of a name."""
    while first < last and not (
        doc[first].text[:1].isupper() or doc[first].lower_ in load_words().directions
    ):
        first += 1
    first, last = whole_name(doc, first, last)
    while first < last and first + 1 < last and doc[first].tag_ in ("DT", "IN", "CC", "PRP$"):
        first += 1
    while last > first and (doc[last - 1].tag_ == "POS" or not doc[last - 1].text[-1:].isalnum()):
        last -= 1
    if first >= last or "\n" in doc[first:last].text or not doc[last - 1].text[:1].isalnum():
        return None
    return first, last


def _is_other(doc: Doc, first: int, last: int) -> bool:
    """Say whether a name is a people, a person or an organisation by the words around it."""
    words = load_words()
    text = doc[first:last].text
    if last - first > 1 and words.kinds.get(doc[last - 1].lower_) == "admin1" and _is_troop(doc[first]):
        return True
    if any(doc[i].lower_ in words.bodies for i in range(first, last)) or doc[first].lower_ in words.not_names:
        return True
    if (
        fold(text) in demonym_codes()
        or not any(c.isupper() for c in text)
        or text.lower() in words.directions
        or all(_is_generic(doc[i].lower_) for i in range(first, last))
        or (doc[first].lower_.rstrip(".") in _FORMS_OF_ADDRESS and last - first > 1)
    ):
        return True
    if text.isupper() and len(text) <= _ACRONYM and fold(text) not in country_names():
        return True
    after = doc[last] if last < len(doc) else None
    if after is not None and after.text in ("-", "–") and last + 1 < len(doc):
        return doc[last + 1].lower_ in words.tied_by_hyphen
    if "-" in text and fold(text).rsplit(" ", 1)[-1] in words.tied_by_hyphen:
        return True
    if after is not None and after.text[:1].isupper() and after.lower_ in words.followed_by:
        return True
    before = doc[first - 1] if first else None
    named = first > 2 and doc[first - 3].lower_ in words.not_names and doc[first - 2].text[:1].isupper()
    if named and before is not None and before.lower_ == "of":
        return True  # "the Islamic State of Iraq"
    return (
        before is not None and before.lower_.strip(".") in words.person_titles and before.text[:1].isupper()
    )


def _is_generic(word: str) -> bool:
    """Say whether a word names a body or a kind of place, and so alone no place: "University", "House"."""
    words = load_words()
    if words.kinds.get(word) in ("nature", "road"):
        return False  # "the Gulf", "the Strip"
    return word in words.kinds or word in words.followed_by or word in words.bodies or word in words.alone


def _is_troop(first: Token) -> bool:
    """Say whether a name that ends like a unit of a state begins like one of an army: "Fourth Division"."""
    return first.like_num or fold(first.text) in demonym_codes()


def _is_located(first: Token, last: Token) -> bool:
    words = load_words()
    before = first.nbor(-1) if first.i else None
    while before is not None and before.i and before.tag_ in ("DT", "JJ", "NN") and before.lower_ != "of":
        before = before.nbor(-1)
    if before is not None and before.lower_ in words.locative:
        return True
    return last.dep_ == "pobj" and last.head.lower_ in words.locative | words.loosely_locative


def _widened(doc: Doc, first: int, last: int, *, how: str) -> Found:
    """Take the type word after a name into it, and a direction before it; note the kind that they say."""
    words = load_words()
    core_first, core_last = first, last
    kind = words.kinds.get(doc[last - 1].lower_) if last - first > 1 else None
    if kind:
        core_last -= 1
    elif last < len(doc) and doc[last].lower_ in words.kinds and _modifies(doc[last - 1], doc[last]):
        kind = words.kinds[doc[last].lower_]
        last += 1
    if kind is None and core_first >= 2 and doc[core_first - 1].lower_ == "of":
        before = doc[core_first - 2].lower_
        kind = words.kinds.get(before) if before not in words.of_bodies else None
    direction = False
    while core_last - core_first > 1 and doc[core_first].lower_ in words.directions:
        core_first, direction = core_first + 1, True
    if first == core_first and first and doc[first - 1].lower_ in words.directions:
        first, direction = first - 1, True
    name = doc[first:last].text
    core = doc[core_first:core_last].text
    start = doc[first].idx
    return Found(first, last, start, start + len(name), name, core, kind, how, direction=direction)


def _modifies(name: Token, word: Token) -> bool:
    return word.text[:1].isupper() or word in (name.head, name.head.head)


def _outermost(doc: Doc, found: Found) -> Token:
    """Find the head of a name: the token whose head lies outside it."""
    inside = range(found.first, found.last)
    return next((doc[i] for i in inside if doc[i].head.i not in inside), doc[found.last - 1])


def _without_overlap(places: Iterator[Found] | list[Found]) -> Iterator[Found]:
    taken: set[int] = set()
    for found in places:
        span = set(range(found.first, found.last))
        if not taken & span:
            taken |= span
            yield found
