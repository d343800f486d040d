"""Who did it to whom: golden sentences over many constructions."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.support import report

from dateline import codebook
from dateline.coding import frames
from dateline.coding.draft import Draft, Trigger
from dateline.coding.roles import assign_roles
from dateline.coding.triggers import trigger_span
from dateline.language.parse import parse

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "roles.yaml").read_text(encoding="utf-8"))
FIELDS = ("actors", "targets", "supporters", "mediators")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_parties_of_the_word(case, parser) -> None:
    parsed = parse(report(case["text"]), parser)
    token = next(t for t in parsed.doc if t.text == case["word"])
    draft = Draft(Trigger(token, trigger_span(token), case["type"], "test", 1.0))

    (coded,) = assign_roles((draft,), parsed, codebook.load(), frames.load())

    found = {f: [p.name for p in getattr(coded, f)] for f in FIELDS}
    assert found == {f: case.get(f, []) for f in FIELDS}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_every_party_quotes_the_text(case, parser) -> None:
    parsed = parse(report(case["text"]), parser)
    token = next(t for t in parsed.doc if t.text == case["word"])
    draft = Draft(Trigger(token, trigger_span(token), case["type"], "test", 1.0))

    (coded,) = assign_roles((draft,), parsed, codebook.load(), frames.load())

    for party in (p for f in FIELDS for p in getattr(coded, f)):
        assert parsed.report.text[party.start : party.end] == party.text
