"""What the API answers: the models, and how an answer says that nothing changed since the last one."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel, Field

from dateline.records import Event
from dateline.store import Decision, Listed, Review
from dateline.web.tags import is_known, tagged


class Fault(BaseModel):
    """What was wrong with a request."""

    error: str
    detail: str


class ReportOut(BaseModel):
    """A report in a list."""

    report_id: str
    published: date
    title: str | None
    outlet: str | None
    opening: str = Field(description="the first 200 characters of the story")
    events: int


class ReportsOut(BaseModel):
    """One page of reports, newest first; ``cursor`` leads to the next."""

    reports: list[ReportOut]
    total: int
    cursor: str | None


class EventOut(BaseModel):
    """An event and where it stands. ``kept``: the coder no longer finds it, but a person vouched for it."""

    event: Event
    review: Review
    flagged: bool
    released: bool
    kept: bool


class EventsOut(BaseModel):
    """One page of events; ``cursor`` leads to the next, ``total`` counts all pages."""

    events: list[EventOut]
    total: int
    cursor: str | None


class CountOut(BaseModel):
    """How many events there are of one value; ``null`` where events have none."""

    value: str | None
    events: int


class FacetsOut(BaseModel):
    """How many events the filter finds, and of which values."""

    total: int
    facets: dict[str, list[CountOut]]


class ActorOut(BaseModel):
    """An actor of the events. ``events`` counts those in which it, or what belongs to it, takes part."""

    id: str
    name: str | None
    kind: str | None
    countries: list[str]
    events: int


class ActorsOut(BaseModel):
    """One page of actors, those with the most events first; ``cursor`` leads to the next."""

    actors: list[ActorOut]
    cursor: str | None


class PlaceOut(BaseModel):
    """A point on the map and how many events have it as their first exact place."""

    lat: float
    lon: float
    country: str | None
    precision: str | None
    events: int


class PlacesOut(BaseModel):
    """One page of points, those with the most events first; ``cursor`` leads to the next."""

    places: list[PlaceOut]
    cursor: str | None


class DecisionsOut(BaseModel):
    """One page of decisions, oldest first; ``cursor`` leads to the later ones."""

    decisions: list[Decision]
    cursor: str | None


def shown(item: Listed) -> EventOut:
    """Turn an event of the store into what is answered."""
    return EventOut(
        event=item.event,
        review=item.review,
        flagged=item.flagged,
        released=item.released,
        kept=item.kept,
    )


def reply(request: Request, content: BaseModel) -> Response:
    """Answer with JSON and its ETag, or with 304 where the asker has just that.

    A page that is not the last has the address of the next one in the header ``Link``.
    """
    body = content.model_dump_json().encode()
    headers = tagged(hashlib.sha256(body).hexdigest())
    if cursor := getattr(content, "cursor", None):
        headers["Link"] = f'<{request.url.include_query_params(cursor=cursor)}>; rel="next"'
    if is_known(request, headers):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def faults(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of a route for the OpenAPI document."""
    every = (*statuses, HTTPStatus.SERVICE_UNAVAILABLE)
    return {status.value: {"model": Fault, "description": status.phrase} for status in every}


READ: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing changed since the answer with the ETag of If-None-Match"},
    **faults(HTTPStatus.UNPROCESSABLE_ENTITY),
}
"""The other answers of every route that reads."""

MISSING = READ | faults(HTTPStatus.NOT_FOUND)
"""Those of a route that names one thing."""

ETAG = {"ETag": {"description": "Names the content", "schema": {"type": "string"}}}
_NEXT = {"Link": {"description": "The next page, where there is one", "schema": {"type": "string"}}}


def shows(name: str, *, status: HTTPStatus = HTTPStatus.OK) -> dict[int | str, dict[str, Any]]:
    """Give the answer of a route its example and its headers in the OpenAPI document.

    Args:
        name: of the example in ``examples.json``, which ``scripts/api_examples.py`` writes.
        status: that of the answer.
    """
    example = _examples()[name]
    headers = ETAG | (_NEXT if "cursor" in example else {}) if status is HTTPStatus.OK else {}
    return {status.value: {"content": {"application/json": {"example": example}}, "headers": headers}}


@cache
def _examples() -> dict[str, Any]:
    text = (files("dateline.web.api") / "examples.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
