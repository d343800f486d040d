"""Files, folders and standard input to reports, in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from dateline.errors import ReportError
from dateline.ingest import jsonl, page, table, text
from dateline.ingest.build import Fields, Rejected, build_report
from dateline.ingest.decode import Stream, read_whole, unreadable
from dateline.records import Report

Source = Path | Literal["-"]
_Whole = Callable[[bytes, str, str], Fields]
_Rows = Callable[[Stream, str, str], Iterator[Fields | ReportError]]

_WHOLE: dict[str, tuple[_Whole, int]] = {
    ".txt": (text.read_text, text.MAX_BYTES),
    ".text": (text.read_text, text.MAX_BYTES),
    ".json": (jsonl.read_json, jsonl.MAX_BYTES),
    ".html": (page.read_page, page.MAX_BYTES),
    ".htm": (page.read_page, page.MAX_BYTES),
}
_ROWS: dict[str, _Rows] = {
    ".jsonl": jsonl.read_jsonl,
    ".ndjson": jsonl.read_jsonl,
    ".csv": table.read_table,
    ".tsv": table.read_table,
}
SUFFIXES = (*_WHOLE, *_ROWS)
"""File name endings that are read."""


def read_reports(paths: Iterable[Source], *, published: date | None = None) -> Iterator[Report | Rejected]:
    """Read reports from files, folders and standard input, one at a time.

    Args:
        paths: files, folders (walked in sorted order; files of other kinds and hidden ones are passed over)
            and ``"-"`` for standard input.
        published: date for reports that state none.

    Yields:
        Each report, or why it was rejected. A report given twice is yielded once; an id given to two texts is
        rejected the second time.
    """
    seen: dict[str, str] = {}
    for fields in _all_fields(paths):
        if isinstance(fields, ReportError):
            yield Rejected(fields)
            continue
        try:
            report = build_report(fields, published=published)
        except ReportError as error:
            yield Rejected(error)
            continue
        before = seen.get(report.report_id)
        if before is None:
            seen[report.report_id] = report.content_hash
            yield report
        elif before != report.content_hash:
            what = f"its report_id {report.report_id!r} was already given to another text"
            yield Rejected(ReportError(fields.where, what, "give each report its own report_id or file name"))


def list_files(paths: Iterable[Source]) -> Iterator[Source | ReportError]:
    """List the files that ``read_reports`` reads, in its order, with the folders that cannot be listed."""
    for path in paths:
        if path != "-" and path.is_dir():
            yield from _walk(path)
        else:
            yield path


def _walk(folder: Path) -> Iterator[Path | ReportError]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield unreadable(str(folder), error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            # a link to a folder could lead back here
            if not entry.is_symlink():
                yield from _walk(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def _all_fields(paths: Iterable[Source]) -> Iterator[Fields | ReportError]:
    for path in list_files(paths):
        if isinstance(path, ReportError):
            yield path
        elif path == "-":
            yield from _from_stdin(sys.stdin.buffer)
        else:
            yield from _from_file(path)


def _from_file(path: Path) -> Iterator[Fields | ReportError]:
    where, suffix = str(path), path.suffix.lower()
    if suffix in _WHOLE:
        yield _one(path, where, path.stem, suffix)
    elif suffix in _ROWS:
        try:
            with path.open("rb") as stream:
                yield from _ROWS[suffix](stream, where, path.stem)
        except OSError as error:
            yield unreadable(where, error)
    elif not path.exists():
        yield ReportError(where, "does not exist", "check the name")
    else:
        yield ReportError(where, f"is of a kind that is not read ({suffix or 'no ending'})", _kinds())


def _one(source: Path | BinaryIO, where: str, name: str, suffix: str) -> Fields | ReportError:
    reader, limit = _WHOLE[suffix]
    try:
        data = read_whole(source, where, limit=limit)
        if not data.strip():
            return ReportError(where, "is empty", "give the report's text or leave it out")
        return reader(data, where, name)
    except ReportError as error:
        return error


def _from_stdin(stream: BinaryIO) -> Iterator[Fields | ReportError]:
    """Read standard input, whose kind shows in its first line."""
    where, name = "standard input", "stdin"
    try:
        first = stream.readline(jsonl.MAX_BYTES)
        start = first.lstrip()[:200].lower()
        if start.startswith(b"{") and _is_json(first):
            yield from jsonl.read_jsonl(_Pushed(first, stream), where, name)
            return
        whole = BytesIO(first + stream.read(jsonl.MAX_BYTES))
    except OSError as error:
        yield unreadable(where, error)
        return
    suffix = (
        ".json"
        if start.startswith(b"{")
        else ".html"
        if start.startswith((b"<!doctype", b"<html"))
        else ".txt"
    )
    yield _one(whole, where, name, suffix)


@dataclass(slots=True)
class _Pushed:
    """A stream whose first line was read and put back."""

    first: bytes
    stream: BinaryIO

    def readline(self, limit: int, /) -> bytes:
        line, self.first = self.first, b""
        return line or self.stream.readline(limit)

    def read(self, limit: int = -1, /) -> bytes:
        line, self.first = self.first, b""
        return line + self.stream.read(limit)


def _is_json(line: bytes) -> bool:
    try:
        jsonl.read_json(line, "", "")
    except ReportError as error:
        return not error.what.startswith(("is broken", "is not UTF"))
    return True


def _kinds() -> str:
    return "give " + ", ".join(SUFFIXES[:-1]) + f" or {SUFFIXES[-1]}"
