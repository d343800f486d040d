"""Writes the pages of ``docs/reference`` from the code and its data files.

    python scripts/reference.py            write the pages
    python scripts/reference.py --check    fail where a page on disk differs from what would be written

What the code cannot say (introductions, what a field means) stands in ``scripts/reference/``: one Markdown
file a page, ``fields.toml`` and ``example.json``.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import sys
import tomllib
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

import dateline
from dateline import codebook, records
from dateline.cli import dateline as command_line
from dateline.codebook.load import csv_lines
from dateline.coding.votes import Engine
from dateline.export.flat import COLUMNS
from dateline.ingest import build, decode, jsonl, page, text, words
from dateline.ingest.read import SUFFIXES

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dateline"
TARGET = ROOT / "docs" / "reference"
PARTS = Path(__file__).resolve().parent / "reference"
WIDTH = 100
RECORDS = (
    records.Event,
    records.Span,
    records.Party,
    records.Place,
    records.When,
    records.Effect,
    records.Source,
    records.Codes,
    records.Reason,
    records.Coder,
    records.Report,
    records.Coded,
    records.Agreement,
    records.Answer,
    records.Term,
)
MARK = "<!-- Written by scripts/reference.py (make docs). Edit the code, the data or scripts/reference/. -->"


def main() -> int:
    """Write or check every page; 1 where one is out of date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where a page is out of date"
    )
    check = parser.parse_args().check
    stale = outdated()
    if not check:
        TARGET.mkdir(parents=True, exist_ok=True)
        for name, content in stale.items():
            (TARGET / name).write_text(content, encoding="utf-8")
    for name in stale:
        print(f"docs/reference/{name}: {'out of date; run: make docs' if check else 'written'}")
    return 1 if check and stale else 0


def outdated() -> dict[str, str]:
    """The pages whose file differs from what the code says, with what they should hold."""
    return {name: content for name, content in pages().items() if _on_disk(TARGET / name) != content}


def pages() -> dict[str, str]:
    """Every page by file name."""
    made: dict[str, Callable[[], Iterable[str]]] = {
        "cli.md": cli_page,
        "codebook.md": codebook_page,
        "lexicon.md": lexicon_page,
        "python.md": python_page,
        "record.md": record_page,
        "settings.md": settings_page,
    }
    return {name: _page(name, make()) for name, make in made.items()}


def _page(name: str, blocks: Iterable[str]) -> str:
    intro = (PARTS / name).read_text(encoding="utf-8").strip()
    return "\n\n".join((MARK, intro, *blocks)) + "\n"


def _on_disk(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"


# ---- cli.md ----


def commands(
    group: click.Group = command_line, before: str = "dateline"
) -> Iterator[tuple[str, click.Command]]:
    """Every command by its full name, in order, sub-commands after their group."""
    for name in sorted(group.commands):
        full, command = f"{before} {name}", group.commands[name]
        yield full, command
        if isinstance(command, click.Group):
            yield from commands(command, full)


def cli_page() -> Iterator[str]:
    """The help of every command, as the command prints it."""
    for name, command in (("dateline", command_line), *commands()):
        context = click.Context(
            command,
            info_name=name,
            terminal_width=WIDTH,
            max_content_width=WIDTH,
            help_option_names=command_line.context_settings["help_option_names"],
        )
        yield f"## {name}\n\n```text\n{command.get_help(context)}\n```"


# ---- codebook.md ----


def codebook_page() -> Iterator[str]:
    """Families and types with definition, examples and codes; statuses."""
    book = codebook.load()
    families = tomllib.loads((SOURCE / "codebook" / "types.toml").read_text(encoding="utf-8"))["families"]
    for family, label in book.families.items():
        members = [kind for kind in book.types.values() if kind.family == family]
        yield f"## {label}\n\n{families[family]['definition']}\n\nFamily `{family}`, {len(members)} types."
        yield from map(_type_entry, members)
    yield "## Codes of other schemes\n\n" + table(
        ("type", "PLOVER", "PLOVER mode", "CAMEO", "ACLED event", "ACLED sub-event", "UCDP armed force"),
        ((f"`{n}`", *_codes(kind.codes)) for n, kind in book.types.items()),
    )


def _type_entry(kind: codebook.EventType) -> str:
    sides = " Two-sided: either order of the sides counts as right." if kind.two_sided else ""
    examples = "\n".join(f"- {e['status']}: *{e['text']}*" for e in kind.examples)
    return f"### {kind.name}\n\n{kind.definition}{sides}\n\n{examples}"


def _codes(codes: records.Codes) -> Iterator[str]:
    named = (codes.plover, codes.plover_mode, codes.cameo, codes.acled_event_type, codes.acled_sub_event_type)
    yield from (value or "" for value in named)
    yield "yes" if codes.ucdp else ""


# ---- lexicon.md ----


def lexicon_page() -> Iterator[str]:
    """How many rows there are by family and type, and the word classes."""
    book = codebook.load()
    counts = Counter(row.event_type for rows in book.rows.values() for row in rows)
    lemmas = {
        name: len({r.lemma for rs in book.rows.values() for r in rs if r.event_type == name})
        for name in counts
    }
    yield f"## How many rows\n\n{sum(counts.values()):,} rows over {len(book.rows):,} lemmas."
    yield table(
        ("family", "type", "rows", "lemmas"),
        ((kind.family, f"`{n}`", counts[n], lemmas.get(n, 0)) for n, kind in book.types.items()),
    )
    seen, right = _training_counts()
    yield (
        f"`scores.csv` holds counts for the rows that fired on the training reports: {seen:,} times, of "
        f"which {right:,} named the type that the coders gave ({right / seen:.0%})."
    )
    data = tomllib.loads((SOURCE / "codebook" / "classes.toml").read_text(encoding="utf-8"))
    yield "## Word classes\n\n" + "\n\n".join(_class_entry(name, data[name]) for name in sorted(data))


def _training_counts() -> tuple[int, int]:
    rows = [row for _, row in csv_lines(SOURCE / "codebook" / "scores.csv")]
    return sum(int(r["seen"]) for r in rows), sum(int(r["right"]) for r in rows)


def _class_entry(name: str, entry: Mapping[str, Any]) -> str:
    lines = [f"### @{name}"]
    if entry.get("includes"):
        lines.append("Includes " + ", ".join(f"`@{other}`" for other in entry["includes"]) + ".")
    if entry.get("entities"):
        lines.append("Entities " + ", ".join(f"`{label}`" for label in entry["entities"]) + ".")
    if entry.get("nominal"):
        lines.append("A verb is never a member.")
    if entry.get("words"):
        lines.append(", ".join(sorted(set(entry["words"]))))
    return "\n\n".join(lines)


# ---- python.md ----


def python_page() -> Iterator[str]:
    """The names that ``import dateline`` offers, with signature and docstring."""
    for name in dateline.__all__:
        thing = getattr(dateline, name)
        yield f"## dateline.{name}"
        yield _api_entry(name, thing)
        if name == "Kit":
            yield "### dateline.Kit.load"
            yield _api_entry("Kit.load", dateline.Kit.load)


def _api_entry(name: str, thing: object) -> str:
    said = (inspect.getdoc(thing) or "").replace("``", "`").replace(":meth:", "")
    if inspect.isclass(thing) or not callable(thing):
        return f"```text\n{said}\n```"
    signature = re.sub(r"<\w+\.\w+: (\w+)>", r"\1", str(inspect.signature(thing)).replace("'", ""))
    return f"```text\ndateline.{name}{signature}\n\n{said}\n```"


# ---- record.md ----


def record_page() -> Iterator[str]:
    """Every field of the records, an example, and the columns of the CSV export."""
    meanings = tomllib.loads((PARTS / "fields.toml").read_text(encoding="utf-8"))
    example = json.loads((PARTS / "example.json").read_text(encoding="utf-8"))
    check_example(example)
    report = example["report"]
    yield f"## Example\n\nThe report, published {report['published']}:\n\n```text\n{report['text']}\n```"
    yield f"One event of it:\n\n```json\n{json.dumps(example['event'], indent=2, ensure_ascii=False)}\n```"
    for model in RECORDS:
        yield f"## {model.__name__}\n\n{_said(model)}\n\n{_fields(model, meanings[model.__name__])}"
    yield "## Columns of the CSV export\n\n" + table(
        ("column", "what it holds"), ((f"`{column.name}`", column.meaning) for column in COLUMNS)
    )


def _said(model: type[BaseModel]) -> str:
    return (inspect.getdoc(model) or "").replace("``", "`")


def check_example(example: Mapping[str, Any]) -> None:
    """Make sure that the example is a valid event whose offsets are true."""
    report = records.Report.model_validate(example["report"])
    event = records.Event.model_validate(example["event"])
    spans = (
        event.trigger,
        *event.evidence,
        *event.actors,
        *event.targets,
        *event.places,
        *event.sources,
        *event.effects,
    )
    wrong = [span.text for span in spans if report.text[span.start : span.end] != span.text]
    if wrong:
        raise SystemExit(f"scripts/reference/example.json: offsets are wrong for {wrong}")


def _fields(model: type[BaseModel], meanings: Mapping[str, str]) -> str:
    if set(meanings) != set(model.model_fields):
        differing = sorted(set(meanings) ^ set(model.model_fields))
        raise SystemExit(
            f"scripts/reference/fields.toml: [{model.__name__}] and the code differ in {differing}"
        )
    rows = ((f"`{n}`", _kind(f.annotation), meanings[n]) for n, f in model.model_fields.items())
    return table(("field", "type", "what it holds"), rows)


def _kind(annotation: Any) -> str:
    """A field's type in words."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {types.UnionType, typing.Union}:
        return " or ".join("null" if part is type(None) else _kind(part) for part in inner)
    if origin is typing.Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if origin is tuple:
        return f"list of {_kind(inner[0])}"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{value}`" for value in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    simple = {"str": "text", "int": "integer", "float": "number", "bool": "true or false"}
    name: str = annotation.__name__
    return simple.get(name, name)


# ---- settings.md ----


def settings_page() -> Iterator[str]:
    """Environment variables, the options of the kit, and what is read."""
    meanings = tomllib.loads((PARTS / "fields.toml").read_text(encoding="utf-8"))["environment"]
    named = variables()
    if set(meanings) != named:
        raise SystemExit(
            f"scripts/reference/fields.toml: [environment] and the code differ: {set(meanings) ^ named}"
        )
    yield "## Environment variables\n\n" + table(
        ("variable", "what it does"), ((f"`{name}`", meanings[name]) for name in sorted(named))
    )
    yield "## Options of Kit.load\n\n" + table(("option", "default", "what it does"), kit_options())
    yield "Engines: " + ", ".join(f"`{engine}`" for engine in Engine) + "."
    yield "## File endings that are read\n\n" + ", ".join(f"`{ending}`" for ending in SUFFIXES)
    yield "## Column names of tables\n\nThe first name that the table has counts.\n\n" + table(
        ("field", "columns"),
        ((f"`{n}`", ", ".join(f"`{c}`" for c in names)) for n, names in words.load().columns.items()),
    )
    yield "## Limits\n\n" + table(("limit", "value"), limits())


def variables() -> set[str]:
    """The environment variables that the package reads."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted(SOURCE.rglob("*.py")))
    return set(re.findall(r"\bDATELINE_[A-Z_]+\b", code))


def kit_options() -> Iterator[tuple[str, str, str]]:
    """Name, default and meaning of each option of ``Kit.load``, from its signature and docstring."""
    said = _arguments(inspect.getdoc(dateline.Kit.load) or "")
    for name, parameter in inspect.signature(dateline.Kit.load).parameters.items():
        default = parameter.default
        shown = str(default.value) if isinstance(default, StrEnum) else str(default)
        yield f"`{name}`", f"`{shown}`", said[name]


def _arguments(docstring: str) -> dict[str, str]:
    """The entries of the ``Args:`` section of a docstring."""
    section = re.search(r"^Args:\n(.*?)(?=^\S|\Z)", docstring, re.MULTILINE | re.DOTALL)
    found = re.findall(
        r"^ {4}(\w+): (.*?)(?=^ {4}\w+: |\Z)", section[1] if section else "", re.MULTILINE | re.DOTALL
    )
    return {name: " ".join(words.replace("``", "`").split()) for name, words in found}


def limits() -> Iterator[tuple[str, str]]:
    """The sizes that reading allows."""
    yield "text of one report", f"{build.MAX_TEXT:,} characters"
    yield "a .txt file", f"{text.MAX_BYTES / 1e6:.1f} MB"
    yield "a .json file", f"{jsonl.MAX_BYTES / 1e6:.0f} MB"
    yield "a line of a .jsonl or .csv file", f"{decode.MAX_LINE / 1e6:.0f} MB"
    yield "an .html file", f"{page.MAX_BYTES / 1e6:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
