"""Reading what several events make together: deals and incidents."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from dateline.agreements.histories import History
from dateline.errors import StoreError
from dateline.incidents.records import Incident, Link
from dateline.records import Agreement
from dateline.stages import DealStage
from dateline.store import AgreementFilter
from dateline.store.agreements import page_of_agreements
from dateline.store.cursors import read_cursor, write_cursor
from dateline.web.api.answers import MISSING, READ, reply, shows
from dateline.web.api.params import Cursor, Limit, Name
from dateline.web.api.read import Opened

router = APIRouter()
Known = Annotated[Name, Path(examples=["i0f1e2d3c4b5a6978"])]
Told = Annotated[Name | None, Query(description="id of a report that tells of it", examples=["r1"])]


class AgreementsOut(BaseModel):
    """One page of deals, oldest report first; ``cursor`` leads to the next."""

    agreements: list[Agreement]
    cursor: str | None


class IncidentsOut(BaseModel):
    """One page of incidents, the latest first; ``total`` counts all pages, ``cursor`` leads to the next."""

    incidents: list[Incident]
    total: int
    cursor: str | None


class WhyOut(BaseModel):
    """An incident, the links that it hangs by, strongest first, and all compared pairs, with weights."""

    incident: Incident
    hangs_by: list[Link]
    pairs: list[Link]


class HistoryQuery(BaseModel):
    """Which deals over several reports are asked for, and which page."""

    model_config = ConfigDict(extra="forbid")

    report: Told = None
    overdue: date | None = Field(
        None, description="with an answer due before this day and not given", examples=["2021-09-05"]
    )
    limit: Limit = 100
    cursor: Cursor = None


class AgreementQuery(HistoryQuery):
    """Which deals are asked for, and which page."""

    stage: DealStage | None = Field(None, description="how far it is", examples=["pending"])


@router.get("/agreements", response_model=AgreementsOut, responses=READ | shows("agreements"))
def agreements(request: Request, store: Opened, asked: Annotated[AgreementQuery, Query()]) -> Response:
    """List deals: who offered them, what each party answered and by when, what they lay down."""
    wanted = AgreementFilter(report_id=asked.report, stage=asked.stage, overdue=asked.overdue)
    found, after = page_of_agreements(store, wanted, limit=asked.limit, cursor=asked.cursor or None)
    return reply(request, AgreementsOut(agreements=list(found), cursor=after))


class HistoriesOut(BaseModel):
    """One page of deals over the reports that tell of them, by the day of the first."""

    histories: list[History]
    cursor: str | None


@router.get("/agreement-histories", response_model=HistoriesOut, responses=READ | shows("histories"))
def agreement_histories(request: Request, store: Opened, asked: Annotated[HistoryQuery, Query()]) -> Response:
    """List deals over all reports: each party's answers in order, which holds, and why they are one."""
    from dateline.store.histories import deal_histories  # noqa: PLC0415  # pages start without it

    last = read_cursor(asked.cursor, date, str) if asked.cursor else None
    left = [
        one
        for one in deal_histories(store)
        if (last is None or (one.first, one.id) > last)
        and (asked.report is None or asked.report in one.reports)
        and (asked.overdue is None or any(side.overdue(asked.overdue) for side in one.sides))
    ]
    more = len(left) > asked.limit
    after = write_cursor(left[asked.limit - 1].first, left[asked.limit - 1].id) if more else None
    return reply(request, HistoriesOut(histories=left[: asked.limit], cursor=after))


class IncidentQuery(BaseModel):
    """Which incidents are asked for, and which page."""

    report: Told = None
    actor: Name | None = Field(None, description="id of an actor that takes part", examples=["syr.army"])
    since: date | None = Field(None, description="not over before this day", examples=["2021-08-01"])
    until: date | None = Field(None, description="begun by this day", examples=["2021-08-31"])
    limit: Limit = 100
    cursor: Cursor = None


@router.get("/incidents", response_model=IncidentsOut, responses=READ | shows("incidents"))
def incidents(request: Request, store: Opened, asked: Annotated[IncidentQuery, Query()]) -> Response:
    """List incidents: what several reports tell of one happening, as ``dateline incidents build`` found."""
    # imported here: merging needs the codebook, and that the parser, which pages start without
    from dateline.store.incident_queries import (  # noqa: PLC0415
        IncidentFilter,
        count_incidents,
        page_of_incidents,
    )

    wanted = IncidentFilter(report_id=asked.report, actor=asked.actor, since=asked.since, until=asked.until)
    found, after = page_of_incidents(store, wanted, limit=asked.limit, cursor=asked.cursor or None)
    total = count_incidents(store, wanted)
    return reply(request, IncidentsOut(incidents=list(found), total=total, cursor=after))


@router.get("/incidents/{incident_id}", response_model=WhyOut, responses=MISSING | shows("incident"))
def incident(request: Request, store: Opened, incident_id: Known) -> Response:
    """Return one incident and why it holds together; an id that it took over leads to it as well."""
    from dateline.store.incident_queries import why  # noqa: PLC0415

    try:
        found = why(store, incident_id)
    except StoreError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No incident has the id {incident_id}.") from error
    answer = WhyOut(incident=found.incident, hangs_by=list(found.hangs_by), pairs=list(found.pairs))
    return reply(request, answer)
