"""Building from dump files of GeoNames, on a small dump in the true form written by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.places.build import build_index
from dateline.places.geonames import open_dump, read_alternates, read_dump
from dateline.places.index import PlaceIndex

UNITS = "SY.12\tIdlib\tIdlib\t2\nIQ.07\tBaghdad\tBaghdad\t9\n"
ALTERNATES = "11\t1\ten\tHill of So-and-so\t1\t\t\t\t\t\n12\t1\tlink\thttps://example.org/\t\t\t\t\t\t\n"


def place(number: int, name: str, feature: str, country: str = "SY", **more: str) -> str:
    given = {
        "ascii": name,
        "others": "",
        "lat": "35.5",
        "lon": "36.5",
        "a1": "12",
        "a2": "",
        "pop": "0",
        **more,
    }
    fields = [str(number), name, given["ascii"], given["others"], given["lat"], given["lon"]]
    fields += [*feature.split("."), country, "", given["a1"], given["a2"], "", "", given["pop"], "", "300"]
    return "\t".join([*fields, "Asia/Damascus", "2020-01-01"]) + "\n"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    folder.mkdir()
    rows = [
        place(1, "Tall Fūlān", "P.PPL", ascii="Tall Fulan", others="Tell Foolan,تل فلان", pop="120"),
        place(2, "Muḩāfaz̧at Idlib", "A.ADM1", others="Idlib Governorate"),
        place(3, "Fulan Bridge", "S.BDG"),
        place(4, "Fulan Hotel", "S.HTL"),
        place(5, 'Qaryat "Fulan', "P.PPL"),
        place(6, "Elsewhere", "P.PPL", country="IQ", a1="07"),
    ]
    (folder / "allCountries.txt").write_text("".join(rows), encoding="utf-8")
    (folder / "admin1CodesASCII.txt").write_text(UNITS, encoding="utf-8")
    (folder / "admin2Codes.txt").write_text("SY.12.1\tHarim\tHarim\t7\n", encoding="utf-8")
    (folder / "alternateNamesV2.txt").write_text(
        ALTERNATES,
        encoding="utf-8",
    )
    return folder


def test_features_are_chosen_and_units_named(dump: Path) -> None:
    found = {e.name: e for e in read_dump(open_dump(dump))}
    assert set(found) == {"Tall Fūlān", "Muḩāfaz̧at Idlib", "Fulan Bridge", 'Qaryat "Fulan', "Elsewhere"}
    village = found["Tall Fūlān"]
    assert (village.admin1, village.precision, village.population) == ("Idlib", "exact", 120)
    assert "تل فلان" in village.names
    assert found["Fulan Bridge"].kind == "bridge"
    assert found["Muḩāfaz̧at Idlib"].kind == "admin1"


def test_only_the_countries_wanted(dump: Path) -> None:
    assert {e.country for e in read_dump(open_dump(dump), ["IQ"])} == {"IQ"}


def test_links_are_no_names(dump: Path) -> None:
    assert list(read_alternates(open_dump(dump))) == [(1, "Hill of So-and-so")]


def test_an_index_of_a_dump_finds_by_every_name(dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    build_index(path, countries=["SY"], geonames=dump)
    index = PlaceIndex.open(path)
    for name in ("Tell Foolan", "Hill of So-and-so", "Tal Foulan", "تل فلان"):
        assert index.find(name, countries=["SY"])[0].geonames_id == 1, name
    assert index.find("Elsewhere") == ()
    assert "geonames 20" in index.version


def test_files_of_countries_do_as_well(dump: Path) -> None:
    (dump / "allCountries.txt").rename(dump / "SY.txt")
    assert [p.name for p in open_dump(dump).places] == ["SY.txt"]
    with pytest.raises(DataError, match=r"IQ\.txt:0"):
        open_dump(dump, ["IQ"])


def test_missing_files_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        open_dump(tmp_path)
    assert len(caught.value.faults) == 3


def test_a_broken_line_is_named(dump: Path) -> None:
    with (dump / "allCountries.txt").open("a", encoding="utf-8") as file:
        file.write("7\tHalf a line\n")
    with pytest.raises(DataError, match=r"allCountries\.txt:7: 2 columns"):
        list(read_dump(open_dump(dump)))
