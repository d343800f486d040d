"""JSON: one report as an object of a ``.json`` file or of a line of a ``.jsonl`` file."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dateline.errors import ReportError
from dateline.ingest.build import Fields
from dateline.ingest.decode import Stream, decode, read_lines

MAX_BYTES = 50_000_000
_NOT_A_REPORT = 'give an object with "text", "published" and "report_id"'


def read_json(data: bytes, where: str, name: str) -> Fields:
    """Read one report from a JSON file.

    Args:
        data: the whole file.
        where: its name for errors.
        name: the report's id where the object has none.

    Raises:
        ReportError: it is no JSON, or JSON that is no report.
    """
    return _fields(decode(data, where), where, name)


def read_jsonl(stream: Stream, where: str, name: str) -> Iterator[Fields | ReportError]:
    """Read one report a line; empty lines are passed over, a broken line costs only itself.

    Args:
        stream: the file, at its start.
        where: its name for errors.
        name: start of the id of reports that have none; the line's number is added.
    """
    for number, line in read_lines(stream, where):
        if isinstance(line, ReportError):
            yield line
        elif line.strip():
            try:
                yield _fields(line, f"{where}:{number}", f"{name}-{number}")
            except ReportError as error:
                yield error


def _fields(source: str, where: str, name: str) -> Fields:
    try:
        data = json.loads(source)
    except json.JSONDecodeError as error:
        what = f"is broken JSON ({error.msg} at line {error.lineno}, column {error.colno})"
        raise ReportError(where, what, "correct it, or write one object a line in a .jsonl file") from error
    except (RecursionError, ValueError) as error:
        raise ReportError(where, "is JSON too deep or with too long a number", _NOT_A_REPORT) from error
    if not isinstance(data, dict):
        kind = "list" if isinstance(data, list) else "single value"
        raise ReportError(where, f"is a JSON {kind}, not a report", _NOT_A_REPORT)
    if "text" not in data:
        names = ", ".join(repr(str(key)[:30]) for key in list(data)[:5]) or "no field"
        raise ReportError(where, f'is not a report: no "text" (it has {names})', _NOT_A_REPORT)
    return Fields(
        where=where,
        name=name,
        text=data["text"],
        report_id=data.get("report_id"),
        published=data.get("published"),
        title=data.get("title"),
        outlet=data.get("outlet"),
        url=data.get("url"),
    )
