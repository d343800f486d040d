"""The hand-written pages: links lead somewhere, commands exist, messages and versions are true."""

from __future__ import annotations

import ast
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from tests.docs.markdown import PAGES, ROOT, anchor, anchors, blocks, links, name

from dateline.cli import dateline as command_line
from dateline.errors import ReportError
from dateline.ingest import Rejected, read_reports
from dateline.ingest.build import Fields, build_report

MESSAGES = ROOT / "docs" / "how-to" / "error-messages.md"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in links(page):
        file, _, part = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        assert path.exists(), f"{name(page)} links to {target}, which does not exist"
        if part:
            assert part in anchors(path), f"{name(page)} links to {target}, which has no such heading"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [
            (page.parent / t.partition("#")[0]).resolve() for t in links(page) if not t.startswith("#")
        ]

    assert [name(page) for page in PAGES if page not in reached] == []


def command_lines() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        for block in blocks(page, "sh"):
            for line in block.code.splitlines():
                for part in line.split("|"):
                    words = shlex.split(part, comments=True)
                    if words and Path(words[0]).name in {"dateline", "make"}:
                        yield f"{name(page)}: {line}", [Path(words[0]).name, *words[1:]]


@pytest.mark.parametrize("words", [pytest.param(words, id=where) for where, words in command_lines()])
def test_every_command_that_a_page_shows_exists(words: list[str]) -> None:
    if words[0] == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert set(words[1:]) <= set(targets)
        return
    command: click.Command = command_line
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        assert rest[0] in command.commands
        command, rest = command.commands[rest[0]], rest[1:]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
    assert {word for word in rest if word.startswith("-") and word != "-"} <= known


def messages() -> list[str]:
    """The messages that the page explains."""
    rows = MESSAGES.read_text(encoding="utf-8").splitlines()
    return [row.split("`")[1] for row in rows if row.startswith("| `")]


def literals() -> Iterator[tuple[set[str], int]]:
    """The words of every string in the code, and how many holes it has for values."""
    for file in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                fixed = [part.value for part in node.values if isinstance(part, ast.Constant)]
                yield letters(" ".join(map(str, fixed))), len(node.values) - len(fixed)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield letters(node.value), 0


def letters(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z']+", text))


def test_every_message_that_is_explained_is_one_that_the_program_has() -> None:
    every = list(literals())
    for message in messages():
        words = letters(message.partition("; ")[0])
        assert any(len(words - said) <= min(holes, 1) for said, holes in every), message


BAD_FILES = {
    "nodate.txt": b"Rebels attacked.",
    "yearless.txt": b"BEIRUT, Aug 30 (Agency) - Rebels attacked.",
    "calendar.txt": b"date 2021-02-31\nRebels attacked.",
    "old.txt": b"date 1492-02-01\nRebels attacked.",
    "empty.txt": b" \n",
    "digits.txt": b"12345",
    "header.txt": b"date 2021-02-01\n",
    "binary.txt": b"\x00\x01\x02",
    "latin.txt": b"caf\xe9",
    "wide.txt": b"\xff\xfea",
    "long.txt": b"date 2021-02-01\n" + b"Rebels attacked. " * 15_000,
    "large.txt": b"Rebels attacked. " * 60_000,
    "letter.docx": b"x",
    "broken.json": b'{"text": "x',
    "deep.json": b"[" * 100_000,
    "list.json": b"[]",
    "other.json": b'{"body": "x"}',
    "number.json": b'{"text": 1}',
    "pair.json": b'{"text": "\\ud83d", "published": "2021-02-01"}',
    "day.json": b'{"text": "Rebels attacked.", "published": "13/45/2021"}',
    "name.json": b'{"text": "Rebels attacked.", "published": "2021-02-01", "report_id": "\\u0007"}',
    "columns.csv": b"a,b\n1,2\n",
    "cells.csv": b"published,text\n2021-02-01,Rebels, attacked.\n",
    "quote.csv": b'published,text\n2021-02-01,"Rebels attacked.\n',
    "inside.csv": b'published,text\n2021-02-01,"Rebels" "attacked".\n',
    "page.html": b"<html><body></body></html>",
}


@pytest.mark.parametrize("file", BAD_FILES)
def test_every_refusal_is_explained(file: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.write_bytes(BAD_FILES[file])

    (found,) = read_reports([path])

    assert isinstance(found, Rejected)
    said = str(found.error).removeprefix(str(path))
    assert [message for message in messages() if message in said], f"not explained: {said}"


def test_the_refusal_of_a_second_text_under_one_id_is_explained(tmp_path: Path) -> None:
    for folder, words in (("a", "Rebels attacked."), ("b", "Rebels fled.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.txt").write_text(f"date 2021-02-01\n{words}")

    _, found = read_reports([tmp_path])

    assert isinstance(found, Rejected)
    assert any(message in str(found.error) for message in messages())


def test_the_limit_in_the_messages_is_the_limit_of_the_program() -> None:
    fields = Fields(where="x", name="x", text="Rebels. " * 30_000, published="2021-02-01")
    with pytest.raises(ReportError, match="200,000 of one report"):
        build_report(fields, published=None)


def test_the_citation_names_the_version_and_licence_of_the_package() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert str(citation["version"]) == project["version"]
    assert citation["license"] == project["license"]


def test_the_changelog_opens_with_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = re.findall(
        r"^## \[(.+?)\] - (?:Unreleased|\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(), re.M
    )

    assert versions[0] == project["version"]


def test_the_figures_of_the_readme_are_those_that_the_floors_hold() -> None:
    file = ROOT / "benchmarks" / "floors.json"
    if not file.exists():
        pytest.skip("benchmarks/floors.json has not been written")
    floors = json.loads(file.read_text(encoding="utf-8"))["dev"]
    (row,) = re.findall(r"^\| \*\*both \(default\)\*\* \|(.+)\|$", (ROOT / "README.md").read_text(), re.M)
    shown = [float(cell) for cell in row.split("|")]
    held = [floors[f"event_{key}"] for key in ("strict_p", "strict_r", "strict_f1", "lenient_f1")]

    assert [*held, floors["record_f1"]] == pytest.approx(shown, abs=0.03)


def test_the_files_that_the_architecture_names_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = [
        n for n in re.findall(r"`([\w./*-]+)`", text) if "/" in n or n.endswith((".py", ".toml", ".csv"))
    ]
    roots = (ROOT, ROOT / "src" / "dateline", ROOT / "benchmarks", *(ROOT / "src" / "dateline").iterdir())
    missing = [n for n in named if not any(list(r.glob(n.rstrip("/"))) for r in roots if r.is_dir())]

    assert len(named) > 40
    assert missing == []


def test_anchors_are_written_as_renderers_write_them() -> None:
    assert anchor("Options of Kit.load") == "options-of-kitload"
    assert anchor("How good is it") == "how-good-is-it"
