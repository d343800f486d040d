"""The Python that pages show runs, with the kit that a user would load."""

from __future__ import annotations

import importlib.util
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from tests.docs.markdown import PAGES, ROOT, Block, blocks, name
from tests.fake_coder import full_event

import dateline
from dateline.errors import MissingIndexError
from dateline.export.card import write_cards
from dateline.export.formats import FORMATS
from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path

SHOWN = [page for page in PAGES if blocks(page, "python")]


@pytest.fixture(scope="module")
def _index() -> None:
    try:
        PlaceIndex.open(default_index_path())
    except MissingIndexError as error:
        pytest.skip(f"examples need the place index: {error}")


@pytest.fixture(scope="module")
def kit(_index: None) -> dateline.Kit:
    return dateline.Kit.load()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kit: dateline.Kit) -> Path:
    """A folder to run in, with the exports that pages read, and a kit that is loaded once for all pages."""
    monkeypatch.chdir(tmp_path)
    for shape in ("csv", "parquet", "geojson"):
        with (tmp_path / f"events.{shape}").open("wb") as stream:
            FORMATS[shape].write([full_event("r1"), full_event("r2", effects=())], stream, lambda _: None)
    monkeypatch.setattr(dateline.Kit, "load", classmethod(lambda cls, **options: kit))
    return tmp_path


def lacking(block: Block) -> list[str]:
    files = [need for need in block.needs if "." in need and not Path(need).exists()]
    return files + [need for need in block.needs if "." not in need and not importlib.util.find_spec(need)]


@pytest.mark.parametrize("page", SHOWN, ids=name)
def test_the_python_of_a_page_runs(page: Path, folder: Path) -> None:
    space: dict[str, object] = {}
    ran = 0
    for block in blocks(page, "python"):
        if lacking(block):
            continue
        exec(compile(block.code, name(page), "exec"), space)
        ran += 1
    if not ran:
        needs = {need for block in blocks(page, "python") for need in lacking(block)}
        pytest.skip(f"{name(page)} needs {', '.join(sorted(needs))}")


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("README.md", "shelling actual 2021-08-30 4"),
        ("docs/how-to/use-from-python.md", "shelling actual 2023-11-13 ['Kadugli']"),
        ("docs/how-to/language-model.md", "shelling 2023-11-13 ['army'] 4 {'actors': 1}"),
    ],
)
def test_a_page_prints_what_it_says(
    page: str, printed: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed in (ROOT / page).read_text(encoding="utf-8")

    exec(compile(blocks(ROOT / page, "python")[0].code, page, "exec"), {})

    assert capsys.readouterr().out.strip() == printed


FIRM = ("when", "where", "who", "whom", "effect", "source", "trigger")
"""Lines of a card that do not change with a row number or a weight."""


def firm_lines(cards: str) -> list[str]:
    return [line.rstrip() for line in cards.splitlines() if line.strip().partition(" ")[0] in FIRM]


def cards_of(report: dateline.Report, kit: dateline.Kit) -> str:
    stream = StringIO()
    write_cards(dateline.code(report, kit).events, stream)
    return stream.getvalue()


def test_the_output_in_the_readme_is_what_the_program_prints(kit: dateline.Kit) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    quoted = " ".join(line[2:] for line in page.splitlines() if line.startswith("> "))
    text = f"date 2023-11-14\n{quoted}\n"
    report = dateline.Report(
        report_id="report", published=date(2023, 11, 14), text=text, body=len("date 2023-11-14\n")
    )
    shown = firm_lines(blocks(ROOT / "README.md", "text")[0].code)

    assert len(shown) > 8
    assert firm_lines(cards_of(report, kit)) == shown


def test_the_first_event_in_the_tutorial_is_what_the_program_prints(kit: dateline.Kit) -> None:
    (report,) = dateline.read([ROOT / "examples" / "deraa-2021" / "d04-four-soldiers-afp.txt"])
    assert isinstance(report, dateline.Report)
    shown = next(b.code for b in blocks(ROOT / "docs" / "tutorial.md", "text") if "because" in b.code)

    assert firm_lines(cards_of(report, kit))[:6] == firm_lines(shown)[:6]
