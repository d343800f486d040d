"""Who only reports displaced people or victims is no actor; who moves or hurts them is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from spacy.lang.en import English
from tests.support import report

from dateline.coding import frames
from dateline.coding.draft import Draft, Trigger
from dateline.coding.tellers import drop_tellers
from dateline.kit import Kit
from dateline.pipeline import code_report
from dateline.records import Party, Source, Span, Stance

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "tellers.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def kit(place_index) -> Kit:
    return Kit.load(places=place_index.path)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_a_reporting_body_is_a_source_alone(case, kit) -> None:
    events = [e for e in code_report(report(case["text"]), kit).events if e.event_type == case["type"]]

    assert events
    actors = {party.name for e in events for party in e.actors}
    sources = {source.name for e in events for source in e.sources}
    assert (case["body"] in actors) == case.get("actor", False)
    assert case.get("actor") or case["body"] in sources


def test_what_is_taken_out_has_its_reason() -> None:
    text = "IOM tracked 20,000 displaced people."
    doc = English()(text)
    body = Party(name="IOM", text="IOM", start=0, end=3, kind="igo")
    draft = Draft(
        Trigger(doc[1], Span(text="tracked", start=4, end=11), "displacement", "test", 1.0),
        actors=(body,),
        sources=(Source(name="IOM", text="IOM", start=0, end=3, stance=Stance.ASSERTS),),
    )
    (told,) = drop_tellers((draft,), frames.load())

    assert told.actors == ()
    assert [(r.rule, r.detail, r.start, r.end) for r in told.reasons] == [("teller", "IOM reports it", 0, 3)]
