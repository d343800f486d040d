"""Makes the pictures of the pages for the README and the documentation: ``make screenshots``.

Codes the example reports into a temporary database, merges them into incidents, serves it, and photographs
each screen in Debian's chromium, some of them in the dark too. The size is always the same.
Names of pictures after the command choose them.
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
from dateline.store.incident_build import build
from dateline.web.app import create_app

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "deraa-2021"
IMAGES = ROOT / "docs" / "images"
REPORT = "d04-four-soldiers-afp"
FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""Maps are drawn by the processor."""

SIZE = {"width": 1080, "height": 660}
"""Pixels of a picture: small enough for a README, and under 200 kB."""

MOST_BYTES = 200_000
PICTURES = (
    ("dashboard", "/", "light"),
    ("reports", "/reports", "light"),
    ("reader", f"/r/{REPORT}", "light"),
    ("reader-dark", f"/r/{REPORT}", "dark"),
    ("events", "/events", "light"),
    ("map", "/map", "light"),
    ("map-dark", "/map", "dark"),
    ("timeline", "/timeline", "light"),
    ("actors", "/actors", "light"),
    ("actors-dark", "/actors?ego=syr.army&steps=2", "dark"),
    ("actor", "/actors/syr.army", "light"),
    ("agreements", "/agreements", "light"),
    ("incidents", "/incidents", "light"),
    ("review", "/review", "light"),
)


def main() -> None:
    wanted = set(sys.argv[1:]) or {name for name, _, _ in PICTURES}
    program = shutil.which("chromium")
    if program is None:
        sys.exit("chromium is not installed; install Debian's package chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "examples.db"
        code_examples(database)
        with served(database) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            for name, path, scheme in (one for one in PICTURES if one[0] in wanted):
                size = take(browser, name, address + path, scheme)
                print(f"docs/images/{name}.png  {size / 1000:.0f} kB")
                if size > MOST_BYTES:
                    sys.exit(f"docs/images/{name}.png has more than {MOST_BYTES / 1000:.0f} kB")
            browser.close()


def code_examples(database: Path) -> None:
    store = Store.open(database)
    for _ in code_paths([EXAMPLES], store=store):
        pass
    build(store)
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


def take(browser: Browser, name: str, address: str, scheme: str) -> int:
    """Photograph one page, and say how many bytes that takes; in the reader with one of its events chosen."""
    page = browser.new_page(
        viewport=SIZE, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    answer = page.goto(address)
    if answer is None or not answer.ok:
        sys.exit(f"{address}: {answer.status if answer else 'no answer'}")
    cards = page.locator("article.card")
    if "/r/" in address and cards.count():
        rows = cards.evaluate_all("cards => cards.map(card => card.querySelectorAll('.row').length)")
        cards.nth(rows.index(max(rows[:2]))).locator("h3 a").click()
        page.mouse.move(1, 1)
        page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    # a map is drawn by the processor, which takes its time
    page.wait_for_timeout(20_000 if page.locator("canvas.maplibregl-canvas").count() else 1500)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()
    return (IMAGES / f"{name}.png").stat().st_size


if __name__ == "__main__":
    main()
