"""What parties do to a deal: offer, accept, refuse, weigh or break it; and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from dateline.agreements.mentions import DealMention
from dateline.agreements.words import DealWords
from dateline.coding.status import Cues, decide
from dateline.language.arguments import Arguments, arguments
from dateline.language.parse import Parsed
from dateline.records import Status

ActKind = Literal[
    "proposed", "accepted", "conditional", "rejected", "pending", "broke", "collapsed", "in_force"
]
NEAR = 12  # words between an awaited answer and what tells whose it is


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a deal: by the word ``token``, by the parties with the head words ``parties``.

    ``mention`` is the deal's phrase, ``None`` where the sentence leaves it out ("has yet to respond").
    """

    kind: ActKind
    token: Token
    mention: DealMention | None
    parties: tuple[Token, ...]
    rule: str


def find_acts(
    parsed: Parsed, mentions: Sequence[DealMention], words: DealWords, cues: Cues
) -> tuple[Act, ...]:
    """Find what is done to the deals that a report names, in text order."""
    heads = {m.token.i: m for m in mentions}
    found: list[Act] = []
    for sent in parsed.sents:
        for token in sent:
            act = (
                _done(token, heads, words, cues)
                or _awaited(token, heads, words)
                or _fate(token, heads, words)
            )
            if act:
                found.append(act)
    return tuple(found)


def _done(token: Token, heads: Mapping[int, DealMention], words: DealWords, cues: Cues) -> Act | None:
    """A verb with a deal as its object, or after its "to", "with" or "from"."""
    lemma = token.lemma_.lower()
    joint = token.pos_ == "VERB" and words.has("joint", "accepted", lemma)
    kind = words.acts.get(lemma) or ("accepted" if joint else None)
    if token.pos_ != "VERB" or kind is None:
        return None
    args = arguments(token)
    mention = _object(args, heads)
    if mention is None or not _complete(token, words):
        return None
    status, _, _ = decide(token, cues)
    final = _answer(kind, status, token, words)
    if final is None:
        return None
    parties = [t for t in args.subj if t.i not in heads]
    if joint:
        parties += [t for word, t in args.preps if word in {"with", "between"} and t.i not in heads]
    return Act(final, token, mention, tuple(dict.fromkeys(parties)), f"{lemma} + deal")


def _object(args: Arguments, heads: Mapping[int, DealMention]) -> DealMention | None:
    near = [t for t in args.obj if t.i in heads]
    near += [
        t
        for word, t in args.preps
        if word in {"to", "with", "on", "from", "forward", "out", "up", "into"} and t.i in heads
    ]
    return heads[near[0].i] if near else None


def _answer(kind: str, status: Status, token: Token, words: DealWords) -> ActKind | None:
    """What a verb amounts to by its status: an acceptance denied is a refusal, one to come is pending."""
    if kind == "accepted":
        if status is Status.NEGATED:
            return "pending" if _yet(token) else "rejected"
        if status is not Status.ACTUAL:
            return "pending"
        return "conditional" if _conditional(token, words) else "accepted"
    if kind == "rejected" and status is Status.NEGATED:
        return None
    if kind == "pending":
        return "pending" if status is Status.ACTUAL else None
    return kind if status is Status.ACTUAL else None  # type: ignore[return-value]


def _conditional(token: Token, words: DealWords) -> bool:
    """True for "accepted it in principle", "on condition that ..." and "if ..."."""
    clauses = [c for c in token.children if c.dep_ in {"advcl", "prep"}]
    marks = [t for c in clauses for t in (c, *c.children) if t.dep_ in {"mark", "advcl", "prep"}]
    if any(words.has("condition", "marks", t.lower_) for t in marks):
        return True
    after = [t for t in token.subtree if t.i > token.i and t.dep_ == "pobj"]
    return any(words.has("condition", "nouns", t.lemma_.lower()) for t in after)


def _yet(token: Token) -> bool:
    return any(t.lower_ == "yet" for t in token.sent)


def _complete(verb: Token, words: DealWords) -> bool:
    """False for "turned a deal into a farce": such verbs need their particle."""
    needed = words.particles.get(verb.lemma_.lower())
    return needed is None or any(
        c.dep_ in {"prt", "advmod", "prep", "dative"} and c.lower_ in needed for c in verb.children
    )


def _awaited(token: Token, heads: Mapping[int, DealMention], words: DealWords) -> Act | None:
    """An answer to come: "will give its response", "awaits a reply from the army", "has yet to respond"."""
    lemma = token.lemma_.lower()
    if token.pos_ == "NOUN" and words.has("reply", "nouns", lemma):
        verb = token.head
        giver = verb.lemma_.lower()
        if token.dep_ == "dobj" and words.has("reply", "giving", giver) and _to_come(verb):
            return Act("pending", verb, _nearby(token, heads), tuple(arguments(verb).subj), "answer to come")
        waited = token.dep_ in {"dobj", "pobj"} and any(
            words.has("reply", "waiting", t.lemma_.lower()) for t in (verb, verb.head)
        )
        if waited:
            return Act("pending", token, _nearby(token, heads), tuple(_whose(token)), "answer awaited")
    if token.pos_ == "VERB" and words.has("reply", "verbs", lemma) and _still_to(token):
        subjects = arguments(token).subj or arguments(token.head).subj
        return Act("pending", token, _nearby(token, heads), tuple(subjects), "not yet answered")
    return None


def _nearby(token: Token, heads: Mapping[int, DealMention]) -> DealMention | None:
    """The deal's phrase after the word in its own clause, else ``None``: the deal last spoken of is meant."""
    last = min(token.i + NEAR, token.sent.end - 1)
    return next((heads[i] for i in range(token.i + 1, last + 1) if i in heads), None)


def _to_come(verb: Token) -> bool:
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(helpers & {"will", "would", "'ll", "’ll", "shall", "to"})


def _still_to(verb: Token) -> bool:
    """True for "has yet to respond" and "has not yet responded"."""
    negated = any(c.dep_ == "neg" for c in verb.children)
    yet = [t for t in (*verb.children, *verb.head.children) if t.lower_ == "yet"]
    return bool(yet) and (negated or any(c.lower_ == "to" for c in verb.children))


def _whose(noun: Token) -> list[Token]:
    owners = [c for c in noun.children if c.dep_ == "poss" and c.pos_ != "PRON"]
    senders = [
        o
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ in {"from", "of", "by"}
        for o in c.children
        if o.dep_ == "pobj"
    ]
    return owners + senders


def _fate(token: Token, heads: Mapping[int, DealMention], words: DealWords) -> Act | None:
    """A deal that collapsed, or that took effect."""
    lemma = token.lemma_.lower()
    if words.has("fate", "collapsed", lemma):
        mention, fate = _whose_end(token, heads), "collapsed"
    elif words.has("fate", "state", lemma) and token.pos_ == "NOUN" and token.dep_ in {"dobj", "pobj"}:
        verb = token.head.head if token.dep_ == "pobj" else token.head
        entered = words.has("fate", "entering", verb.lemma_.lower())
        mention, fate = _subject(verb, heads) if entered else None, "in_force"
    elif words.has("fate", "in_force", lemma) and token.pos_ == "VERB":
        mention, fate = _subject(token, heads), "in_force"
    else:
        return None
    return Act(fate, token, mention, (), f"deal + {lemma}") if mention else None  # type: ignore[arg-type]


def _whose_end(token: Token, heads: Mapping[int, DealMention]) -> DealMention | None:
    """The deal of "the truce collapsed" and of "the collapse of a truce"."""
    if token.pos_ == "NOUN":
        of = [
            o
            for c in token.children
            if c.dep_ == "prep" and c.lower_ == "of"
            for o in c.children
            if o.i in heads
        ]
        return heads[of[0].i] if of else None
    return _subject(token, heads)


def _subject(verb: Token, heads: Mapping[int, DealMention]) -> DealMention | None:
    """The deal that is the subject of a verb about the past or present."""
    if verb.pos_ not in {"VERB", "AUX"} or _to_come(verb) or any(c.dep_ == "neg" for c in verb.children):
        return None
    subjects = [t for t in arguments(verb).subj if t.i in heads]
    return heads[subjects[0].i] if subjects else None
