"""Downloads: events in one of the export formats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from dateline.export.formats import FORMATS
from dateline.export.rows import ReportOf
from dateline.records import Event
from dateline.web.tags import is_known, tagged

_IN_MEMORY = 8 << 20  # bytes of an export that are held in memory; more goes to a temporary file
_CHUNK = 1 << 16


def download(request: Request, events: Iterable[Event], shape: str, report_of: ReportOf) -> Response:
    """Answer with events in a format of ``export.formats``, or with 304 where the asker has just that.

    The whole is written before this returns, so that a fault in it is no half file.
    """
    stream = cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
    try:
        FORMATS[shape].write(events, stream, report_of)
        stream.seek(0)
        headers = tagged(hashlib.file_digest(stream, "sha256").hexdigest())  # type: ignore[arg-type]
    except BaseException:
        stream.close()
        raise
    if is_known(request, headers):
        stream.close()
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    stream.seek(0)
    name = f"dateline-events.{FORMATS[shape].suffix}"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return StreamingResponse(_pieces(stream), media_type=FORMATS[shape].media_type, headers=headers)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(_CHUNK):
            yield piece
