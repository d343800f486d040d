"""How often the time of an event is right, given the expert's triggers and statuses.

Every gold event becomes a draft with its type and status; ``time_events`` fills its time, which counts
as right when ``score_events.same_time`` says so (each end within a day, or half of the days in common).

    python benchmarks/time_gold.py [dev|open|reports ...] [--errors N]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from dateline.coding.draft import Draft, Trigger
from dateline.coding.when import time_events
from dateline.dates import find_times
from dateline.ingest.header import read_header
from dateline.language.parse import Parsed, load_parser, parse_many
from dateline.records import Report, Span, Status

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDERS = {"dev": "gold/dev", "open": "gold/train/open", "reports": "gold/train/reports"}


def scorer() -> ModuleType:
    """Load the project's scorer by its path."""
    spec = importlib.util.spec_from_file_location("score_events", SHARED / "tools" / "score_events.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(folder: Path) -> list[dict[str, Any]]:
    """The coded reports of a folder."""
    docs = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))]
    return [d for d in docs if d.get("published")]


def drafts(parsed: Parsed, events: list[dict[str, Any]]) -> Iterator[tuple[Draft, dict[str, Any]]]:
    """One draft a gold event whose trigger stands in the text."""
    for event in events:
        start = parsed.report.text.find(event["trigger"])
        span = (
            parsed.doc.char_span(start, start + len(event["trigger"]), alignment_mode="expand")
            if start >= 0
            else None
        )
        if span is None:
            continue
        phrase = Span(text=event["trigger"], start=start, end=start + len(event["trigger"]))
        trigger = Trigger(
            token=span.root, span=phrase, event_type=event["event_type"], rule="gold", score=1.0
        )
        yield Draft(trigger=trigger, status=Status(event["status"])), event


def coded_time(draft: Draft) -> dict[str, str | None]:
    """A draft's time as the scorer reads it."""
    when = draft.time
    if when is None:
        return {}
    return {"start": when.start and when.start.isoformat(), "end": when.end and when.end.isoformat()}


def measure(folder: Path, scoring: ModuleType, *, every: int = 1) -> tuple[Counter[str], list[str]]:
    """Count the right times of a folder, and list the wrong ones."""
    docs = read(folder)[::every]
    reports = [
        Report(
            report_id=d["report_id"],
            published=d["published"],
            text=d["text"],
            body=read_header(d["text"]).body,
        )
        for d in docs
    ]
    counts: Counter[str] = Counter()
    errors: list[str] = []
    for doc, parsed in zip(docs, parse_many(reports, load_parser()), strict=True):
        pairs = list(drafts(parsed, doc["events"]))
        times = find_times(parsed.report.text, published=parsed.report.published, start=parsed.report.body)
        timed = time_events(tuple(d for d, _ in pairs), parsed, times)
        for draft, (_, event) in zip(timed, pairs, strict=True):
            readings = scoring.readings(event, "time")
            verdicts = [scoring.same_time(r, coded_time(draft)) for r in readings]
            rule = next((r.rule for r in draft.reasons if r.field == "time"), "?")
            if None in verdicts:
                counts["undated"] += 1
                counts["undated left so"] += draft.time is None
                continue
            counts["dated"] += 1
            counts["right"] += any(verdicts)
            counts[f"rule {rule} right"] += any(verdicts)
            counts[f"rule {rule} all"] += 1
            if not any(verdicts):
                sent = " ".join(draft.token.sent.text.split())
                errors.append(
                    f"{doc['report_id']} {doc['published']} [{event['event_type']} {event['status']}] "
                    f"<{event['trigger']}> gold {event['time']} got {coded_time(draft)} by {rule} | {sent}"
                )
    return counts, errors


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", metavar="|".join(FOLDERS))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--every", type=int, default=1, help="measure on every n-th report only")
    args = parser.parse_args()
    if unknown := set(args.folders) - set(FOLDERS):
        parser.error(f"no such set: {', '.join(sorted(unknown))}")
    if not SHARED.exists():
        print(f"skipped: {SHARED} is not here")
        return
    scoring = scorer()
    for name in args.folders or ["dev"]:
        began = time.perf_counter()
        counts, errors = measure(SHARED / FOLDERS[name], scoring, every=args.every)
        print(
            f"{name}: accuracy {counts['right'] / counts['dated']:.3f} of {counts['dated']} dated events; "
            f"{counts['undated left so']} of {counts['undated']} undated left undated; "
            f"{time.perf_counter() - began:.0f} s"
        )
        for rule in sorted({k.removesuffix(" all") for k in counts if k.endswith(" all")}):
            print(f"  {rule}: {counts[rule + ' right']} of {counts[rule + ' all']}")
        print(*errors[: args.errors], sep="\n")


if __name__ == "__main__":
    main()
