"""Reading: reports, events, counts, actors, places, exports."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from dateline.export.formats import FORMATS
from dateline.records import Report
from dateline.store import EventFilter, Facet, Sort, Store
from dateline.store.cursors import read_cursor, write_cursor
from dateline.web.api.answers import (
    ETAG,
    MISSING,
    READ,
    ActorOut,
    ActorsOut,
    CountOut,
    EventOut,
    EventsOut,
    FacetsOut,
    PlaceOut,
    PlacesOut,
    ReportOut,
    ReportsOut,
    reply,
    shown,
    shows,
)
from dateline.web.api.params import Cursor, EventQuery, Limit, Name, Wanted
from dateline.web.exports import download

router = APIRouter()
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            shape.media_type.partition(";")[0]: {"example": shape.meaning} for shape in FORMATS.values()
        },
        "headers": ETAG,
    }
}


def opened(request: Request) -> Store:
    """Return the open database."""
    store: Store = request.app.state.library.store
    return store


Opened = Annotated[Store, Depends(opened)]


class PageQuery(EventQuery):
    """Which events are asked for, in which order, and which page."""

    sort: Sort = Field(Sort.PUBLISHED, examples=["start"])
    order: Literal["desc", "asc"] = Field("desc", examples=["asc"])
    limit: Limit = 100
    cursor: Cursor = None


class FacetQuery(EventQuery):
    """Which events are counted, and by what."""

    by: list[Facet] = Field(
        default=[], max_length=len(Facet), description="what to count by", examples=[["status", "month"]]
    )
    limit: Limit = 100


class PlaceQuery(EventQuery):
    """Of which events the places are asked for."""

    limit: Annotated[int, Query(ge=1, le=10_000, description="how many at most", examples=[100])] = 1000
    cursor: Cursor = None


@router.get("/reports", response_model=ReportsOut, responses=READ | shows("reports"))
def reports(
    request: Request,
    store: Opened,
    q: Annotated[
        Name | None, Query(description="words, the last as the start of a word", examples=["shelled"])
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """List reports, newest first."""
    found, after = store.report_page(search=q, limit=limit, cursor=cursor or None)
    listed = [ReportOut(**{name: getattr(one, name) for name in ReportOut.model_fields}) for one in found]
    return reply(request, ReportsOut(reports=listed, total=store.count_reports(q), cursor=after))


@router.get("/reports/{report_id:path}", response_model=Report, responses=MISSING | shows("report"))
def report(request: Request, store: Opened, report_id: Annotated[Name, Path(examples=["r1"])]) -> Response:
    """Return one report with its text. Its events: ``/events?report=ID``."""
    found = store.report(report_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No report has the id {report_id}.")
    return reply(request, found)


@router.get("/events", response_model=EventsOut, responses=READ | shows("events"))
def events(request: Request, store: Opened, asked: Annotated[PageQuery, Query()]) -> Response:
    """List events. All conditions must hold; of a condition given several times, one must."""
    wanted = asked.filter()
    page = store.page(
        wanted,
        sort=asked.sort,
        descending=asked.order == "desc",
        limit=asked.limit,
        cursor=asked.cursor or None,
    )
    listed = [shown(item) for item in page.events]
    return reply(request, EventsOut(events=listed, total=store.count_events(wanted), cursor=page.cursor))


@router.get("/events/{event_id}", response_model=EventOut, responses=MISSING | shows("event"))
def event(
    request: Request, store: Opened, event_id: Annotated[Name, Path(examples=["eshelling"])]
) -> Response:
    """Return one event with where it stands. Its decisions: ``/decisions?event=ID``."""
    found = store.listed(event_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No event has the id {event_id}.")
    return reply(request, shown(found))


@router.get("/facets", response_model=FacetsOut, responses=READ | shows("facets"))
def facets(request: Request, store: Opened, asked: Annotated[FacetQuery, Query()]) -> Response:
    """Count events; the condition on a facet itself does not count for it, to show its other values."""
    wanted = asked.filter()
    counted = store.survey(asked.by, wanted, limit=asked.limit)
    shown_ = {
        str(by): [CountOut(value=one.value, events=one.events) for one in counts]
        for by, counts in counted.facets.items()
    }
    return reply(request, FacetsOut(total=counted.total, facets=shown_))


@router.get("/actors", response_model=ActorsOut, responses=READ | shows("actors"))
def actors(request: Request, store: Opened, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List the actors of the events, those with the most events first."""
    counted = [(-one.events, str(one.value)) for one in store.facets([Facet.ACTOR])[Facet.ACTOR]]
    last = read_cursor(cursor, int, str) if cursor else None
    left = [key for key in sorted(counted) if last is None or key > last]
    after = write_cursor(*left[limit - 1]) if len(left) > limit else None
    shown_ = [_actor(id_, -number) for number, id_ in left[:limit]]
    return reply(request, ActorsOut(actors=shown_, cursor=after))


@router.get("/actors/{actor_id}", response_model=ActorOut, responses=MISSING | shows("actor"))
def actor(
    request: Request, store: Opened, actor_id: Annotated[Name, Path(examples=["syr.army"])]
) -> Response:
    """Return one actor. Its events: ``/events?actor=ID``."""
    number = store.count_events(EventFilter(actor=actor_id))
    if not number and actor_id not in _known():
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No actor has the id {actor_id}.")
    return reply(request, _actor(actor_id, number))


@router.get("/places", response_model=PlacesOut, responses=READ | shows("places"))
def places(request: Request, store: Opened, asked: Annotated[PlaceQuery, Query()]) -> Response:
    """List the points of events, those with the most events first. What is no point is not among them."""
    found, after = store.point_page(asked.filter(), limit=asked.limit, cursor=asked.cursor or None)
    listed = [PlaceOut(**{name: getattr(one, name) for name in PlaceOut.model_fields}) for one in found]
    return reply(request, PlacesOut(places=listed, cursor=after))


@router.get("/exports/{shape}", response_class=StreamingResponse, responses=_FILES | MISSING)
def exports(
    request: Request, store: Opened, shape: Annotated[Name, Path(examples=["csv"])], asked: Wanted
) -> Response:
    """Download the events that the filter finds, in one of the export formats."""
    if shape not in FORMATS:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"Events come as {', '.join(FORMATS)}.")
    return download(request, store.events(asked.filter()), shape, store.report)


def _actor(actor_id: str, number: int) -> ActorOut:
    known = _known().get(actor_id)
    name, kind, countries = known or (None, None, ())
    return ActorOut(id=actor_id, name=name, kind=kind, countries=list(countries), events=number)


@cache
def _known() -> dict[str, tuple[str, str, tuple[str, ...]]]:
    # imported here: pages start without the knowledge base
    from dateline.actors.load import load  # noqa: PLC0415

    return {one.id: (one.name, str(one.kind), tuple(one.countries)) for one in load()[0]}
