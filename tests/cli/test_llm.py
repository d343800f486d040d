"""The command line with a language model: a scripted server, a replay, budgets, wrong options."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.llm.conftest import RIGHT, TEXT
from tests.llm.server import Reply, serving

from dateline.cli import run
from dateline.places.index import PlaceIndex
from dateline.store import EventFilter, Store


@pytest.fixture(autouse=True)
def _index(place_index: PlaceIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PLACES", str(place_index.path))
    monkeypatch.delenv("DATELINE_LLM_KEY", raising=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(f"date 2021-09-01\n{TEXT}", encoding="utf-8")
    return file


def test_a_run_says_what_it_asked_and_dropped(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LLM_KEY", "s3cret")
    db = tmp_path / "events.db"
    wrong = RIGHT.replace("Omar Brigade", "Iron Legion")
    options = ["--engine", "llm", "--llm-model", "m", "--llm-cache", str(tmp_path / "c"), "--db", str(db)]
    with serving(lambda _: Reply(wrong)) as server:
        code = run(["code", str(source), *options, "--llm-url", server.url, "--llm-price", "1/10"])

    said = capsys.readouterr().err
    assert code == 0
    assert server.headers[0]["Authorization"] == "Bearer s3cret"
    assert "asking m at 127.0.0.1 (this machine)" in said
    assert "1 questions to the model, 150 tokens, 0.0006 spent; 16 claims, 1 dropped (6.2%: actors 1)" in said
    assert "1 report coded; 2 events in the database" in said
    assert "s3cret" not in said
    store = Store.open(db)
    assert {e.coder.engine for e in store.events(EventFilter())} == {"llm"}
    store.close()


def test_a_run_goes_on_where_it_was(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = tmp_path / "events.db"
    with serving(lambda _: Reply(RIGHT)) as server:
        options = ["--engine", "llm", "--llm-model", "m", "--llm-url", server.url, "--db", str(db)]
        for _ in range(2):
            run(["code", str(source), *options, "--llm-cache", str(tmp_path / "c")])

    assert len(server.requests) == 1
    assert "1 already done" in capsys.readouterr().err


def test_prompts_are_written_answered_and_replayed(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "prompts"
    assert run(["llm", "prompts", str(source), "--out", str(folder)]) == 0
    (folder / "report.answer.txt").write_text(RIGHT, encoding="utf-8")

    code = run(["code", str(source), "--engine", "llm", "--llm-replay", str(folder), "--format", "jsonl"])

    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [e["trigger"]["text"] for e in events] == ["ambushed", "bombed"]
    assert events[0]["coder"]["model"].startswith("by hand (prompts ")


def test_a_spent_budget_ends_the_run_with_an_error(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(lambda _: Reply(RIGHT)) as server:
        options = ["--engine", "llm", "--llm-model", "m", "--llm-url", server.url, "--max-tokens", "100"]
        code = run(["code", str(source), *options, "--llm-cache", str(tmp_path / "c")])

    assert code == 1
    assert server.requests == []
    assert "higher --max-tokens to go on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--llm-url", "http://localhost/v1"], "is for --engine llm"),
        (["--engine", "llm"], "nothing is sent anywhere unless a URL is given"),
        (["--engine", "llm", "--llm-url", "http://localhost/v1"], "which model?"),
        (["--engine", "llm", "--jobs", "2"], "--llm-parallel"),
        (["--engine", "llm", "--max-cost", "1"], "--llm-price"),
        (["--engine", "llm", "--llm-price", "cheap"], "two prices"),
        (["--engine", "llm", "--llm-model", "m", "--llm-url", "http://example.org"], "unencrypted"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(
    options: list[str],
    said: str,
    source: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATELINE_LLM_KEY", "k")

    assert run(["code", str(source), *options]) in (1, 2)
    assert said in capsys.readouterr().err
