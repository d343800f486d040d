from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from tests.web.conftest import Opener
from tests.web.samples import database

from dateline.web.app import create_app
from dateline.web.labels import load as load_labels

DRAWN = """layer => {
  const map = document.getElementById('map').map;
  if (!map || !map.getLayer(layer)) return [];
  return map.queryRenderedFeatures({layers: [layer]}).map(feature => feature.properties);
}"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(database(tmp_path_factory.mktemp("map") / "a.db"))
    with TestClient(app, base_url="http://127.0.0.1:8000") as made:
        yield made


def test_spots_are_the_events_that_have_a_point(client: TestClient) -> None:
    spots = client.get("/map/spots.json?type=shelling").json()
    assert (spots["id"], spots["lat"], spots["lon"]) == (["eshelling"], [32.7], [36.1])
    assert (spots["precision"], spots["day"], spots["killed"]) == (["near"], ["2021-08-30"], [3])
    assert client.get("/map/spots.json?type=battle").json()["id"] == []


def test_the_page_lists_events_and_says_what_is_not_drawn(client: TestClient) -> None:
    page = client.get("/map").text
    assert 'data-event="eshelling"' in page
    assert "Not drawn" in page
    assert client.get("/map/list?box=30,30,40,40").text.count("<article") == 1
    card = client.get("/map/events/ehostile").text
    assert "<img" not in card
    assert client.get("/map/events/none").status_code == 404


def test_outlines_are_ours(client: TestClient) -> None:
    units = client.get("/map/units.json?countries=SY").json()["features"]
    assert len(units) >= 14
    assert {unit["properties"]["country"] for unit in units} == {"SY"}
    assert client.get("/map/units.json?countries=../x").status_code == 400
    world = json.loads((files("dateline.web") / "static" / "base" / "world.json").read_text("utf-8"))
    shapes = {
        f["properties"]["country"]: f["properties"]["box"]
        for f in world["features"]
        if "box" in f["properties"]
    }
    west, south, east, north = shapes["SY"]
    assert west < 36.1 < east
    assert south < 32.7 < north
    assert len(shapes) > 200


def test_each_family_has_a_sign_and_a_colour_in_both_schemes() -> None:
    static = files("dateline.web") / "static"
    signs = json.loads((static / "symbols.json").read_text("utf-8"))
    tokens = (static / "tokens.css").read_text("utf-8")
    assert set(signs) == set(load_labels().families)
    assert all(tokens.count(f"--f-{name}: #") == 2 for name in signs)


def drawn(page: Page, layer: str) -> list[dict[str, object]]:
    page.wait_for_function(f"layer => ({DRAWN})(layer).length > 0", arg=layer)
    found: list[dict[str, object]] = page.evaluate(DRAWN, layer)
    return found


@pytest.mark.browser
def test_the_map_draws_a_spot_with_its_ring_over_our_own_outlines(visit: Opener) -> None:
    page = visit("/map")
    page.wait_for_function("() => document.getElementById('map').sheet?.counts().rings === 1")
    counts = page.evaluate("document.getElementById('map').sheet.counts()")
    assert counts == {"events": 1, "signs": 1, "hollow": 1, "groups": 0, "rings": 1}
    assert drawn(page, "borders")
    assert drawn(page, "units")
    expect(page.locator("#in-view article")).to_have_count(1)
    page.evaluate(
        """() => { const map = document.getElementById('map').map;
        const point = map.project([36.1, 32.7]);
        map.fire('click', {point, lngLat: map.unproject(point)}); }"""
    )
    expect(page.locator("#spot h2")).to_have_text("shelling")
    expect(page.locator("#spot blockquote")).to_contain_text("Rebels shelled army checkpoints")
    assert page.locator("#spot a").get_attribute("href") == "/e/eshelling"


@pytest.mark.browser
def test_without_webgl_or_scripts_the_list_stays(visit: Opener) -> None:
    page = visit("/map", java_script_enabled=False, viewport={"width": 360, "height": 740})
    assert page.locator("#in-view article").count() == 9
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
