"""What is seen of a word that may name a party: of each kind of sign some, with and without the type."""

from __future__ import annotations

import pytest
from tests.support import report

from dateline.codebook import load
from dateline.coding.signs import climb, seen, word_signs
from dateline.language.parse import parse

TEXT = "Rebels shelled the army near Taiz on Monday. Residents fled."


def signs(parser, word: str) -> set[str]:
    doc = parse(report(TEXT), parser).doc
    trigger = next(t for t in doc if t.text == "shelled")
    token = next(t for t in doc if t.text == word)
    apart = sum(t.is_sent_start for t in doc[trigger.i + 1 : token.i + 1])
    return set(seen(token, climb(trigger), "shelling", frozenset({trigger.i}), apart))


@pytest.mark.parametrize(
    ("word", "sign"),
    [
        ("Rebels", "path=|nsubj"),
        ("Rebels", "type=shelling path=|nsubj"),
        ("Rebels", "path=|nsubj trigger=VERB"),
        ("Rebels", "verb=shell path=|nsubj"),
        ("Rebels", "verb=shell"),
        ("army", "up="),
        ("army", "down=dobj"),
        ("army", "first=|dobj"),
        ("army", "steps=0|1"),
        ("army", "length=1"),
        ("army", "apart=+2"),
        ("army", "above=trigger"),
        ("army", "events between=0"),
        ("Residents", "far"),
        ("Residents", "type=shelling far"),
        ("Residents", "sentences=1"),
        ("Residents", "far dep=nsubj"),
    ],
)
def test_a_sign_is_seen(parser, word: str, sign: str) -> None:
    assert sign in signs(parser, word)


def test_only_what_counts_by_the_type_is_told_with_it(parser) -> None:
    typed = {s for s in signs(parser, "army") if s.startswith("type=shelling ")}
    assert {s.split(" ")[1].split("=")[0] for s in typed} == {"path"}


def test_a_word_is_its_name_and_classes_and_its_form(parser) -> None:
    classes = load().classes
    token = next(t for t in parse(report(TEXT), parser).doc if t.text == "army")
    named, formed = word_signs(token, classes)
    assert {"word=army", "class=force"} <= set(named)
    assert {"tag=NN", "before=the"} <= set(formed)
