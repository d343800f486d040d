"""A report in Arabic: its words run from right to left, marked where they stand, and fit a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.fake_coder import event
from tests.web.conftest import comes, patient, serving

from dateline.records import Coded, Event, Party, Place, Report, When
from dateline.store import Store

pytestmark = pytest.mark.browser
TEXT = "قصف الجيش بلدة طفس يوم الاثنين، وقتل ثلاثة أشخاص، حسبما قال مجلس البلدة."
TRIGGER, ACTOR, PLACE, DAY = "قصف", "الجيش", "طفس", "الاثنين"


def span(phrase: str) -> dict[str, object]:
    start = TEXT.index(phrase)
    return {"text": phrase, "start": start, "end": start + len(phrase)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("arabic") / "a.db"
    report = Report(report_id="ar1", published="2021-08-31", text=TEXT, title=TEXT[:28], outlet="وكالة")
    made = event(report, 0, len(TRIGGER), event_type="shelling", family="armed_violence").model_dump()
    day = span(DAY)
    fields = {
        "id": "ear1",
        "actors": (Party(name=ACTOR, **span(ACTOR)),),
        "places": (Place(name=PLACE, **span(PLACE), lat=32.7, lon=36.1, country="SY", precision="exact"),),
        "time": When(
            start="2021-08-30", end="2021-08-30", precision="day",
            text=DAY, text_start=day["start"], text_end=day["end"],
        ),
    }  # fmt: skip
    store = Store.open(path)
    store.save(Coded(report=report, events=(Event.model_validate(made | fields),)), coder_key="k")
    store.close()
    with serving(path) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield patient(context.new_page())
    context.close()


def direction(page: Page, words: str) -> str:
    """The direction in which the smallest element that holds some words runs."""
    return str(
        page.evaluate(
            "words => { const found = [...document.querySelectorAll('main *')].filter(one => one.textContent"
            ".includes(words) && !one.closest('svg, select, option') && one.getClientRects().length);"
            " const isolating = found.at(-1).closest('[dir=auto], bdi');"
            " return isolating ? getComputedStyle(isolating).direction : 'none'; }",
            words,
        )
    )


@pytest.mark.parametrize("path", ["/r/ar1", "/events", "/review", "/map", "/timeline", "/reports"])
def test_it_runs_from_right_to_left_and_fits(served: str, page: Page, path: str) -> None:
    page.goto(served + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if path != "/timeline":  # there the words stand in the drawing
        assert direction(page, TEXT[:28] if path == "/reports" else ACTOR) == "rtl"


def test_marks_stand_on_the_words(served: str, page: Page) -> None:
    page.goto(served + "/r/ar1")
    page.locator("[data-event=ear1] h3 a").click()
    assert page.locator(".words").evaluate_all("all => all.map(one => one.textContent).join('')") == TEXT
    expect(page.locator(".pinned")).to_have_attribute("data-event", "ear1")
    marked = "all => all.map(one => one.textContent)"
    comes(lambda: {TRIGGER, ACTOR, PLACE, DAY} - set(page.locator("[data-lit]").evaluate_all(marked)), set())
