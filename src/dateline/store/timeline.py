"""Events along time: how many start in each day, week or month, and those of a few lanes one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store import Facet, Listed, Sort, Store
from dateline.store.cells import cells
from dateline.store.filters import EventFilter, page_conditions, stretches
from dateline.store.page import read_ids, read_listed
from dateline.store.rollup import month_in
from dateline.store.schema import events


class Bin(StrEnum):
    """How long the stretches are in which events are counted; a week starts on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Lanes(StrEnum):
    """What each lane is of."""

    ACTOR = "actor"
    PLACE = "place"


_LONGEST = ((Bin.DAY, 92), (Bin.WEEK, 2 * 366), (Bin.MONTH, 25 * 366))
"""Days that a drawing may span for each bin before the next is taken."""
FEW = 0.05
"""Share of the events at either end that do not decide what a drawing spans."""
ALIKE = 0.0005
"""Degrees within which events lie at one point: what rounding does to a coordinate, and no more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Events of one type that start in the bin that begins on a day."""

    start: date
    family: str
    event_type: str
    events: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Bars in the order of time, their bin, and how many events have no day to start on.

    ``core`` is from when to when nearly all events start; a drawing begins there, so that what a report
    recalls from years ago does not press the rest together.
    """

    bin: Bin
    bars: tuple[Bar, ...]
    undated: int
    core: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Lane:
    """The latest events of one actor or point, and how many there are. ``key`` is an actor's id or a name."""

    key: str
    events: int
    shown: tuple[Listed, ...]
    box: tuple[float, float, float, float] | None = None


def bin_of(day: date, by: Bin) -> date:
    """Return the first day of the bin that holds a day."""
    if by is Bin.WEEK:
        # the first days of the calendar have no Monday before them
        return day - timedelta(days=min(day.weekday(), (day - date.min).days))
    return {Bin.DAY: day, Bin.MONTH: day.replace(day=1), Bin.YEAR: day.replace(month=1, day=1)}[by]


def after(day: date, by: Bin) -> date:
    """Return the first day of the bin after the one that begins on a day, where the calendar has one."""
    if by in (Bin.DAY, Bin.WEEK):
        return day + min(timedelta(days=7 if by is Bin.WEEK else 1), date.max - day)
    months = day.year * 12 + day.month - 1 + (12 if by is Bin.YEAR else 1)
    return date(months // 12, months % 12 + 1, 1) if months < (date.max.year + 1) * 12 else date.max


def core_of(days: Mapping[date, int]) -> tuple[date, date] | None:
    """Return from when to when nine tenths of events start, and what lies near that on either side.

    Args:
        days: how many events start on each day.
    """
    if not days:
        return None
    ordered, total, seen = sorted(days), sum(days.values()), 0
    inner = []
    for day in ordered:
        before, seen = seen, seen + days[day]
        if seen > FEW * total and before < (1 - FEW) * total:
            inner.append(day)
    reach = timedelta(days=(inner[-1] - inner[0]).days // 2 + 7)
    near = [day for day in ordered if abs(day - inner[0]) <= reach or abs(day - inner[-1]) <= reach]
    return min(near[0], inner[0]), max(near[-1], inner[-1])


def fitting(span: tuple[date, date] | None) -> Bin:
    """Return the shortest bin that keeps a drawing of this span readable."""
    days = (span[1] - span[0]).days if span else 0
    return next((by for by, longest in _LONGEST if days <= longest), Bin.YEAR)


def counted(store: Store, wanted: EventFilter, by: Bin | None = None) -> Counted:
    """Count events by the bin in which they start and by type.

    Args:
        store: open.
        wanted: conditions. Of events that reach into the time asked for, those that start before it are
            counted where they start.
        by: the bin; that which fits the days found where ``None``.
    """
    days: Counter[date | None] = Counter()
    bars: Counter[tuple[date, str, str]] = Counter()
    with store._reading() as connection:
        dialect = connection.dialect.name
        asked = stretches(wanted, dialect)
        for tests in asked:
            days.update(dict(map(tuple, connection.execute(_by_day(tests)))))
        undated = days.pop(None, 0)
        core = core_of({day: number for day, number in days.items() if day is not None})
        chosen = by or fitting(core)
        first: dict[date | int, date] = {}  # each day or month is turned once
        for tests in asked:
            for when, kind, family, number in connection.execute(_by_type(tests, chosen, dialect)).all():
                if when not in first:
                    first[when] = _first_day(when, chosen)
                bars[first[when], kind, family] += int(number)
    return Counted(
        chosen,
        tuple(Bar(start, family, kind, number) for (start, kind, family), number in sorted(bars.items())),
        undated,
        (bin_of(core[0], chosen), after(bin_of(core[1], chosen), chosen)) if core else None,
    )


def _by_day(tests: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return select(events.c.start, func.count()).where(*tests).group_by(events.c.start)


def _by_type(tests: Sequence[ColumnElement[bool]], by: Bin, dialect: str) -> Select[Any]:
    """Count by time and cell, and then by time and type: by the month where no bin cuts one, else by the day.

    Ten years of days and types are tens of thousands of rows, of months some thousand.
    """
    coarse = by in (Bin.MONTH, Bin.YEAR)
    time = (month_in(dialect) if coarse else events.c.start).label("time")
    dated = select(time, events.c.cell, func.count().label("events")).where(
        *tests, events.c.start.is_not(None)
    )
    met = dated.group_by(literal_column("1"), literal_column("2")).subquery("met")
    cell = cells()
    keys = (met.c.time, cell.c.event_type, cell.c.family)
    return select(*keys, func.sum(met.c.events)).join(cell, cell.c.cell == met.c.cell).group_by(*keys)


def _first_day(time: date | int, by: Bin) -> date:
    """Return the first day of the bin of a day, or of a month such as 202108."""
    return bin_of(time if isinstance(time, date) else date(time // 100, time % 100, 1), by)


def lanes(
    store: Store, wanted: EventFilter, by: Lanes, *, most: int = 12, each: int = 60
) -> tuple[Lane, ...]:
    """Return a lane for each of the actors, or of the points, with the most events.

    Args:
        store: open.
        wanted: conditions.
        by: what lanes are of.
        most: how many lanes at most.
        each: how many events of a lane are shown at most, the latest.
    """
    return (_actors if by is Lanes.ACTOR else _points)(store, wanted, most, each)


def _actors(store: Store, wanted: EventFilter, most: int, each: int) -> tuple[Lane, ...]:
    numbers = store.facets([Facet.ACTOR], wanted, limit=most)[Facet.ACTOR]
    found = [(one.value, one.events) for one in numbers if one.value]
    shown = _latest(store, [replace(wanted, actor=value) for value, _ in found], each)
    return tuple(Lane(value, number, own) for (value, number), own in zip(found, shown, strict=True))


def _points(store: Store, wanted: EventFilter, most: int, each: int) -> tuple[Lane, ...]:
    found = store.points(wanted, limit=most)
    boxes = [(point.lon - ALIKE, point.lat - ALIKE, point.lon + ALIKE, point.lat + ALIKE) for point in found]
    shown = _latest(store, [replace(wanted, box=box) for box in boxes], each)
    return tuple(
        Lane(_name(own) or f"{point.lat:.2f}, {point.lon:.2f}", point.events, own, box)
        for point, box, own in zip(found, boxes, shown, strict=True)
    )


def _name(shown: Sequence[Listed]) -> str | None:
    """Return what most events of a point call it."""
    names = Counter(place.name for one in shown for place in one.event.places[:1])
    return names.most_common(1)[0][0] if names else None


def _latest(store: Store, lanes: Sequence[EventFilter], each: int) -> list[tuple[Listed, ...]]:
    """Return the latest events of each lane; those that stand in several are read once."""
    with store._reading() as connection:
        lines = [
            read_ids(connection, page_conditions(connection, lane), sort=Sort.START, limit=each)[0]
            for lane in lanes
        ]
        every = list(dict.fromkeys(id_ for line in lines for id_ in line))
        found = {one.event.id: one for one in read_listed(connection, every)}
    return [tuple(found[id_] for id_ in line if id_ in found) for line in lines]
