"""Deals in the database, on both kinds."""

from __future__ import annotations

from datetime import date

from tests.support import report

from dateline.records import Agreement, Answer, Coded, Coder, Party, agreement_id
from dateline.store import AgreementFilter, Store
from dateline.store.histories import deal_histories

TEXT = "The army will answer the plan by Friday."

REBELS = Party(name="rebels", text="army", start=4, end=8, actor_id="rebels-of-deraa")


def deal(report_id: str, *, stage: str = "pending", due: date | None = date(2021, 9, 3)) -> Agreement:
    party = Party(name="army", text="army", start=4, end=8, actor_id="syr-army")
    answer = Answer(text="answer", start=14, end=20, party=party, answer="pending", due=due)
    return Agreement.model_validate(
        {
            "id": agreement_id(report_id, 25),
            "report_id": report_id,
            "published": "2021-09-01",
            "name": "plan",
            "kind": "offer",
            "stage": stage,
            "answers": (answer,),
            "evidence": ({"text": "plan", "start": 25, "end": 29},),
            "coder": Coder(engine="fake", version="1", codebook="1"),
        }
    )


def save(store: Store, *deals: Agreement) -> None:
    for each in deals:
        sent = report(TEXT, report_id=each.report_id)
        store.save(Coded(report=sent, events=(), agreements=(each,)), coder_key="k1")


def test_deals_come_back_as_they_were_saved(store) -> None:
    save(store, deal("r2"), deal("r1", stage="broken"))

    assert list(store.agreements()) == [deal("r1", stage="broken"), deal("r2")]


def test_deals_are_found_by_report_stage_and_overdue_answer(store) -> None:
    save(store, deal("r1"), deal("r2", stage="broken", due=None), deal("r3", due=date(2021, 9, 9)))

    def ids(**wanted) -> list[str]:
        return [d.report_id for d in store.agreements(AgreementFilter(**wanted))]

    assert ids(report_id="r2") == ["r2"]
    assert ids(stage="pending") == ["r1", "r3"]
    assert ids(overdue=date(2021, 9, 4)) == ["r1"]
    assert ids(overdue=date(2021, 9, 3)) == []


def test_coding_a_report_again_replaces_its_deals(store) -> None:
    save(store, deal("r1"))
    store.save(Coded(report=report(TEXT, report_id="r1"), events=()), coder_key="k2")

    assert list(store.agreements()) == []


def test_deals_of_several_reports_become_one_history(store) -> None:
    save(store, deal("r1"), deal("r2", due=None))
    linked = {"answers": (deal("r1").answers[0], deal("r1").answers[0].model_copy(update={"party": REBELS}))}
    save(store, *(deal(name).model_copy(update=linked) for name in ("r1", "r2")))

    (one,) = deal_histories(store)

    assert one.reports == ("r1", "r2")
    assert {side.actor_id for side in one.sides} == {"syr-army", "rebels-of-deraa"}
