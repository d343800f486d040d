"""The browser reads each of our own scripts, and finds in each other what they import."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.web.conftest import patient

STATIC = Path(str(files("dateline.web") / "static"))
READ = """address => import(address).then(() => "",
    error => error instanceof SyntaxError || /module/.test(error) ? String(error) : "")"""
"""What is wrong with the words of a script or its address; what it does on this page is no matter here."""


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the app that has scripts of its own."""
    context = browser.new_context()
    found = patient(context.new_page())
    found.goto(f"{address}/reports")
    yield found
    context.close()


def test_every_script_is_javascript(page: Page) -> None:
    own = [path.relative_to(STATIC) for path in sorted(STATIC.rglob("*.js")) if "vendor" not in path.parts]
    assert len(own) > 10
    wrong = {path.name: page.evaluate(READ, f"/static/{path.as_posix()}") for path in own}
    assert {name: said for name, said in wrong.items() if said} == {}


@pytest.mark.parametrize("broken", ["let = ;", 'import { nothing } from "/static/lib/tokens.js";'])
def test_a_broken_script_is_found(page: Page, broken: str) -> None:
    page.route("**/broken.js", lambda one: one.fulfill(content_type="text/javascript", body=broken))
    assert "SyntaxError" in page.evaluate(READ, "/static/broken.js")
    assert page.evaluate(READ, "/static/none.js")
