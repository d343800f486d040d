"""``dateline agreements``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.store.test_agreements import deal, save

from dateline.cli import run
from dateline.store import Store


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "a.db")
    store = Store.open(path)
    save(store, deal("r1"), deal("r2", stage="broken", due=None))
    store.close()
    return path


def test_text_marks_what_is_overdue(db, capsys) -> None:
    assert run(["agreements", "--db", db, "--on", "2021-09-04"]) == 0

    out = capsys.readouterr().out
    assert "army, due 2021-09-03, overdue" in out
    assert out.count("plan") == 2


def test_csv_has_a_row_for_each_answer(db, capsys) -> None:
    assert run(["agreements", "--db", db, "--on", "2021-09-03", "--format", "csv"]) == 0

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(r["report_id"], r["party"], r["answer"], r["due"], r["overdue"]) for r in rows] == [
        ("r1", "army", "pending", "2021-09-03", "false"),
        ("r2", "army", "pending", "", ""),
    ]


def test_json_lines_of_overdue_deals_only(db, capsys) -> None:
    command = ["agreements", "--db", db, "--overdue", "--on", "2021-09-04", "--format", "jsonl"]
    assert run(command) == 0

    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["report_id"] == "r1"


def test_a_database_that_is_not_there_is_named(tmp_path, capsys) -> None:
    assert run(["agreements", "--db", str(tmp_path / "no.db")]) == 1
    assert "no.db" in capsys.readouterr().err


def test_histories_say_which_answer_holds(db, capsys) -> None:
    assert run(["agreements", "--db", db, "--histories", "--on", "2021-09-04"]) == 0
    assert "army, overdue" in capsys.readouterr().out

    assert run(["agreements", "--db", db, "--histories", "--overdue", "--on", "2021-09-03"]) == 0
    assert capsys.readouterr().out.strip() == ""

    assert run(["agreements", "--db", db, "--histories", "--format", "csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {(r["party"], r["answer"], r["latest"]) for r in rows} >= {("army", "pending", "true")}
