"""The map in a real browser: what is drawn of which events, what the brush and its button leave, the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.fake_coder import event
from tests.web.conftest import patient, serving, watch

from dateline.records import Coded, Event, Place, Report, Status, When
from dateline.store import Store

pytestmark = pytest.mark.browser
MONTHS = ("2021-03", "2021-04", "2021-05", "2021-06")
# month, latitude, longitude, precision, status: far apart, but for the two of April
SPOTS = (
    (0, 32.6, 36.1, "exact", Status.ACTUAL),
    (1, 15.35, 44.2, "near", Status.ACTUAL),
    (1, 15.36, 44.21, "exact", Status.ACTUAL),
    (2, -1.68, 29.22, "admin2", Status.PLANNED),
    (3, 50.45, 30.52, "exact", Status.ACTUAL),
)
Opener = Callable[..., Page]


def coded(number: int, place: dict[str, Any], month: str, status: Status) -> Coded:
    text = f"Shells fell on Place{number}."
    report = Report(report_id=f"m{number}", published=f"{month}-20", text=text)
    start = text.index("Place")
    at = {"text": f"Place{number}", "start": start, "end": start + len(f"Place{number}")}
    made = event(report, 0, 6, event_type="shelling", family="armed_violence").model_dump()
    own = {
        "id": f"spot{number}",
        "status": status,
        "places": (Place(name=f"Place{number}", **at, **place),),
        "time": When(
            start=f"{month}-15", end=f"{month}-15", precision="day", text="fell", text_start=7, text_end=11
        ),
    }
    return Coded(report=report, events=(Event.model_validate(made | own),))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("map") / "a.db"
    store = Store.open(path)
    for number, (month, lat, lon, precision, status) in enumerate(SPOTS):
        place = {"lat": lat, "lon": lon, "country": "SY", "precision": precision}
        store.save(coded(number, place, MONTHS[month], status), coder_key="k")
    country = {"lat": 35.0, "lon": 38.0, "country": "SY", "precision": "country"}
    store.save(coded(9, country, "2021-05", Status.ACTUAL), coder_key="k")
    store.close()
    with serving(path) as address:
        yield address


@pytest.fixture
def open_map(served: str, browser: Browser) -> Iterator[Opener]:
    """Opens the map and waits until its spots are drawn; fails at the end for any error."""
    contexts, wrong = [], []

    def opened(*, motion: str = "reduce") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion=motion)
        contexts.append(context)
        page = patient(context.new_page())
        watch(page, served, wrong)
        page.goto(f"{served}/map")
        page.wait_for_function("() => document.querySelector('#map').sheet?.counts().events > 0")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def drawn(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.evaluate("document.querySelector('#map').sheet.counts()")
    return found


def slide(page: Page, handle: str, month: int) -> None:
    page.locator(handle).evaluate(
        "(one, to) => { one.value = to; one.dispatchEvent(new Event('input', {bubbles: true})); }", month
    )


def test_each_spot_is_drawn_once_and_near_ones_together(open_map: Opener) -> None:
    page = open_map()
    # the two of April stand together; that of May is the only single one whose place is not exact
    assert drawn(page) == {"events": 5, "signs": 3, "hollow": 1, "groups": 1, "rings": 0}
    inked = page.evaluate(
        "() => { const sheet = document.querySelector('.map-sheet'); const found = sheet.getContext('2d')"
        ".getImageData(0, 0, sheet.width, sheet.height).data; return found.some(one => one > 0); }"
    )
    assert inked


def test_the_brush_leaves_what_lies_in_its_months(open_map: Opener) -> None:
    page = open_map()
    slide(page, "#brush-to", 1)
    assert drawn(page)["events"] == 3
    slide(page, "#brush-from", 1)
    assert (drawn(page)["events"], drawn(page)["groups"]) == (2, 1)
    expect(page.locator("#brush-says")).to_have_text("Apr 2021")
    expect(page.locator("#in-view [data-event]")).to_have_count(2)
    slide(page, "#brush-from", 0)
    slide(page, "#brush-to", 3)
    assert drawn(page)["events"] == 5


def test_the_button_plays_month_by_month(open_map: Opener) -> None:
    page = open_map(motion="no-preference")
    # each month is shown for less than a second: they are noted as they come
    page.evaluate(
        "() => { const said = document.querySelector('#brush-says'); window.months = [];"
        " const note = () => window.months.push(said.textContent);"
        " new MutationObserver(note).observe(said, {childList: true}); }"
    )
    page.locator("#brush-play").click()
    expect(page.locator("#brush-play")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => window.months.length >= 4")
    assert page.evaluate("window.months.slice(0, 4)") == [f"{m} 2021" for m in ("Mar", "Apr", "May", "Jun")]
    page.locator("#brush-play").click()
    expect(page.locator("#brush-play")).to_have_attribute("aria-pressed", "false")
    assert drawn(page)["events"] in (1, 2)


def test_with_reduced_motion_the_button_goes_one_month_on(open_map: Opener) -> None:
    page = open_map()
    button = page.get_by_role("button", name="Next month")
    numbers = []
    for _ in MONTHS:
        button.click()
        numbers.append(drawn(page)["events"])
    assert numbers == [1, 2, 1, 1]
    page.wait_for_timeout(1500)
    expect(page.locator("#brush-says")).to_have_text("Jun 2021")


def test_an_imprecise_spot_is_hollow_in_a_ring(open_map: Opener) -> None:
    page = open_map()
    page.evaluate("document.querySelector('#map').map.jumpTo({center: [29.22, -1.68], zoom: 6})")
    page.wait_for_function("() => document.querySelector('#map').sheet.counts().events === 1")
    assert drawn(page) == {"events": 1, "signs": 1, "hollow": 1, "groups": 0, "rings": 1}
    page.evaluate("document.querySelector('#map').map.jumpTo({center: [36.1, 32.6], zoom: 6})")
    page.wait_for_function("() => document.querySelector('#map').sheet.counts().hollow === 0")
    assert drawn(page) == {"events": 1, "signs": 1, "hollow": 0, "groups": 0, "rings": 0}


def test_an_event_of_a_country_is_listed_and_not_drawn(open_map: Opener) -> None:
    page = open_map()
    assert drawn(page)["events"] == len(SPOTS)
    expect(page.locator(".without li")).to_have_text(["Syria 1"])
    page.locator(".without a").click()
    expect(page.locator("main")).to_contain_text("Place9")


def test_a_click_on_a_sign_shows_the_event_and_on_a_group_moves_there(open_map: Opener) -> None:
    page = open_map()
    page.evaluate("document.querySelector('#map').map.jumpTo({center: [30.52, 50.45], zoom: 5})")
    page.wait_for_function("() => document.querySelector('#map').sheet.counts().events === 1")
    page.locator("#map").click()
    expect(page.locator("#spot article")).to_contain_text("Place4")
    page.evaluate("document.querySelector('#map').map.jumpTo({center: [44.2, 15.35], zoom: 5})")
    page.wait_for_function("() => document.querySelector('#map').sheet.counts().groups === 1")
    page.locator("#map").click()
    page.wait_for_function("() => document.querySelector('#map').map.getZoom() > 5")


def test_what_the_list_points_at_is_ringed_on_the_map(open_map: Opener) -> None:
    page = open_map()
    sum_of_ink = (
        "() => { const sheet = document.querySelector('.map-sheet'); const found = sheet.getContext('2d')"
        ".getImageData(0, 0, sheet.width, sheet.height).data; let sum = 0;"
        " for (let n = 3; n < found.length; n += 4) sum += found[n]; return sum; }"
    )
    expect(page.locator("#in-view [data-event]")).to_have_count(5)
    before = page.evaluate(sum_of_ink)
    page.locator("#in-view [data-event] a").first.focus()
    assert page.evaluate(sum_of_ink) > before
