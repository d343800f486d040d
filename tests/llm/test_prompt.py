"""What is asked: the codebook as it is, a user's types included, and examples that hold what they teach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dateline import codebook
from dateline.kit import Kit
from dateline.language.parse import parse
from dateline.llm.check import check_event
from dateline.llm.coder import code_claims
from dateline.llm.parse import read_events
from dateline.llm.prompt import Prompter, repaired, shown_text
from dateline.llm.quotes import Quotable
from dateline.llm.windows import Window, windows
from dateline.llm.words import load
from tests.llm.conftest import TEXT
from tests.support import report

BOOK = codebook.load()
WHOLE = Window(0, len(TEXT), 1, 1)


def test_every_type_is_defined_and_allowed() -> None:
    prompter = Prompter.of(BOOK)
    system = prompter.coding[0][1]

    for name, kind in BOOK.types.items():
        assert f"- {name}: {kind.definition.replace('`', '')}" in system
    event = prompter.event_schema["properties"]["events"]["items"]
    assert event["properties"]["event_type"]["enum"] == list(BOOK.types)
    assert set(event["required"]) == set(event["properties"])


def test_every_list_of_an_event_comes_to_an_end() -> None:
    """A small model that repeats itself would else fill its answer with one list, and be cut off."""
    event = Prompter.of(BOOK).event_schema["properties"]["events"]["items"]
    lists = [field for field in event["properties"].values() if field.get("type") == "array"]

    assert len(lists) == 8
    assert all(field["maxItems"] == 12 for field in lists)


def test_a_type_of_the_users_own_is_asked_for() -> None:
    own = replace(BOOK.types["shelling"], name="cyber_attack", definition="An attack on computers.")
    prompter = Prompter.of(replace(BOOK, types={**BOOK.types, "cyber_attack": own}))

    assert "- cyber_attack: An attack on computers." in prompter.coding[0][1]
    assert "cyber_attack" in prompter.verdicts
    assert prompter.version != Prompter.of(BOOK).version


def test_the_report_is_quoted_whole_with_its_day_and_no_more() -> None:
    news = report(TEXT).model_copy(update={"title": "SECRET", "url": "http://x", "origin": "/home/me"})
    prompt = Prompter.of(BOOK).code(news, WHOLE)

    asked = prompt.messages[-1][1]
    assert TEXT in asked
    assert "Published: 2021-09-01" in asked
    assert not any(word in str(prompt.messages) for word in ("SECRET", "http://x", "/home/me", "r1"))


def test_equal_questions_have_equal_keys() -> None:
    prompter, news = Prompter.of(BOOK), report(TEXT)
    other = news.model_copy(update={"published": date(2021, 9, 2)})

    assert prompter.code(news, WHOLE).key == Prompter.of(BOOK).code(news, WHOLE).key
    assert prompter.code(news, WHOLE).key != prompter.code(other, WHOLE).key
    assert repaired(prompter.code(news, WHOLE), "x", "y").key != prompter.code(news, WHOLE).key


def test_what_is_withheld_is_not_shown() -> None:
    assert shown_text("abcdefgh", 1, 7, [(2, 4), (6, 8)]) == "b[...]ef[...]"
    assert shown_text("abcdefgh", 0, 8, [(0, 3), (2, 5)]) == "[...][...]fgh"
    assert shown_text("abc", 0, 3, []) == "abc"


@pytest.mark.parametrize("number", [0, 1])
def test_the_examples_hold_every_claim_that_they_teach(number: int, kit: Kit) -> None:
    example = load().examples[number]
    news = report(example.text, published=example.published)
    parsed = parse(news, kit.parser)
    claims = read_events(example.answer)

    (window,) = windows(parsed)
    for claim in claims.events:
        assert check_event(claim, parsed, Quotable.of(news.text), BOOK, window).dropped == ()
    outcome = code_claims([(window, claims)], parsed, kit)
    assert len(outcome.coded.events) == len(claims.events)
    assert {d.field for d in outcome.dropped} <= {"places"}  # invented villages are on no map
