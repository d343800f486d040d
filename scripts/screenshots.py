"""Makes the pictures of the pages for the README and the documentation: ``python scripts/screenshots.py``.

Codes the example reports into a temporary database, serves it, and photographs the reader and the list of
reports in Debian's chromium, in light and dark.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from dateline.run import code_paths
from dateline.store import Store
from dateline.web.app import create_app

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "deraa-2021"
IMAGES = ROOT / "docs" / "images"
REPORT = "d04-four-soldiers-afp"
PICTURES = (
    ("reader", f"/r/{REPORT}", "light"),
    ("reader-dark", f"/r/{REPORT}", "dark"),
    ("reports", "/reports", "light"),
)


def main() -> None:
    program = shutil.which("chromium")
    if program is None:
        sys.exit("chromium is not installed; install Debian's package chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "examples.db"
        code_examples(database)
        with served(database) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
            for name, path, scheme in PICTURES:
                take(browser, name, address + path, scheme)
                print(f"docs/images/{name}.png")
            browser.close()


def code_examples(database: Path) -> None:
    store = Store.open(database)
    for _ in code_paths([EXAMPLES], store=store):
        pass
    store.close()


@contextmanager
def served(database: Path) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(database), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def take(browser: Browser, name: str, address: str, scheme: str) -> None:
    """Photograph one page; in the reader, with the most telling of its events chosen."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(address)
    cards = page.locator(".card")
    if cards.count():
        rows = cards.evaluate_all("cards => cards.map(card => card.querySelectorAll('.row').length)")
        cards.nth(rows.index(max(rows[:2]))).locator("h3 a").click()
        page.mouse.move(1, 1)
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
