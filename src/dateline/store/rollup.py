"""Counts of events by month, type, status, review, country and precision, and by actor, kept in step.

Each transaction that changes events counts those of the reports that it touches before and after, and adds
the difference.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, Table, cast, delete, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from dateline.store.schema import actor_counts, event_counts, event_parties, events

_KEYS = ("month", "event_type", "status", "review", "country", "precision")
Cell = tuple[Any, ...]
Counts = tuple[Counter[Cell], Counter[Cell], Counter[str], dict[str, str]]


def month_of(day: date | None) -> int:
    """Return the month of a day as a number, such as 202108; 0 where there is none."""
    return day.year * 100 + day.month if day else 0


def count(connection: Connection, *, report_id: str | None = None, event_id: str | None = None) -> Counts:
    """Count the events of one report, or one event: by cell, their dead, by actor, and family by type."""
    chosen = events.c.report_id == report_id if report_id is not None else events.c.id == event_id
    columns = (events.c.start, *(events.c[name] for name in _KEYS[1:]), events.c.family, events.c.killed_best)
    cells: Counter[Cell] = Counter()
    killed: Counter[Cell] = Counter()
    families: dict[str, str] = {}
    for start, *rest, family, dead in connection.execute(select(*columns).where(chosen)):
        cell = (month_of(start), *(value or "" for value in rest))
        cells[cell] += 1
        killed[cell] += dead or 0
        families[rest[0]] = family
    number = func.count(event_parties.c.event_id.distinct())
    parties = select(event_parties.c.actor_id, number).join(events, events.c.id == event_parties.c.event_id)
    actors = Counter(dict(map(tuple, connection.execute(parties.where(chosen).group_by("actor_id")))))
    return cells, killed, actors, families


def keep_step(connection: Connection, before: Counts, after: Counts) -> None:
    """Add to the counts what changed between two counts of the same events."""
    families = before[3] | after[3]
    cells = []
    for cell in before[0] | after[0]:
        more, dead = after[0][cell] - before[0][cell], after[1][cell] - before[1][cell]
        if more or dead:
            key = dict(zip(_KEYS, cell, strict=True))
            cells.append(key | {"family": families[cell[1]], "events": more, "killed": dead})
    _add(connection, event_counts, _KEYS, cells)
    changed = {actor: after[2][actor] - before[2][actor] for actor in before[2] | after[2]}
    actors = [{"actor_id": actor, "events": more} for actor, more in changed.items() if more]
    _add(connection, actor_counts, ("actor_id",), actors)


def _add(connection: Connection, table: Table, key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    # both dialects spell it the same way, but share no class for it
    insert: Any = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    sums = {name: table.c[name] + insert.excluded[name] for name in ("events", "killed") if name in table.c}
    connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=sums), rows)


def recount(connection: Connection) -> None:
    """Count everything anew, as after many reports were brought in at once."""
    for table in (event_counts, actor_counts):
        connection.execute(delete(table))
    start = events.c.start
    text = (
        func.strftime("%Y%m", start) if connection.dialect.name == "sqlite" else func.to_char(start, "YYYYMM")
    )
    month = func.coalesce(cast(text, Integer), 0)
    keys = (
        month,
        *(events.c[name] for name in _KEYS[1:4]),
        func.coalesce(events.c.country, ""),
        func.coalesce(events.c.precision, ""),
    )
    killed = func.coalesce(func.sum(events.c.killed_best), 0)
    cells = select(*keys, func.max(events.c.family), func.count(), killed)
    cells = cells.group_by(*map(literal_column, map(str, range(1, 7))))
    connection.execute(event_counts.insert().from_select([*_KEYS, "family", "events", "killed"], cells))
    number = func.count(event_parties.c.event_id.distinct())
    actors = select(event_parties.c.actor_id, number).group_by(event_parties.c.actor_id)
    connection.execute(actor_counts.insert().from_select(["actor_id", "events"], actors))
