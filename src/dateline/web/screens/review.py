"""The review screen: one event at a time, decided by key, by click or by plain form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, Field

from dateline.store import DecisionKind, Listed, Store
from dateline.store import queue as queues
from dateline.store.queue import Order, Queue
from dateline.store.unseen import countries
from dateline.web import editing
from dateline.web.api.params import Name
from dateline.web.filters import Box, Filtered, Filters
from dateline.web.render import Opened, answer
from dateline.web.reviewing import Item, decisions_of, items
from dateline.web.session import Proven, Sessioned, coder_of, keep, keep_coder, session_of

router = APIRouter()
AHEAD = 8
"""Events that the page holds ready, so that the next one is there at once."""

_CALLED = ((Order.UNSURE, "least sure"), (Order.NEWEST, "newest"), (Order.SAMPLE, "random sample"))


class ReviewQuery(BaseModel):
    """In which order events are reviewed, and at which the page opens."""

    order: Order = Order.UNSURE
    seed: int = Field(1, ge=0, le=999_999)
    size: int = Field(100, ge=1, le=10_000)
    second: bool = False
    at: Name | None = None
    cursor: str | None = Field(None, max_length=1000, pattern=r"^[\w-]*$")


@dataclass(frozen=True, slots=True)
class View:
    """What the reviewer works through: the filter, the order, and who it is."""

    filters: Filters
    asked: ReviewQuery
    by: str | None

    @property
    def queue(self) -> Queue:
        """The events that are asked for."""
        own = self.asked.model_dump(exclude={"at", "cursor"})
        return Queue(wanted=self.filters.wanted, by=self.by, **own)

    def url(self, **own: str) -> str:
        """The address of the same events in another order."""
        return Filters(self.filters.query, "/review").url(**own)

    @property
    def query(self) -> str:
        """This view as a query string."""
        return self.filters.url().partition("?")[2]


def _view(request: Request, filters: Filtered, asked: Annotated[ReviewQuery, Query()]) -> View:
    return View(filters, asked, coder_of(request))


Viewed = Annotated[View, Depends(_view)]


@router.get("/review", include_in_schema=False)
def review_page(request: Request, store: Opened, kept: Sessioned, view: Viewed) -> Response:
    """Show the next event to be judged, or the one that ``at`` names."""
    asked, queue = view.asked, view.queue
    found = queues.batch(store, queue, limit=1, cursor=asked.cursor or None)
    if not found.events and asked.cursor:
        found = queues.batch(store, queue, limit=1)
    shown = _named(request, store, view) if asked.at else _items(request, store, found.events, view)
    session = session_of(request)
    page = answer(
        request,
        "review.html",
        item=shown[0] if shown else None,
        cursor=asked.cursor if asked.at else found.cursor,
        view=view,
        filters=view.filters,
        boxes=_boxes(request, store, view),
        orders=_orders(view),
        progress=queues.progress(store, queue),
        query=view.query,
        coder=view.by,
        today=_today(store, view.by),
        latest=_latest(request, store, view.by),
        writable=kept.may_write(request),
        proof=kept.proof(session),
        lists=LISTS,
    )
    return keep(page, session)


@router.get("/review/batch", include_in_schema=False)
def review_batch(request: Request, store: Opened, kept: Sessioned, view: Viewed) -> Response:
    """Return the next events of the queue as pieces of the page."""
    asked = view.asked
    found = queues.batch(store, view.queue, limit=AHEAD, cursor=asked.cursor or None)
    shown = _named(request, store, view) if asked.at else _items(request, store, found.events, view)
    body = {
        "items": [_drawn(request, kept, item, view.by) for item in shown],
        "cursor": found.cursor,
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.post("/review/decide", include_in_schema=False)
def review_decide(request: Request, store: Opened, form: Proven, view: Viewed) -> Response:
    """Write what the reviewer decided; tell scripts what is left, and lead forms to the next event."""
    by = view.by
    if by is None:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "Say first who reviews.")
    given = {name: values[0] for name, values in form.items()}
    made = store.decide_all(decisions_of(store, given, by, second=view.asked.second))
    if request.headers.get("accept", "").startswith("application/json"):
        body = {
            "numbers": [one.number for one in made],
            "today": _today(store, by),
            "latest": _draw(request, "_review_latest.html", latest=_latest(request, store, by)),
            **asdict(queues.progress(store, view.queue)),
        }
        return JSONResponse(body, HTTPStatus.CREATED)
    back = given.get("back", "")
    if made[0].kind is DecisionKind.UNDO:
        back = urlencode({"at": given.get("event", "")}) + ("&" + back if back else "")
    return RedirectResponse(f"/review?{back}", HTTPStatus.SEE_OTHER)


@router.post("/review/coder", include_in_schema=False)
def review_coder(form: Proven) -> Response:
    """Keep the name under which this browser decides."""
    name = (form.get("name") or [""])[0].strip()
    if not 0 < len(name) <= 100 or not name.isprintable():
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "A name has 1 to 100 characters on one line.")
    back = (form.get("back") or [""])[0]
    return keep_coder(RedirectResponse(f"/review?{back}", HTTPStatus.SEE_OTHER), name)


@router.get("/review/agreement", include_in_schema=False)
def agreement_page(request: Request, store: Opened) -> Response:
    """Show how far reviewers who judged the same events agree."""
    names = queues.reviewers(store)[:8]
    pairs = [
        (one, other, store.concord(one, other)) for k, one in enumerate(names) for other in names[k + 1 :]
    ]
    return answer(request, "review_agreement.html", pairs=[p for p in pairs if p[2].events], names=names)


def _boxes(request: Request, store: Store, view: View) -> tuple[Box, ...]:
    """The boxes of the filter. Counts would tell a second coder what the first made of the events."""
    labels = request.app.state.labels
    if view.asked.second:
        return view.filters.uncounted(labels, countries(store))
    return view.filters.boxes(store, labels)


LISTS: dict[str, tuple[str, ...]] = {
    "statuses": editing.STATUSES,
    "stances": editing.STANCES,
    "place_precisions": editing.PLACE_PRECISIONS,
    "time_precisions": editing.TIME_PRECISIONS,
    "effect_kinds": editing.EFFECT_KINDS,
    "units": editing.UNITS,
}


def _items(request: Request, store: Store, found: Sequence[Listed], view: View) -> list[Item]:
    """Prepare events; those of a second coding without what anybody else decided."""
    return items(store, found, request.app.state.labels, by=view.by, second=view.asked.second)


def _named(request: Request, store: Store, view: View) -> list[Item]:
    found = store.listed(view.asked.at or "")
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No event has the id {view.asked.at}.")
    return _items(request, store, [found], view)


def _drawn(request: Request, kept: Sessioned, item: Item, by: str | None) -> dict[str, Any]:
    values = {
        "item": item,
        "lists": LISTS,
        "coder": by,
        "writable": kept.may_write(request),
        "proof": kept.proof(session_of(request)),
        "query": "",
        "cursor": None,
    }
    return {"id": item.event.id, "html": _draw(request, "_review_item.html", **values)}


def _draw(request: Request, template: str, **values: Any) -> str:
    environment = request.app.state.templates.env
    drawn: str = environment.get_template(template).render(request=request, **values)
    return drawn


def _orders(view: View) -> list[tuple[str, str, bool]]:
    """The orders of the same events: what each is called, where it is, and whether it is shown."""
    second = view.asked.second
    orders = [
        (called, view.url(order=str(order)), order is view.asked.order and not second)
        for order, called in _CALLED
    ]
    return [*orders, ("second coding", view.url(second="true"), second)]


def _today(store: Store, by: str | None) -> int:
    start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return queues.made_since(store, by, start) if by else 0


def _latest(request: Request, store: Store, by: str | None) -> list[dict[str, Any]]:
    """The reviewer's last decisions, each with the event and its words."""
    out = []
    for number, kind, event_id in queues.latest(store, by) if by else []:
        found = store.listed(event_id)
        if found:
            label = request.app.state.labels.type(found.event.event_type)
            words = found.event.trigger.text
            out.append({"number": number, "kind": kind, "id": event_id, "label": label, "words": words})
    return out
