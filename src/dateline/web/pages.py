"""The pages, each with its JSON twin: the list of reports, the reader, and the downloads."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.exceptions import HTTPException

from dateline.export.formats import FORMATS
from dateline.records import Coded
from dateline.store import EventFilter, Store
from dateline.web.api.params import Wanted
from dateline.web.exports import download
from dateline.web.filters import read as read_filter
from dateline.web.listing import ReportList, list_reports
from dateline.web.reader import read
from dateline.web.render import Opened, answer

router = APIRouter()
Words = Annotated[str | None, Query(max_length=200, description="words that the reports hold")]
Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/reports", include_in_schema=False)
def reports_page(request: Request, store: Opened, q: Words = None, page: Page = 1) -> Response:
    """Show the list of reports."""
    listing = list_reports(store, q=q, page=page)
    return answer(request, "reports.html", listing=listing, empty=not store.count_reports())


@router.get("/reports.json")
def reports_json(store: Opened, q: Words = None, page: Page = 1) -> ReportList:
    """List reports, newest first, with the number of their events by family."""
    return list_reports(store, q=q, page=page)


@router.get("/events.{shape}", response_class=StreamingResponse)
def events_file(request: Request, store: Opened, shape: str, asked: Wanted) -> Response:
    """Download the events that a filter finds, in a format of ``dateline export``.

    An actor's id ("syr", "syr.army") gives the events of all that belonged to it on the report's day too.
    """
    if shape not in FORMATS:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"Events come as {', '.join(FORMATS)}.")
    return download(request, store.events(asked.filter()), shape, store.report)


@router.get("/e/{event_id}", status_code=HTTPStatus.SEE_OTHER, response_class=RedirectResponse)
def event_page(store: Opened, event_id: str) -> Response:
    """Lead to an event in its report. The first characters of its id do where no other event shares them."""
    event = store.event(event_id)
    if event is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No event has the id {event_id}.")
    address = f"/r/{quote(event.report_id, safe='')}#e-{event.id}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


@router.get("/r/{report_id:path}", include_in_schema=False)
def reader_page(request: Request, store: Opened, report_id: str) -> Response:
    """Show one report with its events; with ``.json`` after its id, return both as JSON."""
    coded = _coded(store, report_id)
    if coded:
        stands = store.page(EventFilter(report_id=report_id), limit=len(coded.events) + 1).events
        filters = read_filter([("report", report_id)], request.url.path)
        origin = str(request.base_url).rstrip("/")
        reading = read(coded, request.app.state.labels, stands)
        return answer(request, "reader.html", reading=reading, filters=replace(filters, origin=origin))
    twin = _coded(store, report_id.removesuffix(".json")) if report_id.endswith(".json") else None
    if twin is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No report has the id {report_id}.")
    return Response(twin.model_dump_json(), media_type="application/json")


def _coded(store: Store, report_id: str) -> Coded | None:
    report = store.report(report_id)
    if report is None:
        return None
    return Coded(report=report, events=tuple(store.events(EventFilter(report_id=report_id))))
