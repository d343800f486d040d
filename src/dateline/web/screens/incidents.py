"""The incidents: a list, and one with its sources, its range, its links, and what people decided."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from dateline.errors import RefusedError, StoreError
from dateline.store import Decision, DecisionKind, Store
from dateline.store import incident_list as lists
from dateline.store.incident_list import Listing, Sorted
from dateline.web.api.params import Name
from dateline.web.filters import Filtered
from dateline.web.render import Opened, answer
from dateline.web.session import Proven, Sessioned, coder_of, keep, keep_coder, proven, session_of
from dateline.web.story import rulings, tellings
from dateline.web.waterfall import waterfall

router = APIRouter()
PAGE = 50
"""Incidents on one page of the list."""

_CALLED = {
    Sorted.DAY: "latest",
    Sorted.REPORTS: "most reports",
    Sorted.KILLED: "most killed",
    Sorted.DOUBT: "most doubtful",
}
_MOST_LINKS = 30


class ListQuery(BaseModel):
    """In which order incidents are listed, and which page."""

    by: Sorted = Sorted.DAY
    several: bool = False
    page: int = Field(1, ge=1, le=100_000)


@router.get("/incidents", include_in_schema=False)
def incidents_page(
    request: Request, store: Opened, kept: Sessioned, filters: Filtered, asked: Annotated[ListQuery, Query()]
) -> Response:
    """List incidents of which an event meets the filter."""
    listing = Listing(wanted=filters.wanted, min_reports=2 if asked.several else 1, sort=asked.by)
    total = lists.count(store, listing)
    session = session_of(request)
    page = answer(
        request,
        "incidents.html",
        found=lists.listed(store, listing, limit=PAGE, offset=(asked.page - 1) * PAGE),
        total=total,
        asked=asked,
        pages=max(1, -(-total // PAGE)),
        filters=filters,
        boxes=filters.boxes(store, request.app.state.labels),
        sorts=[(called, filters.url(by=str(sort)), sort is asked.by) for sort, called in _CALLED.items()],
        empty=not total and not lists.count(store, Listing()),
        writable=kept.may_write(request),
        proof=kept.proof(session),
    )
    return keep(page, session)


@router.get("/incidents/{incident_id}", include_in_schema=False)
def incident_page(
    request: Request, store: Opened, kept: Sessioned, incident_id: str, q: Name | None = None
) -> Response:
    """Show one incident; an id that it took over, or the first characters of its own, lead to it."""
    # imported here: explaining needs the codebook, and that the parser, which pages start without
    from dateline.store.incident_queries import why  # noqa: PLC0415

    try:
        found = why(store, incident_id)
    except StoreError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No incident has the id {incident_id}.") from error
    one = found.incident
    if one.id != incident_id:
        return RedirectResponse(_address(one.id), HTTPStatus.SEE_OTHER)
    session = session_of(request)
    held = {frozenset((link.one, link.other)) for link in found.hangs_by}
    page = answer(
        request,
        "incident.html",
        incident=one,
        tellings=tellings(store, one),
        hanging=[waterfall(link) for link in reversed(found.hangs_by)],
        others=[waterfall(link) for link in found.pairs if frozenset((link.one, link.other)) not in held][
            :_MOST_LINKS
        ],
        words={m.event_id: m for m in one.members},
        rulings=rulings(store, one.members),
        near=lists.near(store, one, words=q),
        q=q,
        coder=coder_of(request),
        writable=kept.may_write(request),
        proof=kept.proof(session),
    )
    return keep(page, session)


@router.post("/incidents/build", include_in_schema=False, dependencies=[Depends(proven)])
def incidents_build(store: Opened) -> Response:
    """Bring the incidents into step with the events."""
    _build(store)
    return RedirectResponse("/incidents", HTTPStatus.SEE_OTHER)


@router.post("/incidents/{incident_id}/split", include_in_schema=False)
def incident_split(request: Request, store: Opened, incident_id: str, form: Proven) -> Response:
    """Take events out of an incident."""
    from dateline.store.incident_verdicts import split_incident  # noqa: PLC0415

    def split(by: str, reason: str | None) -> object:
        return split_incident(store, incident_id, form.get("leaving", []), by=by, reason=reason)

    return _ruled(request, store, form, split, incident_id)


@router.post("/incidents/{incident_id}/merge", include_in_schema=False)
def incident_merge(request: Request, store: Opened, incident_id: str, form: Proven) -> Response:
    """Put an incident together with another one."""
    from dateline.store.incident_verdicts import merge_incidents  # noqa: PLC0415

    def merge(by: str, reason: str | None) -> object:
        return merge_incidents(store, [incident_id, *form.get("other", [])[:1]], by=by, reason=reason)

    return _ruled(request, store, form, merge, incident_id)


@router.post("/incidents/{incident_id}/undo", include_in_schema=False)
def incident_undo(request: Request, store: Opened, incident_id: str, form: Proven) -> Response:
    """Take a merger or split back."""
    number = (form.get("number") or [""])[0]
    if not number.isdecimal() or len(number) > 9:
        raise RefusedError("undo: names no decision")

    def undo(by: str, reason: str | None) -> object:
        made = Decision(kind=DecisionKind.UNDO, by=by, on=(), reason=reason, undoes=int(number))
        return store.decide(made)

    return _ruled(request, store, form, undo, incident_id)


def _ruled(
    request: Request,
    store: Store,
    form: dict[str, list[str]],
    rule: Callable[[str, str | None], Any],
    back: str,
) -> Response:
    """Write a decision on an incident, merge anew what it touches, and lead back to the incident."""
    by = (form.get("by") or [coder_of(request) or ""])[0].strip()
    if not 0 < len(by) <= 100 or not by.isprintable():
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "Say who decides: a name on one line.")
    reason = (form.get("reason") or [""])[0].strip()[:10_000] or None
    try:
        rule(by, reason)
    except RefusedError:
        raise
    except StoreError as error:
        raise RefusedError(str(error)) from error
    _build(store)
    return keep_coder(RedirectResponse(_address(back), HTTPStatus.SEE_OTHER), by)


def _build(store: Store) -> None:
    from dateline.store.incident_build import build  # noqa: PLC0415

    build(store)


def _address(incident_id: str) -> str:
    return f"/incidents/{quote(incident_id, safe='')}"
