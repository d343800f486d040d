"""Which acts a deal lays down: the withdrawal that it foresees, the patrols that it allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Token

from dateline.agreements.deals import Deal
from dateline.agreements.words import DealWords
from dateline.language.arguments import arguments
from dateline.language.parse import Parsed
from dateline.records import Status, Term

CLAUSES = frozenset({"dobj", "ccomp", "xcomp"})
CONTENT = frozenset({"acl", "relcl", "prep", "appos"})
AFTER = 2  # sentences in which a deal's terms may go on
STEPS = 12  # how far up a term looks for its deal


def find_terms(
    told: Sequence[tuple[Token, Status]], deals: Sequence[Deal], parsed: Parsed, words: DealWords
) -> dict[int, tuple[Deal, str]]:
    """Say of which deal an act is a term.

    Args:
        told: the trigger words of the acts that may be terms, with their status.
        deals: the deals of the report.
        parsed: the report.
        words: the words of deals.

    Returns:
        For the number of a trigger word, the deal and the rule that found it.
    """
    owner = {m.token.i: deal for deal in deals for m in deal.mentions}
    offered = {a.token.i: deal for deal in deals for a in deal.acts}
    found: dict[int, tuple[Deal, str]] = {}
    for token, status in told:
        if token.i in owner or token.i in offered or _brings_about(token, owner, words):
            continue
        hit = _above(token, owner, offered, words) or _under(token, owner, words)
        hit = hit or _goes_on(token, owner, deals, parsed, words)
        if status is Status.PLANNED:
            hit = hit or _foreseen(token, deals, parsed)
        if hit:
            found[token.i] = hit
    return found


def _brings_about(token: Token, owner: Mapping[int, Deal], words: DealWords) -> bool:
    """True for the word that makes the deal: "negotiated a truce", "through Qatari mediation"."""
    if words.has("brokered", "words", token.lemma_.lower()):
        return True
    of_deal = [c for c in token.children if c.i in owner and c.dep_ in {"dobj", "nsubjpass"}]
    return bool(of_deal) or (token.dep_ == "acl" and token.head.i in owner and token.tag_ == "VBN")


def _foreseen(token: Token, deals: Sequence[Deal], parsed: Parsed) -> tuple[Deal, str] | None:
    """An act to come told in the sentence of a deal, after it, or in the two sentences that follow."""
    number = parsed.sent_index[token.i]
    near = [
        (m.token.i, deal)
        for deal in deals
        if not deal.past and not deal.ended
        for m in deal.mentions
        if 0 <= number - parsed.sent_index[m.token.i] <= AFTER and m.token.i < token.i
    ]
    return (max(near, key=lambda pair: pair[0])[1], "to come, told with the deal") if near else None


def _above(
    token: Token, owner: Mapping[int, Deal], offered: Mapping[int, Deal], words: DealWords
) -> tuple[Deal, str] | None:
    """The deal whose phrase, or whose verb of content, governs the act."""
    below = token
    for word in _climb(token, owner):
        if word.i in owner and word != token and (below.dep_ in CONTENT or _is_content(below)):
            return owner[word.i], "in the deal's phrase"
        if word.i in offered and word != token and _is_content(below):
            return offered[word.i], "what was agreed or offered"
        subject = _deal_subject(word, owner, words)
        if subject is not None and word != token:
            return subject, "what the deal says"
        below = word
    return None


def _is_content(below: Token) -> bool:
    """True for what hangs on "agreed" or "offered" as its content: "to withdraw", "a swap", "to a swap"."""
    return below.dep_ in {"xcomp", "ccomp", "pcomp", "dobj"} or (
        below.dep_ == "prep" and below.lower_ in {"to", "on", "for"}
    )


def _climb(token: Token, owner: Mapping[int, Deal]) -> Iterator[Token]:
    word = token
    for _ in range(STEPS):
        yield word
        if word.head == word or (word.dep_ in {"relcl", "acl"} and word.head.i not in owner):
            return
        word = word.head


def _deal_subject(verb: Token, owner: Mapping[int, Deal], words: DealWords) -> Deal | None:
    """The deal of "the accord calls for ...": its subject, by a verb that tells terms."""
    if verb.pos_ != "VERB" or not words.has("terms", "verbs", verb.lemma_.lower()):
        return None
    return next((owner[t.i] for t in arguments(verb).subj if t.i in owner), None)


def _under(token: Token, owner: Mapping[int, Deal], words: DealWords) -> tuple[Deal, str] | None:
    """The deal of "under the deal", "as part of the accord", in the clause of the act or one above it."""
    for word in _climb(token, owner):
        for preposition in (c for c in word.children if c.dep_ == "prep"):
            deal = _named_after(preposition, owner, words)
            if deal:
                return deal, f"{preposition.lower_} the deal"
    return None


def _named_after(preposition: Token, owner: Mapping[int, Deal], words: DealWords) -> Deal | None:
    for noun in (c for c in preposition.children if c.dep_ == "pobj"):
        if words.has("terms", "under", preposition.lower_) and noun.i in owner:
            return owner[noun.i]
        if words.has("terms", "parts", noun.lemma_.lower()):
            inner = [t for t in noun.subtree if t.i in owner]
            if inner:
                return owner[inner[0].i]
    return None


def _goes_on(
    token: Token, owner: Mapping[int, Deal], deals: Sequence[Deal], parsed: Parsed, words: DealWords
) -> tuple[Deal, str] | None:
    """A sentence that goes on with the terms: "In return, ...", "In the first phase, ...", "It also ..."."""
    sent = token.sent
    number = parsed.sent_index[token.i]
    deal = _last_named(deals, parsed, number)
    if deal is None:
        return None
    opening = [t for t in sent if t.i < token.i][:6]
    if any(words.has("terms", "further", t.lemma_.lower()) for t in opening if t.pos_ == "NOUN"):
        return deal, "goes on with the terms"
    for word in _climb(token, owner):
        tells = word != token and words.has("terms", "verbs", word.lemma_.lower())
        if tells and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in word.children):
            return deal, "it is the deal"
    return None


def _last_named(deals: Sequence[Deal], parsed: Parsed, number: int) -> Deal | None:
    """The deal named last, at most two sentences before the one with this number."""
    near = [
        (m.token.i, deal)
        for deal in deals
        for m in deal.mentions
        if 0 < number - parsed.sent_index[m.token.i] <= AFTER
    ]
    return max(near, key=lambda pair: pair[0])[1] if near else None


def worded_terms(deal: Deal, inside: Mapping[int, str], words: DealWords) -> list[Term]:
    """The terms that a deal's own verbs tell and that are no coded events: "allows flags to be raised".

    Args:
        deal: the deal.
        inside: the trigger words, by their numbers, of the coded events that are its terms.
        words: the words of deals.
    """
    verbs = [v for mention in deal.mentions for v in _content_verbs(mention.token, words)]
    pairs = [(v, c) for v in verbs for c in v.children if c.dep_ in CLAUSES and c.i > v.i]
    return [_worded(v, c) for v, c in pairs if not any(t.i in inside for t in c.subtree)]


def _content_verbs(noun: Token, words: DealWords) -> list[Token]:
    """The verbs of terms in the clause that describes a deal, or that it is the subject of."""
    verbs = [v for c in noun.children if c.dep_ == "relcl" for v in c.subtree if v.pos_ == "VERB"]
    if noun.dep_ == "nsubj" and noun.head.pos_ == "VERB":
        verbs += [noun.head, *noun.head.conjuncts]
    told = [v for v in verbs if v.tag_ != "VBN"]
    return [v for v in told if words.has("terms", "verbs", v.lemma_.lower())]


def _worded(verb: Token, content: Token) -> Term:
    last = [t for t in content.subtree if t.dep_ != "punct"][-1]
    span = verb.doc[verb.i : last.i + 1]
    return Term(text=span.text, start=span.start_char, end=span.end_char)
