"""The table of events: facets beside it, sorting, columns, and one page after another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from dateline.store import Sort
from dateline.web.api.params import Cursor
from dateline.web.filters import Box, Filtered, Filters, Part
from dateline.web.lines import line
from dateline.web.render import Opened, answer

router = APIRouter()
PAGE = 50
"""Events on one page."""

_BESIDE = ("family", "status", "country", "precision", "review")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    ``sorted`` is how its sorting stands ("ascending", "descending" or ``None``), ``address`` sorts by it,
    or the other way round; ``None`` where one cannot. ``toggle`` shows or hides it.
    """

    name: str
    title: str
    shown: bool
    toggle: str
    sorted: str | None
    address: str | None


class TableQuery(BaseModel):
    """What the table asks for beside the filter; ``columns`` are names with commas between them."""

    sort: Sort = Sort.PUBLISHED
    order: Literal["desc", "asc"] = "desc"
    columns: Annotated[str, Field(max_length=200)] = ""
    cursor: Cursor = None


@router.get("/events", include_in_schema=False)
def events_page(
    request: Request,
    store: Opened,
    filters: Filtered,
    asked: Annotated[TableQuery, Query()],
) -> Response:
    """Show one page of the events that the filter finds."""
    labels = request.app.state.labels
    page = store.page(
        filters.wanted,
        sort=asked.sort,
        descending=asked.order == "desc",
        limit=PAGE,
        cursor=asked.cursor or None,
    )
    boxes = filters.boxes(store, labels)
    return answer(
        request,
        "events.html",
        filters=filters,
        boxes=boxes,
        beside=[part for part in _parts(boxes) if part.by in _BESIDE and part.choices],
        total=store.count_events(filters.wanted),
        lines=[line(item, labels) for item in page.events],
        columns=_columns(filters, asked),
        first=filters.url() if asked.cursor else None,
        following=filters.url(cursor=page.cursor) if page.cursor else None,
    )


def _parts(boxes: tuple[Box, ...]) -> Iterator[Part]:
    return (part for box in boxes for part in box.parts)


def _columns(filters: Filters, asked: TableQuery) -> tuple[Column, ...]:
    every = [entry["name"] for entry in _data()]
    chosen = [name for name in every if name in asked.columns.split(",")]
    shown = chosen or [entry["name"] for entry in _data() if not entry.get("more")]
    made = []
    for entry in _data():
        by, name = entry.get("sort"), entry["name"]
        here = by == asked.sort
        # a first click on dates and numbers shows the latest and the greatest
        turned = "asc" if here and asked.order == "desc" else "desc"
        made.append(
            Column(
                name=name,
                title=entry["title"],
                shown=name in shown,
                toggle=filters.url(
                    columns=",".join(one for one in every if (one in shown) != (one == name)) or None
                ),
                sorted=("descending" if asked.order == "desc" else "ascending") if here else None,
                address=filters.url(sort=by, order=turned) if by else None,
            )
        )
    return tuple(made)


@cache
def _data() -> list[dict[str, str]]:
    text = (files("dateline.web") / "screens" / "events.toml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["column"]
    return found
