"""The reference is what the code says, and it leaves nothing out."""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path
from types import ModuleType

import click
import pytest
from tests.docs.markdown import ROOT

import dateline
from dateline import codebook
from dateline.cli import dateline as command_line
from dateline.codebook.conditions import KEYS
from dateline.codebook.load import UNSEEN_SCORE, smoothed
from dateline.records import Event, Status


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()
COMMANDS = dict(SCRIPT.commands())


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")


def test_the_pages_are_what_the_script_writes() -> None:
    assert sorted(SCRIPT.outdated()) == [], "run: make docs"


def test_no_page_stands_in_the_reference_that_the_script_does_not_write() -> None:
    found = {file.name for file in (ROOT / "docs" / "reference").iterdir()}

    assert found == set(SCRIPT.pages())


def test_a_page_that_was_edited_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SCRIPT, "TARGET", tmp_path)
    for name, content in SCRIPT.pages().items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "cli.md").write_text("other", encoding="utf-8")

    assert set(SCRIPT.outdated()) == {"cli.md"}


def test_all_commands_are_seen() -> None:
    assert {"dateline code", "dateline places build", "dateline places find"} <= set(COMMANDS)
    assert len(COMMANDS) >= len(command_line.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_its_help_has_an_example(name: str) -> None:
    command = COMMANDS[name]

    assert f"## {name}\n" in page("cli.md")
    assert command.help
    assert "Example" in command.help
    assert f"  {name} " in f"{command.help} ".replace("\n", " \n"), "the example does not call the command"
    assert command.short_help or isinstance(command, click.Command)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    options = [p for p in COMMANDS[name].params if isinstance(p, click.Option)]

    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", sorted(codebook.load().types))
def test_every_event_type_has_a_definition_examples_and_codes(name: str) -> None:
    kind = codebook.load().types[name]

    assert f"### {name}\n\n{kind.definition}" in page("codebook.md")
    assert all(f"*{example['text']}*" in page("codebook.md") for example in kind.examples)
    assert f"| `{name}` | " in page("codebook.md")


@pytest.mark.parametrize("status", Status)
def test_every_status_is_explained(status: Status) -> None:
    assert f"| `{status}` | " in page("codebook.md")


@pytest.mark.parametrize("option", inspect.signature(dateline.Kit.load).parameters)
def test_every_option_of_the_kit_is_documented(option: str) -> None:
    assert f"| `{option}` | " in page("settings.md")


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_of_the_condition_language_is_explained(key: str) -> None:
    assert f"| `{key}" in page("lexicon.md")


@pytest.mark.parametrize("word_class", sorted(codebook.load().classes))
def test_every_word_class_is_listed(word_class: str) -> None:
    assert f"### @{word_class}\n" in page("lexicon.md")


@pytest.mark.parametrize("field", Event.model_fields)
def test_every_field_of_an_event_is_explained(field: str) -> None:
    (row,) = [
        line
        for line in page("record.md").split("## Span")[0].splitlines()
        if line.startswith(f"| `{field}` |")
    ]

    assert row.split("|")[3].strip()


def test_the_offsets_of_the_example_are_checked() -> None:
    example = {
        "report": {"report_id": "r", "published": "2023-11-14", "text": "Rebels shelled Kadugli."},
        "event": {
            "id": "e1",
            "report_id": "r",
            "published": "2023-11-14",
            "event_type": "shelling",
            "family": "armed_violence",
            "status": "actual",
            "trigger": {"text": "shelled", "start": 8, "end": 15},
            "confidence": 0.5,
            "coder": {"engine": "rules", "version": "0", "codebook": "1"},
        },
    }
    with pytest.raises(SystemExit, match="shelled"):
        SCRIPT.check_example(example)


def test_the_score_of_a_row_is_explained_as_it_is_computed() -> None:
    assert f"(right + {2 * UNSEEN_SCORE:g}) / (seen + 2)" in page("lexicon.md")
    assert f"counts {UNSEEN_SCORE:g}." in page("lexicon.md")
    assert smoothed(3, 4) == pytest.approx((3 + 2 * UNSEEN_SCORE) / (4 + 2))
