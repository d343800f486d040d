"""Sources: golden texts, and what must hold for every source."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.support import report

from dateline.coding.claim_words import load
from dateline.coding.claims import attribute
from dateline.coding.draft import Draft, Trigger
from dateline.errors import DataError
from dateline.language.parse import parse
from dateline.records import Source, Span

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "claims.yaml").read_text(encoding="utf-8"))
STATEMENTS = ("accusation", "appeal", "support", "pledge", "rejection", "threat")


def attributed(text: str, word: str, event_type: str, parser) -> Draft:
    parsed = parse(report(text), parser)
    token = next(t for t in parsed.doc if t.text == word)
    span = Span(text=token.text, start=token.idx, end=token.idx + len(token))
    draft = Draft(trigger=Trigger(token=token, span=span, event_type=event_type, rule="test", score=1.0))
    return attribute((draft,), parsed, STATEMENTS)[0]


def sources(text: str, word: str, event_type: str, parser) -> tuple[Source, ...]:
    return attributed(text, word, event_type, parser).sources


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_sources_of_the_act(case, parser) -> None:
    found = sources(case["text"], case["word"], case["type"], parser)

    assert [[s.name, s.stance.value, s.kind] for s in found] == case["sources"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_every_source_quotes_the_text_and_has_a_reason(case, parser) -> None:
    draft = attributed(case["text"], case["word"], case["type"], parser)

    assert all(case["text"][s.start : s.end] == s.text for s in draft.sources)
    assert len(draft.reasons) == len(draft.sources)
    assert all(case["text"][r.start : r.end] for r in draft.reasons)


def test_a_quotation_goes_on_with_its_speaker(parser) -> None:
    text = '"They came at night," said Halima Abdel Rahman. "They burned the mosque and left."'

    assert [s.name for s in sources(text, "burned", "property_destruction", parser)] == [
        "Halima Abdel Rahman"
    ]


def test_an_unknown_stance_is_a_data_error(tmp_path) -> None:
    bad = tmp_path / "claims.toml"
    bad.write_text('[[verbs]]\nstance = "shouts"\ntakes = "clause"\nlemmas = ["say"]\n')

    with pytest.raises(DataError, match="shouts"):
        load(bad)
