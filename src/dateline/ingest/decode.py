"""Bytes of a file to characters."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from dateline.errors import ReportError

MAX_LINE = 8_000_000
"""Longest line of a JSON-lines or table file, in bytes; far above what one report can need."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Stream(Protocol):
    """What is read of an open file or of standard input."""

    def readline(self, limit: int, /) -> bytes:
        """Read one line, or ``limit`` bytes of it."""

    def read(self, limit: int = -1, /) -> bytes:
        """Read ``limit`` bytes, or all."""


def decode(data: bytes, where: str, *, offset: int = 0) -> str:
    """Decode UTF-8, or UTF-16 that opens with a byte order mark. Line ends stay as they are.

    Args:
        data: bytes of a file or of one line.
        where: file (and line) for the error.
        offset: where ``data`` starts in its file, in bytes.

    Returns:
        The characters, without the byte order mark.

    Raises:
        ReportError: the bytes are neither.
    """
    if data.startswith(_WIDE):
        return _decode_wide(data, where)
    if b"\x00" in data:
        raise ReportError(where, "is binary (it holds NUL bytes)", "give plain text, HTML, JSON or CSV")
    mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    try:
        return data[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 at byte {offset + mark + error.start}"
        raise ReportError(where, what, "save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)") from error


def _decode_wide(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise ReportError(where, f"is not UTF-16 at byte {error.start}", "save it as UTF-8") from error


def read_whole(source: Path | Stream, where: str, *, limit: int) -> bytes:
    """Read a file or stream that must not be larger than ``limit`` bytes.

    Raises:
        ReportError: it is larger, or cannot be read.
    """
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                data = stream.read(limit + 1)
        else:
            data = source.read(limit + 1)
    except OSError as error:
        raise unreadable(where, error) from error
    if len(data) > limit:
        what = f"is larger than {limit / 1e6:.1f} MB, too large for one report"
        raise ReportError(where, what, "split it into one report a file, or one a line of a .jsonl file")
    return data


def read_lines(stream: Stream, where: str) -> Iterator[tuple[int, str | ReportError]]:
    """Read a file line by line, so that a bad line costs only itself.

    Args:
        stream: the file, at its start.
        where: its name for errors.

    Yields:
        The number of the line, from 1, and the line with its end, or the error that it made.
    """
    number, offset = 0, 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        here = f"{where}:{number}"
        if number == 1 and line.startswith(_WIDE):
            yield from _wide_lines(line + stream.read(), where)
            return
        if len(line) > MAX_LINE:
            offset += len(line) + _skip_line(stream)
            yield number, ReportError(here, f"is longer than {MAX_LINE / 1e6:.0f} MB", "split the report")
            continue
        try:
            yield number, decode(line, here, offset=offset)
        except ReportError as error:
            yield number, error
        offset += len(line)


def _wide_lines(data: bytes, where: str) -> Iterator[tuple[int, str | ReportError]]:
    try:
        lines = _decode_wide(data, where).split("\n")
    except ReportError as error:
        yield 1, error
        return
    for number, line in enumerate(lines, 1):
        yield number, line + "\n" * (number < len(lines))


def _skip_line(stream: Stream) -> int:
    """Read to the end of the line and return how many bytes that was."""
    skipped = 0
    while part := stream.readline(MAX_LINE):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def unreadable(where: str, error: OSError) -> ReportError:
    """Make the error of a file that the system does not let us read."""
    return ReportError(
        where, f"cannot be read ({error.strerror or error})", "check the name and the permissions"
    )
