"""A coder of a few lines, for tests of what surrounds the real one: each "shelled" is one event."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.errors import DataError
from dateline.records import (
    Coded,
    Coder,
    Effect,
    Event,
    Party,
    Place,
    Report,
    Source,
    Span,
    Status,
    When,
    event_id,
)
from dateline.workers import ReportCoder

CODER = Coder(engine="fake", version="1", codebook="1")


def event(report: Report, start: int, end: int, **fields: object) -> Event:
    """Make an event whose trigger is ``report.text[start:end]``; other fields may be given."""
    base: dict[str, object] = {
        "id": event_id(report.report_id, "shelling", start, end),
        "report_id": report.report_id,
        "published": report.published,
        "event_type": "shelling",
        "family": "violence",
        "status": Status.ACTUAL,
        "trigger": Span(text=report.text[start:end], start=start, end=end),
        "confidence": 0.8,
        "coder": CODER,
    }
    return Event.model_validate(base | fields)


def full_event(report_id: str = "r1", **fields: object) -> Event:
    """Make an event with something in every field."""
    report = Report(report_id=report_id, published="2021-09-01", text="Troops shelled Tafas, killing four.")
    phrase = {"text": "Troops", "start": 0, "end": 6}
    defaults: dict[str, object] = {
        "actors": (Party(name="army", **phrase),),
        "targets": (Party(name="rebels", **phrase), Party(name="residents", **phrase)),
        "places": (
            Place(
                name="Tafas",
                text="Tafas",
                start=15,
                end=20,
                lat=32.7,
                lon=-36.1,
                country="SY",
                precision="exact",
            ),
        ),
        "time": When(start="2021-08-30", end="2021-08-31", precision="days"),
        "effects": (
            Effect(kind="killed", low=4, best=4, high=4, who="soldiers", text="four", start=30, end=34),
        ),
        "sources": (Source(name="state media", **phrase),),
        "evidence": (Span(text=report.text, start=0, end=35),),
    }
    return event(report, 7, 14, **(defaults | fields))


def _code(reports: Sequence[Report]) -> Iterator[Coded]:
    pause = float(os.environ.get("FAKE_PAUSE", "0"))
    for report in reports:
        time.sleep(pause)
        if "crash the coder" in report.text:
            raise ValueError("crashed as told")
        if "die at once" in report.text:
            os._exit(9)
        log = os.environ.get("FAKE_LOG")
        if log:
            with Path(log).open("a") as stream:
                stream.write(report.report_id + "\n")
        found = re.finditer("shelled", report.text)
        yield Coded(report=report, events=tuple(event(report, *match.span()) for match in found))


def load() -> ReportCoder:
    """Load the coder."""
    return ReportCoder(key=os.environ.get("FAKE_KEY", "fake 1"), code=_code)


def load_broken() -> ReportCoder:
    """Fail to load it, as with wrong data files."""
    raise DataError(["words.toml:3: no such month"])
