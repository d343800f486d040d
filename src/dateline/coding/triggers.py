"""Which words report an event, and of which type: the trigger lexicon over the parse, and the tagger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from dateline.codebook import Codebook, TriggerRow
from dateline.coding import votes
from dateline.coding.draft import Trigger
from dateline.coding.votes import Engine, Votes
from dateline.language.arguments import arguments
from dateline.language.parse import Parsed
from dateline.language.tagger import Tagged
from dateline.records import Span

NAMES = frozenset(["ORG", "PERSON", "PRODUCT", "WORK_OF_ART", "LAW", "FAC", "LOC", "GPE", "DATE"])
BRIEF = 3  # sentences; so few words seldom settle a type for sure
FAINT = 0.1  # the model's chance of an event below which a word without a lexicon row is passed over


def find_triggers(
    parsed: Parsed,
    codebook: Codebook,
    *,
    tagged: Tagged | None,
    types: tuple[str, ...],
    engine: Engine,
    weights: Mapping[str, float] | None = None,
) -> tuple[Trigger, ...]:
    """Find the trigger words of a report.

    Args:
        parsed: the report with its parse.
        codebook: the codebook with its lexicon.
        tagged: what the tagger says of the report; ``None`` with ``Engine.RULES``.
        types: names of the columns of ``tagged.types``.
        engine: who votes.
        weights: of the votes; by default those of ``votes.toml``.

    Returns:
        One trigger a word that anything speaks for, in text order: the type with the most votes, and the
        confidence as ``score``. Nothing is left out here but what has no vote.
    """
    weights = weights or votes.load()[engine]
    report = votes.EVEN
    if tagged is not None:
        report = conflict_of(tagged, len(parsed.sents))
    out = []
    for token in parsed.doc:
        row = match_row(token, codebook) if engine is not Engine.MODEL else None
        options = tuple(options_for(row, None if tagged is None else tagged.types[token.i], types, report))
        if options:
            score, best = max(((votes.confidence(v, weights), v) for v in options), key=lambda pair: pair[0])
            out.append(Trigger(token, trigger_span(token), best.event_type, _rule(best), round(score, 3)))
    return tuple(out)


def conflict_of(tagged: Tagged, sentences: int) -> float:
    """How sure the tagger is of conflict in a report; in a brief one, of any event at all."""
    if sentences <= BRIEF:
        return votes.conflict((1 - tagged.types[:, 0]).tolist(), sentences)
    return votes.conflict(tagged.types[:, 1:].max(axis=1).tolist(), sentences)


def options_for(
    row: TriggerRow | None, chances: NDArray[np.float32] | None, types: tuple[str, ...], report: float
) -> Iterator[Votes]:
    """The types that the lexicon or the model names for a word.

    Of a type that a user has added to the codebook the model knows nothing: its chances stay even, and the
    lexicon decides, with what the report is about.

    Args:
        row: the lexicon row that applies to it, if any.
        chances: the tagger's probabilities, one a type; ``None`` without a tagger.
        types: names of the columns of ``chances``, the first for no event.
        report: as in ``Votes``.
    """
    if chances is None:
        if row:
            yield Votes(row.event_type, row)
        return
    anything = 1 - float(chances[0])
    named = {row.event_type} if row else set()
    if anything > FAINT:
        named.add(types[1 + int(np.argmax(chances[1:]))])
    for name in sorted(named):
        if name in types:
            yield Votes(name, row, float(chances[types.index(name)]), anything, report)
        else:
            yield Votes(name, row, report=report)


def _rule(vote: Votes) -> str:
    if vote.for_it and vote.row:
        return vote.row.where
    return "tagger"


def match_row(token: Token, codebook: Codebook) -> TriggerRow | None:
    """The lexicon row that applies to a word in its context, if any: most conditions win."""
    pos = part_of_speech(token)
    rows = codebook.rows.get(token.lemma_.lower(), ()) if pos else ()
    fitting = [r for r in rows if r.pos in {pos, "any"}]
    if not fitting:
        return None
    args = arguments(token, is_side=codebook.classes["force"].holds)
    for row in fitting:
        if all(c.holds(token, args) for c in row.when) and not any(c.holds(token, args) for c in row.unless):
            return row
    return None


def part_of_speech(token: Token) -> str | None:
    """The lexicon's part of speech for a token; ``None`` for words that never are triggers."""
    if token.pos_ == "PROPN" and token.ent_type_ in NAMES:
        return None
    if token.tag_.startswith("VB") or token.pos_ == "VERB":
        return None if token.dep_ in {"aux", "auxpass"} else "verb"
    if token.pos_ in {"NOUN", "PROPN"}:
        return "noun"
    return "adj" if token.pos_ in {"ADJ", "ADV"} else None


def trigger_span(token: Token) -> Span:
    """The shortest phrase worth showing: the word with its particle, a noun with the noun before it."""
    first = last = token.i
    for child in token.children:
        if child.dep_ == "prt" and child.i <= token.i + 3:
            last = max(last, child.i)
        elif child.dep_ == "compound" and child.i == first - 1 and token.pos_ in {"NOUN", "PROPN"}:
            first = child.i
    span = token.doc[first : last + 1]
    return Span(text=span.text, start=span.start_char, end=span.end_char)
