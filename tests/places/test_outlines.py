"""The outlines of first-level units."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.places.outlines import feature_collection, load_outlines, read_outlines, unit_at


@pytest.mark.parametrize(
    ("lat", "lon", "country", "name"),
    [
        (32.62, 36.10, "SY", "Daraa"),
        (-1.68, 29.22, "CD", "North Kivu"),
        (48.59, 38.00, "UA", "Donetsk"),
        (44.95, 34.10, "UA", "Autonomous Republic of Crimea"),
        (11.85, 13.15, "NG", "Borno State"),
        (-12.97, 40.52, "MZ", "Cabo Delgado"),
        (6.93, 124.3, "PH", "Maguindanao"),
    ],
)
def test_unit_of_a_point(lat: float, lon: float, country: str, name: str) -> None:
    unit = unit_at(lat, lon)
    assert unit is not None
    assert (unit.country, unit.name) == (country, name)


def test_no_unit_at_sea() -> None:
    assert unit_at(0.0, -30.0) is None


def test_a_hole_is_outside() -> None:
    # Lesotho lies inside South Africa
    unit = unit_at(-29.5, 28.2)
    assert unit is not None
    assert unit.country == "LS"


def test_units_bear_the_names_of_the_index() -> None:
    names = {o.name: o.admin1 for o in load_outlines() if o.country == "SY"}
    assert names["Daraa"] == "Dar'ā"
    assert {"Aleppo", "Deir ez-Zor", "Rif Dimashq"} <= set(names)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_what_covers_a_point_has_it_in_its_box(lat: float, lon: float) -> None:
    unit = unit_at(lat, lon)
    if unit is not None:
        west, south, east, north = unit.box
        assert west <= lon <= east
        assert south <= lat <= north


def test_geojson_has_closed_rings() -> None:
    drawn = feature_collection(["LB"])["features"]
    assert len(drawn) == 6
    for feature in drawn:
        for part in feature["geometry"]["coordinates"]:
            for ring in part:
                assert ring[0] == ring[-1]
                assert len(ring) >= 4


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text('{"type": "Topology"}', encoding="utf-8")
    with pytest.raises(DataError, match=r"wrong\.json:1"):
        read_outlines(path)
