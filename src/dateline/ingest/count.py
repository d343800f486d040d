"""How many reports there are to read, for a progress bar."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.errors import ReportError
from dateline.ingest.decode import read_lines
from dateline.ingest.read import Source, list_files
from dateline.ingest.table import read_records


def count_reports(paths: Iterable[Source]) -> int | None:
    """Count the reports of files and folders, good and bad, without reading them in full.

    Args:
        paths: as for ``read_reports``.

    Returns:
        The number; ``None`` where standard input is among them.
    """
    total = 0
    for path in list_files(paths):
        if path == "-":
            return None
        total += 1 if isinstance(path, ReportError) else _count(path)
    return total


def _count(path: Source) -> int:
    if path == "-":
        return 0
    suffix = path.suffix.lower()
    try:
        if suffix in {".jsonl", ".ndjson"}:
            with path.open("rb") as stream:
                return sum(
                    1 for _, line in read_lines(stream, "") if isinstance(line, ReportError) or line.strip()
                )
        if suffix in {".csv", ".tsv"}:
            with path.open("rb") as stream:
                return max(1, sum(1 for _ in read_records(stream, "")) - 1)
    except OSError:
        pass
    return 1
