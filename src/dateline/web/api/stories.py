"""Reading what several events make together: deals and incidents."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel

from dateline.agreements.histories import History
from dateline.errors import StoreError
from dateline.incidents.records import Incident, Link
from dateline.records import Agreement
from dateline.stages import DealStage
from dateline.store import AgreementFilter
from dateline.web.api.answers import READ, faults, reply
from dateline.web.api.params import Name
from dateline.web.api.read import Opened

router = APIRouter()


class AgreementsOut(BaseModel):
    """Deals, oldest report first."""

    agreements: list[Agreement]


class IncidentsOut(BaseModel):
    """One page of incidents, the latest first; ``total`` counts all pages."""

    incidents: list[Incident]
    total: int


class WhyOut(BaseModel):
    """An incident, the links that it hangs by, strongest first, and all compared pairs, with weights."""

    incident: Incident
    hangs_by: list[Link]
    pairs: list[Link]


@router.get("/agreements", response_model=AgreementsOut, responses=READ)
def agreements(
    request: Request,
    store: Opened,
    report: Name | None = None,
    stage: DealStage | None = None,
    overdue: Annotated[date | None, Query(description="with an answer due before this day")] = None,
) -> Response:
    """List deals: who offered them, what each party answered and by when, what they lay down."""
    wanted = AgreementFilter(report_id=report, stage=stage, overdue=overdue)
    return reply(request, AgreementsOut(agreements=list(store.agreements(wanted))))


class HistoriesOut(BaseModel):
    """Deals over the reports that tell of them, by the day of the first."""

    histories: list[History]


@router.get("/agreement-histories", response_model=HistoriesOut, responses=READ)
def agreement_histories(
    request: Request,
    store: Opened,
    report: Name | None = None,
    overdue: Annotated[
        date | None, Query(description="with an answer due before this day that no report has")
    ] = None,
) -> Response:
    """List deals over all reports: each party's answers in order, which holds, and why they are one."""
    from dateline.store.histories import deal_histories  # noqa: PLC0415  # pages start without it

    found = [
        one
        for one in deal_histories(store)
        if (report is None or report in one.reports)
        and (overdue is None or any(side.overdue(overdue) for side in one.sides))
    ]
    return reply(request, HistoriesOut(histories=found))


class IncidentQuery(BaseModel):
    """Which incidents are asked for, and which page."""

    report: Name | None = None
    actor: Name | None = None
    since: date | None = None
    until: date | None = None
    limit: Annotated[int, Query(ge=1, le=1000, description="how many at most")] = 100
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="how many to pass over")] = 0


@router.get("/incidents", response_model=IncidentsOut, responses=READ)
def incidents(request: Request, store: Opened, asked: Annotated[IncidentQuery, Query()]) -> Response:
    """List incidents: what several reports tell of one happening, as ``dateline incidents build`` found."""
    # imported here: merging needs the codebook, and that the parser, which pages start without
    from dateline.store.incident_queries import (  # noqa: PLC0415
        IncidentFilter,
        count_incidents,
        list_incidents,
    )

    wanted = IncidentFilter(report_id=asked.report, actor=asked.actor, since=asked.since, until=asked.until)
    found = list_incidents(store, wanted, limit=asked.limit, offset=asked.offset)
    return reply(request, IncidentsOut(incidents=list(found), total=count_incidents(store, wanted)))


@router.get("/incidents/{incident_id}", response_model=WhyOut, responses=READ | faults(HTTPStatus.NOT_FOUND))
def incident(request: Request, store: Opened, incident_id: Annotated[Name, Path()]) -> Response:
    """Return one incident and why it holds together; an id that it took over leads to it as well."""
    from dateline.store.incident_queries import why  # noqa: PLC0415

    try:
        found = why(store, incident_id)
    except StoreError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No incident has the id {incident_id}.") from error
    answer = WhyOut(incident=found.incident, hangs_by=list(found.hangs_by), pairs=list(found.pairs))
    return reply(request, answer)
