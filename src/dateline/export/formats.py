"""Every format of events by its name: how it is written, and what it is called on disk and on the web."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO, TextIO

from dateline.export.acled import write_acled
from dateline.export.cameo import write_cameo
from dateline.export.columns import write_excel, write_parquet
from dateline.export.flat import write_csv
from dateline.export.ged import write_ged
from dateline.export.geojson import write_geojson
from dateline.export.jsonl import write_jsonl
from dateline.export.plover import write_plover
from dateline.export.polecat import write_polecat
from dateline.export.rows import ReportOf, Written
from dateline.records import Event

Write = Callable[[Iterable[Event], BinaryIO, ReportOf], Written]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``write`` takes events, a binary stream and what finds reports."""

    name: str
    suffix: str
    media_type: str
    meaning: str
    write: Write


def _whole(writer: Callable[[Iterable[Event], TextIO], int]) -> Write:
    """A writer of text that leaves nothing out."""

    def write(events: Iterable[Event], stream: BinaryIO, _: ReportOf) -> Written:
        with _text(stream) as text:
            count = writer(events, text)
        return Written(rows=count, events=count)

    return write


def _chosen(writer: Callable[..., Written]) -> Write:
    """A writer of text that leaves out what the format has no place for."""

    def write(events: Iterable[Event], stream: BinaryIO, report_of: ReportOf) -> Written:
        with _text(stream) as text:
            return writer(events, text, report_of=report_of)

    return write


def _binary(writer: Callable[[Iterable[Event], BinaryIO], int]) -> Write:
    def write(events: Iterable[Event], stream: BinaryIO, _: ReportOf) -> Written:
        count = writer(events, stream)
        return Written(rows=count, events=count)

    return write


@contextmanager
def _text(stream: BinaryIO) -> Iterator[TextIO]:
    """Text over a binary stream, which stays open."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()


_CSV = "text/csv; charset=utf-8"
_TSV = "text/tab-separated-values; charset=utf-8"
_JSONL = "application/jsonl; charset=utf-8"
_GEOJSON = "application/geo+json; charset=utf-8"
_PARQUET = "application/vnd.apache.parquet"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALL = (
    Format("csv", "csv", _CSV, "one row an event", _whole(write_csv)),
    Format("jsonl", "jsonl", _JSONL, "the whole record", _whole(write_jsonl)),
    Format("geojson", "geojson", _GEOJSON, "points for maps", _whole(write_geojson)),
    Format("parquet", "parquet", _PARQUET, "the CSV with types", _binary(write_parquet)),
    Format("excel", "xlsx", _EXCEL, "the CSV as a workbook", _binary(write_excel)),
    Format("acled", "acled.csv", _CSV, "31 columns like ACLED's", _chosen(write_acled)),
    Format("ged", "ged.csv", _CSV, "49 columns like UCDP GED's", _chosen(write_ged)),
    Format("polecat", "polecat.tsv", _TSV, "40 columns like POLECAT's", _chosen(write_polecat)),
    Format("plover", "plover.json", "application/json", "PLOVER records", _chosen(write_plover)),
    Format("cameo", "cameo.tsv", _TSV, "CAMEO dyads", _chosen(write_cameo)),
)
FORMATS = MappingProxyType({each.name: each for each in _ALL})
"""The formats by name."""
