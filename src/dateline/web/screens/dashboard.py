"""The start page: what is in the database, what changed since the last release, what wants a person's eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from dateline.store import AgreementFilter, EventFilter, Facet, Review, Sort, Store
from dateline.store.facets import Count
from dateline.store.overview import overview
from dateline.store.releases import since_last
from dateline.store.timeline import Bin, after, core_of
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
        outside=_outside(counted[Facet.MONTH], filters),
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


def _by_month(counts: Sequence[Count]) -> dict[date, int]:
    return {date.fromisoformat(f"{one.value}-01"): one.events for one in counts if one.value is not None}


def _core(months: Mapping[date, int]) -> tuple[date, date] | None:
    """The months in which nearly all events begin, and those right beside them."""
    core = core_of(months)
    if core is None:
        return None
    beside = timedelta(days=31)
    return min(day for day in months if day >= core[0] - beside), max(
        d for d in months if d <= core[1] + beside
    )


def _months(counts: Sequence[Count], filters: Filters) -> list[Bar]:
    """Make a bar for each month while nearly all events begin; after ten years of months, for each year."""
    months = _by_month(counts)
    core = _core(months)
    known = {f"{day:%Y-%m}": number for day, number in months.items() if core and core[0] <= day <= core[1]}
    width = 7 if len(known) <= 120 else 4
    sums: dict[str, int] = {}
    for value in _between(sorted(known)):
        sums[value[:width]] = sums.get(value[:width], 0) + known.get(value, 0)
    most = max(sums.values(), default=1)
    return [
        Bar(value, _said(value), number, number / most, filters.url("/events", **_days(value)))
        for value, number in sums.items()
    ]


def _outside(counts: Sequence[Count], filters: Filters) -> list[Bar]:
    """Say how many events begin before the bars, as what reports recall does, and after them."""
    months = _by_month(counts)
    core = _core(months)
    if core is None:
        return []
    sides = (
        ("before", sum(number for day, number in months.items() if day < core[0])),
        ("after", sum(number for day, number in months.items() if day > core[1])),
    )
    last = core[0] - timedelta(days=1)
    following = after(core[1], Bin.MONTH)
    asked = {"before": {"until": last.isoformat()}, "after": {"since": following.isoformat()}}
    return [
        Bar(side, f"{side} that", number, 0.0, filters.url("/events", **asked[side]))
        for side, number in sides
        if number
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
