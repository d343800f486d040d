from __future__ import annotations

import csv
import io
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from tests import fake_coder

import dateline.cli.index
import dateline.run
from dateline.cli import dateline as group
from dateline.cli import run
from dateline.cli.check import loaders
from dateline.errors import DataError, MissingIndexError, StoreError


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    real = dateline.run.code_paths

    def code_paths(*paths: object, **options: object) -> object:
        return real(*paths, **{**options, "load": fake_coder.load})

    monkeypatch.setattr(dateline.run, "code_paths", code_paths)
    monkeypatch.setattr(dateline.cli.index, "ensure_index", lambda **_: None)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("date 2021-09-01 Troops shelled Tafas.")
    (folder / "b.txt").write_text("date 2021-09-02 Troops shelled Nawa and shelled Jasim.")
    return folder


def commands(at: click.Group = group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in at.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_each_command_has_help_with_an_example(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*path, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example" in text
    assert f"  dateline {' '.join(path)}" in text


def test_the_commands_are_those_promised() -> None:
    names = {"code", "show", "export", "serve", "check", "doctor", "places"}
    assert names <= set(group.commands)


def test_help_loads_nothing_heavy() -> None:
    heavy = "spacy sqlalchemy rich pydantic fastapi trafilatura rapidfuzz"
    script = (
        "import sys; from dateline.cli import run; run(['--help']); run(['code', '--help']);"
        f"sys.exit(' '.join(name for name in '{heavy}'.split() if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


def test_help_is_quick() -> None:
    def once(*arguments: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        return time.perf_counter() - start

    # against the bare interpreter in the same minute, as the machine may be busy
    help_ = statistics.median(once("-c", "from dateline.cli import run; run(['--help'])") for _ in range(5))
    bare = statistics.median(once("-c", "pass") for _ in range(5))
    assert help_ < 0.3 or help_ < 12 * bare


def test_code_prints_and_keeps_nothing_without_db(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", str(reports), "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["report_id"] for line in out.splitlines()] == ["a", "b", "b"]
    assert err.strip() == "2 reports coded; 3 events"
    assert run(["code", str(reports / "a.txt")]) == 0
    assert "when" in capsys.readouterr().out


def test_code_with_db_then_show_and_export(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "a.db")
    assert run(["code", str(reports), "--db", db]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 reports coded; 3 events" in err
    assert run(["code", str(reports), "--db", db, "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert "0 reports coded, 2 already done; 3 events" in err
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 3
    assert run(["show", rows[0]["id"][:10], "--db", db]) == 0
    assert rows[0]["id"] in capsys.readouterr().out
    assert run(["show", "e0", "--db", db]) == 1
    assert "no event" in capsys.readouterr().err
    for shape, count in (("csv", 4), ("jsonl", 3), ("table", 0), ("geojson", 0)):
        target = tmp_path / f"out.{shape}"
        assert run(["export", "--db", db, "--format", shape, "-o", str(target)]) == 0
        assert not count or len(target.read_text().splitlines()) == count
    assert len(json.loads((tmp_path / "out.geojson").read_text())["features"]) == 3
    capsys.readouterr()
    assert run(["export", "--db", db]) == 0
    assert [row["id"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == [
        r["id"] for r in rows
    ]


def test_explain_prints_cards(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", str(reports), "--explain"]) == 0
    assert capsys.readouterr().out.count("because") == 3
    assert run(["code", str(reports), "--explain", "--format", "csv"]) == 2


def test_a_refused_report_is_one_line_and_exit_code_1(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "bad\x1b[31m\n.txt").write_bytes(b"\xff")
    assert run(["code", str(reports), "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert len(err.splitlines()) == 2
    assert "\x1b" not in err
    assert "2 reports coded, 1 refused" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["code"],
        ["nothing"],
        ["code", "x", "--format", "xml"],
        ["code", "x", "--published", "soon"],
        ["code", "x", "--jobs", "0"],
        ["export"],
        ["show"],
        ["serve"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_exit_code_2_and_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("command", [["show", "e1"], ["export"], ["serve"]])
def test_no_database_is_one_line(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--db", str(tmp_path / "none.db")]) == 1
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "no such database" in err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (DataError(["a.toml:1: x", "b.toml:2: y"]), 1, ["a.toml:1: x", "b.toml:2: y"]),
        (MissingIndexError("no index; run x"), 1, ["no index; run x"]),
        (StoreError("full; free some space"), 1, ["full; free some space"]),
        (PermissionError(13, "Permission denied", "x"), 1, ["Permission denied"]),
        (ZeroDivisionError("oops\nmore"), 1, ["internal fault (ZeroDivisionError: oops more)"]),
        (KeyboardInterrupt(), 130, ["interrupted"]),
    ],
)
def test_no_error_is_a_traceback(
    *,
    error: BaseException,
    code: int,
    words: list[str],
    reports: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(dateline.cli.index, "ensure_index", fail)
    assert run(["code", str(reports)]) == code
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == len(words)
    assert all(word in line for word, line in zip(words, lines, strict=True))


def test_a_reader_that_has_had_enough_is_no_error(reports: Path) -> None:
    line = json.dumps({"published": "2021-09-01", "text": "Troops " + "shelled Tafas and " * 1000})
    (reports / "c.jsonl").write_text(line + "\n")
    script = (
        f"{sys.executable} -m tests.fake_cli code {reports} --format jsonl | head -1; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0"
    assert "Traceback" not in done.stderr


def test_check_finds_the_loaders_and_says_each_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    modules = {load.__module__ for load in loaders()}
    assert {"dateline.codebook.load", "dateline.ingest.words", "dateline.places.check"} <= modules
    assert run(["check"]) == 0
    assert "0 faults" in capsys.readouterr().out

    def wrong() -> None:
        raise DataError(["a.toml:1: x", "b.toml:2: y"])

    monkeypatch.setattr("dateline.cli.check.loaders", lambda: iter([wrong]))
    assert run(["check"]) == 1
    assert capsys.readouterr().err.splitlines()[:2] == ["a.toml:1: x", "b.toml:2: y"]


def test_doctor_names_what_is_missing_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_PLACES", str(tmp_path / "none.sqlite"))
    assert run(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "missing" in line] == [
        line for line in lines if "dateline places build" in line
    ]
    assert any(line.startswith("codebook") and "38 types" in line for line in lines)
