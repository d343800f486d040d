"""Measures writing: reports a second of the store alone, and a reviewer who decides while a run saves.

    python benchmarks/store_speed.py [--reports 1000] [--seconds 12]

Times of the wall and of this process's processor: on a machine that others use, the second is steadier.
Prints; nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from tests.postgres import find_programs, serve  # noqa: E402

import streams  # noqa: E402
from dateline.errors import StoreError  # noqa: E402
from dateline.store import Decision, Store, Subject  # noqa: E402


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=12)
    args = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"{folder}/a.db", args.reports, args.seconds)
    programs = find_programs()
    if programs is None:
        print("PostgreSQL is not installed: not measured")
        return 0
    with serve(programs, lasting=True) as server:
        measure("PostgreSQL", server.make("speed"), args.reports, args.seconds)
    return 0


def measure(name: str, address: str, number: int, seconds: float) -> None:
    """Measure one database."""
    made = list(streams.reports(number))
    store = Store.open(address)
    wall, cpu = time.perf_counter(), time.process_time()
    for one in made:
        store.save(one, coder_key="speed")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"{name}: {number / wall:.0f} reports/s by the wall, {number / cpu:.0f} by the processor", flush=True
    )
    ids = [one.events[0].id for one in made]
    with flat_out(address, number):
        spent, errors = review(store, ids, seconds)
    saved = store.count_reports() - number
    store.close()
    ordered = sorted(spent)
    shown = ", ".join(
        f"p{p} {1000 * ordered[min(len(ordered) - 1, len(ordered) * p // 100)]:.0f} ms" for p in (50, 99)
    )
    print(
        f"{name}: {len(spent)} decisions while {saved / seconds:.0f} reports/s were saved: {shown}, "
        f"at most {1000 * ordered[-1]:.0f} ms; {errors} errors",
        flush=True,
    )


@contextmanager
def flat_out(address: str, after: int) -> Iterator[None]:
    """Save reports in another process until this ends."""
    made = list(streams.reports(3_000, seed=2))
    child = os.fork()
    if not child:
        try:
            store = Store.open(address)
            for place in range(1_000_000):
                one = made[place % len(made)]
                name = f"more{place + after}"
                report = one.report.model_copy(update={"report_id": name})
                events = tuple(
                    event.model_copy(update={"id": f"{event.id[:6]}{place:08}{n}", "report_id": name})
                    for n, event in enumerate(one.events)
                )
                store.save(one.model_copy(update={"report": report, "events": events}), coder_key="speed")
        finally:
            os._exit(1)
    try:
        yield
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def review(store: Store, ids: list[str], seconds: float) -> tuple[list[float], int]:
    """Decide ten times a second; return the seconds that each decision took, and how many failed."""
    spent, errors = [], 0
    end = time.monotonic() + seconds
    for place in range(1_000_000):
        if time.monotonic() > end:
            break
        start = time.perf_counter()
        try:
            on = (Subject(kind="event", id=ids[place % len(ids)]),)
            store.decide(Decision(kind="accept", by="bench", on=on))
        except StoreError as error:
            errors += 1
            print(error)
        spent.append(time.perf_counter() - start)
        time.sleep(max(0.0, 0.1 - spent[-1]))
    return spent, errors


if __name__ == "__main__":
    sys.exit(main())
