"""Counts of events by type, status, review, country, precision, actor and month, kept in step.

Each transaction that changes events counts those of the reports that it touches before and after, and adds
the difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Table,
    Text,
    cast,
    delete,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from dateline.store import quick
from dateline.store.cells import CELL, cell_of
from dateline.store.quick import Rows
from dateline.store.schema import (
    actor_months,
    event_counts,
    event_parties,
    events,
    facet_counts,
    month_counts,
    month_margins,
    slice_counts,
)
from dateline.store.wide import slice_columns, slices_of

MARGINS = (*CELL, "family", "month")
"""What all events are counted by alone."""

BY_MONTH = (*CELL, "family")
"""What the events of a month are counted by alone."""

_MONTH = CELL[:-1]
_KEYS = {
    table.name: tuple(column.name for column in table.primary_key)
    for table in (event_counts, month_counts, facet_counts, actor_months, month_margins, slice_counts)
}
Cell = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of events by the keys of each table of counts, and the families of their types."""

    cells: Counter[Cell] = field(default_factory=Counter)
    months: Counter[Cell] = field(default_factory=Counter)
    actors: Counter[Cell] = field(default_factory=Counter)
    margins: Counter[Cell] = field(default_factory=Counter)
    by_month: Counter[Cell] = field(default_factory=Counter)
    slices: Counter[Cell] = field(default_factory=Counter)
    families: dict[str, str] = field(default_factory=dict)


def month_of(day: date | None) -> int:
    """Return the month of a day as a number, such as 202108; 0 where there is none."""
    return day.year * 100 + day.month if day else 0


def month_in(dialect: str) -> ColumnElement[int]:
    """Return the month in which an event starts, as a number for the database to work out."""
    start = events.c.start
    # a day is a text there, and cutting it takes a fifth of the time of strftime
    cut = func.replace(func.substr(cast(start, Text), 1, 7), "-", "")
    text = cut if dialect == "sqlite" else func.to_char(start, "YYYYMM")
    return func.coalesce(cast(text, Integer), 0)


def count(connection: Connection, *, report_id: str | None = None, event_id: str | None = None) -> Counts:
    """Count the events of one report, or one event."""
    chosen = events.c.report_id == report_id if report_id is not None else events.c.id == event_id
    names = ("id", "start", "end", "family", "lat", "lon", "killed_best", *CELL)
    columns = [events.c[name] for name in names]
    pairs = select(event_parties.c.event_id, event_parties.c.actor_id).distinct()
    pairs = pairs.join(events, events.c.id == event_parties.c.event_id).where(chosen)
    actors: dict[str, list[str]] = {}
    for id_, actor in connection.execute(pairs):
        actors.setdefault(id_, []).append(actor)
    rows = connection.execute(select(*columns).where(chosen)).mappings()
    return count_rows(map(dict, rows), actors)


def count_rows(rows: Iterable[Mapping[str, Any]], actors: Mapping[str, Iterable[str]]) -> Counts:
    """Count rows of ``events`` that are at hand.

    Args:
        rows: the rows, or the columns of them that are counted by.
        actors: the actors of each event by its id, each once.
    """
    counts = Counts()
    for row in rows:
        cell, month = tuple(row[name] or "" for name in CELL), month_of(row["start"])
        counts.families[cell[0]] = row["family"]
        counts.months[(month, *cell[:-1])] += 1
        for name, value in zip(MARGINS, (*cell, row["family"], str(month)), strict=True):
            counts.margins[(name, value)] += 1
        for name, value in zip(BY_MONTH, (*cell, row["family"]), strict=True):
            counts.by_month[(month, row["end"] is not None, name, value)] += 1
        of_cell = cell_of(row)
        for kind, number in slices_of(row):
            counts.slices[(kind, "cell", number, of_cell)] += 1
            counts.slices[(kind, "month", number, month)] += 1
        counts.cells[("", *cell)] += 1
        for actor in actors.get(row["id"], ()):
            counts.cells[(actor, *cell)] += 1
            counts.actors[(actor, month, row["end"] is not None)] += 1
    return counts


def keep_step(connection: Connection, before: Counts, after: Counts) -> None:
    """Add to the counts what changed between two counts of the same events."""
    quick.write(connection, steps(before, after))


def steps(before: Counts, after: Counts) -> list[Rows]:
    """Make the rows that add to the counts what changed between two counts of the same events."""
    families = before.families | after.families
    alike = _more(before.cells, after.cells, ("actor_id", *CELL))
    changed = (
        (event_counts, [r | {"family": families[r["event_type"]], "cell": cell_of(r)} for r in alike]),
        (month_counts, _more(before.months, after.months, ("month", *_MONTH))),
        (facet_counts, _more(before.margins, after.margins, ("facet", "value"))),
        (actor_months, _more(before.actors, after.actors, ("actor_id", "month", "ended"))),
        (month_margins, _more(before.by_month, after.by_month, ("month", "ended", "facet", "value"))),
        (slice_counts, _more(before.slices, after.slices, ("kind", "facet", "slice", "value"))),
    )
    return [Rows(table, rows, key=_KEYS[table.name], adding=True) for table, rows in changed]


def _more(before: Counter[Cell], after: Counter[Cell], names: tuple[str, ...]) -> list[dict[str, Any]]:
    if not before:
        return [dict(zip(names, key, strict=True)) | {"events": more} for key, more in after.items()]
    changed = {key: after[key] - before[key] for key in before | after}
    return [dict(zip(names, key, strict=True)) | {"events": more} for key, more in changed.items() if more]


def recount(connection: Connection) -> None:
    """Count everything anew, as after many reports were brought in at once."""
    month = month_in(connection.dialect.name)
    cell = [func.coalesce(events.c[name], "") for name in CELL]
    parties = select(event_parties.c.event_id, event_parties.c.actor_id).distinct().subquery()
    both = (parties, parties.c.event_id == events.c.id)
    shared = (func.max(events.c.family), func.max(events.c.cell))  # the same for all of a cell
    for table in (event_counts, month_counts, actor_months, facet_counts, month_margins, slice_counts):
        connection.execute(delete(table))
    for actor in (literal(""), parties.c.actor_id):
        query = _grouped([actor, *cell], *shared)
        query = query if actor is not parties.c.actor_id else query.join(*both)
        _insert(connection, event_counts, ("actor_id", *CELL, "family", "cell"), query)
    _insert(connection, month_counts, ("month", *_MONTH), _grouped([month, *cell[:-1]]))
    for name, value in zip(MARGINS, [*cell, events.c.family, cast(month, Text)], strict=True):
        _insert(connection, facet_counts, ("facet", "value"), _grouped([literal(name), value]))
    ended = events.c.end.is_not(None)
    for name, value in zip(BY_MONTH, [*cell, events.c.family], strict=True):
        query = _grouped([month, ended, literal(name), value])
        _insert(connection, month_margins, ("month", "ended", "facet", "value"), query)
    of_months = _grouped([parties.c.actor_id, month, ended]).join(*both)
    _insert(connection, actor_months, ("actor_id", "month", "ended"), of_months)
    _count_slices(connection, month)


def _count_slices(connection: Connection, month: ColumnElement[int]) -> None:
    for kind, number in slice_columns(connection.dialect.name).items():
        for facet, value in (("cell", events.c.cell), ("month", month)):
            query = _grouped([literal(kind), literal(facet), number, value]).where(number.is_not(None))
            _insert(connection, slice_counts, ("kind", "facet", "slice", "value"), query)


def _grouped(keys: list[Any], *others: Any) -> Select[Any]:
    places: list[ColumnElement[Any]] = [literal_column(str(n)) for n in range(1, len(keys) + 1)]
    return select(*keys, *others, func.count()).select_from(events).group_by(*places)


def _insert(connection: Connection, table: Table, names: tuple[str, ...], query: Select[Any]) -> None:
    connection.execute(table.insert().from_select([*names, "events"], query))
