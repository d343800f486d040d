"""The agreements: a row a deal, a column a party, and the same as CSV and JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from dateline.export.deals import write_deals_csv
from dateline.records import Agreement, Party, Report
from dateline.stages import DEAL_STAGES, DealStage
from dateline.store import AgreementFilter, Store
from dateline.web.api.params import Name
from dateline.web.deals import Table, latest_day, lay_out, name_of
from dateline.web.render import Opened, answer

router = APIRouter()
PAGE = 40
"""Deals on one page."""


class DealQuery(BaseModel):
    """Which deals are shown, and the day on which answers are overdue."""

    stage: DealStage | Literal[""] = ""
    report: Name | None = None
    party: Name | None = None
    q: Name | None = None
    overdue: bool = False
    on: Literal["report", "today"] = "report"
    past: bool = False
    page: int = Field(1, ge=1, le=100_000)


Asked = Annotated[DealQuery, Query()]


@router.get("/agreements", include_in_schema=False)
def agreements_page(request: Request, store: Opened, asked: Asked) -> Response:
    """Show the deals that the filter finds, newest first."""
    day = _day(store, asked)
    found = _found(store, asked, day)
    part = found[(asked.page - 1) * PAGE : asked.page * PAGE]
    return answer(
        request,
        "agreements.html",
        table=_table(store, part, day),
        total=len(found),
        pages=max(1, -(-len(found) // PAGE)),
        asked=asked,
        day=day,
        stages=DEAL_STAGES,
        parties=sorted(
            {name_of(p) for deal in found for p in (*deal.proposers, *(a.party for a in deal.answers))}
        ),
        empty=next(store.agreements(), None) is None,
    )


@router.get("/agreements.json", include_in_schema=False)
def agreements_json(store: Opened, asked: Asked) -> Response:
    """Return the deals that the filter finds, with the answers that are overdue."""
    day = _day(store, asked)
    rows = [
        deal.model_dump(mode="json") | {"overdue": [name_of(a.party) for a in deal.overdue(day)]}
        for deal in _found(store, asked, day)
    ]
    return JSONResponse({"on": day.isoformat(), "counted_from": asked.on, "agreements": rows})


@router.get("/agreements.csv", include_in_schema=False)
def agreements_csv(store: Opened, asked: Asked) -> Response:
    """Return the deals that the filter finds, a row for each answer, as ``dateline agreements`` does."""
    day, out = _day(store, asked), StringIO()
    write_deals_csv(_found(store, asked, day), out, on=day)
    headers = {"Content-Disposition": 'attachment; filename="agreements.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _day(store: Store, asked: DealQuery) -> date:
    """The day on which answers are overdue: that of the latest report, or today."""
    return datetime.now(UTC).date() if asked.on == "today" else latest_day(store)


def _found(store: Store, asked: DealQuery, day: date) -> list[Agreement]:
    wanted = AgreementFilter(
        report_id=asked.report, stage=asked.stage or None, overdue=day if asked.overdue else None
    )
    words = (asked.q or "").casefold().split()
    found = [
        deal
        for deal in store.agreements(wanted)
        if (asked.past or not deal.past)
        and (not asked.party or asked.party in {name_of(p) for p in _parties(deal)})
        and all(word in _haystack(deal) for word in words)
        and (not asked.overdue or deal.overdue(day))
    ]
    return found[::-1]


def _parties(deal: Agreement) -> list[Party]:
    return [*deal.proposers, *deal.mediators, *(one.party for one in deal.answers)]


def _haystack(deal: Agreement) -> str:
    texts = [deal.name, *(p.text for p in _parties(deal)), *(map(name_of, _parties(deal)))]
    return " ".join([*texts, *(term.text for term in deal.terms)]).casefold()


def _table(store: Store, found: list[Agreement], day: date) -> Table:
    reports: dict[str, Report] = {}
    for deal in found:
        if deal.report_id not in reports and (report := store.report(deal.report_id)):
            reports[deal.report_id] = report
    return lay_out(found, reports, on=day)
