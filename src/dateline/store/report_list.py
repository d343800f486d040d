"""Reports as a list, newest first: everything but their texts, and how many events each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.cursors import read_cursor, write_cursor
from dateline.store.schema import coded, reports


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report in a list: everything but its text, and how many events it has."""

    report_id: str
    published: date
    title: str | None
    outlet: str | None
    opening: str
    events: int


def list_reports(
    connection: Connection, tests: Sequence[ColumnElement[bool]], *, limit: int, offset: int = 0
) -> tuple[ReportSummary, ...]:
    """List the reports that meet conditions on their table."""
    query = _summaries().where(*tests).limit(limit).offset(offset)
    return tuple(ReportSummary(**row) for row in connection.execute(query).mappings())


def page_of_reports(
    connection: Connection, tests: Sequence[ColumnElement[bool]], *, limit: int, cursor: str | None
) -> tuple[tuple[ReportSummary, ...], str | None]:
    """Return one page of the reports that meet conditions, and the cursor of the next page.

    Raises:
        RefusedError: the cursor is none that a page gave.
    """
    found = list_reports(connection, [*tests, *_after(cursor)], limit=limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], write_cursor(last.published, last.report_id) if last else None


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    published, report_id = read_cursor(cursor, date, str)
    later = (reports.c.published == published) & (reports.c.report_id > report_id)
    return [(reports.c.published < published) | later]


def _summaries() -> Select[Any]:
    columns = (reports.c.report_id, reports.c.published, reports.c.title, reports.c.outlet)
    opening = func.substr(reports.c.text, reports.c.body + 1, 200)
    query = select(*columns, opening.label("opening"), func.coalesce(coded.c.events, 0).label("events"))
    return query.outerjoin(coded).order_by(reports.c.published.desc(), reports.c.report_id)
