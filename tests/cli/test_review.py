"""Reviewing on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fake_coder import event, full_event

from dateline.cli import run
from dateline.records import Coded, Report
from dateline.store import Store

REPORT = Report(report_id="r1", published="2021-09-01", text="Troops shelled Tafas, killing four.")


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = tmp_path / "a.db"
    store = Store.open(path)
    store.save(Coded(report=REPORT, events=(full_event(), event(REPORT, 0, 6))), coder_key="k")
    store.close()
    return str(path)


@pytest.fixture
def ids(db: str) -> list[str]:
    store = Store.open(db)
    found = [e.id for e in store.events()]
    store.close()
    return found


def test_decisions_are_made_logged_and_undone(
    db: str, ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    by = ["--db", db, "--by", "amal"]
    assert run(["review", "accept", *ids, *by]) == 0
    assert run(["review", "reject", ids[1], *by, "--reason", "a film\nonly"]) == 0
    assert run(["review", "flag", ids[0][:9], *by]) == 0
    assert run(["review", "edit", ids[0], "--field", "status", "--new", "planned", *by]) == 0
    assert run(["review", "edit", ids[0], "--field", "effects.0.best", "--new", "5", *by]) == 0
    assert run(["review", "note", ids[0], *by, "--reason", "see r2"]) == 0
    assert run(["review", "undo", "2", *by]) == 0
    assert f"decision 1: accept {ids[0]}, {ids[1]}" in capsys.readouterr().err
    assert run(["review", "log", "--db", db]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 7
    assert lines[1].endswith(f"amal  reject  {ids[1]}  (a film only)")
    assert lines[3].endswith(f'edit  {ids[0]}  status: "actual" -> "planned"')
    assert lines[6].endswith(f"undo of 2  {ids[1]}") or "undo  of 2" in lines[6]
    assert run(["review", "log", "--db", db, "--event", ids[1]]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run(["review", "log", "--db", db, "--by", "badr"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["accept", "e0"], "no event"),
        (["edit", "{}", "--field", "id", "--new", "x"], "cannot be edited"),
        (["edit", "{}", "--field", "status", "--new", "sure"], "status"),
        (["undo", "7"], "no such decision"),
        (["note", "{}"], "needs words"),
        (["flag", "{}", "--by", ""], "by:"),
    ],
)
def test_what_cannot_be_decided_is_said_in_one_line(
    words: list[str], said: str, db: str, ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["review", *(w.replace("{}", ids[0]) for w in words[:2]), "--db", db, "--by", "a", *words[2:]])
        != 0
    )
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_changes_and_orphans_are_shown(db: str, ids: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "flag", ids[1], "--db", db, "--by", "amal"]) == 0
    store = Store.open(db)
    store.save(Coded(report=REPORT, events=(full_event(status="planned"),)), coder_key="k2")
    store.close()
    capsys.readouterr()
    assert run(["review", "changes", "--db", db]) == 0
    out = capsys.readouterr().out
    assert out == f"1  changed  {ids[0]}  r1  status\n2  orphaned  {ids[1]}  r1\n"
    assert run(["review", "log", "--orphans", "--db", db]) == 0
    assert ids[1] in capsys.readouterr().out


def test_agreement_is_printed(db: str, ids: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for by, kind in (("amal", "accept"), ("badr", "accept")):
        assert run(["review", kind, ids[0], "--db", db, "--by", by]) == 0
    assert run(["review", "accept", ids[1], "--db", db, "--by", "amal"]) == 0
    assert run(["review", "reject", ids[1], "--db", db, "--by", "badr"]) == 0
    assert run(["review", "agreement", "amal", "badr", "--db", db]) == 0
    out = capsys.readouterr().out
    assert "Cohen's kappa           0.000" in out
    assert "event F1                0.667" in out
    assert run(["review", "agreement", "amal", "chloe", "--db", db]) == 1
    assert "judged no event in common" in capsys.readouterr().err
