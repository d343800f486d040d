"""A served database and a real browser, for the tests of what is drawn."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.web.samples import database

from dateline.web.app import create_app

FLAGS = (
    "--no-sandbox",
    "--use-angle=swiftshader",  # maps are drawn, by the processor
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDE = {"width": 1280, "height": 800}
Opener = Callable[..., Page]
PATIENCE = 180.0
"""Seconds after which what has not come will not come: a busy machine is no fault of what is tested."""
Read = TypeVar("Read")

expect.set_options(timeout=1000 * PATIENCE)


def comes(read: Callable[[], Read], wanted: Read) -> None:
    """Assert that what is read becomes what is wanted.

    Pages answer what is done to them by events, fetches and drawing, each in its own time: whatever is read
    straight after a click may be what was there before.

    Args:
        read: looks at the page or the database.
        wanted: what it sees in the end.
    """
    end = time.monotonic() + PATIENCE
    while (found := read()) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    assert found == wanted


def patient(page: Page) -> Page:
    """Let a page wait as long as everything else here, and return it."""
    page.set_default_timeout(1000 * PATIENCE)
    return page


@contextmanager
def serving(path: Path) -> Iterator[str]:
    """Serve a database on a free port, and say its address."""
    server = uvicorn.Server(uvicorn.Config(create_app(path), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    comes(lambda: server.started or not thread.is_alive(), True)
    assert server.started, "the server did not start"
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=PATIENCE)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the samples, served on a free port."""
    with serving(database(tmp_path_factory.mktemp("served") / "a.db")) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    program = shutil.which("chromium")
    if program is None:
        missing = "chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=list(FLAGS), timeout=1000 * PATIENCE
        )
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens pages; fails the test at its end for any dialog, error, or request to another host."""
    wrong: list[str] = []
    contexts = []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(**({"viewport": WIDE, "reduced_motion": "reduce"} | options))
        contexts.append(context)
        page = patient(context.new_page())
        watch(page, address, wrong)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def watch(page: Page, address: str, wrong: list[str]) -> None:
    """Note every dialog, every error and every request to another host of a page.

    Args:
        page: as it was just made.
        address: where the pages are served.
        wrong: what is found is added here.
    """
    page.on("dialog", lambda one: (wrong.append(f"dialog: {one.message}"), one.dismiss()))
    page.on("pageerror", lambda one: wrong.append(f"error: {one}"))
    page.on("console", lambda one: wrong.append(f"console: {one.text}") if one.type == "error" else None)
    page.on("request", lambda one: None if _ours(one.url, address) else wrong.append(f"asked: {one.url}"))


def _ours(url: str, address: str) -> bool:
    return url.startswith((address + "/", "data:", f"blob:{address}/"))
