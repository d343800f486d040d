"""Downloads: events in one of the export formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from dateline.export.formats import FORMATS
from dateline.export.rows import ReportOf
from dateline.records import Event

_IN_MEMORY = 8 << 20  # bytes of an export that are held in memory; more goes to a temporary file
_CHUNK = 1 << 16


def export(events: Iterable[Event], shape: str, report_of: ReportOf) -> Iterator[bytes]:
    """Write events in a format of ``export.formats`` and return the bytes in pieces.

    The whole is written before this returns, so that a fault in it is no half file.
    """
    stream = cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
    try:
        FORMATS[shape].write(events, stream, report_of)
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return _pieces(stream)


def download_headers(shape: str) -> dict[str, str]:
    """The headers that give a download its name."""
    return {"Content-Disposition": f'attachment; filename="dateline-events.{FORMATS[shape].suffix}"'}


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(_CHUNK):
            yield piece
