"""Deals put together over reports: how each party stands, and what each report says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from dateline.agreements.histories import History
from dateline.export.histories import write_histories
from dateline.records import Agreement, Report
from dateline.store import Store
from dateline.store.histories import deal_histories
from dateline.web.deals import Table, latest_day, lay_out
from dateline.web.render import Opened, answer

router = APIRouter()
PAGE = 20
"""Deals on one page."""


class HistoryQuery(BaseModel):
    """Which deals are shown."""

    overdue: bool = False
    several: bool = False
    past: bool = False
    page: int = Field(1, ge=1, le=100_000)


Asked = Annotated[HistoryQuery, Query()]


@dataclass(frozen=True, slots=True)
class Shown:
    """A history with its reports as a table, oldest first; ``reports`` by the id of the deal of each."""

    history: History
    table: Table
    reports: dict[str, str]


@router.get("/agreements/histories", include_in_schema=False)
def histories_page(request: Request, store: Opened, asked: Asked) -> Response:
    """Show the deals over their reports, those told of last first."""
    day = latest_day(store)
    found = _found(store, asked, day)
    part = found[(asked.page - 1) * PAGE : asked.page * PAGE]
    return answer(
        request,
        "histories.html",
        shown=_shown(store, part, day),
        total=len(found),
        pages=max(1, -(-len(found) // PAGE)),
        asked=asked,
        day=day,
    )


@router.get("/agreements/histories.csv", include_in_schema=False)
def histories_csv(store: Opened, asked: Asked) -> Response:
    """Give a row for each answer that a report tells of."""
    out = StringIO()
    day = latest_day(store)
    write_histories(_found(store, asked, day), out, "csv", on=day)
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8")


def _found(store: Store, asked: HistoryQuery, day: date) -> list[History]:
    found = [
        one
        for one in deal_histories(store)
        if (asked.past or not one.past)
        and (not asked.several or len(one.reports) > 1)
        and (not asked.overdue or any(side.overdue(day) for side in one.sides))
    ]
    return sorted(found, key=lambda one: (one.last, one.id), reverse=True)


def _shown(store: Store, found: Sequence[History], day: date) -> list[Shown]:
    wanted = {id_ for one in found for id_ in one.agreements}
    deals = {deal.id: deal for deal in store.agreements() if deal.id in wanted}
    return [_one(store, one, [deals[id_] for id_ in one.agreements], day) for one in found]


def _one(store: Store, history: History, deals: Sequence[Agreement], day: date) -> Shown:
    reports: dict[str, Report] = {
        name: report for name in history.reports if (report := store.report(name)) is not None
    }
    by_deal = {deal.id: deal.report_id for deal in deals}
    return Shown(history, lay_out(deals, reports, on=day), by_deal)
