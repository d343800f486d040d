"""Deals in the database: one row for each deal of each report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, literal, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from dateline.records import Agreement
from dateline.store.cursors import read_cursor, write_cursor
from dateline.store.schema import agreements

if TYPE_CHECKING:
    from dateline.store.database import Store

_ORDER = (agreements.c.published, agreements.c.report_id, agreements.c.position)


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """Which deals are wanted; what is ``None`` does not matter.

    ``overdue`` keeps those with an answer that was due before that day and is not given in their report.
    """

    report_id: str | None = None
    stage: str | None = None
    overdue: date | None = None


def save_agreements(connection: Connection, report_id: str, found: Sequence[Agreement]) -> None:
    """Write the deals of a report in place of those that were there, in a transaction that writes."""
    connection.execute(delete(agreements).where(agreements.c.report_id == report_id))
    if found:
        connection.execute(insert(agreements), [_row(deal, n) for n, deal in enumerate(found)])


def _row(deal: Agreement, position: int) -> dict[str, Any]:
    due = [a.due for a in deal.answers if a.answer == "pending" and a.due]
    return {
        "id": deal.id,
        "report_id": deal.report_id,
        "position": position,
        "published": deal.published,
        "stage": deal.stage,
        "due": min(due, default=None),
        "record": deal.model_dump(mode="json"),
    }


def read_agreements(connection: Connection, wanted: AgreementFilter) -> Iterator[Agreement]:
    """Read deals by date of publication, report and position."""
    query = select(agreements.c.record).where(*_tests(wanted)).order_by(*_ORDER)
    yield from map(Agreement.model_validate, connection.execute(query).scalars())


def page_of_agreements(
    store: Store, wanted: AgreementFilter, *, limit: int = 100, cursor: str | None = None
) -> tuple[tuple[Agreement, ...], str | None]:
    """Read one page of deals in the same order, and the cursor of the next page.

    Raises:
        RefusedError: the cursor is none that a page gave.
    """
    query = select(agreements.c.record, *_ORDER).where(*_tests(wanted)).order_by(*_ORDER)
    if cursor is not None:
        last = read_cursor(cursor, date, str, int)
        query = query.where(tuple_(*_ORDER) > tuple_(*map(literal, last, (c.type for c in _ORDER))))
    with store._reading() as connection:
        rows = connection.execute(query.limit(limit + 1)).all()
    found = tuple(Agreement.model_validate(row[0]) for row in rows[:limit])
    return found, write_cursor(*rows[limit - 1][1:]) if len(rows) > limit else None


def _tests(wanted: AgreementFilter) -> list[ColumnElement[bool]]:
    tests = []
    if wanted.report_id is not None:
        tests.append(agreements.c.report_id == wanted.report_id)
    if wanted.stage is not None:
        tests.append(agreements.c.stage == wanted.stage)
    if wanted.overdue is not None:
        tests.append(agreements.c.due < wanted.overdue)
    return tests
