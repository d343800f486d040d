"""The start page: what is in the database, what changed since the last release, what wants a person's eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from dateline.store import AgreementFilter, EventFilter, Facet, Review, Sort, Store
from dateline.store.facets import Count
from dateline.store.overview import overview
from dateline.store.releases import since_last
from dateline.web import names
from dateline.web.filters import Filters, read
from dateline.web.labels import Labels
from dateline.web.lines import line
from dateline.web.render import Opened, answer

router = APIRouter()
ROWS = 10
"""Bars of one chart."""

UNSURE = 5
"""Events that the page shows of those to review."""

_BY = (Facet.FAMILY, Facet.TYPE, Facet.COUNTRY, Facet.MONTH, Facet.REVIEW, Facet.STATUS)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, the number, its share of the longest (0 to 1), and where it leads."""

    value: str
    label: str
    events: int
    share: float
    address: str


@router.get("/", include_in_schema=False)
def dashboard_page(request: Request, store: Opened) -> Response:
    """Show the start page. What the list of reports was asked for when it stood here leads to it."""
    if {"q", "page"} & set(request.query_params):
        return RedirectResponse(f"/reports?{request.url.query}", HTTPStatus.SEE_OTHER)
    labels = request.app.state.labels
    filters = replace(read((), "/"), origin=str(request.base_url).rstrip("/"))
    counted = store.facets(_BY)
    reviews = {str(one.value): one.events for one in counted[Facet.REVIEW]}
    unsure = store.page(
        EventFilter(reviews=(Review.CANDIDATE,)), sort=Sort.CONFIDENCE, descending=False, limit=UNSURE
    )
    return answer(
        request,
        "dashboard.html",
        filters=filters,
        held=overview(store),
        total=store.count_events(),
        countries=sum(one.value is not None for one in counted[Facet.COUNTRY]),
        families=_bars(counted[Facet.FAMILY], "family", filters, labels),
        types=_bars(counted[Facet.TYPE], "type", filters, labels),
        places=_bars(counted[Facet.COUNTRY], "country", filters, labels),
        statuses=_bars(counted[Facet.STATUS], "status", filters, labels),
        months=_months(counted[Facet.MONTH], filters),
        reviews=reviews,
        unsure=[line(item, labels) for item in unsure.events],
        since=since_last(store),
        overdue=_overdue(store),
    )


def _bars(counts: Sequence[Count], name: str, filters: Filters, labels: Labels) -> list[Bar]:
    known = [one for one in counts if one.value is not None][:ROWS]
    most = max((one.events for one in known), default=1)
    say = {"type": labels.type, "family": labels.family, "country": names.country}.get(name, str)
    return [
        Bar(
            value=str(one.value),
            label=say(str(one.value)),
            events=one.events,
            share=one.events / most,
            address=filters.url("/events", **{name: one.value}),
        )
        for one in known
    ]


def _months(counts: Sequence[Count], filters: Filters) -> list[Bar]:
    """Make a bar for each month from the first to the last; after ten years of months, for each year."""
    known = {one.value: one.events for one in counts if one.value is not None}
    width = 7 if len(known) <= 120 else 4
    sums: dict[str, int] = {}
    for value in _between(sorted(known)):
        sums[value[:width]] = sums.get(value[:width], 0) + known.get(value, 0)
    most = max(sums.values(), default=1)
    return [
        Bar(value, _said(value), number, number / most, filters.url("/events", **_days(value)))
        for value, number in sums.items()
    ]


def _between(months: Sequence[str]) -> list[str]:
    if not months:
        return []
    (first, last) = (int(value[:4]) * 12 + int(value[5:]) - 1 for value in (months[0], months[-1]))
    if last - first > 600:  # a stray date of long ago would make a desert of the chart
        return list(months)
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1)]


def _said(value: str) -> str:
    return f"{date(int(value[:4]), int(value[5:]), 1):%b %Y}" if len(value) == 7 else value


def _days(value: str) -> dict[str, str]:
    if len(value) == 4:
        return {"since": f"{value}-01-01", "until": f"{value}-12-31"}
    year, month = int(value[:4]), int(value[5:])
    after = date(year + month // 12, month % 12 + 1, 1)
    last = date.fromordinal(after.toordinal() - 1)
    return {"since": f"{value}-01", "until": last.isoformat()}


def _overdue(store: Store) -> int:
    return sum(1 for _ in store.agreements(AgreementFilter(overdue=date.today())))
