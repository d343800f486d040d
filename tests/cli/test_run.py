"""Runs over many reports: interrupted, killed, in several processes."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests import fake_coder

from dateline.errors import DatelineError
from dateline.ingest import Rejected
from dateline.records import Coded
from dateline.run import Skipped, code_paths
from dateline.store import Store
from dateline.workers import KitLoader

ROOT = Path(__file__).parents[2]
REPORTS = 150
MANY = 1_500  # more than any machine codes between two kills


def write_reports(path: Path, count: int, *, odd: dict[int, str] | None = None) -> Path:
    with path.open("w") as stream:
        for number in range(count):
            text = (odd or {}).get(number, "Troops shelled Tafas and then shelled Nawa.")
            row = {"report_id": f"r{number:04}", "published": "2021-09-01", "text": text}
            stream.write(json.dumps(row) + "\n")
    return path


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.fake_cli", *map(str, arguments)]


def start(*arguments: object, **variables: object) -> subprocess.Popen[str]:
    environment = os.environ | {name: str(value) for name, value in variables.items()}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env=environment,
        stdout=pipe,
        stderr=pipe,
        text=True,
        start_new_session=True,
    )


def state(db: Path) -> tuple[int, int, int]:
    """Check the file and return its reports, marks and events."""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO reports_search(reports_search) VALUES ('integrity-check')")
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("reports", "coded", "events")
        ]
    return counts[0], counts[1], counts[2]


def saved(db: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM coded").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def wait_for(db: Path, count: int, child: int) -> None:
    end = time.monotonic() + 60
    while saved(db) < count and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        assert time.monotonic() < end
        time.sleep(0.005)


def fork_run(paths: Path, db: Path, log: Path) -> int:
    """Start a run in a process of its own, at once, as a copy of this one, and return its number.

    SQLite demands that this process has no connection to the file open at that moment.
    """
    child = os.fork()
    if child:
        return child
    try:
        os.environ |= {"FAKE_PAUSE": "0.002", "FAKE_LOG": str(log)}
        for _ in code_paths([paths], store=Store.open(db), load=fake_coder.load):
            pass
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kill_at_any_moment_loses_nothing_and_codes_nothing_twice(tmp_path: Path) -> None:
    """Killed 18 times, the run ends as if it had never been touched."""
    paths, db, log = write_reports(tmp_path / "a.jsonl", MANY), tmp_path / "a.db", tmp_path / "log"
    pick = random.Random(7)
    marks, stopped = 0, set()
    for number in range(18):
        child = fork_run(paths, db, log)
        # the first dies while it starts, the others while they code and save
        wait_for(db, marks + pick.randint(1, 6) * (number > 0), child)
        time.sleep(pick.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if db.exists() and saved(db):
            reports, marks, events = state(db)
            assert reports == marks
            assert events == 2 * marks
            stopped.add(marks)
    assert len(stopped) >= 15
    assert marks < MANY
    log.unlink()
    assert os.waitstatus_to_exitcode(os.waitpid(fork_run(paths, db, log), 0)[1]) == 0
    assert state(db) == (MANY, MANY, 2 * MANY)
    assert len(log.read_text().split()) == MANY - marks
    assert os.waitstatus_to_exitcode(os.waitpid(fork_run(paths, db, log), 0)[1]) == 0
    assert len(log.read_text().split()) == MANY - marks


@pytest.fixture
def _heeds_ctrl_c():
    """Programs started in the background ignore Ctrl-C, and so do those that they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heeds_ctrl_c")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_stops_cleanly(jobs: int, tmp_path: Path) -> None:
    paths, db = write_reports(tmp_path / "a.jsonl", MANY), tmp_path / "a.db"
    process = start("code", paths, "--db", db, "--jobs", jobs, FAKE_PAUSE=0.01)
    wait_for(db, 10, process.pid)
    # the terminal sends it to every process of the group
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    reports, marks, events = state(db)
    assert reports == marks
    assert events == 2 * marks
    assert 0 < marks < MANY
    (line,) = errors.splitlines()
    words = line.split()
    coded, left = int(words[2]), int(words[4])
    assert coded + left == MANY
    assert coded <= marks <= coded + 1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_coding_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    paths, db = write_reports(tmp_path / "a.jsonl", REPORTS), tmp_path / "a.db"
    process = start("code", paths, "--db", db, "--jobs", 2, FAKE_PAUSE=0.01)
    wait_for(db, 1, process.pid)
    process.kill()
    process.wait()
    end = time.monotonic() + 20
    while members(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert members(process.pid) == []
    process.communicate()


def members(group: int) -> list[str]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(status.parent.name)
    return found


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    odd = {3: "", 20: "crash the coder", 21: "Troops shelled Jasim."}
    paths = write_reports(tmp_path / "a.jsonl", 60, odd=odd)
    one, two = (start("code", paths, "--format", "jsonl", "--jobs", jobs) for jobs in (1, 2))
    first, second = one.communicate(), two.communicate()
    assert first == second
    assert one.returncode == two.returncode == 1
    assert len(first[0].splitlines()) == 2 * 57 + 1
    assert "58 reports coded, 2 refused; 115 events" in first[1]


def test_equal_options_are_one_loader_in_each_process() -> None:
    one = KitLoader(engine="rules", min_confidence=0.4)
    assert pickle.loads(pickle.dumps(one)) == one
    assert hash(pickle.loads(pickle.dumps(one))) == hash(one)


def test_a_coding_process_that_dies_is_said_in_one_line(tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "a.jsonl", 60, odd={40: "die at once"})
    process = start("code", paths, "--jobs", 2, "--format", "csv")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert "a coding process died" in errors


def test_the_coder_failing_on_one_report_costs_only_that_one(tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "a.jsonl", 20, odd={7: "crash the coder"})
    with_store = Store.open(tmp_path / "a.db")
    outcomes = list(code_paths([paths], store=with_store, load=fake_coder.load))
    assert [type(outcome) for outcome in outcomes] == [Coded] * 7 + [Rejected] + [Coded] * 12
    failed = outcomes[7]
    assert isinstance(failed, Rejected)
    assert "ValueError: crashed as told" in str(failed.error)
    assert failed.error.where.endswith("a.jsonl:8")
    assert with_store.count_reports() == 19


def test_a_changed_text_or_coder_is_coded_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(tmp_path / "a.db")

    def kinds() -> list[type]:
        return [type(outcome) for outcome in code_paths([path], store=store, load=fake_coder.load)]

    path = write_reports(tmp_path / "a.jsonl", 3)
    assert kinds() == [Coded] * 3
    assert kinds() == [Skipped] * 3
    write_reports(path, 3, odd={1: "Troops shelled Jasim."})
    assert kinds() == [Skipped, Coded, Skipped]
    assert store.count_events() == 5
    monkeypatch.setenv("FAKE_KEY", "fake 2")
    assert kinds() == [Coded] * 3
    assert store.count_events() == 5


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_coder_that_cannot_be_loaded_stops_the_run(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT)  # for the coding processes
    path = write_reports(tmp_path / "a.jsonl", 3)
    with pytest.raises(DatelineError, match=r"words\.toml:3: no such month"):
        list(code_paths([path], jobs=jobs, load=fake_coder.load_broken))
