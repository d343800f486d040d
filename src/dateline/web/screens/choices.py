"""The choices of a filter that take longer to count: for their box when it is opened, or on a page."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response

from dateline.web.filters import KEPT, read
from dateline.web.nav import NAV
from dateline.web.render import Opened, answer

router = APIRouter()


@router.get("/filter/{by}", include_in_schema=False)
def choices_page(
    request: Request, store: Opened, by: Literal["actor", "source", "outlet"], on: str = "/events"
) -> Response:
    """Show the values of one condition with their counts, for the screen at ``on``."""
    path = on if on in {item.path for item in NAV} else "/events"
    filters = read(request.query_params.multi_items(), path, KEPT)
    part = filters.part(by, store, request.app.state.labels)
    return answer(request, "choices.html", filters=filters, part=part)
