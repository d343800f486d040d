"""Where a text says that people were killed, injured, missing: the word, the people and their number."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from spacy.tokens import Doc, Token

from dateline.coding.headcount import DATA, Counts, Group, count_people, counted_lives
from dateline.errors import DataError

Kind = Literal["killed", "injured", "displaced", "captured", "missing", "released", "casualties"]
_TAKES = ("object", "subject", "nominal", "state", "manner")
_PARTICIPLE = ("acl", "relcl", "amod")


@dataclass(frozen=True, slots=True)
class Toll:
    """One statement of an effect: the ``token`` that says it, what ``kind`` it is, and whom it befell."""

    kind: Kind
    token: Token
    group: Group
    rule: str


@dataclass(frozen=True, slots=True)
class TollWords:
    """The tables of ``effects.toml`` that find tolls; ``words`` maps (lemma, tag) to kind and way."""

    words: dict[tuple[str, str], tuple[Kind, str]]
    phrase_verbs: dict[str, Kind]
    phrase_objects: frozenset[str]
    reflexive: frozenset[str]
    losses: frozenset[str]
    parts: frozenset[str]
    of_them: frozenset[str]
    tolls: frozenset[str]
    none: frozenset[str]


@cache
def load(path: Path = DATA) -> TollWords:
    """Read the effect words.

    Raises:
        DataError: a row names a way of taking its people that the program does not know.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    faults = [
        f"{path}:1: words of kind {row['kind']}: takes = {row['takes']!r} is none of {', '.join(_TAKES)}"
        for row in raw["words"]
        if row["takes"] not in _TAKES
    ]
    if faults:
        raise DataError(faults)
    return TollWords(
        words=_by_lemma(raw["words"]),
        phrase_verbs={v: row["kind"] for row in raw["phrases"] for v in row["verbs"]},
        phrase_objects=frozenset(o for row in raw["phrases"] for o in row["objects"]),
        reflexive=frozenset(raw["lives"]["reflexive"]),
        losses=frozenset(raw["losses"]["verbs"]),
        parts=frozenset(raw["parts"]["words"]),
        of_them=frozenset(raw["parts"]["of_them"]),
        tolls=frozenset(raw["toll"]["nouns"]),
        none=frozenset(raw["none"]["words"]),
    )


def _by_lemma(rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[Kind, str]]:
    return {
        (lemma, pos): (row["kind"], row["takes"])
        for row in rows
        for pos in row["pos"]
        for lemma in row["lemmas"]
    }


def find_tolls(doc: Doc, counts: Counts) -> tuple[Toll, ...]:
    """Find every statement of an effect that is not negated and not a part of another toll.

    Args:
        doc: the parsed text.
        counts: its quantities.

    Returns:
        The tolls in the order of the text.
    """
    found: list[Toll] = []
    taken: set[tuple[str, int]] = set()
    for token in doc:
        for toll in _at(token, counts):
            key = (toll.kind, toll.group.token.i)
            if key not in taken and not _is_part(toll.group):
                taken.add(key)
                found.append(toll)
    return tuple(found)


def _at(token: Token, counts: Counts) -> Iterator[Toll]:
    """The tolls that one word states."""
    words = load()
    if _is_negated(token, words):
        return
    entry = words.words.get((token.lemma_.lower(), token.pos_)) or words.words.get((token.lower_, token.pos_))
    if entry:
        kind, takes = entry
        finders = {
            "object": object_groups,
            "subject": subject_groups,
            "nominal": nominal_groups,
            "state": _state,
            "manner": _manner,
        }
        yield from (Toll(kind, token, g, f"{takes} of {token.lower_}") for g in finders[takes](token, counts))
    lemma = token.lemma_.lower()
    if lemma == "death" and token.head.lower_ == "to" and token.head.head.pos_ == "VERB":
        yield from (Toll("killed", token, g, "to death") for g in object_groups(token.head.head, counts))
    elif token.pos_ == "NOUN" and lemma in words.phrase_objects:
        yield from _lives(token, counts, words)
    elif token.pos_ == "VERB" and lemma in words.losses:
        yield from _losses(token, counts)
    elif token.pos_ == "NOUN" and lemma in words.tolls:
        yield from _toll_number(token, counts)


def _is_negated(token: Token, words: TollWords) -> bool:
    """Whether the word, or the verb it hangs on, says that nobody was hurt."""
    near = [
        token,
        *(token.ancestors if token.dep_ in ("acomp", "oprd", "dobj", "attr", "nsubjpass", "conj") else []),
    ][:2]
    return any(c.dep_ == "neg" or c.lower_ in words.none for t in near for c in t.children)


def _is_part(group: Group) -> bool:
    """Whether the people are a part of a toll given before: "including 12 children", "two of them"."""
    words = load()
    token = group.token
    for _ in range(3):
        if token.dep_ in ("pobj", "dobj", "conj") and token.head.lower_ in words.parts:
            return True
        token = token.head
    left = group.token.left_edge.i
    return left > 0 and any(t.lower_ in words.parts for t in group.token.doc[left - 1 : group.token.i])


def object_groups(verb: Token, counts: Counts) -> tuple[Group, ...]:
    """The people that a transitive verb befalls."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass", "oprd", "attr", "dative"):
            groups = count_people(child, counts)
            if groups or child.lower_ in load().none:
                return groups
    if verb.dep_ in _PARTICIPLE and verb.tag_ == "VBN" and verb.head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
        return count_people(verb.head, counts)
    if verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD") and verb.head.pos_ == "VERB":
        own = _after(verb, counts)
        passive = [c for c in verb.head.children if c.dep_ == "nsubjpass"]
        return own or _before(verb, counts) or tuple(g for c in passive for g in count_people(c, counts))
    if verb.tag_ == "VBN":
        return _before(verb, counts) or _after(verb, counts)
    return _after(verb, counts)


def subject_groups(verb: Token, counts: Counts) -> tuple[Group, ...]:
    """The people that an intransitive verb befalls."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            return _relative(child, verb, counts)
    if verb.dep_ in _PARTICIPLE and verb.head.pos_ in ("NOUN", "PROPN", "NUM"):
        return count_people(verb.head, counts)
    if verb.dep_ == "conj":
        return tuple(
            g for c in verb.head.children if c.dep_ in ("nsubj", "nsubjpass") for g in count_people(c, counts)
        )
    return ()


def _relative(subject: Token, verb: Token, counts: Counts) -> tuple[Group, ...]:
    """``three crewmen who died``: the noun before the relative clause."""
    if subject.lower_ in ("who", "that", "which") and verb.dep_ == "relcl":
        return count_people(verb.head, counts)
    return count_people(subject, counts)


def nominal_groups(noun: Token, counts: Counts) -> tuple[Group, ...]:
    """The people of a noun: "the killing of four", "12 deaths", "a journalist's murder"."""
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            for child in prep.children:
                if child.dep_ == "pobj":
                    return count_people(child, counts)
    if noun.i in counts.at or any(c.i in counts.at for c in noun.lefts):
        return tuple(g for g in count_people(noun, counts)[:1] if g.counted)
    for child in noun.lefts:
        if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return tuple(g for g in count_people(child, counts) if g.best is not None)
    return ()


def _state(word: Token, counts: Counts) -> tuple[Group, ...]:
    """The people of an adjective: "12 dead", "14 dead militants", "left four men wounded"."""
    if word.i in counts.at or any(c.i in counts.at for c in word.lefts):
        return tuple(g for g in count_people(word, counts)[:1] if g.counted)
    if word.dep_ in ("amod", "compound", "acl", "relcl") and word.head.pos_ in ("NOUN", "PROPN", "NUM"):
        after = word.i > word.head.i  # "shot a driver dead"
        return tuple(g for g in count_people(word.head, counts)[:1] if g.counted or (after and g.best))
    for child in word.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            return count_people(child, counts)
    if word.dep_ in ("oprd", "acomp", "advmod", "ccomp", "advcl", "xcomp", "attr", "prt"):
        for child in word.head.children:
            if child.dep_ in ("dobj", "nsubjpass") or (child.dep_ == "nsubj" and word.head.pos_ == "AUX"):
                return tuple(g for g in count_people(child, counts) if g.best is not None)
    if word.dep_ in ("acomp", "oprd", "advmod") and word.head.i + 1 == word.i:
        return _after(word, counts)
    return tuple(g for g in _before(word, counts) if g.counted)


def _manner(adverb: Token, counts: Counts) -> tuple[Group, ...]:
    """The people of an adverb's verb: "three people were fatally shot"."""
    return object_groups(adverb.head, counts) if adverb.head.pos_ == "VERB" else ()


def _after(verb: Token, counts: Counts) -> tuple[Group, ...]:
    """Where the parse gives a verb no object: the number or single person that follows it at once."""
    i = verb.i + 1
    if i < len(verb.doc) and verb.doc[i].lower_ in ("a", "an") and verb.doc[i].head.pos_ in ("NOUN", "PROPN"):
        return count_people(verb.doc[i].head, counts)[:1]
    if i < len(verb.doc) and i in counts.at:
        quantity = counts.at[i]
        head = (
            quantity.noun
            if quantity.noun is not None and quantity.noun.i > verb.i
            else verb.doc[quantity.last - 1]
        )
        return count_people(head, counts)[:1]
    return ()


def _before(verb: Token, counts: Counts) -> tuple[Group, ...]:
    """Where the parse gives a participle no subject: the number before it ("and 12 wounded")."""
    for i in range(verb.i - 1, max(verb.i - 4, verb.sent.start) - 1, -1):
        if i in counts.at:
            return count_people(verb.doc[i], counts)[:1]
        if verb.doc[i].pos_ not in ("NOUN", "ADJ", "AUX", "ADV", "PROPN"):
            break
    return ()


def _lives(life: Token, counts: Counts, words: TollWords) -> Iterator[Toll]:
    """``claimed the lives of four``, ``cost five men their lives``, ``lost their lives``."""
    verb = life.head
    if verb.lemma_.lower() not in words.phrase_verbs or life.dep_ not in ("dobj", "nsubjpass", "nsubj"):
        return
    groups = nominal_groups(life, counts) or counted_lives(life, counts)
    if not groups and verb.lemma_.lower() in words.reflexive:
        groups = subject_groups(verb, counts)
    if not groups:
        others = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i != life.i]
        groups = tuple(g for c in others for g in count_people(c, counts))
    kind = words.phrase_verbs[verb.lemma_.lower()]
    yield from (Toll(kind, verb, g, f"{verb.lower_} lives") for g in groups)


def _losses(verb: Token, counts: Counts) -> Iterator[Toll]:
    """``lost two men``: only with a number and with people."""
    for child in verb.children:
        if child.dep_ == "dobj" and child.lemma_.lower() not in load().phrase_objects:
            yield from (
                Toll("killed", verb, g, "lost people")
                for g in count_people(child, counts)
                if g.counted and (g.civilian is not None or child.lower_ in ("men", "people"))
            )


def _toll_number(toll: Token, counts: Counts) -> Iterator[Toll]:
    """``a death toll of 30``, ``the toll rose to 12 from nine``: the number that the toll has now."""
    if toll.lemma_ != "toll" and not any(c.lemma_ in ("death", "body", "casualty") for c in toll.lefts):
        return
    heads = [toll, toll.head] if toll.dep_ in ("nsubj", "nsubjpass", "dobj") else [toll]
    for head in heads:
        for prep in head.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "to", "at"):
                for number in prep.children:
                    if number.dep_ == "pobj" and number.i in counts.at:
                        yield from (Toll("killed", toll, g, "toll") for g in count_people(number, counts)[:1])
                        return
