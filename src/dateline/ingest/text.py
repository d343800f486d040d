"""Plain text: one report a file."""

from __future__ import annotations

from dateline.ingest.build import MAX_TEXT, Fields
from dateline.ingest.decode import decode

MAX_BYTES = 4 * MAX_TEXT + 4
"""No text of ``MAX_TEXT`` characters takes more bytes than this in UTF-8 or UTF-16."""


def read_text(data: bytes, where: str, name: str) -> Fields:
    """Read a plain-text report.

    Args:
        data: the whole file.
        where: its name for errors.
        name: the report's id.

    Raises:
        ReportError: it is not text.
    """
    return Fields(where=where, name=name, text=decode(data, where))
