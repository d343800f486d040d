"""Makes a release from the events of a database."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dateline
from dateline import codebook
from dateline.export.columns import SHEET_ROWS
from dateline.export.formats import FORMATS
from dateline.export.incidents import write as write_incidents
from dateline.export.jsonl import write_jsonl
from dateline.export.rows import ReportOf
from dateline.figures import point
from dateline.incidents.records import Incident
from dateline.records import Event
from dateline.release import archive, papers
from dateline.release.changes import EVENTS, INCIDENTS, Leads, write_changes
from dateline.release.tables import write_tables

DERIVED = tuple(name for name in FORMATS if name != "jsonl")
"""JSON lines are the source of the other formats, so that all hold the same events."""

Recording = Callable[[Iterable[Event]], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a release says of itself.

    ``name`` is its name and version in one, ``authors`` who is to be cited, ``licence`` the text under which
    its codings may be used, ``None`` for CC BY 4.0; ``chosen`` the filter in words, by option.
    """

    name: str
    authors: tuple[str, ...] = ()
    licence: str | None = None
    chosen: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The release before: its folder or zip, and what finds where ids lead that are no more."""

    path: Path
    events: Leads = lambda _: {}
    incidents: Leads = lambda _: {}


def build(
    events: Iterable[Event],
    target: Path,
    terms: Terms,
    *,
    report_of: ReportOf,
    incidents: Iterable[Incident] = (),
    zipped: bool = False,
    since: Before | None = None,
    recording: Recording = nullcontext,
) -> dict[str, Any]:
    """Make a release. The same events, incidents and terms give the same bytes.

    Args:
        events: the events, in a fixed order; they are read once.
        target: the folder or zip to make.
        terms: what it says of itself.
        report_of: finds a report by its id, for the formats that name outlets and sentences.
        incidents: incidents, in a fixed order; those are left out of which no event is in the release.
        zipped: make a zip.
        since: the release before, to list the differences to.
        recording: opens a context from the events that the release holds; it is put in its place inside.

    Returns:
        The counts, as in ``counts.json``.

    Raises:
        ReleaseError: the target exists, or ``since`` cannot be read.
    """
    with archive.staged(target) as folder:
        for name in ("data", "tables"):
            (folder / name).mkdir()
        with (folder / EVENTS).open("w", encoding="utf-8", newline="\n") as stream:
            write_jsonl(events, stream)
        counts = _counts(_read(folder))
        counts["incidents"] = _incidents(folder, incidents)
        formats = {name: _derive(name, folder, report_of, counts["events"]) for name in DERIVED}
        counts |= {"rows": write_tables(_read(folder), folder / "tables"), "formats": formats}
        counts |= _changes(folder, since) if since else {}
        _papers(folder, terms, counts)
        with recording(_read(folder)):
            archive.publish(folder, target, zipped=zipped)
    return counts


def _derive(name: str, folder: Path, report_of: ReportOf, number: int) -> dict[str, Any]:
    """Write the events in one format; return its rows, its events and what it leaves out by reason."""
    if name == "excel" and number > SHEET_ROWS:
        return {"rows": 0, "events": 0, "left_out": {"more events than a sheet takes": number}}
    with (folder / f"data/events.{FORMATS[name].suffix}").open("wb") as stream:
        done = FORMATS[name].write(_read(folder), stream, report_of)
    return {"rows": done.rows, "events": done.events, "left_out": dict(sorted(done.left_out.items()))}


def _incidents(folder: Path, found: Iterable[Incident]) -> int:
    """Write the incidents that an event of the release belongs to, and return how many."""
    ids = {event.id for event in _read(folder)}
    number = 0
    csv_file = (folder / INCIDENTS).with_suffix(".csv")
    with (folder / INCIDENTS).open("w", encoding="utf-8", newline="\n") as lines:
        for incident in found:
            if any(member.event_id in ids for member in incident.members):
                write_incidents([incident], lines, "json")
                number += 1
    with csv_file.open("w", encoding="utf-8", newline="") as table:
        write_incidents(_read_incidents(folder), table, "csv")
    return number


def _changes(folder: Path, since: Before) -> dict[str, Any]:
    """Write what differs from the release before, and count it."""
    changed = write_changes(folder, since.path, folder / "changes.jsonl", file=EVENTS, leads=since.events)
    merged = write_changes(
        folder, since.path, folder / "incident-changes.jsonl", file=INCIDENTS, leads=since.incidents
    )
    return {"changes": changed, "incident_changes": merged}


def _papers(folder: Path, terms: Terms, counts: dict[str, Any]) -> None:
    """Write what goes with the data."""
    _copy_codebook(folder / "codebook")
    _json(folder / "counts.json", counts)
    _json(folder / "filter.json", terms.chosen)
    _json(folder / "versions.json", _versions(_read(folder)))
    cited = papers.citation(terms.name, terms.authors)
    texts = {"README.md": papers.readme(terms.name), "CITATION.cff": cited}
    for name, text in (texts | {"LICENSE.txt": terms.licence or papers.LICENCE}).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _read_incidents(folder: Path) -> Iterator[Incident]:
    with (folder / INCIDENTS).open(encoding="utf-8", newline="\n") as stream:
        yield from map(Incident.model_validate_json, stream)


def _read(folder: Path) -> Iterator[Event]:
    with (folder / EVENTS).open(encoding="utf-8", newline="\n") as stream:
        yield from map(Event.model_validate_json, stream)


def _counts(events: Iterable[Event]) -> dict[str, Any]:
    types: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    reports: set[str] = set()
    placed = 0
    for event in events:
        types[event.event_type] += 1
        statuses[str(event.status)] += 1
        reports.add(event.report_id)
        placed += point(event) is not None
    return {
        "events": types.total(),
        "reports_with_events": len(reports),
        "events_without_point": types.total() - placed,
        "event_type": dict(types),
        "status": dict(statuses),
    }


def _versions(events: Iterable[Event]) -> dict[str, Any]:
    """The version that made the release, and each coder of its events with how many it coded."""
    coders = Counter(event.coder for event in events)
    listed = [coder.model_dump(mode="json") | {"events": count} for coder, count in coders.items()]
    listed.sort(key=lambda row: json.dumps(row, sort_keys=True))
    return {"dateline": dateline.__version__, "codebook": codebook.load().version, "coders": listed}


def _copy_codebook(target: Path) -> None:
    """Copy the files of the codebook that is installed."""
    source = Path(codebook.__file__).parent
    for path in sorted(source.rglob("*")):
        if path.suffix in {".toml", ".csv"}:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def _json(file: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
