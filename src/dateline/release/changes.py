"""What differs between the events of two releases: added, changed and deleted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.errors import ReleaseError
from dateline.release import archive

EVENTS = "data/events.jsonl"


def write_changes(new: Path, old: Path, target: Path) -> dict[str, int]:
    """Write a JSON line for each event that differs, by id, and count them.

    An event is known by its id. Of a changed one the line names the fields with both values. Only hashes of
    the old events are held in memory, and in full those that changed.

    Args:
        new: the folder of the release that is being made.
        old: the folder or zip of the release before.
        target: the file to write.

    Returns:
        How many events were added, changed and deleted.

    Raises:
        ReleaseError: the old release cannot be read or its events are not what Dateline writes.
    """
    before = {id_: _digest(event) for id_, event in _events(old)}
    after = {id_: _digest(event) for id_, event in _events(new)}
    differing = {id_ for id_ in before.keys() & after.keys() if before[id_] != after[id_]}
    was = {id_: event for id_, event in _events(old) if id_ in differing}
    now = {id_: event for id_, event in _events(new) if id_ in differing}
    lines: list[dict[str, Any]] = [{"id": id_, "change": "added"} for id_ in after.keys() - before.keys()]
    lines += [{"id": id_, "change": "deleted"} for id_ in before.keys() - after.keys()]
    lines += [{"id": id_, "change": "changed", "fields": _fields(was[id_], now[id_])} for id_ in differing]
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        for line in sorted(lines, key=lambda line: line["id"]):
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    counted = Counter(line["change"] for line in lines)
    return {change: counted[change] for change in ("added", "changed", "deleted")}


def _events(release: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with archive.reading(release, EVENTS) as stream:
        for number, line in enumerate(stream, 1):
            try:
                event = json.loads(line)
                yield str(event["id"]), event
            except (ValueError, KeyError, TypeError):
                raise ReleaseError(
                    f"{release}: {EVENTS}:{number}: not an event; verify the release"
                ) from None


def _digest(event: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).digest()


def _fields(was: dict[str, Any], now: dict[str, Any]) -> dict[str, dict[str, Any]]:
    keys = sorted(was.keys() | now.keys())
    return {key: {"from": was.get(key), "to": now.get(key)} for key in keys if was.get(key) != now.get(key)}
