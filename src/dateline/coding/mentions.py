"""The phrase that names a party: which words belong to it, and what the codebook calls it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Span, Token

from dateline.codebook.conditions import Classes
from dateline.coding.coreference import PRONOUNS, antecedent, body_before
from dateline.coding.frames import Frames
from dateline.coding.signs import WordSigns
from dateline.language.parse import Parsed
from dateline.places.countries import demonym_codes, load_countries
from dateline.places.fold import fold
from dateline.records import Party

KEPT_LEFT = frozenset({"compound", "amod", "nmod", "poss", "nummod", "quantmod", "punct", "case", "advmod"})
LEADING = PRONOUNS["leading"]
TRAILING = frozenset({"'s", "’s", "'", "’", ",", "."})


@dataclass(frozen=True, slots=True)
class Reader:
    """What naming a party needs: the report, the word classes and the role words.

    The other fields keep what was read of each word, by its number: every event of a report asks again.
    """

    parsed: Parsed
    classes: Classes
    frames: Frames
    read: dict[int, Party | None] = field(default_factory=dict, compare=False, repr=False)
    meant: dict[int, Token | None] = field(default_factory=dict, compare=False, repr=False)
    kinds: dict[int, str] = field(default_factory=dict, compare=False, repr=False)
    signs: dict[int, WordSigns] = field(default_factory=dict, compare=False, repr=False)


def is_side(token: Token, reader: Reader) -> bool:
    """True for words that can act: people, bodies, named groups, pronouns that stand for them."""
    if token.pos_ == "PRON":
        return _meant(token, reader) is not None
    if token.lemma_.lower() in reader.frames.words["never"] or token.ent_type_ in {"DATE", "TIME", "MONEY"}:
        return False
    if token.pos_ == "NUM":
        return token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.ent_type_ == "CARDINAL"
    return token.pos_ in {"NOUN", "PROPN", "ADJ"}


def _meant(pronoun: Token, reader: Reader) -> Token | None:
    """The word that a pronoun stands for; looked for once a report."""
    if pronoun.i not in reader.meant:
        reader.meant[pronoun.i] = antecedent(pronoun, reader.parsed, reader.classes)
    return reader.meant[pronoun.i]


def is_thing(token: Token, reader: Reader) -> bool:
    """True for what an act can be done to: sides, and concrete things such as posts and buildings."""
    if is_side(token, reader):
        return True
    return any(reader.classes[c].holds(token) for c in ("post", "building", "place"))


def party(token: Token, reader: Reader) -> Party | None:
    """Name the party whose phrase has ``token`` as its head; each word of a report is read once.

    Pronouns are solved, a spokesman stands for his organisation, an apposition that is a name gives the
    name ("the president, Bashar al-Assad").

    Returns:
        The party with its phrase, or ``None`` where a pronoun cannot be solved.
    """
    if token.i not in reader.read:
        reader.read[token.i] = _party(token, reader)
    return reader.read[token.i]


def _party(token: Token, reader: Reader) -> Party | None:
    if token.pos_ == "PRON":
        found = _meant(token, reader)
        named = party(found, reader) if found is not None else None
        return (
            Party(name=named.name, text=token.text, start=token.idx, end=token.idx + len(token))
            if named
            else None
        )
    phrase = noun_phrase(token, reader)
    name = _repeated(token, reader) or _name(token, phrase, reader)
    if not name:
        return None
    return Party(name=name, text=phrase.text, start=phrase.start_char, end=phrase.end_char)


def _repeated(token: Token, reader: Reader) -> str | None:
    """The body that "the group" or "the agency" repeats: the one named last before it."""
    lefts = [c.lower_ for c in token.lefts]
    if token.lemma_.lower() not in reader.frames.words["repeating"] or lefts != ["the"]:
        return None
    if any(c.dep_ in {"prep", "appos", "acl"} for c in token.rights):
        return None
    found = body_before(token, reader.parsed)
    return clean(_entity_text(found, reader)) if found is not None else None


def noun_phrase(token: Token, reader: Reader) -> Span:
    """The head with its modifiers, without articles and relative clauses; "remnants of X" is kept whole."""
    first = last = token.i
    for child in token.lefts:
        if child.dep_ in KEPT_LEFT and child.lower_ not in LEADING:
            first = min(first, child.left_edge.i)
    for child in token.rights:
        if (
            child.dep_ == "prep"
            and child.lower_ == "of"
            and token.lemma_.lower() in reader.frames.words["groups"]
        ):
            inner = [c for c in child.children if c.dep_ == "pobj"]
            last = max([last, *(noun_phrase(c, reader).end - 1 for c in inner)])
        elif child.dep_ in {"case"} or (child.dep_ == "punct" and child.text == "-"):
            last = max(last, child.i)
    if token.ent_type_:
        first, last = _within_entity(token, first, last, reader)
    return trim(token.doc[first : last + 1], token)


def _within_entity(token: Token, first: int, last: int, reader: Reader) -> tuple[int, int]:
    entity = reader.parsed.entities.get(token.i)
    if entity is None or entity.label_ in {"NORP", "CARDINAL"}:
        return first, last
    return min(first, entity.start), max(last, entity.end - 1)


def trim(span: Span, head: Token) -> Span:
    """Drop articles, determiners and leftover punctuation at both ends, never the head."""
    first, last = span.start, span.end - 1
    while first < head.i and (span.doc[first].lower_ in LEADING or not span.doc[first].text[0].isalnum()):
        first += 1
    while last > head.i and span.doc[last].lower_ in TRAILING:
        last -= 1
    return span.doc[first : last + 1]


def _name(token: Token, phrase: Span, reader: Reader) -> str:
    if token.ent_type_ == "PERSON":
        body = _spoken_for(token, reader)
        if body is not None:
            return clean(noun_phrase(body, reader).text)
    for child in token.children:
        if (
            child.dep_ == "appos"
            and child.ent_type_ in {"PERSON", "ORG"}
            and token.ent_type_ != child.ent_type_
        ):
            return clean(_entity_text(child, reader))
    if token.lemma_.lower() in reader.frames.words["spokesmen"]:
        body = _organisation(token)
        if body is not None:
            return clean(noun_phrase(body, reader).text)
    if token.dep_ in {"amod", "compound", "nmod"} and (state := _state_of(token)):
        return state
    if token.ent_type_ in {"PERSON", "ORG", "GPE"}:
        return clean(_entity_text(token, reader))
    return clean(_without_number(phrase, token))


def _state_of(adjective: Token) -> str:
    """The state that a lone adjective before an act names: "the Turkish invasion" is Turkey's."""
    return (
        _states().get(demonym_codes().get(fold(adjective.text), ""), "")
        if adjective.text[0].isupper()
        else ""
    )


@cache
def _states() -> dict[str, str]:
    return {country.code: country.name for country in load_countries()}


def _spoken_for(person: Token, reader: Reader) -> Token | None:
    """The body that a named person is said to speak for: "Jan Egeland, a spokesman for the council"."""
    for child in person.children:
        if child.dep_ in {"appos", "compound"} and child.lemma_.lower() in reader.frames.words["spokesmen"]:
            return _organisation(child)
    return None


def _without_number(phrase: Span, head: Token) -> str:
    """Leave out a leading number: six aid workers are "aid workers"; "dozens of families" is kept."""
    first = phrase.start
    while first < head.i and phrase.doc[first].ent_type_ == "CARDINAL":
        first += 1
    return str(phrase.doc[first : phrase.end].text)


def _organisation(token: Token) -> Token | None:
    """The body that a spokesman or source speaks for ("a spokesman for X", "the X spokesman")."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"for", "of", "from"}:
            found = [c for c in child.children if c.dep_ == "pobj" and c.pos_ in {"NOUN", "PROPN"}]
            if found:
                return found[0]
        if (
            child.dep_ in {"compound", "poss"}
            and child.ent_type_ in {"ORG", "GPE"}
            and token.lemma_ != "source"
        ):
            return child
    return None


def _entity_text(token: Token, reader: Reader) -> str:
    return str(reader.parsed.entities.get(token.i, token).text)


def clean(text: str) -> str:
    """A name without article, possessive ending and stray space."""
    words = text.replace("\n", " ").split()
    while words and words[0].lower() in LEADING:
        words = words[1:]
    return " ".join(words).removesuffix("'s").removesuffix("’s").strip(" ,.;:'\"“”-–—")
