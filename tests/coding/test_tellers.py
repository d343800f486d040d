"""Who only reports displaced people or victims is no actor; who moves or hurts them is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.support import report

from dateline.kit import Kit
from dateline.pipeline import code_report

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


def test_what_is_taken_out_has_its_reason(kit) -> None:
    (event,) = code_report(report(CASES[0]["text"]), kit).events

    assert [r.detail for r in event.reasons if r.rule == "teller"] == ["IOM reports it"]
