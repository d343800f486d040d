"""The timeline: how many events start when, by family, and lanes of single events by actor or place."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from dateline.export.flat import defused
from dateline.records import When
from dateline.store import Listed
from dateline.store.timeline import Bin, Counted, Lane, Lanes, after, counted, lanes
from dateline.web import names, words
from dateline.web.filters import Filtered, Filters
from dateline.web.labels import Labels
from dateline.web.render import Opened, answer

router = APIRouter()


class TimelineQuery(BaseModel):
    """How the timeline is cut: the bins of the bars (what fits where not said), and what the lanes are of."""

    by: Bin | None = None
    lanes: Lanes = Lanes.ACTOR


Asked = Annotated[TimelineQuery, Query()]


def _counted(store: Opened, filters: Filtered, asked: Asked) -> Counted:
    return counted(store, filters.wanted, asked.by)


Bars = Annotated[Counted, Depends(_counted)]


@router.get("/timeline", include_in_schema=False)
def timeline_page(request: Request, store: Opened, filters: Filtered, asked: Asked, found: Bars) -> Response:
    """Show the timeline; what is drawn is fetched from its JSON twin, and stands in a table, too."""
    labels = request.app.state.labels
    return answer(
        request,
        "timeline.html",
        filters=filters,
        boxes=filters.boxes(store, labels),
        found=found,
        total=sum(bar.events for bar in found.bars) + found.undated,
        table=_table(found, labels),
        bins=tuple(Bin),
        kinds=tuple(Lanes),
        lanes_by=asked.lanes,
    )


@router.get("/timeline.json", include_in_schema=False)
def timeline_json(
    request: Request, store: Opened, filters: Filtered, asked: Asked, found: Bars
) -> JSONResponse:
    """Give all that the timeline draws."""
    labels = request.app.state.labels
    return JSONResponse(
        {
            "bin": found.bin,
            "undated": found.undated,
            "core": [day.isoformat() for day in found.core or ()],
            "families": {name: labels.family(name) for name in labels.families},
            "bars": list(_stacked(found)),
            "lanes": [_lane(lane, filters, labels) for lane in lanes(store, filters.wanted, asked.lanes)],
        }
    )


@router.get("/timeline.csv", include_in_schema=False)
def timeline_csv(found: Bars) -> Response:
    """Give the counts as a table: a row for each bin and type."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(("start", "end", "family", "event_type", "events"))
    for bar in found.bars:
        last = after(bar.start, found.bin) - timedelta(days=1)
        cells = (str(bar.start), str(last), bar.family, bar.event_type, bar.events)
        table.writerow([defused(cell) for cell in cells])
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8")


def _stacked(found: Counted) -> Iterator[dict[str, Any]]:
    """One entry for each bin and family, in order."""
    numbers: Counter[tuple[date, str]] = Counter()
    for bar in found.bars:
        numbers[bar.start, bar.family] += bar.events
    for (start, family), number in sorted(numbers.items()):
        end = after(start, found.bin)
        yield {"start": start.isoformat(), "end": end.isoformat(), "family": family, "events": number}


def _table(found: Counted, labels: Labels) -> dict[str, Any]:
    """The same as a table: a row a bin, a column a family."""
    entries = list(_stacked(found))
    families = [name for name in labels.families if any(one["family"] == name for one in entries)]
    rows: dict[str, dict[str, int]] = {}
    for one in entries:
        rows.setdefault(one["start"], {})[one["family"]] = one["events"]
    return {"families": families, "rows": [(date.fromisoformat(start), row) for start, row in rows.items()]}


def _lane(lane: Lane, filters: Filters, labels: Labels) -> dict[str, Any]:
    """One lane with its events as they are drawn."""
    point = lane.box is not None
    asked = {"box": ",".join(f"{edge:.6g}" for edge in lane.box)} if lane.box else {"actor": lane.key}
    return {
        "name": lane.key if point else names.actor(lane.key),
        "events": lane.events,
        "url": filters.url("/events", **asked),
        "shown": [
            _event(one, time, labels)
            for one in lane.shown
            if (time := one.event.time) and (time.start or time.end)
        ],
    }


def _event(one: Listed, time: When, labels: Labels) -> dict[str, Any]:
    event = one.event
    start = time.start or time.end or event.published
    end = max(start, time.end or start)
    who = " and ".join(party.name for party in event.actors) or "someone"
    whom = ", ".join(party.name for party in event.targets)
    return {
        "url": f"/e/{quote(event.id, safe='')}",
        "start": start.isoformat(),
        "end": after(end, Bin.DAY).isoformat(),
        "day": start == end,
        "family": event.family,
        "status": event.status,
        "background": event.background,
        "review": one.review,
        "title": f"{labels.type(event.event_type)}: {who}{' → ' + whom if whom else ''}",
        "when": words.when(time),
        "where": event.places[0].name if event.places else "",
    }
