"""Kills an ingest and a reviewer at random moments, and counts what is lost: nothing may be.

    python benchmarks/store_kills.py [--kills 100] [--postgresql 20] [--seed 1]

A child saves reports and makes decisions, and writes each one that was acknowledged to a file of its own. It
is killed (-9) at a random moment, the database is checked, and a new child goes on. On PostgreSQL every
fourth kill falls on the server too. Ends with 1 where anything acknowledged is missing, twice, or damaged.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from tests.postgres import Server, find_programs, serve  # noqa: E402

import streams  # noqa: E402
from dateline.errors import StoreError  # noqa: E402
from dateline.store import Decision, DecisionKind, Store, Subject  # noqa: E402


def main() -> int:
    """Kill, check and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100, help="on SQLite")
    parser.add_argument("--postgresql", type=int, default=20, help="on PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    pick = random.Random(args.seed)
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        if args.kills:
            faults += run(f"{folder}/a.db", Path(folder) / "acks", args.kills, pick, None)
        programs = find_programs()
        if args.postgresql and programs is None:
            print("PostgreSQL is not installed: not measured")
        elif args.postgresql and programs:
            with serve(programs, lasting=True) as server:
                acks = Path(folder) / "acks-postgresql"
                faults += run(server.make("kills"), acks, args.postgresql, pick, server)
    return 1 if faults else 0


def run(address: str, acks: Path, kills: int, pick: random.Random, server: Server | None) -> int:
    """Kill so often, and return how many faults were found."""
    Store.open(address).close()
    acks.touch()
    faults: Counter[str] = Counter()
    busy = 0
    for number in range(kills):
        before = acks.stat().st_size
        child = start(address, acks, number)
        end = time.monotonic() + 60
        while acks.stat().st_size == before and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(pick.random() * 0.4)
        if server and number % 4 == 3:
            os.kill(server.pid(), signal.SIGKILL)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            restart(server)
        else:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        busy += acks.stat().st_size > before
        faults += check(address, acks)
    words = [word[0] for word in acks.read_text().split()]
    print(
        f"{'PostgreSQL' if server else 'SQLite'}: {kills} kills, {busy} of them while it wrote; "
        f"{words.count('r')} reports and {words.count('d')} decisions acknowledged; "
        f"faults: {dict(faults) or 'none'}",
        flush=True,
    )
    return sum(faults.values())


def start(address: str, acks: Path, number: int) -> int:
    """Start a child that saves and decides until it is killed; return its number."""
    child = os.fork()
    if child:
        return child
    try:
        with acks.open("a") as log:
            work(Store.open(address), log.fileno(), number)
    finally:
        os._exit(1)


def work(store: Store, log: int, number: int) -> None:
    """Save reports, code some again, and decide on every second; note each that was acknowledged."""
    for place, coded in enumerate(streams.reports(5_000, seed=number)):
        report = coded.report.model_copy(update={"report_id": f"{number}-{coded.report.report_id}"})
        made = tuple(
            event.model_copy(update={"id": f"{event.id[:-4]}{number:04}", "report_id": report.report_id})
            for event in coded.events
        )
        one = coded.model_copy(update={"report": report, "events": made})
        store.save(one, coder_key="kills")
        os.write(log, f"r{report.report_id} ".encode())
        if place % 5 == 0:
            store.save(one, coder_key="kills again")
        if place % 2 == 0:
            kind = (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.FLAG)[place % 3]
            on = (Subject(kind="event", id=made[0].id),)
            done = store.decide(Decision(kind=kind, by="bench", on=on, reason=report.report_id))
            os.write(log, f"d{done.number} ".encode())


def restart(server: Server) -> None:
    """Start a server that was killed; what is left of it goes first."""
    for _ in range(60):
        try:
            server.start()
        except RuntimeError:
            time.sleep(1)
        else:
            return
    raise SystemExit("the server did not start again")


def check(address: str, acks: Path) -> Counter[str]:
    """Count what is wrong: acknowledged and missing, twice, half written, damaged."""
    words = acks.read_text().split()
    faults: Counter[str] = Counter()
    store = Store.open(address, create=False)
    with store._reading() as connection:
        ask = connection.exec_driver_sql
        reports = [row[0] for row in ask("SELECT report_id FROM reports")]
        marks = dict(tuple(row) for row in ask("SELECT report_id, events FROM coded"))
        events = dict(tuple(row) for row in ask("SELECT report_id, count(*) FROM events GROUP BY report_id"))
        decisions = [tuple(row) for row in ask("SELECT number, reason FROM decisions")]
        objects = ask("SELECT count(*) FROM decision_objects").scalar_one()
        links = ask("SELECT count(*) FROM decision_links WHERE event_id IS NOT NULL").scalar_one()
        counted = ask("SELECT sum(events) FROM event_counts WHERE actor_id = ''").scalar_one()
    faults["reports lost"] = len({w[1:] for w in words if w[0] == "r"} - set(reports))
    faults["reports twice"] = len(reports) - len(set(reports))
    faults["reports half written"] = sum(marks.get(id_) != events.get(id_, 0) for id_ in reports)
    faults["decisions lost"] = len({int(w[1:]) for w in words if w[0] == "d"} - {n for n, _ in decisions})
    faults["decisions twice"] = len(decisions) - len({reason for _, reason in decisions})
    faults["decisions half written"] = (objects != len(decisions)) + (links != len(decisions))
    faults["counts out of step"] = (counted or 0) != sum(events.values())
    store.close()
    if "://" not in address:
        faults["damaged"] = damaged(address)
    return +faults


def damaged(path: str) -> int:
    """1 where SQLite finds a fault in its file or in the full-text index."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            connection.execute("INSERT INTO reports_search(reports_search) VALUES ('integrity-check')")
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            keys = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError:
            return 1
    return int(not sound or bool(keys))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StoreError as error:
        sys.exit(f"the database could not be opened: {error}")
