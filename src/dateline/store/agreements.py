"""Deals in the database: one row for each deal of each report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dateline.records import Agreement
from dateline.store.schema import agreements


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
    tests = []
    if wanted.report_id is not None:
        tests.append(agreements.c.report_id == wanted.report_id)
    if wanted.stage is not None:
        tests.append(agreements.c.stage == wanted.stage)
    if wanted.overdue is not None:
        tests.append(agreements.c.due < wanted.overdue)
    query = select(agreements.c.record).where(*tests)
    query = query.order_by(agreements.c.published, agreements.c.report_id, agreements.c.position)
    yield from map(Agreement.model_validate, connection.execute(query).scalars())
