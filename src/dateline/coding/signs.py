"""What is seen of a word that may fill a role of an event: what it is, and how it stands to the trigger.

Signs are short texts such as ``path=dobj|on.pobj``; ``fillers.py`` has a weight for each that is not rare.
The word itself is its entity label where it is a name; possessors before it that many training reports have
("Assad's") keep their word.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.codebook.conditions import Classes

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


def seen(
    trigger: Token, word: Token, event_type: str, own: tuple[str, ...], events: frozenset[int]
) -> tuple[str, ...]:
    """What is seen of a word, whatever role it may fill.

    Args:
        trigger: the word that reports the event.
        word: the word that may name a party of it.
        event_type: type of the event.
        own: the signs of the word itself (``word_signs``).
        events: numbers of the words that report events.
    """
    of_type = f"type={event_type}"
    near = word.sent.start == trigger.sent.start
    between = _near_signs(trigger, word, events) if near else _far_signs(trigger, word)
    typed = (s for s in (*own, *between) if s.startswith(("word=", "class=", "path=", "far")))
    return (*own, *between, *(f"{of_type} {s}" for s in typed), f"verb={trigger.lemma_.lower()}")


def word_signs(word: Token, classes: Classes) -> Iterator[str]:
    """What a word is, whatever the event."""
    yield f"word={word.ent_type_ or word.lemma_.lower()}"
    yield f"tag={word.tag_}"
    yield from (f"class={name}" for name, held in classes.items() if held.holds(word))
    lefts = [c for c in word.lefts if c.dep_ in {"det", "poss", "nummod"}]
    counted = any(c.dep_ == "nummod" for c in lefts)
    yield f"before={'number' if counted else lefts[0].lower_ if lefts else 'nothing'}"
    if word.pos_ == "PRON":
        yield f"pronoun={word.lower_}"


def _near_signs(trigger: Token, word: Token, events: frozenset[int]) -> Iterator[str]:
    found = path(trigger, word)
    if found:
        up, down = found
        way = f"{'^'.join(up)}|{'.'.join(down)}"
        yield f"path={way}"
        yield f"path={way} trigger={trigger.pos_}"
        yield f"verb={trigger.lemma_.lower()} path={way}"
        yield f"up={'^'.join(up)}"
        yield f"down={'.'.join(down[-2:])}"
        yield f"first={up[0] if up else ''}|{down[0] if down else ''}"
        yield f"steps={len(up)}|{len(down)}"
        yield f"length={len(up) + len(down)}"
    apart = word.i - trigger.i
    yield f"apart={'+' if apart > 0 else '-'}{sum(abs(apart) >= b for b in BORDERS)}"
    verb = verb_above(word)
    yield "above=trigger" if verb.i == trigger.i else f"above={verb.lemma_.lower()}"
    if verb.i != trigger.i:
        yield f"above reports={verb.i in events:d}"
    low, high = sorted((word.i, trigger.i))
    yield f"events between={min(3, sum(low < k < high for k in events))}"


def _far_signs(trigger: Token, word: Token) -> Iterator[str]:
    """Of a word in another sentence: how many sentences away, and its own place there."""
    first, last = sorted((word.i, trigger.i))
    apart = sum(t.is_sent_start or False for t in word.doc[first + 1 : last + 1])
    yield "far"
    yield f"sentences={min(4, apart) * (1 if word.i > trigger.i else -1)}"
    yield f"far dep={word.dep_}"


def path(trigger: Token, word: Token) -> tuple[list[str], list[str]] | None:
    """Labels from the trigger up to where both hang together and from there down to the word."""
    chain = [trigger]
    while chain[-1].head != chain[-1] and len(chain) < LONGEST:
        chain.append(chain[-1].head)
    level = {t.i: k for k, t in enumerate(chain)}
    down: list[str] = []
    at = word
    while at.i not in level:
        down.append(_label(at))
        if at.head == at or len(down) > LONGEST:
            return None
        at = at.head
    return [_label(t) for t in chain[: level[at.i]]], down[::-1]


def _label(token: Token) -> str:
    return token.lower_ if token.dep_ in {"prep", "agent"} else token.dep_


def verb_above(word: Token) -> Token:
    """The verb above a word, or the root of its sentence."""
    at = word.head
    while at.pos_ not in {"VERB", "AUX"} and at.head != at:
        at = at.head
    return at
