"""The packages that researchers open data with read our exports, and find in them what the events say."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import date

import pytest
from tests.fake_coder import full_event

from dateline.export.formats import FORMATS
from dateline.records import Event, Place, Report

SPAN = {"text": "Tafas", "start": 15, "end": 20}
EXACT = Place(name="Tafas", lat=32.73, lon=36.06, country="SY", precision="exact", **SPAN)
VAGUE = Place(name="Syria", country="SY", precision="country", **SPAN)
EVENTS = (
    full_event("r1", places=(EXACT,)),
    full_event("r2", places=(VAGUE,), effects=(), time=None, sources=()),
    full_event('r"3, =1+1;\n', places=(EXACT,)),
)
IDS = [event.id for event in EVENTS]


def written(shape: str, events: Iterable[Event] = EVENTS) -> io.BytesIO:
    """The events in a format, as a stream at its beginning."""

    def no_report(_: str) -> Report | None:
        return None

    stream = io.BytesIO()
    FORMATS[shape].write(events, stream, no_report)
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    ("shape", "reader", "options"),
    [
        ("csv", "read_csv", {"parse_dates": ["published", "start", "end"]}),
        ("parquet", "read_parquet", {}),
        ("excel", "read_excel", {}),
    ],
)
def test_pandas_reads_the_tables(shape: str, reader: str, options: dict[str, object]) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    table = getattr(pandas, reader)(written(shape), **options)
    assert table["id"].tolist() == IDS
    assert table["killed_best"].isna().tolist() == [False, True, False]
    assert table["killed_best"].sum() == 8
    assert table["lat"].tolist()[0] == 32.73
    assert str(table["start"][0])[:10] == "2021-08-30"
    assert pandas.isna(table["start"][1])


def test_pandas_reads_json_lines() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    table = pandas.read_json(written("jsonl"), lines=True, dtype=False)
    assert table["id"].tolist() == IDS
    assert table["places"][0][0]["name"] == "Tafas"


def test_polars_reads_the_tables() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    parquet = polars.read_parquet(written("parquet"))
    for table in (parquet, polars.read_csv(written("csv"), try_parse_dates=True, infer_schema_length=None)):
        assert table["id"].to_list() == IDS
        assert table["killed_best"].to_list() == [4, None, 4]
        assert table["start"].to_list() == [date(2021, 8, 30), None, date(2021, 8, 30)]
        assert table["report_id"].to_list()[2] == 'r"3, =1+1;\n'
    lines = polars.read_ndjson(written("jsonl"), infer_schema_length=None)
    assert lines["id"].to_list() == IDS


@pytest.mark.parametrize(
    ("shape", "columns"), [("acled", 31), ("ged", 49), ("polecat", 40)], ids=["acled", "ged", "polecat"]
)
def test_pandas_reads_the_formats_of_the_field(shape: str, columns: int) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    table = pandas.read_csv(written(shape), sep="\t" if shape == "polecat" else ",")
    assert len(table.columns) == columns


def test_geopandas_opens_the_points() -> None:
    geopandas = pytest.importorskip(
        "geopandas", reason="geopandas is not installed: 60 MB with what it needs"
    )
    table = geopandas.read_file(written("geojson"))
    assert table.crs.to_epsg() == 4326
    assert table.geometry.isna().tolist() == [False, True, False]
    assert (table.geometry[0].x, table.geometry[0].y) == (36.06, 32.73)
    assert table["event_type"].tolist() == ["shelling"] * 3


def test_geopandas_makes_points_of_the_parquet_columns() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed")
    table = pandas.read_parquet(written("parquet")).dropna(subset=["lat", "lon"])
    points = geopandas.GeoDataFrame(
        table, geometry=geopandas.points_from_xy(table["lon"], table["lat"]), crs="EPSG:4326"
    )
    assert points.geometry.x.tolist() == [36.06, 36.06]
    assert points.cx[36:37, 32:33]["id"].tolist() == [IDS[0], IDS[2]]


def test_geojson_is_what_geopandas_asks_for() -> None:
    """What geopandas reads from a collection, where it is not installed: id, geometry and flat properties."""
    found = json.load(written("geojson"))
    assert found["type"] == "FeatureCollection"
    assert [one["id"] for one in found["features"]] == IDS
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [36.06, 32.73]}
    assert found["features"][1]["geometry"] is None
