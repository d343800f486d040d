"""Deals over their reports: how each party stands, what each report says, why they are one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.store.test_agreements import REBELS, deal, save

from dateline.records import Agreement
from dateline.store import Store
from dateline.web.app import create_app


def told(report_id: str, answer: str, *, due: date | None = None) -> Agreement:
    """A deal that the rebels accepted, with the army's answer."""
    first = deal(report_id, due=due)
    army = first.answers[0].model_copy(update={"answer": answer})
    rebels = first.answers[0].model_copy(update={"party": REBELS, "answer": "accepted", "due": None})
    return first.model_copy(update={"answers": (army, rebels)})


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    path = tmp_path / "a.db"
    store = Store.open(path)
    save(store, told("r1", "pending", due=date(2021, 8, 31)), told("r2", "rejected"))
    save(store, deal("r3").model_copy(update={"past": True}))
    store.close()
    return TestClient(create_app(path), base_url="http://127.0.0.1")


def test_one_deal_of_two_reports_with_the_answer_that_holds(client: TestClient) -> None:
    page = client.get("/agreements/histories").text

    assert "1 deal over its reports" in page
    assert "2 reports" in page
    standing = page[page.index('class="standing"') : page.index("</ul>", page.index('class="standing"'))]
    assert "a-rejected" in standing
    assert "a-pending" not in standing
    assert "overdue" not in standing
    assert "two parties +2.5" in page


def test_conditions(client: TestClient) -> None:
    assert "No deal meets this filter" in client.get("/agreements/histories?overdue=true").text
    assert "2 deals over their reports" in client.get("/agreements/histories?past=true").text
    assert "1 deal over" in client.get("/agreements/histories?past=true&several=true").text


def test_the_table_twin_has_every_answer(client: TestClient) -> None:
    rows = client.get("/agreements/histories.csv").text.splitlines()

    assert len(rows) == 1 + 4
    assert "history_id" in rows[0]
