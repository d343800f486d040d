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

from dateline.web.app import create_app
from dateline.web.screens import events as screen

HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(database(tmp_path_factory.mktemp("events") / "a.db"))
    with TestClient(app, base_url=HERE) as made:
        yield made


def rows(page: str) -> list[str]:
    return re.findall(r'<tr data-event="([^"]+)"', page)


def addresses(page: str, rel: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'rel="{rel}" href="([^"]+)"', page)]


def test_the_table_has_every_event_that_the_filter_finds(client: TestClient) -> None:
    assert len(rows(client.get("/events").text)) == 9
    page = client.get("/events?status=planned&status=possible").text
    assert sorted(rows(page)) == ["eadvance", "emeeting"]
    assert "2 events" in page


def test_pages_follow_one_another_and_miss_nothing(client: TestClient, monkeypatch) -> None:
    monkeypatch.setattr(screen, "PAGE", 4)
    seen, address = [], "/events?sort=start&order=asc"
    for _ in range(3):
        page = client.get(address).text
        seen += rows(page)
        following = addresses(page, "next")
        if not following:
            break
        address = following[0]
        assert "sort=start" in address
    assert len(seen) == len(set(seen)) == 9
    assert addresses(page, "first") == ["/events?sort=start&order=asc"]


def test_sorting_and_columns_are_in_the_address(client: TestClient) -> None:
    page = client.get("/events?sort=killed&columns=type,effects").text
    assert rows(page)[0] == "eshelling"
    assert re.findall(r'<th scope="col" class="c-(\w+)"', page) == ["type", "effects"]
    assert 'aria-sort="descending"' in page
    assert "order=asc" in page
    assert "columns=type%2Ceffects" in unescape(page)


@pytest.mark.parametrize("query", ["since=soon", "sort=colour", "box=1", "cursor=x!"])
def test_a_wrong_address_is_said(client: TestClient, query: str) -> None:
    answer = client.get("/events?" + query)
    assert answer.status_code == 400
    assert "This address is not right" in answer.text


def test_every_format_and_the_call_carry_the_filter(client: TestClient) -> None:
    page = client.get("/events?status=planned").text
    shapes = re.findall(r'href="/events\.(\w+)\?status=planned" download', page)
    assert {"csv", "jsonl", "geojson", "parquet", "excel", "acled", "ged"} <= set(shapes)
    assert client.get("/events.csv?status=planned").text.count("\n") == 2
    assert f"curl '{HERE}/api/v1/events?status=planned'" in page
    assert client.get("/api/v1/events?status=planned").json()["total"] == 1


def test_choices_are_a_page_too(client: TestClient) -> None:
    page = client.get("/filter/source?on=/events&status=actual").text
    assert 'type="radio" name="source" value="state media"' in page
    assert 'action="/events"' in page
    assert 'name="status" value="actual"' in page
    assert 'action="/events"' in client.get("/filter/source?on=//evil.example/").text


@pytest.mark.browser
def test_a_choice_changes_rows_counts_chips_and_address(visit: Opener) -> None:
    page = visit("/events")
    page.get_by_role("button", name="Status").click()
    page.get_by_role("checkbox", name="planned").check()
    expect(page.locator("tr[data-event]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/events\?status=planned$"))
    expect(page.get_by_role("status")).to_have_text("1 event")
    expect(page.get_by_role("checkbox", name="planned")).to_be_visible()  # the box stays open
    page.get_by_role("checkbox", name="possible").check()
    expect(page.locator("tr[data-event]")).to_have_count(2)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Remove status: planned").click()
    expect(page.locator("tr[data-event]")).to_have_count(1)
    expect(page.get_by_role("checkbox", name="planned", include_hidden=True)).not_to_be_checked()
    page.go_back()
    expect(page.locator("tr[data-event]")).to_have_count(2)


@pytest.mark.browser
def test_choices_made_before_the_page_answers_are_kept(visit: Opener) -> None:
    page = visit("/events")
    page.evaluate(
        """() => { const real = window.fetch; window.held = [];
        window.fetch = (address, options) => !String(address).startsWith("/events") ? real(address, options)
          : new Promise((done, fail) => {
            options.signal.addEventListener("abort", () => fail(options.signal.reason));
            window.held.push(() => real(address, options).then(done, fail));
          }); }"""
    )
    box = page.get_by_role("button", name="Status")
    for name in ("planned", "possible", "denied"):
        box.click()
        page.get_by_role("checkbox", name=name).check()
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Source").click()
    expect(page.get_by_role("radio", name=re.compile("state media"))).to_be_visible()
    page.keyboard.press("Escape")
    box.click()
    for name in ("planned", "possible", "denied"):
        expect(page.get_by_role("checkbox", name=name)).to_be_checked()
    page.evaluate("window.held.at(-1)()")
    expect(page.locator("tr[data-event]")).to_have_count(3)
    expect(page).to_have_url(re.compile("status=negated&status=planned&status=possible"))


@pytest.mark.browser
def test_words_and_a_box_that_is_counted_when_opened(visit: Opener) -> None:
    page = visit("/events")
    page.get_by_role("searchbox").press_sequentially("checkpoints")
    expect(page.locator("tr[data-event]")).to_have_count(8)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("button", name="Source").click()
    page.get_by_role("radio", name=re.compile("state media")).check()
    expect(page.locator("tr[data-event]")).to_have_count(1)
    expect(page.locator(".chip")).to_have_count(2)
    expect(page).to_have_url(re.compile("source=state"))


@pytest.mark.browser
def test_the_table_works_without_scripts(visit: Opener) -> None:
    page = visit("/events", java_script_enabled=False)
    page.get_by_role("button", name="Status").click()
    page.get_by_role("checkbox", name="denied").check()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tr[data-event]")).to_have_count(1)
    page.get_by_role("link", name="Effect").click()
    expect(page).to_have_url(re.compile("sort=killed"))
    expect(page).to_have_url(re.compile("status=negated"))


@pytest.mark.browser
def test_a_telephone_shows_every_event_as_a_block(visit: Opener, tmp_path: Path) -> None:
    page = visit("/events", viewport={"width": 360, "height": 740}, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    first = page.locator("tr[data-event]").first.bounding_box()
    assert first
    assert first["width"] <= 360
    assert page.locator("tr[data-event]").count() == 9
