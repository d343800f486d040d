"""Which words report an event, and of which type: the trigger lexicon over the parse."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.codebook import Codebook, TriggerRow
from dateline.language.arguments import arguments
from dateline.coding.draft import Trigger
from dateline.language.parse import Parsed
from dateline.records import Span

NAMES = frozenset("ORG PERSON PRODUCT WORK_OF_ART LAW FAC LOC GPE DATE".split())


def find_triggers(parsed: Parsed, codebook: Codebook) -> tuple[Trigger, ...]:
    """Find the trigger words of a report.

    Args:
        parsed: the report with its parse.
        codebook: the codebook with its lexicon.

    Returns:
        One trigger a word, in text order: the matching row with the most conditions decides the type.
    """
    return tuple(_triggers(parsed, codebook))


def _triggers(parsed: Parsed, codebook: Codebook) -> Iterator[Trigger]:
    for token in parsed.doc:
        row = match_row(token, codebook)
        if row:
            yield Trigger(
                token=token,
                span=trigger_span(token),
                event_type=row.event_type,
                rule=row.where,
                score=row.score,
            )


def match_row(token: Token, codebook: Codebook) -> TriggerRow | None:
    """The lexicon row that applies to a word in its context, or ``None``."""
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
    """The shortest phrase worth showing: the word with its particle, auxiliaries kept out.

    Nouns take their modifiers ("a spate of attacks" stays "attacks", "car bomb attack" is kept whole).
    """
    first = last = token.i
    for child in token.children:
        if child.dep_ == "prt" and child.i <= token.i + 3:
            last = max(last, child.i)
        elif child.dep_ == "compound" and child.i == first - 1 and token.pos_ in {"NOUN", "PROPN"}:
            first = child.i
    span = token.doc[first : last + 1]
    return Span(text=span.text, start=span.start_char, end=span.end_char)
