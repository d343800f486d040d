"""Tables: one report a row, columns found by name."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.errors import ReportError
from dateline.ingest.build import Fields
from dateline.ingest.decode import MAX_LINE, Stream, read_lines
from dateline.ingest.words import load

_MAX_RECORD = 1_000_000
"""Longest record in characters: a quote left open must not swallow the rest of the file."""


@dataclass(frozen=True, slots=True)
class _Layout:
    delimiter: str
    width: int
    columns: dict[str, int]


def read_table(stream: Stream, where: str, name: str) -> Iterator[Fields | ReportError]:
    """Read one report a row; a broken row costs only itself.

    Args:
        stream: the file, at its start; its first row names the columns, parted by comma, semicolon or tab.
        where: its name for errors.
        name: start of the id of reports that have none; the row's line number is added.
    """
    records = read_records(stream, where)
    _, first = next(records, (1, ReportError(where, "is empty", "give a table with a column 'text'")))
    if isinstance(first, ReportError):
        yield first
        return
    layout = _layout(first, where)
    if isinstance(layout, ReportError):
        yield layout
        return
    for number, record in records:
        if isinstance(record, ReportError):
            yield record
        elif record.strip():
            yield _fields(record, layout, f"{where}:{number}", f"{name}-{number}")


def _layout(header: str, where: str) -> _Layout | ReportError:
    delimiter = max(",;\t", key=header.count)
    cells = _cells(header, delimiter)
    names = [cell.strip().lower().replace(" ", "_") for cell in cells or []]
    columns = {
        field: names.index(found)
        for field, known in load().columns.items()
        if (found := next((column for column in known if column in names), None))
    }
    if "text" not in columns:
        shown = ", ".join(repr(column[:30]) for column in names[:6]) or "none"
        return ReportError(
            f"{where}:1", f"has no column 'text' (columns: {shown})", "name the text's column 'text'"
        )
    return _Layout(delimiter=delimiter, width=len(names), columns=columns)


def _fields(record: str, layout: _Layout, where: str, name: str) -> Fields | ReportError:
    cells = _cells(record, layout.delimiter)
    if cells is None:
        return ReportError(
            where, "is a broken row (a quote out of place)", "quote the text, doubling quotes inside"
        )
    if len(cells) != layout.width:
        what = f"has {len(cells)} cells where the first row has {layout.width}"
        return ReportError(where, what, "put quotes around cells that hold the separator")
    values: dict[str, str | None] = {field: cells[at] or None for field, at in layout.columns.items()}
    text = values.pop("text") or ""
    return Fields(where=where, name=name, text=text, **values)


def _cells(record: str, delimiter: str) -> list[str] | None:
    csv.field_size_limit(MAX_LINE)
    try:
        rows = list(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def read_records(stream: Stream, where: str) -> Iterator[tuple[int, str | ReportError]]:
    """Join lines to records: a record ends with the line at which its quotes are even.

    Where they never are, the first of the lines is lost and reading goes on with the second.
    """
    source = read_lines(stream, where)
    waiting: deque[tuple[int, str | ReportError]] = deque()
    while waiting or (line := next(source, None)):
        if not waiting and line:
            waiting.append(line)
        number, first = waiting[0]
        if isinstance(first, ReportError):
            yield waiting.popleft()
            continue
        count = _length(waiting, source)
        if count is None:
            waiting.popleft()
            yield (
                number,
                ReportError(f"{where}:{number}", "has a quote that is never closed", "close the quote"),
            )
            continue
        yield number, "".join(str(waiting.popleft()[1]) for _ in range(count))


def _length(
    waiting: deque[tuple[int, str | ReportError]], source: Iterator[tuple[int, str | ReportError]]
) -> int | None:
    """Count the lines of the record at the head of ``waiting``, reading more as needed."""
    quotes, size, at = 0, 0, 0
    while size <= _MAX_RECORD:
        if at == len(waiting):
            line = next(source, None)
            if line is None:
                return None
            waiting.append(line)
        text = waiting[at][1]
        if isinstance(text, ReportError):
            return None
        quotes, size, at = quotes + text.count('"'), size + len(text), at + 1
        if quotes % 2 == 0:
            return at
    return None
