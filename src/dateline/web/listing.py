"""The list of reports: one page of it, with the events of each report counted by family."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pydantic import BaseModel

from dateline.store import EventFilter, ReportSummary, Store

PAGE = 25
"""Reports on one page."""


class ReportItem(BaseModel):
    """A report in the list. ``families`` maps a family of event types to the number of its events."""

    report_id: str
    published: date
    title: str | None
    outlet: str | None
    opening: str
    events: int
    families: dict[str, int]


class ReportList(BaseModel):
    """One page of the list, newest first. ``total`` counts all reports that ``q`` finds."""

    q: str | None
    page: int
    pages: int
    total: int
    reports: tuple[ReportItem, ...]


def list_reports(store: Store, *, q: str | None = None, page: int = 1) -> ReportList:
    """Read one page of the list.

    Args:
        store: the database.
        q: words that the reports hold; all reports where it is ``None`` or blank.
        page: from 1; a page beyond the last is empty.
    """
    search = q.strip() if q and q.strip() else None
    total = store.count_reports(search)
    found = store.summaries(search=search, limit=PAGE, offset=(page - 1) * PAGE)
    return ReportList(
        q=search,
        page=page,
        pages=max(1, -(-total // PAGE)),
        total=total,
        reports=tuple(_item(summary, store) for summary in found),
    )


def _item(summary: ReportSummary, store: Store) -> ReportItem:
    events = store.events(EventFilter(report_id=summary.report_id)) if summary.events else ()
    families = Counter(event.family for event in events)
    return ReportItem(
        report_id=summary.report_id,
        published=summary.published,
        title=summary.title,
        outlet=summary.outlet,
        opening=summary.opening,
        events=summary.events,
        families=dict(families.most_common()),
    )
