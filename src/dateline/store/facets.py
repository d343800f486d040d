"""How many events there are of each type, status, month and so on, under a filter.

What is kept in counts (``rollup.py``) is read from there; the rest is counted in the table of events. Both
give the same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, Table, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.filters import EventFilter, stretches
from dateline.store.periods import count_period, is_period
from dateline.store.rollup import CELL, MARGINS, month_in
from dateline.store.schema import (
    actor_months,
    event_counts,
    event_parties,
    event_sources,
    events,
    facet_counts,
    month_counts,
    reports,
)


class Facet(StrEnum):
    """What events can be counted by."""

    TYPE = "event_type"
    FAMILY = "family"
    STATUS = "status"
    REVIEW = "review"
    COUNTRY = "country"
    PRECISION = "precision"
    MONTH = "month"
    ACTOR = "actor"
    SOURCE = "source"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a facet. ``value`` is ``None`` where events have none; a month is ``"2021-08"``."""

    value: str | None
    events: int


# the condition that chooses among the values of a facet: it is left out when they are counted
_OWN = {
    Facet.TYPE: "event_types",
    Facet.FAMILY: "families",
    Facet.STATUS: "statuses",
    Facet.REVIEW: "reviews",
    Facet.COUNTRY: "country",
    Facet.PRECISION: "precisions",
    Facet.ACTOR: "actor",
    Facet.SOURCE: "source",
    Facet.OUTLET: "outlet",
}
_COUNTED = frozenset({"event_types", "families", "statuses", "reviews", "country", "precisions"})
_TOGETHER = (*(Facet(name) for name in CELL), Facet.FAMILY)
_EMPTY = EventFilter()


def facets(
    connection: Connection, wanted: EventFilter, by: Iterable[Facet], *, limit: int | None = None
) -> dict[Facet, tuple[Count, ...]]:
    """Count events by facets; months in order, others with the most events first.

    Args:
        connection: open.
        wanted: conditions; the one on a facet itself does not count for it, so that its other values
            are seen.
        by: what to count by.
        limit: how many values of each at most.
    """
    asked = tuple(by)
    if wanted == _EMPTY or is_period(wanted):
        kept = [one for one in asked if str(one) in MARGINS]
        count = _margins if wanted == _EMPTY else _period
    else:
        kept = [one for one in asked if one in _TOGETHER]
        count = _kept_counts if _uses_only(wanted, _COUNTED | {"actor"}) else _counted
    found = count(connection, wanted, kept) if kept else {}
    rest = [one for one in asked if one not in kept]
    found |= {one: _alone(connection, _without_own(wanted, one), one) for one in rest}
    return {one: _shown(found[one], one)[:limit] for one in asked}


Found = dict[Facet, Counter[Any]]


def _period(connection: Connection, wanted: EventFilter, by: Sequence[Facet]) -> Found:
    counted = count_period(connection, wanted)
    return {one: counted.months if one is Facet.MONTH else counted.facets[one] for one in by}


def _kept_counts(connection: Connection, wanted: EventFilter, by: Sequence[Facet]) -> Found:
    """Count by facets under conditions on what is kept in counts."""
    found: Found = {}
    for one in by:
        value = event_counts.c[str(one)]
        query = select(value, func.sum(event_counts.c.events)).group_by(value)
        rows = connection.execute(query.where(*_kept(event_counts, _without_own(wanted, one))))
        found[one] = Counter({name or None: number for name, number in rows})
    return found


def _counted(connection: Connection, wanted: EventFilter, by: Sequence[Facet]) -> Found:
    """Count by facets in one pass over the table of events."""
    cells = _cells(connection, _widest(wanted, by))
    return {one: _sum(cells, one, _without_own(wanted, one)) for one in by}


def _widest(wanted: EventFilter, together: Iterable[Facet]) -> EventFilter:
    """Return the narrowest filter under which one count holds the events of all these facets."""
    return replace(wanted, **{_OWN[one]: getattr(_EMPTY, _OWN[one]) for one in together})


def _margins(connection: Connection, _: EventFilter, by: Sequence[Facet]) -> Found:
    numbers: Found = {one: Counter() for one in by}
    query = select(facet_counts).where(facet_counts.c.facet.in_(map(str, numbers)))
    for name, value, number in connection.execute(query):
        plain = int(value) if name == Facet.MONTH else value
        numbers[Facet(name)][plain or None] += number
    return numbers


def total(connection: Connection, wanted: EventFilter) -> int:
    """Count events."""
    if _uses_only(wanted, _COUNTED | {"actor"}):
        query = select(func.coalesce(func.sum(event_counts.c.events), 0)).where(*_kept(event_counts, wanted))
        return int(connection.execute(query).scalar_one())
    if is_period(wanted):
        return count_period(connection, wanted).events
    return sum(
        connection.execute(select(func.count()).select_from(events).where(*tests)).scalar_one()
        for tests in stretches(wanted, connection.dialect.name)
    )


def _without_own(wanted: EventFilter, by: Facet) -> EventFilter:
    return replace(wanted, **{_OWN[by]: getattr(_EMPTY, _OWN[by])}) if by in _OWN else wanted


def _uses_only(wanted: EventFilter, names: Iterable[str]) -> bool:
    others = (field.name for field in fields(EventFilter) if field.name not in names)
    return all(getattr(wanted, name) == getattr(_EMPTY, name) for name in others)


Cells = list[tuple[tuple[Any, ...], int]]


def _cells(connection: Connection, wanted: EventFilter) -> Cells:
    """Count events by all of ``_TOGETHER`` at once: one pass over what the filter finds."""
    names = [events.c[name] for name in CELL]
    known = select(event_counts.c.event_type, event_counts.c.family).where(event_counts.c.actor_id == "")
    family = dict(map(tuple, connection.execute(known.distinct())))
    query = select(*names, func.count()).select_from(events).group_by(*names)
    rows = (
        row
        for tests in stretches(wanted, connection.dialect.name)
        for row in connection.execute(query.where(*tests))
    )
    return [((*key, family[key[0]]), number) for *key, number in rows]


def _sum(cells: Cells, by: Facet, wanted: EventFilter) -> Counter[Any]:
    """Add up the cells of each value that meet the conditions on what cells are made of."""
    place = _TOGETHER.index(by)
    tests = [(_TOGETHER.index(one), _values(wanted, one)) for one in _TOGETHER if _values(wanted, one)]
    numbers: Counter[Any] = Counter()
    for key, number in cells:
        if all(key[index] in values for index, values in tests):
            numbers[key[place] or None] += number
    return numbers


def _values(wanted: EventFilter, by: Facet) -> tuple[str, ...]:
    value = getattr(wanted, _OWN[by])
    return tuple(map(str, value)) if isinstance(value, tuple) else () if value is None else (value,)


def _alone(connection: Connection, wanted: EventFilter, by: Facet) -> Counter[Any]:
    numbers: Counter[Any] = Counter()
    for query in _queries(wanted, by, connection.dialect.name):
        for value, number in connection.execute(query.group_by(literal_column("1"))):
            numbers[value or None] += number
    return numbers


def _queries(wanted: EventFilter, by: Facet, dialect: str) -> list[Select[Any]]:
    if by is Facet.MONTH and _uses_only(wanted, _COUNTED - {"families", "precisions"}):
        kept = select(month_counts.c.month, func.sum(month_counts.c.events))
        return [kept.where(*_kept(month_counts, wanted))]
    if by is Facet.MONTH and _uses_only(wanted, {"actor"}):
        kept = select(actor_months.c.month, func.sum(actor_months.c.events))
        return [kept.where(actor_months.c.actor_id == wanted.actor)]
    if by is Facet.ACTOR and wanted == _EMPTY:
        return [select(actor_months.c.actor_id, func.sum(actor_months.c.events))]
    number = func.count(event_parties.c.event_id.distinct()) if by is Facet.ACTOR else func.count()
    query = {
        Facet.MONTH: select(month_in(dialect), number).select_from(events),
        Facet.ACTOR: select(event_parties.c.actor_id, number).join(events),
        Facet.SOURCE: select(event_sources.c.name, number).join(events),
        Facet.OUTLET: select(reports.c.outlet, number).select_from(events).join(reports),
    }[by]
    return [query.where(*tests) for tests in stretches(wanted, dialect)]


def _kept(table: Table, wanted: EventFilter) -> list[ColumnElement[bool]]:
    chosen: list[tuple[str, tuple[str, ...]]] = [
        ("event_type", wanted.event_types),
        ("family", wanted.families),
        ("status", tuple(map(str, wanted.statuses))),
        ("review", tuple(map(str, wanted.reviews))),
        ("country", (wanted.country,) if wanted.country is not None else ()),
        ("precision", wanted.precisions),
    ]
    tests: list[ColumnElement[bool]] = [table.c[name].in_(values) for name, values in chosen if values]
    return tests if table is month_counts else [*tests, table.c.actor_id == (wanted.actor or "")]


def _shown(numbers: Counter[Any], by: Facet) -> tuple[Count, ...]:
    pairs = [(value, number) for value, number in numbers.items() if number]
    if by is Facet.MONTH:
        ordered = sorted(pairs, key=lambda pair: pair[0] or 0)
        return tuple(Count(f"{v // 100:04}-{v % 100:02}" if v else None, n) for v, n in ordered)
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0] or ""))
    return tuple(Count(value, number) for value, number in ordered)
