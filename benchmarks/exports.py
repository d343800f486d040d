"""Measures every export at scale: events written, time, memory, and whether the validator is content.

    python benchmarks/exports.py [--events 100000] [--db ADDRESS]

The events are made up (``streams.py``). Each format is written by ``dateline export`` in its own process, so
that its memory is its own. Ends with 1 where a format gets no event or its validator finds a fault.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from dateline.export.formats import FORMATS
from dateline.export.validate import check_file
from dateline.store import Store
from store_queries import fill

# runs the command line and tells seconds of the processor and the most kB of memory; what the system tells of
# a child starts from the memory of its parent
MEASURED = """
import atexit, re, runpy, sys, time
from pathlib import Path
def tell():
    print(time.process_time(), re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
atexit.register(tell)
sys.argv[0] = "dateline"
runpy.run_module("dateline", run_name="__main__")
"""


@dataclass(frozen=True)
class Run:
    """One export: the events written, seconds of its processor, and the most memory it had, in MB."""

    events: int
    seconds: float
    memory: float


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--db", help="export this database; it is filled where it is empty")
    args = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = args.db or str(folder / "a.db")
        store = Store.open(address)
        if not store.count_events():
            fill(store, args.events)
        print(
            f"{store.count_events():,} events; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
        )
        store.close()
        print("| format | events | MB | s to write | MB of memory | s to check | faults |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        faulty = [name for name in FORMATS if not measured(name, address, folder)]
    if faulty:
        print(f"no event or a fault: {', '.join(faulty)}")
    return int(bool(faulty))


def measured(name: str, address: str, folder: Path) -> bool:
    """Export in one format, check the file, print a line; whether there are events and no fault."""
    path = folder / f"events.{FORMATS[name].suffix}"
    run = export(name, address, path)
    begin = time.process_time()
    faults = check_file(path, name) if run.events else ("no event was written",)
    checked = time.process_time() - begin
    size = path.stat().st_size / 2**20 if run.events else 0
    figures = f"{size:.1f} | {run.seconds:.1f} | {run.memory:.0f} | {checked:.1f} | {len(faults)}"
    print(f"| {name} | {run.events:,} | {figures} |", *(f"  {f}" for f in faults[:3]), sep="\n", flush=True)
    path.unlink(missing_ok=True)
    return not faults


def export(name: str, address: str, path: Path) -> Run:
    """Run ``dateline export`` and wait for it."""
    words = ["export", "--db", address, "--format", name, "-o", str(path)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words], check=False, capture_output=True, text=True
    )
    number = re.match(r"(\d+) events written", done.stderr)
    events = int(number[1]) if number and done.returncode == 0 else 0
    seconds, memory = done.stdout.split()
    return Run(events, float(seconds), float(memory) / 1024)


if __name__ == "__main__":
    sys.exit(main())
