"""JSON lines: the whole record, one event a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from dateline.records import Event


def write_jsonl(events: Iterable[Event], stream: TextIO) -> int:
    """Write events as JSON, one a line, and return how many."""
    count = 0
    for event in events:
        stream.write(event.model_dump_json() + "\n")
        count += 1
    return count
