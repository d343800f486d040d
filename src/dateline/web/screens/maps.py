"""The map: events as spots, a list of those in view, what has no point, and the outlines beneath."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from dateline.store import EventFilter, Sort, Store
from dateline.store.spots import count_placeless, read_spots
from dateline.web import names
from dateline.web.filters import Filtered
from dateline.web.lines import Line, line
from dateline.web.render import Opened, answer

router = APIRouter()
MOST = 50_000
"""Spots on one map: the latest."""

LISTED = 40
"""Events that the list beside the map shows."""

Countries = Annotated[str, Query(pattern=r"^([A-Z]{2}(,[A-Z]{2}){0,59})?$", description="ISO codes")]


@router.get("/map", include_in_schema=False)
def map_page(request: Request, store: Opened, filters: Filtered) -> Response:
    """Show the map. Without scripts the list beside it holds the same events."""
    labels = request.app.state.labels
    without = count_placeless(store, filters.wanted)
    return answer(
        request,
        "map.html",
        filters=filters,
        boxes=filters.boxes(store, labels),
        total=store.count_events(filters.wanted),
        without=[(names.country(code) if code else "no country", code, n) for code, n in without.items()],
        lines=_latest(request, store, filters.wanted),
    )


@router.get("/map/list", include_in_schema=False)
def list_part(request: Request, store: Opened, filters: Filtered) -> Response:
    """Show the latest of the events in view, for the list beside the map."""
    lines = _latest(request, store, filters.wanted)
    return answer(request, "map_list.html", lines=lines, total=store.count_events(filters.wanted))


@router.get("/map/events/{event_id}", include_in_schema=False)
def card_part(request: Request, store: Opened, event_id: str) -> Response:
    """Show the card of one event."""
    found = store.listed(event_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No event has the id {event_id}.")
    return answer(request, "map_card.html", row=line(found, request.app.state.labels))


@router.get("/map/spots.json")
def spots(store: Opened, filters: Filtered) -> Response:
    """Return the spots that the map draws: a list for each field, spot by spot, the latest first."""
    found = read_spots(store, filters.wanted, limit=MOST)
    fields: dict[str, list[object]] = {
        "id": [one.id for one in found],
        "lon": [one.lon for one in found],
        "lat": [one.lat for one in found],
        "family": [one.family for one in found],
        "type": [one.event_type for one in found],
        "status": [one.status for one in found],
        "precision": [one.precision for one in found],
        "day": [one.start.isoformat() if one.start else None for one in found],
        "killed": [one.killed for one in found],
    }
    return JSONResponse(fields)


@router.get("/map/units.json")
def units(request: Request, countries: Countries = "") -> Response:
    """Return the first-level units of some countries as GeoJSON, each with a point for its name."""
    # imported here: reading the outlines takes a while, and only the map needs them
    from dateline.places.outlines import feature_collection  # noqa: PLC0415

    asked = [code for code in countries.split(",") if code]
    tag = f'"{hashlib.sha256(countries.encode()).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=86400"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return JSONResponse(feature_collection(asked), headers=headers)


def _latest(request: Request, store: Store, wanted: EventFilter) -> list[Line]:
    page = store.page(wanted, sort=Sort.START, limit=LISTED)
    return [line(item, request.app.state.labels) for item in page.events]
