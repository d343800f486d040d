from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from tests.web.conftest import Opener
from tests.web.samples import database

from dateline.store import Decision, DecisionKind, Store
from dateline.store.facets import Count
from dateline.store.overview import overview
from dateline.store.releases import begin, recording
from dateline.web.app import create_app
from dateline.web.filters import read
from dateline.web.screens.dashboard import _between, _days, _months, _outside

HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(database(tmp_path_factory.mktemp("dash") / "a.db", more=3))
    with TestClient(app, base_url=HERE, follow_redirects=False) as made:
        yield made


def test_each_bar_leads_to_as_many_events_as_it_says(client: TestClient) -> None:
    page = client.get("/").text
    bars = re.findall(r'<li><a href="(/events\?[^"]+)"><span.*?class="tally">([\d,]+)<', page)
    assert len(bars) > 10
    for address, number in bars:
        found = client.get(f"/api/v1{unescape(address)}").json()["total"]
        assert found == int(number.replace(",", "")), address
    months = re.findall(r'<li><a href="(/events\?since[^"]+)" title="[^"]+: (\d+)"', page)
    assert [int(number) for _, number in months] == [1]
    assert client.get(f"/api/v1{unescape(months[0][0])}").json()["total"] == 1


def test_what_wants_an_eye_is_counted(client: TestClient) -> None:
    page = client.get("/").text
    assert ">9 events</a> no person has judged yet" in page
    assert "There is no release yet" in page
    assert re.search(r"reports without any event</dt><dd>3<", page)
    assert "curl '" in page


def test_old_addresses_of_the_list_still_lead_to_it(client: TestClient) -> None:
    answer = client.get("/?q=checkpoints&page=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports?q=checkpoints&page=1")


def test_flags_and_releases_show(tmp_path: Path) -> None:
    store = Store.open(database(tmp_path / "a.db"))
    store.decide(Decision(kind=DecisionKind.FLAG, by="ann", on=({"kind": "event", "id": "ebattle"},)))
    assert (overview(store).flagged, overview(store).kept, overview(store).lost) == (1, 0, 0)
    with recording(store, begin(store, "levant-1"), store.events()):
        pass
    store.close()
    page = TestClient(create_app(tmp_path / "a.db"), base_url=HERE).get("/").text
    assert "levant-1" in page
    assert "/events?flagged=true" in page


def test_what_reports_recall_does_not_stretch_the_months() -> None:
    counts = [Count("1982-02", 1), Count("2021-08", 60), Count("2021-09", 50), Count("2021-10", 1)]
    filters = read((), "/")
    assert [(bar.value, bar.events) for bar in _months(counts, filters)] == [
        ("2021-08", 60),
        ("2021-09", 50),
        ("2021-10", 1),
    ]
    (outside,) = _outside(counts, filters)
    assert (outside.value, outside.events) == ("before", 1)
    assert "until=2021-07-31" in outside.address
    assert _outside(counts[1:], filters) == []
    assert (_months([], filters), _outside([], filters)) == ([], [])


def test_months_without_events_have_a_bar_and_months_end_where_they_do() -> None:
    assert _between(["2020-11", "2021-02"]) == ["2020-11", "2020-12", "2021-01", "2021-02"]
    assert _between(["1890-01", "2021-02"]) == ["1890-01", "2021-02"]
    assert _days("2020-02") == {"since": "2020-02-01", "until": "2020-02-29"}
    assert _days("2021-12") == {"since": "2021-12-01", "until": "2021-12-31"}
    assert _days("2021") == {"since": "2021-01-01", "until": "2021-12-31"}


@pytest.mark.browser
def test_the_start_page_is_drawn_and_leads_on(visit: Opener) -> None:
    page = visit("/", viewport={"width": 360, "height": 740}, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".gauge rect").first.bounding_box()["width"] > 50
    page.get_by_role("link", name=re.compile("Armed violence")).click()
    expect(page.locator("tr[data-event]")).to_have_count(4)
