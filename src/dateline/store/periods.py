"""Counting the events of a stretch of time by months that are counted already, and the days at its edges.

An event is of a stretch where its time overlaps it: it starts in it, or before it and ends in it or later.
Those that start in a whole month of the stretch are read from ``month_margins``; those of the days at its
edges, and those that began before it, are counted in the table of events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.cells import meanings
from dateline.store.filters import EventFilter, conditions, stretches
from dateline.store.rollup import BY_MONTH, month_in
from dateline.store.schema import actor_months, event_parties, events, month_margins

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """How many events a stretch has: by value for each facet and by the month of their start, and in all."""

    facets: dict[str, Counter[Any]] = field(default_factory=dict)
    months: Counter[int] = field(default_factory=Counter)

    @property
    def events(self) -> int:
        """How many there are."""
        return self.months.total()


def is_period(wanted: EventFilter) -> bool:
    """Say whether a filter chooses by time alone."""
    timeless = replace(wanted, since=None, until=None)
    return timeless == EventFilter() and wanted != timeless


def count_period(connection: Connection, wanted: EventFilter) -> Period:
    """Count the events of a stretch of time.

    Args:
        connection: open.
        wanted: a filter by ``since``, ``until`` or both and nothing else.
    """
    first, after = _whole_months(wanted)
    found = Period({name: Counter() for name in BY_MONTH})
    if first < after:
        _add_months(connection, wanted, found, first, after)
    cells: Counter[int] = Counter()
    for tests in _edges(wanted, first, after, connection.dialect.name):
        for month, cell, number in connection.execute(_edge(tests, connection.dialect.name)):
            found.months[month] += number
            cells[cell] += number
    meaning = meanings(connection, cells)
    for cell, number in cells.items():
        for name, value in zip(BY_MONTH, meaning[cell], strict=True):
            found.facets[name][value or None] += number
    return found


def count_actors(connection: Connection, wanted: EventFilter) -> Counter[str]:
    """Count the events of each actor in a stretch of time.

    Args:
        connection: open.
        wanted: as for ``count_period``.
    """
    first, after = _whole_months(wanted)
    found: Counter[str] = Counter()
    if first < after:
        months = select(actor_months.c.actor_id, func.sum(actor_months.c.events))
        tests = _whole(actor_months, wanted, first, after)
        found.update(dict(map(tuple, connection.execute(months.where(*tests).group_by("actor_id")))))
    number = func.count(event_parties.c.event_id.distinct())
    query = select(event_parties.c.actor_id, number).join(events).group_by(event_parties.c.actor_id)
    for tests in _edges(wanted, first, after, connection.dialect.name):
        for actor_id, more in connection.execute(query.where(*tests)):
            found[actor_id] += more
    return found


def _whole_months(wanted: EventFilter) -> tuple[date, date]:
    """The first day of the first whole month of a stretch, and that after the last."""
    since, until = wanted.since or date.min, wanted.until or date.max
    first = since if since.day == 1 else _next_month(since)
    last = until if until == date.max else until + _DAY
    return first, last.replace(day=1)


def _next_month(day: date) -> date:
    if (day.year, day.month) == (date.max.year, 12):
        return date.max
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _add_months(connection: Connection, wanted: EventFilter, found: Period, first: date, after: date) -> None:
    column, tests = month_margins.c, _whole(month_margins, wanted, first, after)
    query = select(column.facet, column.value, func.sum(column.events)).where(*tests)
    for name, value, number in connection.execute(query.group_by(column.facet, column.value)):
        found.facets[name][value or None] += number
    months = select(column.month, func.sum(column.events)).where(*tests, column.facet == "status")
    found.months.update(dict(map(tuple, connection.execute(months.group_by(column.month)))))


def _whole(table: Table, wanted: EventFilter, first: date, after: date) -> list[ColumnElement[bool]]:
    """Conditions on a table of counts by month: those of the whole months of a stretch."""
    tests = [table.c.month >= _number(first), table.c.month < _number(after)]
    # whose end is not known is in no stretch that begins
    return [*tests, table.c.ended] if wanted.since is not None else tests


def _number(day: date) -> int:
    return day.year * 100 + day.month


def _edges(
    wanted: EventFilter, first: date, after: date, dialect: str
) -> Iterable[list[ColumnElement[bool]]]:
    """Conditions of which each event of the stretch meets one, unless it starts in a whole month."""
    start = events.c.start
    soon, *long = stretches(wanted, dialect)  # what lasts long began before the stretch
    if first >= after:
        yield from (soon, *long)
        return
    if wanted.since is not None:
        yield from ([*soon, start < first], *long)
    # without the bound that comes before it, which SQLite might begin at
    yield [*conditions(wanted, dialect), start >= after]


def _edge(tests: list[ColumnElement[bool]], dialect: str) -> Select[Any]:
    columns = (month_in(dialect), events.c.cell, func.count())
    return select(*columns).where(*tests).group_by(literal_column("1"), literal_column("2"))
