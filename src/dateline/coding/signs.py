"""What is seen of a word that may fill a role of an event: what it is, and how it stands to the trigger.

Signs are short texts such as ``path=dobj|on.pobj``; ``fillers.py`` has a weight for each that is not rare.
The word itself is its entity label where it is a name; possessors before it that many training reports have
("Assad's") keep their word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.codebook.conditions import Classes, classes_of

WordSigns = tuple[tuple[str, ...], tuple[str, ...]]  # what counts by the type of the event too; the rest
LONGEST = 12  # steps in the parse; what lies further apart has no path
TIMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
SIDES = frozenset({"NORP", "GPE", "ORG", "PERSON"})
LEFT_OF_NOUN = frozenset({"amod", "compound", "nmod", "poss"})
COUNTED = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
BORDERS = (1, 2, 4, 8, 16, 32)  # words between; further is one


def named_words(trigger: Token) -> list[Token]:
    """The words of the sentence that could name a party: heads of noun phrases, sides before nouns."""
    return [t for t in trigger.sent if _could_name(t)]


def _could_name(token: Token) -> bool:
    if token.ent_type_ in SIDES and token.dep_ in LEFT_OF_NOUN:
        return bool(token.dep_ == "poss" or token.head.ent_type_ != token.ent_type_)
    if token.pos_ in {"NOUN", "PROPN"}:
        return token.dep_ not in {"compound", "nmod"} and token.ent_type_ not in TIMES
    if token.pos_ == "PRON":
        return bool(token.dep_ != "expl")
    return token.pos_ == "NUM" and token.dep_ in COUNTED and token.ent_type_ == "CARDINAL"


@dataclass(frozen=True, slots=True)
class Above:
    """A trigger and the words above it in the parse, nearest first; ``level`` has their places by number."""

    trigger: Token
    labels: tuple[str, ...]
    level: Mapping[int, int]


def climb(trigger: Token) -> Above:
    """Read what stands above a trigger; each of its candidates asks for it."""
    chain = [trigger]
    while chain[-1].head != chain[-1] and len(chain) < LONGEST:
        chain.append(chain[-1].head)
    return Above(trigger, tuple(map(_label, chain)), {t.i: k for k, t in enumerate(chain)})


def seen(word: Token, top: Above, event_type: str, events: frozenset[int], apart: int) -> Iterator[str]:
    """What is seen of a word as it stands to the trigger, whatever role it may fill.

    Args:
        word: the word that may name a party of the event.
        top: the word that reports the event, with what is above it.
        event_type: type of the event.
        events: numbers of the words that report events.
        apart: sentences from the trigger to the word, negative where the word comes first.
    """
    yield f"verb={top.trigger.lemma_.lower()}"
    for sign in _far_signs(word, apart) if apart else _near_signs(top, word, events):
        yield sign
        if sign.startswith(("path=", "far")):
            yield f"type={event_type} {sign}"


def word_signs(word: Token, classes: Classes) -> WordSigns:
    """What a word is, whatever the event: its name and classes, which count by the type too, and the rest."""
    name = f"word={word.ent_type_ or word.lemma_.lower()}"
    return (name, *(f"class={known}" for known in classes_of(word, classes))), tuple(_of_form(word))


def _of_form(word: Token) -> Iterator[str]:
    yield f"tag={word.tag_}"
    lefts = [c for c in word.lefts if c.dep_ in {"det", "poss", "nummod"}]
    counted = any(c.dep_ == "nummod" for c in lefts)
    yield f"before={'number' if counted else lefts[0].lower_ if lefts else 'nothing'}"
    if word.pos_ == "PRON":
        yield f"pronoun={word.lower_}"


def _near_signs(top: Above, word: Token, events: frozenset[int]) -> Iterator[str]:
    trigger = top.trigger
    found = path(top, word)
    if found:
        up, down = found
        first, way = "^".join(up), f"path={'^'.join(up)}|{'.'.join(down)}"
        yield from (way, f"{way} trigger={trigger.pos_}", f"verb={trigger.lemma_.lower()} {way}")
        yield from (f"up={first}", f"down={'.'.join(down[-2:])}")
        yield f"first={up[0] if up else ''}|{down[0] if down else ''}"
        yield from (f"steps={len(up)}|{len(down)}", f"length={len(up) + len(down)}")
    apart = word.i - trigger.i
    yield f"apart={'+' if apart > 0 else '-'}{bisect_right(BORDERS, abs(apart))}"
    verb = verb_above(word)
    yield "above=trigger" if verb.i == trigger.i else f"above={verb.lemma_.lower()}"
    if verb.i != trigger.i:
        yield f"above reports={verb.i in events:d}"
    low, high = sorted((word.i, trigger.i))
    yield f"events between={min(3, sum(low < k < high for k in events))}"


def _far_signs(word: Token, apart: int) -> Iterator[str]:
    """Of a word in another sentence: how many sentences away, and its own place there."""
    yield from ("far", f"sentences={max(-4, min(4, apart))}", f"far dep={word.dep_}")


def path(top: Above, word: Token) -> tuple[Sequence[str], Sequence[str]] | None:
    """Labels from the trigger up to where both hang together and from there down to the word."""
    down: list[str] = []
    at = word
    while at.i not in top.level:
        down.append(_label(at))
        if at.head == at or len(down) > LONGEST:
            return None
        at = at.head
    return top.labels[: top.level[at.i]], down[::-1]


def _label(token: Token) -> str:
    dep: str = token.dep_
    return token.lower_ if dep in {"prep", "agent"} else dep


def verb_above(word: Token) -> Token:
    """The verb above a word, or the root of its sentence."""
    at = word.head
    while at.pos_ not in {"VERB", "AUX"} and at.head != at:
        at = at.head
    return at
