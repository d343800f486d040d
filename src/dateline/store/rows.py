"""Records to rows of the tables and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping

from dateline.records import Event, Report

REPORT_COLUMNS = (
    "published",
    "title",
    "outlet",
    "url",
    "origin",
    "text",
    "body",
    "dateline_place",
    "content_hash",
)
_POINTS = ("exact", "near", "admin2")


def report_row(report: Report) -> dict[str, Any]:
    """Turn a report into a row of ``reports``."""
    place = report.dateline_place
    return {
        **report.model_dump(exclude={"dateline_place"}),
        "dateline_place": place.model_dump() if place else None,
        "content_hash": report.content_hash,
    }


def to_report(row: RowMapping) -> Report:
    """Turn a row of ``reports`` into a report."""
    return Report(**{name: row[name] for name in Report.model_fields})


def event_row(event: Event, position: int) -> dict[str, Any]:
    """Turn an event into a row of ``events``: columns to search by, and the whole record.

    Args:
        event: the event.
        position: its number in the report, from 0.
    """
    point = next((p for p in event.places if p.lat is not None and p.precision in _POINTS), None)
    low, best, high = killed(event)
    return {
        "id": event.id,
        "report_id": event.report_id,
        "position": position,
        "published": event.published,
        "event_type": event.event_type,
        "family": event.family,
        "status": str(event.status),
        "background": event.background,
        "start": event.time.start if event.time else None,
        "end": event.time.end if event.time else None,
        "country": next((place.country for place in event.places if place.country), None),
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "killed_low": low,
        "killed_best": best,
        "killed_high": high,
        "confidence": event.confidence,
        "record": event.model_dump(mode="json"),
    }


def killed(event: Event) -> tuple[int | None, int | None, int | None]:
    """Add up who was killed in an event.

    Returns:
        The lowest, best and highest number; each is ``None`` where the report does not bound it.
    """
    effects = [effect for effect in event.effects if effect.kind == "killed"]
    lows = [effect.low for effect in effects if effect.low is not None]
    bests = [effect.best for effect in effects if effect.best is not None]
    highs = [effect.high for effect in effects if effect.high is not None]
    return (
        sum(lows) if lows else None,
        sum(bests) if bests and len(bests) == len(effects) else None,
        sum(highs) if highs and len(highs) == len(effects) else None,
    )
