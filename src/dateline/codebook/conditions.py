"""The small language in which a trigger row says where it applies, such as ``obj:@post|army prep.with:*``.

One condition is ``[!]key:value|value``; a row holds when all its conditions hold. Values are lemmas,
``@class`` names of ``classes.toml`` or ``*``; ``prep.into|towards:*`` names several prepositions. The keys
are explained in ``docs/reference/lexicon.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.language.arguments import Arguments, is_passive

_NAMING = frozenset({"PROPN", "NOUN", "ADJ"})
COUNTING = frozenset({"hundred", "thousand", "dozen", "score", "part", "number", "area", "member", "group"})
KEYS = frozenset(["subj", "obj", "prep", "prt", "mod", "comp", "head", "near", "sent", "voice"])
MODIFIERS = frozenset(["amod", "compound", "nmod", "advmod", "poss", "nummod", "npadvmod"])
CONDITION = re.compile(r"(?P<no>!?)(?P<key>[a-z]+(?:\.(?:[a-z]+(?:\|[a-z]+)*|\*))?):(?P<values>\S+)")


@dataclass(frozen=True, slots=True)
class WordClass:
    """A set of lemmas and entity labels under one name."""

    words: frozenset[str]
    entities: frozenset[str]
    nominal: bool = False

    def holds(self, token: Token) -> bool:
        """True where the token's lemma or entity label is in the class (a nominal one holds no verbs)."""
        return self._has(_forms(token), token.pos_, token.ent_type_)

    def _has(self, forms: frozenset[str], pos: str, entity: str) -> bool:
        if self.nominal and pos == "VERB":
            return False
        return not self.words.isdisjoint(forms) or (entity in self.entities and pos in _NAMING)


def _forms(token: Token) -> frozenset[str]:
    """How a word may stand in a class."""
    lower = token.lower_
    forms = {token.lemma_.lower(), lower}
    if token.pos_ == "PROPN":  # "Rebels" opens a text
        forms.add(lower.removesuffix("s"))
    return frozenset(forms)


Classes = Mapping[str, WordClass]


def classes_of(token: Token, classes: Classes) -> list[str]:
    """The names of all classes that hold a word."""
    forms, pos, entity = _forms(token), token.pos_, token.ent_type_
    return [name for name, known in classes.items() if known._has(forms, pos, entity)]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, compiled: where to look, for which lemmas, classes or anything."""

    key: str
    prepositions: frozenset[str]
    lemmas: frozenset[str]
    classes: tuple[WordClass, ...]
    anything: bool
    negated: bool

    def holds(self, token: Token, args: Arguments) -> bool:
        """True where the condition is met by the trigger ``token`` with the arguments ``args``."""
        found = self._look(token, args)
        hit = bool(found) if self.anything else any(self._matches(t) for t in found)
        if self.key == "voice":
            hit = ("passive" in self.lemmas) == is_passive(token)
        elif self.key == "prep" and not self.prepositions:
            hit = (self.anything and bool(args.preps)) or any(p in self.lemmas for p, _ in args.preps)
        return hit != self.negated

    def _look(self, token: Token, args: Arguments) -> Iterable[Token]:
        match self.key:
            case "subj":
                return _with_counted(args.subj)
            case "obj":
                return _with_counted(args.obj)
            case "prep":
                named = self.prepositions
                return _with_counted(o for p, o in args.preps if p in named or "*" in named)
            case "prt":
                return [c for c in token.children if c.dep_ in {"prt", "advmod"} or c.tag_ == "RP"]
            case "mod":
                return _modifiers(token)
            case "comp":
                return [c for c in token.children if c.dep_ in {"ccomp", "xcomp", "acl", "pcomp"}]
            case "head":
                return (token.head, token.head.head) if token.dep_ == "pobj" else (token.head,)
            case "near":
                return [t for t in _clause(token) if t != token]
            case _:
                return [t for t in token.sent if t != token]

    def _matches(self, token: Token) -> bool:
        if token.lemma_.lower() in self.lemmas or token.lower_ in self.lemmas:
            return True
        return any(c.holds(token) for c in self.classes)


def _with_counted(tokens: Iterable[Token]) -> list[Token]:
    """Each token, and the noun that it counts ("hundreds of travellers", "200 of its nationals")."""
    out = []
    for token in tokens:
        out.append(token)
        if token.pos_ == "NUM" or token.ent_type_ == "CARDINAL" or token.lemma_ in COUNTING:
            out += [o for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for o in c.children]
    return out


def parse_conditions(text: str, classes: Classes) -> tuple[Condition, ...]:
    """Compile the conditions of one row.

    Args:
        text: conditions separated by spaces; empty for none.
        classes: the word classes that may be named.

    Returns:
        The conditions, in order.

    Raises:
        ValueError: what is wrong with the text (the caller knows file and line).
    """
    return tuple(_parse_one(part, classes) for part in text.split())


def _parse_one(part: str, classes: Classes) -> Condition:
    match = CONDITION.fullmatch(part)
    if not match:
        raise ValueError(f"{part!r} is not a condition like obj:@place")
    key, _, preposition = match["key"].partition(".")
    if key not in KEYS:
        raise ValueError(f"{key!r} is not one of {', '.join(sorted(KEYS))}")
    if preposition and key != "prep":
        raise ValueError(f"only prep takes a preposition, not {key!r}")
    values = match["values"].split("|")
    named = [v[1:] for v in values if v.startswith("@")]
    unknown = [n for n in named if n not in classes]
    if unknown:
        raise ValueError(f"no such class: {', '.join('@' + n for n in unknown)}")
    return Condition(
        key=key,
        prepositions=frozenset(preposition.split("|")) - {""},
        lemmas=frozenset(v for v in values if not v.startswith("@") and v != "*"),
        classes=tuple(classes[n] for n in named),
        anything="*" in values,
        negated=bool(match["no"]),
    )


def _modifiers(token: Token) -> list[Token]:
    """Words before a noun that modify it, the parts of hyphenated ones included."""
    out = [c for c in token.children if c.dep_ in MODIFIERS or (c.i < token.i and c.dep_ in {"punct", "dep"})]
    return [t for c in out for t in c.subtree if t.i < token.i]


def _clause(token: Token) -> list[Token]:
    """The words of the smallest clause around a token, without clauses below it that have their own verb."""
    top = token
    while top.dep_ not in {"ROOT", "ccomp", "advcl", "relcl", "conj", "acl"} and top.head != top:
        top = top.head
    if top.dep_ == "conj" and top.pos_ not in {"VERB", "AUX"}:
        while top.dep_ not in {"ROOT", "ccomp", "advcl", "relcl"} and top.head != top:
            top = top.head
    return list(top.subtree)
