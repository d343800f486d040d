"""Whom a pronoun stands for: the nearest fitting party before it, subjects first."""

from __future__ import annotations

import tomllib
from pathlib import Path

from spacy.tokens import Token

from dateline.codebook.conditions import Classes
from dateline.language.parse import Parsed

PRONOUNS = {
    kind: frozenset(words)
    for kind, words in tomllib.loads((Path(__file__).parent / "data" / "pronouns.toml").read_text()).items()
}
REACH = 2  # sentences back


def antecedent(token: Token, parsed: Parsed, classes: Classes) -> Token | None:
    """Find the noun that a personal pronoun stands for.

    Args:
        token: the pronoun.
        parsed: the report.
        classes: word classes of the codebook.

    Returns:
        The head word of the nearest fitting party before it (same sentence, then up to two sentences
        back; grammatical subjects are preferred), or ``None``.
    """
    word = token.lower_
    here = parsed.sent_index[token.i]
    for back in range(min(REACH, here) + 1):
        fitting = [
            t
            for t in parsed.all_sents[here - back]
            if t.i < token.i and _is_party(t, classes) and _agrees(t, word, classes)
        ]
        if fitting:
            subjects = [t for t in fitting if t.dep_ in {"nsubj", "nsubjpass"}]
            return (subjects or fitting)[-1 if back == 0 else 0]
    return None


def body_before(token: Token, parsed: Parsed) -> Token | None:
    """The organisation or movement named last before a noun that repeats it, up to two sentences back."""
    here = parsed.sent_index[token.i]
    for back in range(min(REACH, here) + 1):
        named = [
            t
            for t in parsed.all_sents[here - back]
            if t.i < token.i
            and t.ent_type_ == "ORG"
            and t.pos_ == "PROPN"
            and t.dep_ not in {"compound", "nmod"}
        ]
        if named:
            return named[-1]
    return None


def _is_party(token: Token, classes: Classes) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "amod", "nmod", "poss"}:
        return False
    return classes["party"].holds(token) or classes["civilian"].holds(token)


def _agrees(token: Token, word: str, classes: Classes) -> bool:
    plural = "Plur" in token.morph.get("Number", [])
    if word in PRONOUNS["human"]:
        return token.ent_type_ == "PERSON" or (not plural and classes["leader"].holds(token))
    if word in PRONOUNS["plural"]:
        return plural or token.ent_type_ in {"NORP", "ORG"} or classes["force"].holds(token)
    if word in PRONOUNS["neuter"]:
        return not plural and token.ent_type_ != "PERSON" and not classes["leader"].holds(token)
    return False
