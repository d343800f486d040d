"""Which events are asked for."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, FromClause, Select, exists, func, select
from sqlalchemy.sql.elements import ColumnElement, UnaryExpression
from sqlalchemy.sql.operators import custom_op

from dateline.records import Status
from dateline.store.dialect import matches
from dateline.store.rows import LASTING, source_key
from dateline.store.schema import (
    actor_months,
    event_counts,
    event_parties,
    event_sources,
    events,
    facet_counts,
    reports,
)
from dateline.store.state import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Conditions that an event must meet; what is ``None`` or empty does not count.

    ``since`` and ``until`` are days, inclusive: an event counts whose time overlaps them. ``box`` is
    (west, south, east, north) in degrees. ``search`` is words that the report holds. ``actor`` is the id of
    an actor that takes part in any role, itself or by something that belonged to it on the report's day;
    ``who`` and ``whom`` are such an actor in that role alone. ``source`` is who is cited for the event,
    ``outlet`` who published the report. ``precisions`` are those of the place, ``reviews`` how far the event
    is reviewed.
    """

    report_id: str | None = None
    event_types: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    background: bool | None = None
    since: date | None = None
    until: date | None = None
    country: str | None = None
    box: tuple[float, float, float, float] | None = None
    min_killed: int | None = None
    min_confidence: float | None = None
    search: str | None = None
    actor: str | None = None
    who: str | None = None
    whom: str | None = None
    source: str | None = None
    outlet: str | None = None
    precisions: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    flagged: bool | None = None
    released: bool | None = None


OF_CELLS = frozenset({"event_types", "families", "statuses", "reviews", "country", "precisions"})
"""The conditions on what cells are made of (``cells.py``)."""

_EMPTY = EventFilter()


def conditions(wanted: EventFilter, dialect: str) -> list[ColumnElement[bool]]:
    """Turn a filter into conditions on the table of events, for ``"sqlite"`` or ``"postgresql"``."""
    column = events.c
    tests: list[tuple[object, ColumnElement[Any], Callable[[Any, Any], Any]]] = [
        (wanted.report_id, column.report_id, operator.eq),
        (wanted.background, column.background, operator.eq),
        (wanted.since, column.end, operator.ge),
        (wanted.until, column.start, operator.le),
        (wanted.min_killed, column.killed_best, operator.ge),
        (wanted.flagged, column.flagged, operator.eq),
        (wanted.released, column.released, operator.eq),
        (wanted.min_confidence, column.confidence, operator.ge),
    ]
    chosen: list[ColumnElement[bool]] = [
        compare(column, value) for value, column, compare in tests if value not in (None, ())
    ]
    if (alike := _alike(wanted)) is not None:
        chosen.append(column.cell.in_(alike))
    if wanted.box:
        west, south, east, north = wanted.box
        lon = column.lon
        inside = lon.between(west, east) if west <= east else (lon >= west) | (lon <= east)
        chosen += [column.lat.between(south, north), inside]
    if wanted.search and wanted.search.strip():
        chosen.append(column.report_id.in_(_found(wanted.search, dialect)))
    parties = ((wanted.actor, None), (wanted.who, "actor"), (wanted.whom, "target"))
    chosen += [column.id.in_(_taking_part(actor, role)) for actor, role in parties if actor is not None]
    if wanted.source is not None:
        cited = select(event_sources.c.event_id).where(event_sources.c.name == source_key(wanted.source))
        chosen.append(column.id.in_(cited))
    if wanted.outlet is not None:
        published = select(reports.c.report_id).where(reports.c.outlet == wanted.outlet)
        chosen.append(column.report_id.in_(published))
    return chosen


def of_cells(table: FromClause, wanted: EventFilter) -> list[ColumnElement[bool]]:
    """Turn what a filter says of type, family, status, review, country and precision into conditions.

    Args:
        table: has a column for each of these that the filter asks for.
        wanted: the filter.
    """
    asked: list[tuple[str, tuple[str, ...]]] = [
        ("event_type", wanted.event_types),
        ("family", wanted.families),
        ("status", tuple(map(str, wanted.statuses))),
        ("review", tuple(map(str, wanted.reviews))),
        ("country", (wanted.country,) if wanted.country is not None else ()),
        ("precision", wanted.precisions),
    ]
    return [table.c[name].in_(values) for name, values in asked if values]


def stretches(wanted: EventFilter, dialect: str) -> list[list[ColumnElement[bool]]]:
    """Turn a filter into conditions of which each event meets one or none, so that each finds an index.

    Events of a time are those that start in it, or up to a month before it, and the few that last longer.
    """
    tests = conditions(wanted, dialect)
    if wanted.since is None:
        return [tests]
    floor = max(wanted.since, date.min + LASTING) - LASTING
    soon, long = events.c.start >= floor, events.c.lasting
    return [[*tests, soon], [*tests, long, events.c.start < floor]]


def page_conditions(connection: Connection, wanted: EventFilter) -> list[ColumnElement[bool]]:
    """Turn a filter into conditions for a page of events in order.

    Where an actor with many events is all that is asked for, the next ones are found soonest by going along
    an index and asking of each event whether the actor takes part; where it has few, by sorting these. The
    indexes of all orders hold the cell (``cells.py``): on SQLite, which cannot tell how many events a choice
    of cells has, going along one takes less than sorting all events of many cells, even where few are found.
    """
    dialect = connection.dialect.name
    if dialect == "sqlite" and (alike := _alike(wanted)) is not None and _is_of_cells(wanted):
        # the sign keeps the index on cells from being used
        return [UnaryExpression(events.c.cell, operator=custom_op("+")).in_(alike)]
    alone = wanted.actor is not None and replace(wanted, actor=None) == _EMPTY
    if not alone or not _is_common(connection, str(wanted.actor)):
        return conditions(wanted, dialect)
    mine = (event_parties.c.actor_id == wanted.actor) & (event_parties.c.event_id == events.c.id)
    return [exists().where(mine)]


def _alike(wanted: EventFilter) -> Select[int] | None:
    """The cells that a filter asks for; ``None`` where it asks for all."""
    tests = of_cells(event_counts, wanted)
    return select(event_counts.c.cell).where(event_counts.c.actor_id == "", *tests) if tests else None


def _is_of_cells(wanted: EventFilter) -> bool:
    """Say whether a filter chooses by nothing but what cells are made of."""
    return replace(wanted, **{field: getattr(_EMPTY, field) for field in OF_CELLS}) == _EMPTY


def _is_common(connection: Connection, actor_id: str) -> bool:
    """Say whether going along all events until a page is full takes less than sorting those of an actor."""
    mine = select(func.sum(actor_months.c.events)).where(actor_months.c.actor_id == actor_id)
    every = select(func.sum(facet_counts.c.events)).where(facet_counts.c.facet == "status")
    number, total = (connection.execute(query).scalar() or 0 for query in (mine, every))
    # a page of 100 is reached after 100 * total / number events, each a fifth of the work of sorting one
    return bool(number**2 > 20 * total)


def _taking_part(actor_id: str, role: str | None) -> Select[str]:
    query = select(event_parties.c.event_id).where(event_parties.c.actor_id == actor_id)
    return query if role is None else query.where(event_parties.c.role == role)


def _found(words: str, dialect: str) -> Select[str]:
    return select(reports.c.report_id).where(matches(words, dialect))
