"""Status: golden sentences, and what must hold for any word."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from spacy.tokens import Token
from tests.support import report

from dateline.coding import status
from dateline.language.parse import parse

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "status.yaml").read_text(encoding="utf-8"))


def word_of(doc, word: str) -> Token:
    return next(t for t in doc if t.text == word)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_status_of_the_word(case, parser) -> None:
    doc = parse(report(case["text"]), parser).doc

    found, cue, rule = status.decide(word_of(doc, case["word"]), status.load())

    assert found == case["status"], f"decided by {cue} ({rule})"


def test_cue_is_never_the_trigger_itself(parser) -> None:
    doc = parse(report("The army will not shell the camp if the rebels leave."), parser).doc
    for token in doc:
        _, cue, _ = status.decide(token, status.load())
        assert cue is None or cue.i != token.i
