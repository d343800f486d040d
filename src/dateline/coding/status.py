"""Did it happen, is it planned, possible, or did it not happen? Modals, negation and governing words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.errors import DataError
from dateline.records import Reason, Status

FILE = Path(__file__).parent / "data" / "status.toml"
TABLES = ("modals", "governors", "finite", "from", "modifiers", "conjunctions")
LISTS = ("passing", "spoken", "embedding", "undone", "over", "rumours", "denials")
COMPLEMENTS = frozenset(
    {"xcomp", "ccomp", "dobj", "pobj", "pcomp", "acl", "prep", "attr", "oprd", "nsubjpass", "advcl"}
)
CLAUSES = frozenset(["ccomp", "advcl", "relcl", "acl", "xcomp", "pcomp"])


@dataclass(frozen=True, slots=True)
class Cues:
    """Word to status, a table for each position; the lists are explained in the file."""

    modals: Mapping[str, Status]
    governors: Mapping[str, Status]
    finite: Mapping[str, Status]
    kept_from: Mapping[str, Status]
    modifiers: Mapping[str, Status]
    conjunctions: Mapping[str, Status]
    passing: frozenset[str]
    spoken: frozenset[str]
    embedding: frozenset[str]
    undone: frozenset[str]
    over: frozenset[str]
    rumours: frozenset[str]
    denials: frozenset[str]


@lru_cache(maxsize=1)
def load() -> Cues:
    """Read ``status.toml``.

    Raises:
        DataError: a status that does not exist, or a missing table.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    faults = [f"status.toml: [{t}] is missing" for t in (*TABLES, *LISTS) if t not in data]
    faults += [
        f"status.toml: [{t}] names no status: {s!r}"
        for t in TABLES
        for s in data.get(t, {})
        if s not in set(Status)
    ]
    if faults:
        raise DataError(faults)
    tables = {
        t: MappingProxyType({w: Status(s) for s, words in data[t].items() for w in words}) for t in TABLES
    }
    return Cues(
        kept_from=tables.pop("from"),
        passing=frozenset(data["passing"]["words"]),
        spoken=frozenset(data["spoken"]["types"]),
        embedding=frozenset(data["embedding"]["types"]),
        undone=frozenset(data["undone"]["words"]),
        over=frozenset(data["over"]["words"]),
        rumours=frozenset(data["rumours"]["words"]),
        denials=frozenset(data["denials"]["words"]),
        **tables,
    )


def read_status(drafts: tuple[Draft, ...], cues: Cues) -> tuple[Draft, ...]:
    """Set the status of each draft, with the word that decided it."""
    return tuple(_read(draft, cues) for draft in drafts)


def _read(draft: Draft, cues: Cues) -> Draft:
    status, cue, rule = decide(draft.token, cues, event_type=draft.trigger.event_type)
    if cue is None:
        return draft.because(
            Reason(field="status", rule="default", detail="nothing says otherwise"), status=status
        )
    reason = Reason(field="status", rule=rule, detail=cue.text, start=cue.idx, end=cue.idx + len(cue))
    return draft.because(reason, status=status)


def decide(token: Token, cues: Cues, *, event_type: str = "") -> tuple[Status, Token | None, str]:
    """Find the status of the act that ``token`` reports.

    Looks at the word itself first, then at what governs it, up to the first verb of speech.

    Args:
        token: head word of the trigger.
        cues: the cue words.
        event_type: acts of speech ("will not sit down" is a refusal) are done by saying them.

    Returns:
        Status, the deciding word (``None`` for the default) and the name of the rule.
    """
    if event_type in cues.spoken:
        return Status.ACTUAL, None, "said is done"
    below = token
    denied = _denied(token, cues)
    if denied is not None:
        return Status.NEGATED, denied, "denied report"
    for word in _chain(token, cues):
        if word != token:
            status = _governed_status(word, below, cues)
            if status:
                return status, word, "governing word"
        found = _own(word, cues)
        if found:
            return found
        below = word
    return Status.ACTUAL, None, "default"


def _chain(token: Token, cues: Cues) -> Iterator[Token]:
    """The trigger and the words that govern it, as long as they bear on whether it happened."""
    yield token
    word = token
    while word.dep_ in COMPLEMENTS or (word.dep_ == "conj" and word.head.pos_ == word.pos_):
        if word.dep_ in {"advcl", "acl"} and not _is_purpose(word):
            return
        below, word = word, word.head
        lemma = word.lemma_.lower()
        if lemma in cues.passing or (lemma in cues.over and below.dep_ == "dobj" and below.pos_ != "VERB"):
            return
        yield word


def _denied(token: Token, cues: Cues) -> Token | None:
    """The verb that denies the report of an act: "dismissed reports that he had been freed"."""
    verb = next((t for t in (token, *token.ancestors) if t.dep_ == "acl" and not _is_purpose(t)), None)
    if verb is None or verb.head.lemma_.lower() not in cues.rumours:
        return None
    above: Token = verb.head.head
    return above if above.lemma_.lower() in cues.denials else None


def _governed_status(governor: Token, below: Token, cues: Cues) -> Status | None:
    """What a governing word makes of the act below it; "a plan was offered" is itself the act."""
    lemma = governor.lemma_.lower()
    if below.dep_ == "nsubjpass" and lemma in cues.undone:
        return Status.NEGATED
    if below.dep_ in {"nsubjpass", "conj"}:
        return None
    if below.dep_ == "prep" and below.lower_ == "from":
        return cues.kept_from.get(lemma)
    if below.dep_ == "ccomp" and _is_finite(below):
        return cues.finite.get(lemma)
    return cues.governors.get(governor.lower_) or cues.governors.get(lemma)


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ in {"VBD", "VBZ", "VBP"} for c in verb.children
    )


def _is_purpose(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _own(word: Token, cues: Cues) -> tuple[Status, Token, str] | None:
    """What the words that hang on a word say of it."""
    return _negation(word) or _modifier(word, cues) or _clause_cue(word, cues) or _infinitive(word)


def _negation(word: Token) -> tuple[Status, Token, str] | None:
    for child in word.children:
        if child.dep_ == "neg" and not _only(child):
            return Status.NEGATED, child, "negation"
        if child.dep_ in {"nsubj", "nsubjpass"}:
            for each in child.children:
                if each.dep_ == "det" and each.lower_ in {"no", "neither"}:
                    return Status.NEGATED, each, "negated subject"
    return None


def _modifier(word: Token, cues: Cues) -> tuple[Status, Token, str] | None:
    for child in word.children:
        if child.dep_ in {"det", "amod", "advmod", "compound", "acl"} and not _is_place_word(child):
            status = cues.modifiers.get(child.lower_) or cues.modifiers.get(child.lemma_.lower())
            if status:
                return status, child, "modifier"
    return None


def _is_place_word(word: Token) -> bool:
    """True for "next to", which tells no time."""
    return any(c.dep_ == "prep" for c in word.children) and word.lower_ == "next"


def _clause_cue(word: Token, cues: Cues) -> tuple[Status, Token, str] | None:
    children = list(word.children)
    for child in children:
        if child.dep_ == "mark" and child.lower_ in cues.conjunctions:
            return cues.conjunctions[child.lower_], child, "conjunction"
    for child in children:
        if child.dep_ == "aux" and child.lower_ in cues.modals:
            if any(c.dep_ == "aux" and c.lower_ == "have" for c in children):
                return Status.NEGATED, child, "modal perfect"
            return cues.modals[child.lower_], child, "modal"
    return None


def _infinitive(word: Token) -> tuple[Status, Token, str] | None:
    """An infinitive that looks ahead: "troops are to withdraw", "a plan to evacuate the town"."""
    to = next((c for c in word.children if c.dep_ == "aux" and c.lower_ == "to"), None)
    if to is None or any(c.dep_ == "aux" and c.lower_ == "have" for c in word.children):
        return None
    if word.dep_ in {"acl", "relcl"} and word.head.pos_ in {"NOUN", "PROPN"}:
        return Status.PLANNED, to, "infinitive"
    if word.dep_ in {"xcomp", "advcl"} and (word.head.lemma_ == "be" or word.dep_ == "advcl"):
        return Status.PLANNED, to, "infinitive"
    return None


def _only(negation: Token) -> bool:
    """True for "not only", which denies nothing."""
    after = negation.doc[negation.i + 1 : negation.i + 2]
    return bool(after) and after[0].lower_ in {"only", "just", "merely", "least"}


def drop_embedded(drafts: tuple[Draft, ...], cues: Cues) -> tuple[Draft, ...]:
    """Leave out what is only demanded, refused or threatened: the statement that says so is the event.

    So is a verb of denial that stands for the act which it denies, where that act has its own word
    ("denied shelling the town").
    """
    above = frozenset(d.token.i for d in drafts if d.trigger.event_type in cues.embedding)
    return tuple(
        d
        for d in drafts
        if d.trigger.event_type in cues.embedding
        or not (_governed(d.token, above) or _only_denies(d, drafts, cues))
    )


def _only_denies(draft: Draft, drafts: tuple[Draft, ...], cues: Cues) -> bool:
    if draft.token.lemma_.lower() not in cues.denials:
        return False
    word, kind = frozenset({draft.token.i}), draft.trigger.event_type
    return any(d.trigger.event_type == kind and _governed(d.token, word) for d in drafts)


def _governed(token: Token, above: frozenset[int]) -> bool:
    word = token
    while word.dep_ in COMPLEMENTS | {"conj", "nsubj"} and word.head != word:
        if word.dep_ == "advcl" and not _is_purpose(word):
            return False
        word = word.head
        if word.i in above:
            return True
    return False
