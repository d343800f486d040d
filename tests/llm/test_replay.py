"""Recorded exchanges, answers by hand, and the memory that a replay needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.errors import DatelineError
from dateline.kit import Kit
from dateline.llm.budget import Ledger
from dateline.llm.engine import Asking, LlmEngine, report_coder
from dateline.llm.prompts import prompts_of
from dateline.llm.replay import write_prompts
from dateline.llm.session import Source, open_model
from dateline.records import Coded, Report
from dateline.workers import Failure
from tests.llm.conftest import RIGHT, Run, dump
from tests.llm.server import Reply, answer, event
from tests.support import report


def replay(kit: Kit, path: Path, reports: list[Report]):
    ledger = Ledger()
    with open_model(Source(replay=path), ledger, print) as model:
        return list(report_coder(LlmEngine.LLM, kit, Asking(model, ledger)).code(reports)), model.name


def test_a_recorded_run_is_replayed_without_a_server(
    run: Run, kit: Kit, news: Report, tmp_path: Path
) -> None:
    file = tmp_path / "exchanges.jsonl"
    more = report("Ärzte said the rebels shelled Nawa.", report_id="r2")
    replies = {"Nawa.": answer(event("shelling", "shelled")), "Tafas": RIGHT}

    def script(request: dict[str, object]) -> Reply:
        asked = request["messages"][-1]["content"]
        return Reply(
            "broken"
            if "Ärzte" in asked and len(request["messages"]) < 7
            else RIGHT
            if "Tafas" in asked
            else replies["Nawa."]
        )

    first, _, _ = run(script, [news, more], record=file)
    again, name = replay(kit, file, [news, more])

    assert dump(again) == dump(first)
    assert name == "scripted"
    assert [json.loads(line)["name"] for line in file.read_text().splitlines()].count("r2.again") == 1


def test_a_question_that_was_not_recorded_is_named(run: Run, kit: Kit, news: Report, tmp_path: Path) -> None:
    run(lambda _: Reply(RIGHT), [news], record=tmp_path / "x.jsonl")

    (found,), _ = replay(kit, tmp_path / "x.jsonl", [report("Other news.", report_id="r9")])

    assert isinstance(found, Failure)
    assert "r9" in found.what


@pytest.mark.parametrize("content", ["nonsense\n", '{"key": "a"}\n', "[1]\n"])
def test_a_file_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(content)

    with (
        pytest.raises(DatelineError, match=r"x.jsonl:1"),
        open_model(Source(replay=tmp_path / "x.jsonl"), Ledger(), print),
    ):
        pass


def test_prompts_are_answered_by_hand(kit: Kit, news: Report, tmp_path: Path) -> None:
    other = report("The rebels shelled Nawa.", report_id="a/b: c")
    number = write_prompts(prompts_of([news, other], kit, LlmEngine.LLM), tmp_path / "p")
    (tmp_path / "p" / "r1.answer.txt").write_text(f"Sure!\n```json\n{RIGHT}\n```", encoding="utf-8")

    (coded, lacking), name = replay(kit, tmp_path / "p", [news, other])

    assert number == 2
    assert name == "by hand"
    assert isinstance(coded, Coded)
    assert [e.trigger.text for e in coded.events] == ["ambushed", "bombed"]
    assert isinstance(lacking, Failure)
    assert "a_b_c.answer.txt" in lacking.what
    prompt = (tmp_path / "p" / "r1.prompt.txt").read_text(encoding="utf-8")
    assert prompt.startswith("=== system ===\n")
    assert news.text in prompt


def test_a_changed_report_needs_new_prompts(kit: Kit, news: Report, tmp_path: Path) -> None:
    write_prompts(prompts_of([news], kit, LlmEngine.LLM), tmp_path)

    (found,), _ = replay(kit, tmp_path, [report("Now it says something else.")])

    assert isinstance(found, Failure)
    assert "write the prompts anew" in found.what


def test_reports_of_like_names_get_files_of_their_own(kit: Kit, tmp_path: Path) -> None:
    reports = [report(f"Text {n}.", report_id=i) for n, i in enumerate(["a b", "a/b", "A_b"])]

    assert write_prompts(prompts_of(reports, kit, LlmEngine.LLM), tmp_path) == 3
    assert len(list(tmp_path.glob("*.prompt.txt"))) == 3


def test_a_folder_without_index_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(DatelineError, match="dateline llm prompts"),
        open_model(Source(replay=tmp_path), Ledger(), print),
    ):
        pass
