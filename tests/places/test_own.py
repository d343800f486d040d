"""The user's own places."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_cli import run

from dateline.errors import DataError
from dateline.places.build import build_index
from dateline.places.index import PlaceIndex
from dateline.places.own import add_place
from dateline.places.supplement import read_rows

ROW = {
    "name": "Tell Foo",
    "aliases": "Tal Foo",
    "lat": "35.93",
    "lon": "36.63",
    "country": "sy",
    "admin1": "",
    "kind": "village",
    "precision": "exact",
    "accuracy": "2",
    "source": "a colleague",
}


def test_a_place_added_is_found_after_a_build(tmp_path: Path) -> None:
    own = tmp_path / "deep" / "own.csv"
    add_place(own, ROW)
    add_place(own, {**ROW, "name": "Foo, Upper", "aliases": ""})
    assert [row.entry.admin1 for row in read_rows([own])] == ["Idlib", "Idlib"]
    build_index(tmp_path / "p.sqlite", countries=["SY"], own=own)
    index = PlaceIndex.open(tmp_path / "p.sqlite")
    assert index.find("Tal Foo", countries=["SY"])[0].name == "Tell Foo"
    assert "own " in index.version


def test_a_wrong_row_leaves_the_table_as_it_was(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    add_place(own, ROW)
    before = own.read_text(encoding="utf-8")
    with pytest.raises(DataError, match="roughly"):
        add_place(own, {**ROW, "precision": "roughly"})
    assert own.read_text(encoding="utf-8") == before


def test_the_command_adds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.csv"
    monkeypatch.setenv("DATELINE_OWN_PLACES", str(own))
    assert run(["places", "add", "Tell Foo", "--lat", "35.93", "--lon", "36.63", "--country", "SY"]) == 0
    assert [row.entry.name for row in read_rows([own])] == ["Tell Foo"]
