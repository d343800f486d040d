"""The phrases of a report that name a deal: "a new plan", "the truce", "the Minsk accord"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from dateline.agreements.words import DealWords
from dateline.language.parse import Parsed
from dateline.records import Span

Opening = Literal["new", "some", "pointing", "definite"]
IMPLIED = {"proposal": "offer", "agreement": "deal"}
NEAR = 6  # words
LEFT = frozenset({"compound", "amod", "nmod", "poss", "nummod", "case", "punct"})


@dataclass(frozen=True, slots=True)
class DealMention:
    """One phrase for a deal.

    ``token`` is its head word, ``kind`` what it calls the deal, ``opening`` how the phrase opens: with a word
    for a deal of its own (``new``), an indefinite article (``some``), "that" (``pointing``), or as
    known to the reader (``definite``); ``name`` holds the proper nouns in it ("minsk"), else is empty.
    """

    token: Token
    kind: Literal["offer", "deal", "truce"]
    opening: Opening
    name: str
    span: Span


def find_mentions(parsed: Parsed, words: DealWords) -> tuple[DealMention, ...]:
    """Find the phrases that may name a deal, in text order."""
    found = [_mention(t, words) for sent in parsed.sents for t in sent if _names_deal(t, words)]
    return tuple(found)


def implied_mentions(
    told: Iterable[tuple[Token, str, Span]], mentions: Sequence[DealMention]
) -> tuple[DealMention, ...]:
    """Let an offer or an accord that no noun names stand for itself: "the two sides settled in Istanbul".

    Args:
        told: trigger word, event type and trigger of the events.
        mentions: the phrases that name a deal.
    """
    named = {m.token.i for m in mentions}
    near = {h.i for m in mentions for h in (m.token, m.token.head, m.token.head.head)}
    found = [
        DealMention(token, IMPLIED[kind], "new" if kind == "proposal" else "some", "", span)  # type: ignore[arg-type]
        for token, kind, span in told
        if kind in IMPLIED
        and token.i not in near
        and not any(t.i in named for t in token.children)
        and not any(t.i in named and abs(t.i - token.i) <= NEAR for t in token.sent)
    ]
    return tuple(sorted((*mentions, *found), key=lambda m: m.token.i))


def _names_deal(token: Token, words: DealWords) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"} or token.lemma_.lower() not in words.nouns:
        return False
    if token.dep_ in {"compound", "amod", "nmod"} and token.head.lemma_.lower() in words.nouns:
        return False  # "ceasefire agreement" is named by its last word
    if token.dep_ == "compound" and token.head.pos_ in {"NOUN", "PROPN"}:
        return False  # "truce monitors"
    return not any(c.dep_ in LEFT and c.lemma_.lower() in words.other for c in token.lefts)


def _mention(token: Token, words: DealWords) -> DealMention:
    lefts = [c for c in token.lefts if c.dep_ in LEFT and c.pos_ != "PRON" and c.lower_ != "own"]
    first = min([token.i, *(c.left_edge.i for c in lefts)])
    phrase = token.doc[first : token.i + 1]
    parts = {words.nouns.get(c.lemma_.lower()) for c in lefts}
    kind = "truce" if "truce" in parts else words.nouns[token.lemma_.lower()]
    names = [c.lemma_.lower() for c in lefts if c.pos_ == "PROPN" and c.dep_ == "compound"]
    return DealMention(
        token=token,
        kind=kind,  # type: ignore[arg-type]
        opening=_opening(token, words),
        name=" ".join(names),
        span=Span(text=phrase.text, start=phrase.start_char, end=phrase.end_char),
    )


def _opening(token: Token, words: DealWords) -> Opening:
    lefts = [c.lower_ for c in token.lefts]
    for name in ("new", "pointing", "definite", "some"):
        if any(words.has("opening", name, word) for word in lefts):
            return name
    return "definite" if any(c.dep_ == "poss" for c in token.lefts) else "some"
