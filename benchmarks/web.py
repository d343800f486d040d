"""Measures how fast the web app answers: whole pages and changes of the filter, over a made-up database.

    python benchmarks/web.py [--events 50000] [--db ADDRESS] [--browser]

Each figure is the median of a few runs in milliseconds, asked of the app without a network between; each run
asks for other values. Beside it stands the processor's time, which a busy machine changes least. With
``--browser`` it also opens Debian's chromium, without a graphics card: a map of 10,000 points until the
points and then the land beneath are drawn, steps of its brush, and the next event of the review from the key
to the picture; there the processor's time is that of all of the browser's processes. Prints a table; nothing
is asserted.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Page, sync_playwright

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
SPOTS_DRAWN = "() => document.querySelector('#map')?.sheet?.counts().events > 0"
LAND_DRAWN = "() => document.querySelector('#map').map.loaded()"
STEPS = 20
BRUSH = "() => document.querySelector('#brush-play').click()"
REVIEWED = """() => { const before = document.querySelector('[data-item]').dataset.item;
document.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}));
return document.querySelector('[data-item]').dataset.item !== before; }"""
TIMED = """async ([step, times]) => { const act = eval(step), taken = [];
const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
for (let n = 0; n < times; n++) { const start = performance.now(); act(); await painted();
taken.push(performance.now() - start); await new Promise(done => setTimeout(done, 400)); }
return taken; }"""


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
        client = TestClient(
            create_app(address), base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000)
        )
        for label, ask in pages().items():
            wall, processor = median(lambda run, ask=ask: get(client, ask(run)))
            print(f"| {label} | {wall:.0f} | {processor:.0f} |", flush=True)
        wall, processor = median(decider(client))
        print(f"| review: a decision saved | {wall:.0f} | {processor:.0f} |", flush=True)
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
        "first page: timeline": lambda _: "/timeline",
        "first page: actors": lambda _: "/actors",
        "first page: incidents": lambda _: "/incidents",
        "first page: agreements": lambda _: "/agreements",
        "first page: review": lambda _: "/review",
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
        "actors: one year": lambda run: f"/actors?since={years[run]}-01-01&until={years[run]}-12-31",
        "actors: one country": lambda run: f"/actors?country={countries[run]}",
        "timeline: one country": lambda run: f"/timeline?country={countries[run]}",
        "timeline: what it draws": lambda run: f"/timeline.json?country={countries[run]}",
        "review: eight more events": lambda run: f"/review/batch?country={countries[run]}",
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


def decider(client: TestClient) -> Callable[[int], None]:
    """Start a review, and return what accepts its next event."""
    proof = re.search(r'name="proof" value="(\w+)"', client.get("/review").text)
    if proof is None:
        raise SystemExit("/review: gives no proof")
    client.post("/review/coder", data={"name": "benchmark", "proof": proof[1]})

    def decide(_: int) -> None:
        event = client.get("/review/batch").json()["items"][0]["id"]
        form = {"proof": proof[1], "kind": "accept", "event": event}
        answer = client.post("/review/decide", data=form, headers={"accept": "application/json"})
        if answer.status_code != 201:
            raise SystemExit(f"/review/decide: {answer.status_code}")

    return decide


def draw(address: str) -> None:
    """Draw the map of 10,000 spots, move the brush over it, and review some events."""
    maps.MOST = SPOTS
    with served(address) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        start, used = time.perf_counter(), processor_of_browser()
        page.goto(f"{base}/map", wait_until="commit")
        for what, holds in (("the spots are", SPOTS_DRAWN), ("the land beneath is", LAND_DRAWN)):
            page.wait_for_function(holds, timeout=120_000)
            wall, processor = 1000 * (time.perf_counter() - start), processor_of_browser() - used
            print(
                f"| map of {SPOTS:,} spots: until {what} drawn | {wall:.0f} | {processor:.0f} |", flush=True
            )
        page.wait_for_timeout(2000)
        step(page, "map: a step of the brush", BRUSH)
        page.goto(f"{base}/review")
        page.get_by_label("Who is reviewing?").fill("benchmark")
        page.get_by_role("button", name="Start").click()
        page.wait_for_load_state("networkidle")
        step(page, "review: from the key to the next event", REVIEWED)
        browser.close()


def step(page: Page, label: str, act: str) -> None:
    """Repeat one step in the page, and print how long it takes until it is painted."""
    used = processor_of_browser()
    taken = page.evaluate(TIMED, [act, STEPS])
    processor = (processor_of_browser() - used) / STEPS
    print(f"| {label} | {statistics.median(taken):.0f} | {processor:.0f} |", flush=True)


def processor_of_browser() -> float:
    """Return the milliseconds that this process's browser has computed, all of its processes together."""
    asked = ["ps", "-eo", "pid=,ppid=,comm="]
    rows = [
        row.split(None, 2)
        for row in subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()
    ]
    waiting, found = [str(os.getpid())], 0
    while waiting:
        parent = waiting.pop()
        for pid, over, name in rows:
            if over == parent:
                waiting.append(pid)
                found += _ticks(pid) if "chrom" in name else 0
    return 1000 * found / os.sysconf("SC_CLK_TCK")


def _ticks(pid: str) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return 0
    return int(fields[11]) + int(fields[12])


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
