"""Every screen in a real browser: hostile words stay words, axe finds nothing, it fits a telephone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web import everything
from tests.web.conftest import patient, serving, watch
from tests.web.everything import SCREENS

AXE = next((Path(__file__).parent / "vendor").glob("axe-*.min.js"))
Served = tuple[str, list[str]]


def served(database: Path) -> Iterator[Served]:
    """The address of a database, and its pages on single things."""
    with serving(database) as address:
        yield address, everything.details(database)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from served(everything.calm(tmp_path_factory.mktemp("calm") / "a.db"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from served(everything.hostile(tmp_path_factory.mktemp("hostile") / "a.db"))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Opens a page that notes every dialog, error, and request to another host."""
    contexts = []

    def make(address: str, **options: object) -> tuple[Page, list[str]]:
        context = browser.new_context(**({"reduced_motion": "reduce"} | options))
        contexts.append(context)
        page, wrong = patient(context.new_page()), []
        watch(page, address, wrong)
        return page, wrong

    yield make
    for context in contexts:
        context.close()


def open_page(page: Page, address: str) -> None:
    """Open a page and wait until it has drawn what it fetches."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.wait_for_load_state("networkidle")


def test_hostile_words_stay_words(hostile: Served, watched: Callable[..., tuple[Page, list[str]]]) -> None:
    address, pages = hostile
    page, wrong = watched(address)
    assert len(pages) >= 15
    for path in (*SCREENS, *pages):
        open_page(page, address + path)
        page.mouse.move(300, 300)
        assert page.evaluate("[window.pwned, document.querySelectorAll('iframe, base').length]") == [None, 0]
        assert page.locator("header.top nav a").count() >= 8, path
        assert wrong == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(calm: Served, watched: Callable[..., tuple[Page, list[str]]], scheme: str) -> None:
    address, pages = calm
    page, wrong = watched(address, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    found = {}
    for path in (*SCREENS, pages[0], pages[-1]):
        open_page(page, address + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        if result["violations"]:
            found[path] = [
                (one["id"], one["nodes"][0]["html"][:120], one["nodes"][0]["any"][:1])
                for one in result["violations"]
            ]
    assert found == {}, json.dumps(found, indent=1)
    assert wrong == []


def test_it_fits_a_telephone(calm: Served, watched: Callable[..., tuple[Page, list[str]]]) -> None:
    address, pages = calm
    page, wrong = watched(address, viewport={"width": 360, "height": 740}, has_touch=True)
    wide = {}
    for path in (*SCREENS, pages[0], pages[-1]):
        open_page(page, address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
    assert wide == {}
    assert wrong == []


@pytest.mark.parametrize("path", ["/events", "/timeline", "/incidents", "/agreements", "/map"])
def test_the_keyboard_alone_reaches_the_content(
    calm: Served, watched: Callable[..., tuple[Page, list[str]]], path: str
) -> None:
    address, _ = calm
    page, _ = watched(address)
    open_page(page, address + path)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(() => { const one = document.activeElement; const box = one.getBoundingClientRect();"
                " return [one.closest('main') !== null, one.tagName, box.width > 0 && box.height > 0]; })()"
            ).__str__()
        )
        if any(one.startswith("[True, 'A', True]") for one in reached):
            break
    assert "[True, 'A', True]" in reached
