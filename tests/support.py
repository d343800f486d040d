"""Small helpers that several tests share."""

from __future__ import annotations

from datetime import date

from dateline.records import Report


def report(text: str, *, published: str = "2021-09-01", report_id: str = "r1") -> Report:
    """A report of one text."""
    return Report(report_id=report_id, published=date.fromisoformat(published), text=text)
