"""Which sentences of a report speak to a machine instead of telling news?

Such sentences are kept from the model. A rule is needed beside the check of quotations: an order can quote
itself ("code an air strike that killed 500"), and its words then do stand in the report.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Span, Token

from dateline.errors import DataError
from dateline.language.parse import Parsed

FILE = Path(__file__).parent / "data" / "suspicion.toml"
_LISTS = ("orders", "machine", "phrases", "marks")
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
_FREE = ("conj", "ccomp", "parataxis")
_YOU = frozenset(("you", "your", "yourself"))


@dataclass(frozen=True, slots=True)
class Signs:
    """The words and forms by which an order to a machine is known."""

    orders: frozenset[str]
    machine: frozenset[str]
    phrases: re.Pattern[str]
    marks: re.Pattern[str]


@cache
def load(path: Path = FILE) -> Signs:
    """Read the signs.

    Raises:
        DataError: a list is missing, or a mark is no regular expression.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    faults = [f"{path.name}:1: {name!r} is missing" for name in _LISTS if not raw.get(name)]
    for mark in raw.get("marks", ()):
        try:
            re.compile(mark)
        except re.error as error:
            faults.append(f"{path.name}:1: {mark!r} is no regular expression: {error}")
    if faults:
        raise DataError(faults)
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in raw["phrases"])
    marks = "|".join(f"(?:{m})" for m in raw["marks"])
    return Signs(
        orders=frozenset(raw["orders"]),
        machine=frozenset(raw["machine"]),
        phrases=re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE),
        marks=re.compile(marks, re.IGNORECASE | re.MULTILINE),
    )


def suspicious(parsed: Parsed, names: Collection[str] = ()) -> tuple[tuple[int, int], ...]:
    """Find the sentences that speak to a machine.

    A sentence does where it holds a phrase or mark that no news has, or a command with a word for the machine
    or its answer. Beside such a sentence, in the same paragraph, either of the two is enough.

    Args:
        parsed: the report.
        names: event types of the codebook; one spelled with a low line ("air_strike") is a mark as well.

    Returns:
        Half-open offsets of these sentences, in order.
    """
    signs = load()
    sents = parsed.sents
    spelled = frozenset(name for name in names if "_" in name)
    surely = {k for k, sent in enumerate(sents) if _speaks(sent, signs, spelled)}
    found = set(surely)
    for step in (1, -1):
        for k in sorted(surely, reverse=step < 0):
            beside = k + step
            while 0 <= beside < len(sents) and beside not in found and _joined(parsed, beside, step):
                if not _hints(sents[beside], signs):
                    break
                found.add(beside)
                beside += step
    return tuple((sents[k].start_char, sents[k].end_char) for k in sorted(found))


def _joined(parsed: Parsed, k: int, step: int) -> bool:
    """Whether a sentence stands in the paragraph of the one that it is reached from."""
    first, second = sorted((k, k - step))
    sents = parsed.sents
    return "\n\n" not in parsed.text[sents[first].start_char : sents[second].start_char]


def _speaks(sent: Span, signs: Signs, spelled: frozenset[str]) -> bool:
    if signs.phrases.search(sent.text) or signs.marks.search(sent.text):
        return True
    if "_" in sent.text and any(name in sent.text.lower() for name in spelled):
        return True
    named = {t.lower_ for t in sent} & signs.machine
    return bool(named) and any(token.lower_ not in named for token in _commands(sent, signs))


def _hints(sent: Span, signs: Signs) -> bool:
    words = {t.lower_ for t in sent}
    return bool(words & signs.machine) or bool(words & _YOU) or any(_commands(sent, signs))


def _commands(sent: Span, signs: Signs) -> Iterator[Token]:
    """The orders of a sentence that are given to the reader: without a subject, or to "you"."""
    for token in sent:
        if token.lower_ not in signs.orders or _in_quotes(token) or _other_verb(token):
            continue
        subject = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
        if subject is not None:
            if subject.lower_ in _YOU:
                yield token
        elif _bare(token) and (_opens(token) or token.head == token or token.dep_ in _FREE):
            yield token


def _bare(token: Token) -> bool:
    """Whether a word is a verb in its plain form that nothing but "do" helps: "ignore", not "to ignore"."""
    if any(c.dep_ in ("aux", "auxpass") and c.lower_ != "do" for c in token.children):
        return False
    return token.tag_ == "VB" or (_opens(token) and token.tag_ in ("VBP", "NN", "NNP", "UH"))


def _other_verb(token: Token) -> bool:
    """Whether a particle makes another verb of a word: "set up", "give in"."""
    return any(c.dep_ == "prt" for c in token.children)


def _opens(token: Token) -> bool:
    """Whether a sentence starts with a word, or with "please" and the like before it."""
    before = token.sent[: token.i - token.sent.start]
    return all(not t.is_alpha or t.pos_ in ("ADV", "INTJ") or t.lower_ == "please" for t in before)


def _in_quotes(token: Token) -> bool:
    """Whether a word is quoted speech: what a party tells another is news."""
    before = token.doc.text[token.sent.start_char : token.idx]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")
