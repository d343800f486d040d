"""Text in capitals or without any is read in normal case, letter for letter the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.support import report

from dateline.coding.finish import as_printed
from dateline.language.parse import parse
from dateline.language.truecase import cased_as, restore
from dateline.records import Span

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "truecase.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_normal_case_comes_back(case, parser) -> None:
    read = parse(report(case["text"]), parser).doc.text

    assert read.casefold() == case["text"].casefold()
    assert (read == case["text"]) is case.get("same", False)
    assert [phrase for phrase in case.get("holds", []) if phrase not in read] == []
    assert [phrase for phrase in case.get("lacks", []) if phrase in read] == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from([str.upper, str.lower]))
def test_letters_and_length_never_change(text, change) -> None:
    given_text = change(text + " the army shelled a town and some rebels fled from it on a day in may")

    read = restore(given_text, is_common=lambda word: len(word) % 2 == 0)

    assert len(read) == len(given_text)
    assert all(a == b or a.casefold() == b.casefold() for a, b in zip(read, given_text, strict=True))


def test_case_of_a_text_is_told_by_its_words() -> None:
    words = "the army shelled the town of homs while rebels fled to the hills"

    assert cased_as(words) == "lower"
    assert cased_as(words.upper()) == "upper"
    assert cased_as(words.replace("homs", "Homs")) == "mixed"
    assert cased_as("THE ARMY") == "mixed"


def test_a_quote_is_shown_as_it_was_printed() -> None:
    text = "ARMY SHELLS TOWN"

    assert as_printed(Span(text="shells", start=5, end=11), text).text == "SHELLS"
