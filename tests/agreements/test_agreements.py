"""Deals: golden texts, and what must hold for every deal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import report

from dateline.agreements import words as deal_words
from dateline.agreements.mentions import find_mentions
from dateline.errors import DataError
from dateline.kit import Kit
from dateline.language.parse import parse
from dateline.pipeline import code_report
from dateline.records import Agreement, Answer, Coded, Event, Party

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "agreements.yaml").read_text(encoding="utf-8"))
PLAN = (
    "Russian officers offered a new plan that allows the rebels to withdraw to Idlib after an earlier plan "
    "collapsed. Rebels said they accepted the plan, and the army said it would give its response by Friday. "
    "Under the deal, the militias would withdraw from the town."
)


@pytest.fixture(scope="module")
def kit(place_index) -> Kit:
    return Kit.load(engine="rules", places=place_index.path)


@pytest.fixture(scope="module")
def told(kit) -> Coded:
    return code_report(report(PLAN), kit)


def summary(deal: Agreement, wanted: dict[str, object]) -> dict[str, object]:
    """What a case asks of a deal, in the form of the case."""
    full = {
        "name": deal.name,
        "stage": deal.stage,
        "past": deal.past,
        "proposers": [p.name for p in deal.proposers],
        "mediators": [p.name for p in deal.mediators],
        "before": deal.predecessor.text if deal.predecessor else None,
        "answers": [[a.party.name, a.answer, *([a.due] if a.due else [])] for a in deal.answers],
    }
    unsaid = {"past": False, "proposers": [], "mediators": [], "before": None, "answers": []}
    return {k: v for k, v in full.items() if k in wanted or v != unsaid.get(k)}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_deals_of_a_text(case, kit) -> None:
    deals = code_report(report(case["text"]), kit).agreements

    assert len(deals) == len(case["deals"])
    assert [summary(d, w) for d, w in zip(deals, case["deals"], strict=True)] == case["deals"]


def event(done: Coded, id_: str | None) -> Event:
    return next(e for e in done.events if e.id == id_)


def test_a_new_plan_follows_the_one_that_failed_and_holds_its_answers_and_terms(told) -> None:
    plan = next(d for d in told.agreements if d.name == "new plan")

    assert {a.party.name: (a.answer, a.due) for a in plan.answers} == {
        "Rebels": ("accepted", None),
        "army": ("pending", date(2021, 9, 3)),
    }
    assert [event(told, t.event).trigger.text for t in plan.terms] == ["withdraw", "withdraw"]


def test_terms_are_part_of_the_event_that_made_the_deal(told) -> None:
    terms = [e for e in told.events if e.event_type == "withdrawal"]

    assert len(terms) == 2
    assert {event(told, t.part_of).event_type for t in terms} == {"proposal"}
    assert all(any(r.field == "part_of" for r in t.reasons) for t in terms)


def test_answers_become_overdue_the_day_after_they_are_due(told) -> None:
    plan = next(d for d in told.agreements if d.name == "new plan")

    assert plan.overdue(date(2021, 9, 3)) == ()
    assert [a.party.name for a in plan.overdue(date(2021, 9, 4))] == ["army"]


def test_an_answer_that_was_given_is_never_overdue(told) -> None:
    plan = next(d for d in told.agreements if d.name == "new plan")
    party = Party(name="army", text="army", start=0, end=4)
    given_answer = Answer(text="army", start=0, end=4, party=party, answer="accepted", due=date(2021, 9, 3))
    answered = plan.model_copy(update={"answers": (given_answer,)})

    assert answered.overdue(date(2021, 9, 4)) == ()


def test_the_same_report_gives_the_same_deals(told, kit) -> None:
    again = code_report(report(PLAN), kit)

    assert again.agreements == told.agreements
    assert len({d.id for d in told.agreements}) == len(told.agreements)


PIECES = st.sampled_from(
    [
        "Rebels accepted the truce.",
        "The army rejected a new plan by Monday.",
        "It collapsed.",
        "Under the deal, fighters would withdraw from Taiz.",
        "Qatar offered another proposal on Friday",
        "They have yet to respond",
        "- the accord",
        "\n\n",
        "In return, prisoners will be freed.",
        "That deal of 2015 failed.",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8))
def test_deals_quote_their_report_and_point_at_events_that_are_there(kit, pieces) -> None:
    sent = report(" ".join(pieces))
    done = code_report(sent, kit)
    ids = {e.id for e in done.events}

    for deal in done.agreements:
        parties = (*deal.proposers, *deal.mediators, *(a.party for a in deal.answers))
        for span in (*deal.evidence, *deal.answers, *deal.terms, *parties):
            assert sent.text[span.start : span.end] == span.text
        assert deal.evidence
        assert {t.event for t in deal.terms if t.event} <= ids
        assert set(deal.events) <= ids
    assert {e.part_of for e in done.events if e.part_of} <= ids
    assert all(e.part_of != e.id for e in done.events)


def test_words_before_the_noun_can_say_that_it_is_no_deal(parser) -> None:
    parsed = parse(report("A trade agreement, an arms deal and a truce were signed."), parser)

    assert [m.token.text for m in find_mentions(parsed, deal_words.load())] == ["truce"]


def test_faults_of_the_word_file_are_named(tmp_path, monkeypatch) -> None:
    text = deal_words.FILE.read_text(encoding="utf-8").replace('giving = ["give"', 'given = ["Give"')
    (tmp_path / "words.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(deal_words, "FILE", tmp_path / "words.toml")
    with pytest.raises(DataError) as caught:
        deal_words.load.__wrapped__()

    assert any("[reply] lacks giving" in fault for fault in caught.value.faults)
    assert any("'Give' is not a word in lower case" in fault for fault in caught.value.faults)
