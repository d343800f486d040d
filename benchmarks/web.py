"""Measures how fast the web app answers: whole pages and changes of the filter, over a made-up database.

    python benchmarks/web.py [--events 50000] [--db ADDRESS] [--browser]

Each figure is the median of a few runs in milliseconds, asked of the app without a network between; each run
asks for other values. Beside it stands the processor's time, which a busy machine changes least. With
``--browser`` it also draws a map of 10,000 points in Debian's chromium, without a graphics card: until all
is drawn, and a step of the brush. Prints a table; nothing is asserted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from tests.web.conftest import FLAGS  # noqa: E402

import streams  # noqa: E402
from dateline.store import Store  # noqa: E402
from dateline.web.app import create_app  # noqa: E402
from dateline.web.screens import maps  # noqa: E402
from store_queries import fill  # noqa: E402

RUNS = 7
SPOTS = 10_000
DRAWN = "() => document.querySelector('#map').map?.loaded() && !document.querySelector('#brush').hidden"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--db", help="measure this database; it is filled where it is empty")
    parser.add_argument("--browser", action="store_true", help="draw the map too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = args.db or f"{folder}/a.db"
        store = Store.open(address)
        if not store.count_events():
            fill(store, args.events)
        print(f"{store.count_events():,} events in {store.count_reports():,} reports\n")
        store.close()
        print("| asked | ms | processor ms |\n|---|---|---|")
        client = TestClient(create_app(address), base_url="http://127.0.0.1:8000")
        for label, ask in pages().items():
            wall, processor = median(lambda run, ask=ask: get(client, ask(run)))
            print(f"| {label} | {wall:.0f} | {processor:.0f} |", flush=True)
        if args.browser:
            draw(address)
    return 0


def pages() -> dict[str, Callable[[int], str]]:
    """What is asked for: the address of each run."""
    countries, years = streams.COUNTRIES, range(2015, 2023)
    return {
        "first page: dashboard": lambda _: "/",
        "first page: reports": lambda _: "/reports",
        "first page: events": lambda _: "/events",
        "first page: map": lambda _: "/map",
        "filter: one type": lambda run: f"/events?type={('battle', 'shelling', 'meeting', 'siege')[run % 4]}",
        "filter: country and status": lambda run: f"/events?country={countries[run]}&status=actual",
        "filter: one year": lambda run: f"/events?since={years[run]}-01-01&until={years[run]}-12-31",
        "filter: years, country and status": lambda run: (
            f"/events?since={years[run]}-01-01&country={countries[run % 3]}&status=actual"
        ),
        "filter: actor with what belongs to it": lambda run: f"/events?actor={countries[run].lower()}",
        "filter: words": lambda run: f"/events?q={('drone', 'checkpoint', 'troops', 'aid')[run % 4]}",
        "filter: box of the map": lambda run: f"/map/list?box={10 * run},-10,{10 * run + 12},40",
        "spots of one country": lambda run: f"/map/spots.json?country={countries[run]}",
        "choices: actors of one year": lambda run: (
            f"/filter/actor?since={years[run]}-01-01&until={years[run]}-12-31"
        ),
    }


def get(client: TestClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def median(ask: Callable[[int], object]) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor; the first answer is not counted."""
    ask(0)
    walls, processors = [], []
    for run in range(RUNS):
        wall, processor = time.perf_counter(), time.process_time()
        ask(run)
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return statistics.median(walls) * 1000, statistics.median(processors) * 1000


def draw(address: str) -> None:
    """Draw the map of 10,000 spots, and move the brush over it."""
    maps.MOST = SPOTS
    with served(address) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        start = time.perf_counter()
        page.goto(f"{base}/map")
        page.wait_for_function(DRAWN, timeout=120_000)
        print(
            f"| map of {SPOTS:,} spots: until all is drawn | {1000 * (time.perf_counter() - start):.0f} | |"
        )
        steps = page.evaluate(
            """async () => { const map = document.querySelector('#map').map, times = [];
            const spotsAreDrawn = () => new Promise(done => {
              const look = () => { if (map.isSourceLoaded('spots')) { map.off('render', look); done(); } };
              map.on('render', look); });
            for (let n = 0; n < 6; n++) { const start = performance.now();
              document.querySelector('#brush-play').click(); await spotsAreDrawn();
              times.push(performance.now() - start); }
            return times.sort((a, b) => a - b); }"""
        )
        print(f"| a step of the brush | {statistics.median(steps):.0f} | |")
        browser.close()


@contextmanager
def served(address: str) -> Iterator[str]:
    """Serve the database on a free port."""
    server = uvicorn.Server(uvicorn.Config(create_app(address), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


if __name__ == "__main__":
    sys.exit(main())
