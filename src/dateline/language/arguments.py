"""Who does it and whom it is done to, read off the dependency parse.

The arguments are *logical*: passives, participles, relative clauses, shared subjects of coordinated verbs,
control ("ordered troops to withdraw"), light verbs ("launched an attack on the post") and nominal events
("rebel shelling of the town") are solved here, once, for the trigger conditions and for the roles.
Labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Token

_VERBS = {
    k: frozenset(v) for k, v in tomllib.loads(Path(__file__).with_name("verbs.toml").read_text()).items()
}
LIGHT_VERBS = _VERBS["light"]
UNDERGOING = _VERBS["undergoing"]
OBJECT_CONTROL = _VERBS["object_control"]
RELATIVES = _VERBS["relatives"]
OBJECT_PREPOSITIONS = frozenset({"of", "on", "against", "upon", "at"})
SIDE_ENTITIES = frozenset({"NORP", "GPE", "ORG"})
CHAINED = frozenset({"conj", "xcomp", "ccomp", "advcl", "pcomp", "acl"})
LONGEST = 10
HANDED_ON = frozenset({"with", "on", "against", "between", "for", "to"})


@dataclass(frozen=True, slots=True)
class Arguments:
    """Logical arguments of one word.

    ``subj`` and ``obj`` are head words of the phrases; ``preps`` pairs of preposition and object;
    ``via`` names the construction that gave each subject or object (token index to name).
    """

    subj: tuple[Token, ...]
    obj: tuple[Token, ...]
    preps: tuple[tuple[str, Token], ...]
    via: dict[int, str]


def arguments(token: Token, *, is_side: Callable[[Token], bool] | None = None) -> Arguments:
    """Read the logical arguments of a verb, noun or adjective.

    Args:
        token: the word, usually the trigger of an event.
        is_side: tells a noun that names a side ("rebel shelling"), where the entity label does not.

    Returns:
        The arguments with the construction that gave each.
    """
    via: dict[int, str] = {}
    verbal = _is_verbal(token)
    subj, obj = (_verb if verbal else _noun)(token, via)
    if not verbal and not subj and is_side:
        subj = [c for c in token.children if c.dep_ in {"compound", "amod", "nmod"} and is_side(c)]
        via.update((c.i, "party modifier") for c in subj)
    preps = tuple((word, o) for p in _prepositions(token) for word in _words_of(p) for o in _objects_of(p))
    return Arguments(tuple(expand(subj, via)), tuple(expand(obj, via)), preps, via)


def _is_verbal(token: Token) -> bool:
    """True for verbs; a gerund with a noun's company ("rebel shelling of the town") is a noun."""
    if token.tag_ == "VBG" and token.dep_ not in {"ROOT", "conj", "advcl", "acl", "xcomp", "ccomp", "relcl"}:
        nominal = {"det", "poss", "compound", "amod"}
        if any(c.dep_ in nominal or (c.dep_ == "prep" and c.lower_ == "of") for c in token.children):
            return False
    return token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB")


def expand(tokens: Iterable[Token], via: dict[int, str] | None = None) -> list[Token]:
    """Add the words coordinated with each token ("soldiers and police")."""
    out: list[Token] = []
    for token in tokens:
        for each in (token, *token.conjuncts):
            if each.i >= token.i and each not in out:
                out.append(each)
                if via is not None:
                    via.setdefault(each.i, via.get(token.i, "") + " and conjunct")
    return out


def is_passive(verb: Token) -> bool:
    """True for passive verbs and for past participles that modify a noun ("the besieged town")."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in {"acl", "amod"}:
        return True
    if any(c.dep_ == "agent" for c in verb.children):
        return True
    shared = verb.dep_ == "conj" and not any(c.dep_ in {"aux", "nsubj", "dobj"} for c in verb.children)
    return shared and verb.head.pos_ == "VERB" and not _is_deep(verb) and is_passive(verb.head)


def _is_deep(verb: Token) -> bool:
    """True at the end of a chain of clauses so long that climbing it would take for ever and mean nothing."""
    steps = 0
    while verb.dep_ in CHAINED and steps < LONGEST:
        verb, steps = verb.head, steps + 1
    return steps == LONGEST


def _prepositions(token: Token) -> list[Token]:
    preps = [
        c for c in token.children if c.dep_ in {"prep", "agent", "dative"} and c.pos_ in {"ADP", "SCONJ"}
    ]
    if token.dep_ == "dobj" and token.head.lemma_ in LIGHT_VERBS:
        preps += [c for c in token.head.children if c.dep_ == "prep"]
    for child in token.children:
        if child.dep_ in {"prt", "advmod"}:
            preps += [c for c in child.children if c.dep_ == "prep"]
        elif child.dep_ in {"dobj", "nsubjpass"} and _is_verbal(token):  # "signed an accord with the FARC"
            preps += [c for c in child.children if c.dep_ == "prep" and c.lower_ in HANDED_ON]
    return preps + [c for p in preps for c in p.children if c.dep_ == "prep"]


def _words_of(preposition: Token) -> tuple[str, ...]:
    """The preposition, and the one that it hangs on ("out of the town" is found under both)."""
    above = preposition.head
    if (
        preposition.dep_ == "prep"
        and above.dep_ in {"prep", "prt", "advmod"}
        and above.i == preposition.i - 1
    ):
        return (preposition.lemma_.lower(), above.lemma_.lower())
    return (preposition.lemma_.lower(),)


def _objects_of(preposition: Token) -> list[Token]:
    return expand(c for c in preposition.children if c.dep_ in {"pobj", "pcomp"})


def _resolve_relative(token: Token) -> Token:
    """The antecedent of a relative pronoun, else the token itself."""
    if token.lower_ in RELATIVES and token.tag_ in {"WDT", "WP"}:
        for above in token.ancestors:
            if above.dep_ == "relcl":
                return above.head
    return token


def _verb(verb: Token, via: dict[int, str]) -> tuple[list[Token], list[Token]]:
    passive = is_passive(verb)
    subj, obj = _own(verb, via, passive=passive)
    if _is_deep(verb):
        return subj, obj
    if not subj and not passive:
        subj = _inherited_subject(verb, via)
    if not obj:
        obj = _inherited_object(verb, via, passive=passive)
    return subj, [o for o in obj if o not in subj]


def _own(verb: Token, via: dict[int, str], *, passive: bool) -> tuple[list[Token], list[Token]]:
    subj: list[Token] = []
    obj: list[Token] = []
    for child in verb.children:
        if child.dep_ == "nsubjpass" or (child.dep_ == "nsubj" and passive):
            _add(obj, _resolve_relative(child), "passive subject", via)
        elif child.dep_ == "nsubj":
            _add(subj, _resolve_relative(child), "subject", via)
        elif child.dep_ == "dobj":
            _add(obj, _resolve_relative(child), "object", via)
        elif child.dep_ == "agent":
            for each in _objects_of(child):
                _add(subj, each, "by-phrase", via)
    return subj, obj


def _inherited_subject(verb: Token, via: dict[int, str]) -> list[Token]:
    """Subjects that the parse leaves implicit: conjuncts, participles, infinitives, clauses of manner."""
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        found = _verb(head, via)
        return found[1] if is_passive(head) and verb.tag_ != "VBN" else found[0]
    if verb.dep_ == "acl" and verb.tag_ in {"VBG", "VB"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        if verb.tag_ == "VBG":
            _note(via, head, "participle")
            return [head]
        return _noun(head, via)[0]
    if verb.dep_ == "xcomp" and head.lemma_ in OBJECT_CONTROL:
        own = _own(head, via, passive=is_passive(head))
        return own[1] or own[0]
    if verb.dep_ in {"xcomp", "ccomp"} and head.pos_ == "ADJ" and head.head.pos_ in {"VERB", "AUX"}:
        return _verb(head.head, via)[0]  # "troops are due to move", "fighters ready to leave"
    if verb.dep_ in {"xcomp", "advcl", "ccomp"} and head.pos_ in {"VERB", "AUX"}:
        found = _verb(head, via)
        return found[1] if is_passive(head) else found[0]
    if verb.dep_ == "pcomp":
        return _subject_above(head.head, via)
    return []


def _subject_above(token: Token, via: dict[int, str]) -> list[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        subj, obj = _verb(token, via)
        return obj if obj and (is_passive(token) or token.lemma_ in OBJECT_CONTROL) else subj
    return _noun(token, via)[0]


def _inherited_object(verb: Token, via: dict[int, str], *, passive: bool) -> list[Token]:
    if passive and verb.dep_ in {"acl", "amod", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN"}:
        _note(via, verb.head, "participle")
        return [verb.head]
    if verb.dep_ == "conj" and passive and verb.head.pos_ == "VERB":
        return _verb(verb.head, via)[1]
    if verb.dep_ == "relcl" and any(c.dep_ == "nsubj" for c in verb.children) and not passive:
        pronouns = [c for c in verb.children if c.dep_ == "nsubj" and c.lower_ in RELATIVES]
        return [] if pronouns else [verb.head]
    if verb.tag_ == "VBG":  # "rebel shelling of the town", parsed as a participle
        of = [o for c in verb.children if c.dep_ == "prep" and c.lower_ == "of" for o in _objects_of(c)]
        if of:
            return of
    for child in verb.children:  # "shelled and bombed the town"
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i - verb.i <= 3:
            shared = [c for c in child.children if c.dep_ == "dobj"]
            if shared:
                _note(via, shared[0], "shared object")
                return shared
    return []


def _noun(noun: Token, via: dict[int, str]) -> tuple[list[Token], list[Token]]:
    subj: list[Token] = []
    obj: list[Token] = []
    for child in noun.children:
        if child.dep_ == "poss":
            _add(subj, child, "possessor", via)
        elif child.dep_ in {"compound", "amod", "nmod"} and child.ent_type_ in SIDE_ENTITIES:
            _add(subj, child, "party modifier", via)
    for preposition in _prepositions(noun):
        found = [o for o in _objects_of(preposition) if o.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}]
        word = preposition.lower_
        if word in {"by", "between", "from"}:
            for each in found:
                _add(subj, each, f"{word}-phrase", via)
        elif word in OBJECT_PREPOSITIONS:
            for each in found:
                _add(obj, each, f"{word}-phrase", via)
    if not obj:
        for each in _distant_objects(noun):
            _add(obj, each, "on-phrase", via)
    _light_verb(noun, subj, obj, via)
    return subj, obj


def _distant_objects(noun: Token) -> list[Token]:
    """Targets that hang on a word between: "attacks by remnants of rebel groups on army posts"."""
    return [
        o
        for t in noun.subtree
        if t.dep_ == "prep" and t.lower_ in {"on", "against"} and t.i - noun.i < 12 and t.head.dep_ == "pobj"
        for o in _objects_of(t)
        if o.pos_ in {"NOUN", "PROPN"} and o.ent_type_ not in {"DATE", "TIME"}
    ]


def _light_verb(noun: Token, subj: list[Token], obj: list[Token], via: dict[int, str]) -> None:
    """Sides told by a light verb: "rebels launched an attack", "the post came under attack"."""
    head = noun.head
    if noun.dep_ == "dobj" and head.lemma_ in LIGHT_VERBS and not subj:
        subj.extend(_verb(head, via)[0])
    elif noun.dep_ == "nsubjpass" and head.lemma_ in LIGHT_VERBS and not subj:
        subj.extend(_own(head, via, passive=True)[0])
    elif noun.dep_ == "dobj" and head.lemma_ in UNDERGOING and not obj:
        obj.extend(_verb(head, via)[0])
    elif noun.dep_ == "pobj" and head.lower_ == "under" and head.head.lemma_ in {"come", "be"} and not obj:
        obj.extend(_verb(head.head, via)[0])


def _add(into: list[Token], token: Token, how: str, via: dict[int, str]) -> None:
    if token not in into:
        into.append(token)
        _note(via, token, how)


def _note(via: dict[int, str], token: Token, how: str) -> None:
    via.setdefault(token.i, how)
