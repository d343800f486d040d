"""What differs between two releases: events or incidents added, changed and deleted, and where those lead."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.errors import ReleaseError
from dateline.release import archive

EVENTS = "data/events.jsonl"
INCIDENTS = "data/incidents.jsonl"

Leads = Callable[[Iterable[str]], Mapping[str, str]]
"""Finds where ids lead that are no more; those that lead nowhere are left out."""


def write_changes(new: Path, old: Path, target: Path, *, file: str, leads: Leads) -> dict[str, int]:
    """Write a JSON line for each event or incident that differs, by id, and count them.

    A record is known by its id. Of a changed one the line names the fields with both values, of a deleted one
    the id that took its place, where one did and it is in the new release. Only hashes of the old records are
    held in memory, and in full those that changed.

    Args:
        new: the folder of the release that is being made.
        old: the folder or zip of the release before.
        target: the file to write.
        file: which records: ``EVENTS`` or ``INCIDENTS``. An old release that has no such file had none.
        leads: finds where deleted ids lead.

    Returns:
        How many were added, changed and deleted.

    Raises:
        ReleaseError: the old release cannot be read or its records are not what Dateline writes.
    """
    there = file in archive.names(old) or file == EVENTS
    before = {id_: _digest(record) for id_, record in _records(old, file)} if there else {}
    after = {id_: _digest(record) for id_, record in _records(new, file)}
    differing = {id_ for id_ in before.keys() & after.keys() if before[id_] != after[id_]}
    was = {id_: record for id_, record in _records(old, file) if id_ in differing} if differing else {}
    now = {id_: record for id_, record in _records(new, file) if id_ in differing}
    gone = before.keys() - after.keys()
    led = {old_id: {"redirect": id_} for old_id, id_ in leads(sorted(gone)).items() if id_ in after}
    lines: list[dict[str, Any]] = [{"id": id_, "change": "added"} for id_ in after.keys() - before.keys()]
    lines += [{"id": id_, "change": "deleted"} | led.get(id_, {}) for id_ in gone]
    lines += [{"id": id_, "change": "changed", "fields": _fields(was[id_], now[id_])} for id_ in differing]
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        for line in sorted(lines, key=lambda line: line["id"]):
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    counted = Counter(line["change"] for line in lines)
    return {change: counted[change] for change in ("added", "changed", "deleted")}


def _records(release: Path, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with archive.reading(release, file) as stream:
        for number, line in enumerate(stream, 1):
            try:
                record = json.loads(line)
                yield str(record["id"]), record
            except (ValueError, KeyError, TypeError):
                raise ReleaseError(
                    f"{release}: {file}:{number}: no record with an id; verify the release"
                ) from None


def _digest(record: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest()


def _fields(was: dict[str, Any], now: dict[str, Any]) -> dict[str, dict[str, Any]]:
    keys = sorted(was.keys() | now.keys())
    return {key: {"from": was.get(key), "to": now.get(key)} for key in keys if was.get(key) != now.get(key)}
