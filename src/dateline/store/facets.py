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

from sqlalchemy import Connection, Executable, Select, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.cells import CELL, cells, meanings
from dateline.store.filters import OF_CELLS, EventFilter, of_cells, stretches
from dateline.store.passes import add_up, one_pass
from dateline.store.periods import count_actors, count_period, is_period
from dateline.store.rollup import MARGINS, month_in
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
from dateline.store.wide import count_wide, is_wide


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


@dataclass(frozen=True, slots=True)
class Survey:
    """How many events a filter finds, and how many of each value of some facets."""

    total: int
    facets: dict[Facet, tuple[Count, ...]]


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
_TOGETHER = (*(Facet(name) for name in CELL), Facet.FAMILY)
_EMPTY = EventFilter()


def survey(
    connection: Connection, wanted: EventFilter, by: Iterable[Facet], *, limit: int | None = None
) -> Survey:
    """Count events in all and by facets; months in order, others with the most events first.

    Args:
        connection: open.
        wanted: conditions; the one on a facet itself does not count for it, so that its other values
            are seen.
        by: what to count by.
        limit: how many values of each at most.
    """
    number, shown = _survey(connection, wanted, tuple(by), limit)
    return Survey(total(connection, wanted) if number is None else number, shown)


def facets(
    connection: Connection, wanted: EventFilter, by: Iterable[Facet], *, limit: int | None = None
) -> dict[Facet, tuple[Count, ...]]:
    """Count events by facets, as ``survey`` does."""
    return _survey(connection, wanted, tuple(by), limit)[1]


def _survey(
    connection: Connection, wanted: EventFilter, by: tuple[Facet, ...], limit: int | None
) -> tuple[int | None, dict[Facet, tuple[Count, ...]]]:
    number, found = _together(connection, wanted, by)
    rest = [one for one in by if one not in found]
    found |= {one: _alone(connection, _without_own(wanted, one), one) for one in rest}
    return number, {one: _shown(found[one], one)[:limit] for one in by}


Found = dict[Facet, Counter[Any]]
Counted = tuple[int | None, Found]


def _together(connection: Connection, wanted: EventFilter, by: Sequence[Facet]) -> Counted:
    """Count by those of the facets that are counted together, and in all where that costs nothing more."""
    margins = [one for one in by if str(one) in MARGINS]
    if not margins:
        return None, {}
    if wanted == _EMPTY:
        return None, _margins(connection, margins)
    if is_period(wanted):
        period = count_period(connection, wanted)
        kept = {one: period.months if one is Facet.MONTH else period.facets[one] for one in margins}
        return period.events, kept
    if _uses_only(wanted, OF_CELLS | {"actor"}):
        return None, _kept_counts(connection, wanted, [one for one in margins if one in _TOGETHER])
    return _counted(connection, wanted, margins)


def _kept_counts(connection: Connection, wanted: EventFilter, by: Sequence[Facet]) -> Found:
    """Count by facets under conditions on what is kept in counts."""
    found: Found = {}
    for one in by:
        value = event_counts.c[str(one)]
        query = select(value, func.sum(event_counts.c.events)).group_by(value)
        rows = connection.execute(query.where(*_of_actor(_without_own(wanted, one))))
        found[one] = Counter({name or None: number for name, number in rows})
    return found


def _counted(connection: Connection, wanted: EventFilter, by: Sequence[Facet]) -> Counted:
    """Count by facets in one pass over the table of events, or over what is kept of wide filters."""
    together = [one for one in by if one in _TOGETHER]
    wide = _widest(wanted, together)
    with_months = Facet.MONTH in by
    if is_wide(wide) and (wide == wanted or not with_months):
        numbers, months = count_wide(connection, wide, month_in(connection.dialect.name))
    else:
        passes = _passes(wanted, wide, connection.dialect.name, months=with_months)
        numbers, months = add_up(connection, passes)
    meaning = meanings(connection, numbers)
    counted = [(meaning[cell], number) for cell, number in numbers.items()]
    found = {one: _sum(counted, one, _without_own(wanted, one)) for one in together}
    if with_months:
        found[Facet.MONTH] = months
    asked = _asked(wanted)
    return sum(number for key, number in counted if _meets(key, asked)), found


def _passes(wanted: EventFilter, wide: EventFilter, dialect: str, *, months: bool) -> list[Executable]:
    """Count by cell, and by month those that meet the whole filter: each stretch of events is read once."""
    every, month = cells(), month_in(dialect) if months else None
    mine = select(every.c.cell).where(*of_cells(every, wanted)) if wide != wanted else None
    return [one_pass(tests, month, months_of=mine) for tests in stretches(wide, dialect)]


def _widest(wanted: EventFilter, together: Iterable[Facet]) -> EventFilter:
    """Return the narrowest filter under which one count holds the events of all these facets."""
    return replace(wanted, **{_OWN[one]: getattr(_EMPTY, _OWN[one]) for one in together})


def _margins(connection: Connection, by: Sequence[Facet]) -> Found:
    numbers: Found = {one: Counter() for one in by}
    query = select(facet_counts).where(facet_counts.c.facet.in_(map(str, numbers)))
    for name, value, number in connection.execute(query):
        plain = int(value) if name == Facet.MONTH else value
        numbers[Facet(name)][plain or None] += number
    return numbers


def total(connection: Connection, wanted: EventFilter) -> int:
    """Count events."""
    if _uses_only(wanted, OF_CELLS | {"actor"}):
        query = select(func.coalesce(func.sum(event_counts.c.events), 0)).where(*_of_actor(wanted))
        return int(connection.execute(query).scalar_one())
    if is_period(wanted):
        return count_period(connection, wanted).events
    if is_wide(wanted):
        return count_wide(connection, wanted, month_in(connection.dialect.name))[0].total()
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


def _sum(counted: Cells, by: Facet, wanted: EventFilter) -> Counter[Any]:
    """Add up the cells of each value that meet the conditions on what cells are made of."""
    place, asked = _TOGETHER.index(by), _asked(wanted)
    numbers: Counter[Any] = Counter()
    for key, number in counted:
        if _meets(key, asked):
            numbers[key[place] or None] += number
    return numbers


Asked = list[tuple[int, tuple[str, ...]]]


def _asked(wanted: EventFilter) -> Asked:
    """The values asked for, by their place in the key of a cell."""
    pairs = ((place, _values(wanted, one)) for place, one in enumerate(_TOGETHER))
    return [(place, values) for place, values in pairs if values]


def _meets(key: tuple[Any, ...], asked: Asked) -> bool:
    return all(key[place] in values for place, values in asked)


def _values(wanted: EventFilter, by: Facet) -> tuple[str, ...]:
    value = getattr(wanted, _OWN[by])
    return tuple(map(str, value)) if isinstance(value, tuple) else () if value is None else (value,)


def _alone(connection: Connection, wanted: EventFilter, by: Facet) -> Counter[Any]:
    if by is Facet.ACTOR and is_period(wanted):
        return count_actors(connection, wanted)
    numbers: Counter[Any] = Counter()
    for query in _queries(wanted, by, connection.dialect.name):
        for value, number in connection.execute(query.group_by(literal_column("1"))):
            numbers[value or None] += number
    return numbers


def _queries(wanted: EventFilter, by: Facet, dialect: str) -> list[Select[Any]]:
    if by is Facet.MONTH and _uses_only(wanted, OF_CELLS - {"families", "precisions"}):
        kept = select(month_counts.c.month, func.sum(month_counts.c.events))
        return [kept.where(*of_cells(month_counts, wanted))]
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


def _of_actor(wanted: EventFilter) -> list[ColumnElement[bool]]:
    return [*of_cells(event_counts, wanted), event_counts.c.actor_id == (wanted.actor or "")]


def _shown(numbers: Counter[Any], by: Facet) -> tuple[Count, ...]:
    pairs = [(value, number) for value, number in numbers.items() if number]
    if by is Facet.MONTH:
        ordered = sorted(pairs, key=lambda pair: pair[0] or 0)
        return tuple(Count(f"{v // 100:04}-{v % 100:02}" if v else None, n) for v, n in ordered)
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0] or ""))
    return tuple(Count(value, number) for value, number in ordered)
