"""How many people a noun phrase speaks of, and who they are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from spacy.tokens import Doc, Token

from dateline.coding.quantities import Quantity, read_quantities
from dateline.errors import DataError

DATA = Path(__file__).parent / "data" / "effects.toml"
_NAME_PARTS = ("compound", "amod", "nmod", "poss")
_ONE = frozenset({"him", "her", "he", "she", "himself", "herself", "another"})


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The table ``people`` of ``effects.toml``."""

    collective: frozenset[str]
    families: frozenset[str]
    per_family: int
    things: frozenset[str]
    civilian: frozenset[str]
    fighters: frozenset[str]
    none: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """People of one sort, counted in persons.

    ``start`` and ``end`` are offsets of the phrase in the report's text; ``who`` names them as the report
    does, without number and article; ``counted`` is false where the number is only that of the grammar
    ("a soldier", "soldiers").
    """

    low: int | None
    best: int | None
    high: int | None
    start: int
    end: int
    token: Token
    who: str | None
    unit: Literal["persons", "families"]
    civilian: bool | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """The quantities of a text, found by the tokens they cover."""

    doc: Doc
    at: Mapping[int, Quantity]


@cache
def load(path: Path = DATA) -> PeopleWords:
    """Read the words for people.

    Raises:
        DataError: a word is listed both as civilian and as fighter.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    people = raw["people"]
    both = set(people["civilian"]) & set(people["fighters"])
    if both:
        raise DataError([f"{path}:1: {word} is both civilian and fighter" for word in sorted(both)])
    return PeopleWords(
        collective=frozenset(people["collective"]),
        families=frozenset(people["families"]),
        per_family=people["persons_per_family"],
        things=frozenset(people["things"]),
        civilian=frozenset(people["civilian"]),
        fighters=frozenset(people["fighters"]),
        none=frozenset(raw["none"]["words"]),
    )


def quantities_by_token(doc: Doc) -> Counts:
    """Read the quantities of a text once, for all the phrases that are counted in it."""
    return Counts(doc, {i: q for q in read_quantities(doc) for i in range(q.first, q.last)})


def count_people(head: Token, counts: Counts) -> tuple[Group, ...]:
    """Count the people of a noun phrase and of what is joined to it.

    Two single persons ("a woman and her child") are one group of two; numbered conjuncts ("three soldiers
    and 12 civilians") stay apart.

    Args:
        head: the head of the phrase: a noun, name, pronoun or a bare number.
        counts: the quantities of the text.

    Returns:
        The groups; empty where the phrase names no people or says that there were none.
    """
    groups = [g for token in _joined(head) if (g := _one_group(token, counts)) is not None]
    singles = [g for g in groups if not g.counted and g.best == 1]
    if len(singles) < 2 or len(singles) < len(groups):
        return tuple(groups)
    first, last = singles[0], singles[-1]
    whole = Group(
        low=len(singles),
        best=len(singles),
        high=len(singles),
        start=first.start,
        end=last.end,
        token=first.token,
        who=" and ".join(g.who for g in singles if g.who) or None,
        unit="persons",
        civilian=first.civilian if len({g.civilian for g in singles}) == 1 else None,
        counted=False,
    )
    return (whole,)


def _joined(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "NUM"):
            yield from _joined(child)


def _one_group(head: Token, counts: Counts) -> Group | None:
    """Count one phrase without its conjuncts."""
    words = load()
    if any(c.lower_ in words.none for c in head.children) or head.lower_ in words.none:
        return None
    quantity = _quantity_of(head, counts)
    noun = _noun_of(head, quantity)
    lemma = noun.lemma_.lower() if noun is not None else ""
    if quantity is not None:
        return None if lemma in words.things else _numbered(quantity, head, noun, words)
    if noun is None or noun.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    return _unnumbered(noun, lemma, words, counts)


def counted_lives(head: Token, counts: Counts) -> tuple[Group, ...]:
    """The number that stands with a noun which names no people: "12 lives"; who they were is not said."""
    quantity = _quantity_of(head, counts)
    if quantity is None:
        return ()
    return (replace(_numbered(quantity, head, None, load()), who=None),)


def _quantity_of(head: Token, counts: Counts) -> Quantity | None:
    """The quantity that is the phrase's head or stands left of it within the phrase."""
    if head.i in counts.at:
        return counts.at[head.i]
    for child in head.lefts:
        if (
            child.dep_ in ("nummod", "amod", "det", "quantmod", "nmod", "compound", "advmod")
            and child.i in counts.at
        ):
            return counts.at[child.i]
    left = head.left_edge.i
    return next(
        (counts.at[i] for i in range(head.i - 1, max(left, head.i - 6) - 1, -1) if i in counts.at), None
    )


def _noun_of(head: Token, quantity: Quantity | None) -> Token | None:
    """The noun that says who they are: the head, or what follows "of" after a bare number."""
    if quantity is None or head.i not in range(quantity.first, quantity.last):
        return head
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if quantity.noun is not None and quantity.noun.pos_ in ("NOUN", "PROPN", "ADJ"):
        return quantity.noun
    return None


def _numbered(quantity: Quantity, head: Token, noun: Token | None, words: PeopleWords) -> Group:
    """A phrase with a number; families become five persons each."""
    families = noun is not None and noun.lemma_.lower() in words.families
    factor = words.per_family if families else 1
    end = max(quantity.end, head.idx + len(head), noun.idx + len(noun) if noun is not None else 0)
    return Group(
        low=_times(quantity.low, factor),
        best=_times(quantity.best, factor),
        high=_times(quantity.high, factor),
        start=min(quantity.start, head.idx),
        end=end,
        token=head,
        who=_who(noun, quantity),
        unit="families" if families else "persons",
        civilian=_civilian(noun, words),
        counted=True,
    )


def _times(value: int | None, factor: int) -> int | None:
    return None if value is None else value * factor


_NOBODY = frozenset({"DATE", "TIME", "GPE", "LOC", "ORG", "FAC"})  # names of what is no single person


def _unnumbered(noun: Token, lemma: str, words: PeopleWords, counts: Counts) -> Group | None:
    """A phrase without a number: one person, a family with its size, or people of unsaid number."""
    if lemma in words.families:
        return _family(noun, words, counts)
    if lemma in words.collective or lemma in words.things or noun.ent_type_ in _NOBODY:
        return None
    if noun.pos_ == "PRON":
        number = 1 if noun.lower_ in _ONE else None
        if number is None:
            return None
    elif noun.tag_ in ("NNS", "NNPS"):
        number = None
    else:
        number = 1
    start, end = _edges(noun)
    return Group(
        low=number,
        best=number,
        high=number,
        start=start,
        end=end,
        token=noun,
        who=_who(noun, None),
        unit="persons",
        civilian=_civilian(noun, words),
        counted=False,
    )


def _family(noun: Token, words: PeopleWords, counts: Counts) -> Group | None:
    """``a family of six``: six; ``a family``: five."""
    size = next(
        (counts.at[t.i] for c in noun.children if c.lower_ == "of" for t in c.children if t.i in counts.at),
        None,
    )
    if noun.tag_ == "NNS":
        return None
    if size is not None:
        low, best, high = size.low, size.best, size.high
    else:
        low = best = high = words.per_family
    start, end = _edges(noun)
    return Group(
        low=low,
        best=best,
        high=high,
        start=start,
        end=max(end, size.end if size else 0),
        token=noun,
        who=_who(noun, None),
        unit="persons" if size else "families",
        civilian=True,
        counted=True,
    )


def _edges(noun: Token) -> tuple[int, int]:
    """From the first word before the noun in its phrase to its end."""
    first = min((c.left_edge.i for c in noun.lefts if c.dep_ in ("det", *_NAME_PARTS)), default=noun.i)
    return noun.doc[first].idx, noun.idx + len(noun)


def _who(noun: Token | None, quantity: Quantity | None) -> str | None:
    """The name of a group: its noun with the words that define it, without number and article."""
    if noun is None or noun.pos_ in ("PRON", "NUM", "VERB") or noun.lower_ in ("others", "more"):
        return None
    taken = range(quantity.first, quantity.last) if quantity else range(0)
    parts = [c.left_edge.i for c in noun.lefts if c.dep_ in _NAME_PARTS and c.i not in taken]
    least = quantity.last if quantity and quantity.first < noun.i else 0
    first = max(least, min(parts, default=noun.i))
    return noun.doc[first : noun.i + 1].text


def _civilian(noun: Token | None, words: PeopleWords) -> bool | None:
    """Whether the word itself says civilian or fighter; ``None`` where it does not."""
    if noun is None:
        return None
    names = {noun.lemma_.lower(), noun.lower_}
    if names & words.fighters:
        return False
    lefts = {c.lower_ for c in noun.lefts}
    return True if names & words.civilian or lefts & words.civilian else None
