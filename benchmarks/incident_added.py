"""How long does it take until a report that is added has joined the incidents of a large database?

    python benchmarks/incident_added.py --events 100000 [--added 40] [--db FILE] [--check]

A stream of coded reports (``streams.py``) is saved and merged whole, then reports are added one at a time,
each followed by what ``dateline incidents build`` does. Their days are spread over the whole stream. Printed
are the seconds of the first merging; median, ninth decile and longest of the additions, and the median of
their processor seconds, which other programs do not lengthen; and how many of the incidents are others than
after merging everything anew: in a block of more events than are compared (``blocks.WINDOW``), which pairs
are compared depends on what was there before. ``--check`` fails where more than ``MOST_OTHERS`` of the
incidents with an added report are others.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from dateline.records import Coded
from dateline.store import Store
from dateline.store.incident_build import build
from dateline.store.incident_queries import list_incidents
from streams import reports

EVENTS_A_REPORT = 2.4
MOST_OTHERS = 0.02


def main() -> int:
    """Fill, merge, add, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--added", type=int, default=40)
    parser.add_argument("--db", help="a database to make; a temporary file by default")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(args.db or str(Path(folder) / "a.db"), args.events, args.added, check=args.check)


def measure(path: str, wanted: int, added: int, *, check: bool) -> int:
    """Print the table; 1 where too much of what was added stands otherwise than after merging anew."""
    stream = list(reports(round(wanted / EVENTS_A_REPORT)))
    every = max(1, len(stream) // added)
    late = stream[every // 2 :: every][:added]
    store = Store.open(path)
    count = save(store, (one for one in stream if one not in late))
    start = time.perf_counter()
    build(store)
    whole = time.perf_counter() - start
    times, processor = [], []
    for one in late:
        count += save(store, [one])
        start, used = time.perf_counter(), time.process_time()
        build(store)
        times.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    heads = ("merged whole, s", "added: median, s", "ninth decile, s", "longest, s", "processor, s")
    print(f"| events | reports | {' | '.join(heads)} |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    shown = [
        f"{statistics.median(times):.2f}",
        f"{statistics.quantiles(times, n=10)[-1]:.2f}",
        f"{max(times):.2f}",
        f"{statistics.median(processor):.2f}",
    ]
    print(f"| {count:,} | {len(stream):,} | {whole:.0f} | {' | '.join(shown)} |", flush=True)
    before = groups(store)
    build(store, anew=True)
    after = groups(store)
    store.close()
    new = {event.id for one in late for event in one.events}
    touched = {group for group in before if not new.isdisjoint(group)}
    others = touched - after
    print(f"others than after merging anew: {len(before - after):,} of {len(before):,} incidents; of those")
    print(f"that an added report stands in, {len(others):,} of {len(touched):,}")
    return 1 if check and len(others) > MOST_OTHERS * len(touched) else 0


def save(store: Store, found: Iterable[Coded]) -> int:
    """Save reports; return how many events they have."""
    count = 0
    for one in found:
        store.save(one, coder_key="stream")
        count += len(one.events)
    return count


def groups(store: Store) -> set[frozenset[str]]:
    """The events of each incident."""
    return {
        frozenset(member.event_id for member in one.members) for one in list_incidents(store, limit=10**9)
    }


if __name__ == "__main__":
    sys.exit(main())
