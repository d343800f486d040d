from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from tests.web.conftest import Opener, comes, serving
from tests.web.parties import database

from dateline.web.app import create_app

HERE = "http://127.0.0.1:8000"
GRAPH = "document.getElementById('network')?._cyreg?.cy"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(database(tmp_path_factory.mktemp("actors") / "a.db"))
    with TestClient(app, base_url=HERE) as made:
        yield made


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(database(tmp_path_factory.mktemp("drawn") / "a.db")) as found:
        yield found


def drawn(page: Page, selector: str) -> int:
    return int(page.evaluate(f"{GRAPH}.elements({selector!r}).length"))


def test_the_list_counts_roles_and_is_searched_by_name_and_alias(client: TestClient) -> None:
    page = client.get("/actors").text
    assert re.search(r'Syrian Arab Army</a></th>\s*<td class="num">6</td><td class="num">5</td>', page)
    assert "Turkey" in page
    found = client.get("/actors?named=SAA").text
    assert "1 actor<" in found
    assert "No actor that takes part is called so" in client.get("/actors?named=zzz").text


def test_the_table_says_what_the_network_draws(client: TestClient) -> None:
    page = client.get("/actors?ego=syr.army").text
    assert set(re.findall(r'data-pair="([^"]+)"', page)) == {
        "syr.army&gt;syr.rebels",
        "syr.4div&gt;syr.rebels",
        "syr.rebels&gt;syr.army",
        "syr.army&gt;name:crowd",
    }
    assert "1 event names one side only" in page


def test_a_pair_lists_its_events_and_leads_to_the_table(client: TestClient) -> None:
    page = client.get("/actors", params={"ego": "syr.army", "pair": "syr.army>syr.rebels"}).text
    assert set(re.findall(r'href="/e/(n\d)"', page)) == {"n1", "n2"}
    assert 'href="/events?who=syr.army&amp;whom=syr.rebels"' in page
    listed = client.get("/events?who=syr.army&whom=syr.rebels").text
    assert "3 events" in listed, "what belongs to the army counts too"
    assert "Remove who acts: Syrian Arab Army" in listed


def test_an_actor_has_its_names_ties_and_what_they_rest_on(client: TestClient) -> None:
    page = client.get("/actors/syr.4div").text
    assert "part of" in page
    assert 'href="/actors/syr.army"' in page
    assert "1984–2024" in page
    assert "widely reported facts" in page
    assert client.get("/actors/no.such").status_code == 404
    assert client.get("/actors?steps=3").status_code == 400


@pytest.mark.browser
def test_the_network_is_drawn_and_a_click_on_an_edge_shows_its_events(visit: Opener) -> None:
    page = visit("/actors?ego=syr.army")
    page.wait_for_function(f"() => {GRAPH}?.nodes('.party').length === 4")
    assert drawn(page, "edge.pair") == 4
    assert drawn(page, ".group") == 1
    assert drawn(page, "edge.part_of") == 1
    box = page.locator("#network").bounding_box()
    middle = page.evaluate(f"{GRAPH}.edges('[id = \"syr.army>name:crowd\"]').renderedMidpoint()")
    assert box
    page.mouse.click(box["x"] + middle["x"], box["y"] + middle["y"])
    expect(page.locator(".pair-events li")).to_have_count(1)
    expect(page).to_have_url(re.compile("pair="))
    comes(lambda: drawn(page, "edge.chosen"), 1)


@pytest.mark.browser
def test_two_steps_and_another_ego_are_drawn_anew(visit: Opener) -> None:
    page = visit("/actors?ego=syr.army")
    page.get_by_role("link", name="and what those do").click()
    page.wait_for_function(f"() => {GRAPH}?.nodes('.party').length === 5")
    page.locator(".tallies").get_by_role("link", name="Russia").click()
    expect(page.locator("#middle")).to_have_text("Russia")
    page.wait_for_function(f"() => {GRAPH}?.nodes('.party.ego').id() === 'rus'")
    page.get_by_role("searchbox", name="Name of an actor").fill("turk")
    expect(page.locator(".tallies tbody tr")).to_have_count(1)


@pytest.mark.browser
def test_a_telephone_and_no_scripts_have_the_table(visit: Opener) -> None:
    page = visit("/actors?ego=syr.army", viewport={"width": 360, "height": 740}, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    plain = visit("/actors?ego=syr.army", java_script_enabled=False)
    expect(plain.locator("#network")).to_be_hidden()
    plain.locator("a[data-pair]").first.click()
    expect(plain.locator(".pair-events li")).to_have_count(2)
