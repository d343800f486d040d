"""The timeline: what it counts, and what a real browser draws."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from tests.web.conftest import Opener
from tests.web.samples import database

from dateline.web.app import create_app

LINES = "#lanes [aria-label=dot] a"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(create_app(database(tmp_path / "a.db")), base_url="http://127.0.0.1")


def test_page_counts_and_has_its_table(client: TestClient) -> None:
    page = client.get("/timeline").text

    assert "9 events, 8 of them without a day" in page
    assert re.search(r'<th scope="row">30 Aug 2021</th><td class="num">1</td>', page)


def test_the_twins_say_the_same(client: TestClient) -> None:
    data = client.get("/timeline.json?by=month").json()
    rows = list(csv.DictReader(client.get("/timeline.csv?by=month").text.splitlines()))

    assert data["bars"] == [
        {"start": "2021-08-01", "end": "2021-09-01", "family": "armed_violence", "events": 1}
    ]
    assert rows == [
        {
            "start": "2021-08-01",
            "end": "2021-08-31",
            "family": "armed_violence",
            "event_type": "shelling",
            "events": "1",
        }
    ]


def test_lanes_by_place_lead_to_the_event(client: TestClient) -> None:
    (lane,) = client.get("/timeline.json?lanes=place").json()["lanes"]

    assert lane["name"] == "Tafas"
    assert [one["url"] for one in lane["shown"]] == ["/e/eshelling"]
    assert "box=" in lane["url"]


def test_a_bin_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/timeline?by=hour").status_code == 400


def test_it_is_drawn_and_a_sign_leads_to_the_sentence(visit: Opener) -> None:
    page = visit("/timeline?lanes=place")

    expect(page.locator("#counts [aria-label=rect] rect")).to_have_count(1)
    expect(page.locator("#lanes")).to_contain_text("Tafas")
    expect(page.locator(LINES)).to_have_count(1)
    page.locator(LINES).click()
    page.wait_for_url("**/r/r1#e-eshelling")


def test_a_stretch_of_time_is_chosen_on_the_bars(visit: Opener) -> None:
    page = visit("/timeline?by=month")
    box = page.locator("#counts .brush .overlay").bounding_box()
    assert box

    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 60, steps=4)
    page.mouse.up()

    page.wait_for_url("**since=2021-08-01&until=2021-08-31**")
    expect(page.locator(".chips")).to_contain_text("2021-08-01")
    expect(page.locator("#counts [aria-label=rect] rect")).to_have_count(1)


def test_without_scripts_the_table_is_there(visit: Opener) -> None:
    page = visit("/timeline", java_script_enabled=False)

    expect(page.locator("#counts")).to_be_hidden()
    page.get_by_text("As a table").click()
    expect(page.get_by_role("rowheader", name="30 Aug 2021")).to_be_visible()
