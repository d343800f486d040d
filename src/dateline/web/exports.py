"""Downloads: all events, or those of one report, in one of the export formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import TextIO, cast

from dateline.export.flat import write_csv
from dateline.export.geojson import write_geojson
from dateline.export.jsonl import write_jsonl
from dateline.records import Event

_IN_MEMORY = 8 << 20  # bytes of an export that are held in memory; more goes to a temporary file
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is written, and what the browser is told that it is."""

    write: Callable[[Iterable[Event], TextIO], int]
    media_type: str


FORMATS = MappingProxyType(
    {
        "csv": Format(write_csv, "text/csv; charset=utf-8"),
        "jsonl": Format(write_jsonl, "application/jsonl; charset=utf-8"),
        "geojson": Format(write_geojson, "application/geo+json; charset=utf-8"),
    }
)


def export(events: Iterable[Event], shape: str) -> Iterator[str]:
    """Write events in a format of ``FORMATS`` and return the text in pieces.

    The whole is written before this returns, so that a fault in it is no half file.
    """
    stream = cast("TextIO", SpooledTemporaryFile(_IN_MEMORY, mode="w+", encoding="utf-8", newline=""))  # noqa: SIM115
    try:
        FORMATS[shape].write(events, stream)
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return _pieces(stream)


def _pieces(stream: TextIO) -> Iterator[str]:
    with stream:
        while piece := stream.read(_CHUNK):
            yield piece
