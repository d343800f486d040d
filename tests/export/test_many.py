"""Hundreds of made-up events of every type: every format has rows, and its validator finds no fault."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from dateline.export.formats import FORMATS
from dateline.export.validate import check_file
from dateline.records import Coded

FILE = Path(__file__).parents[2] / "benchmarks" / "streams.py"
PART = {"acled", "ged", "polecat", "plover", "cameo"}  # formats that have no place for every event


@pytest.fixture(scope="module")
def made() -> list[Coded]:
    spec = importlib.util.spec_from_file_location("streams", FILE)
    assert spec
    assert spec.loader
    streams = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = streams
    spec.loader.exec_module(streams)
    return list(streams.reports(300))


@pytest.mark.parametrize("shape", FORMATS)
def test_every_format_has_rows_and_no_fault(shape: str, made: list[Coded], tmp_path: Path) -> None:
    events = [event for coded in made for event in coded.events]
    reports = {coded.report.report_id: coded.report for coded in made}
    path = tmp_path / f"events.{FORMATS[shape].suffix}"
    with path.open("wb") as stream:
        done = FORMATS[shape].write(events, stream, reports.get)

    assert check_file(path, shape) == ()
    assert done.rows >= done.events > 0
    assert done.events + sum(done.left_out.values()) == len(events) > 500
    assert bool(done.left_out) == (shape in PART)
