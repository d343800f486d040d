"""Reading each of the events that meet conditions once, counted by cell and by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Executable, Select, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.schema import events


def one_pass(
    tests: Sequence[ColumnElement[bool]],
    month: ColumnElement[int] | None,
    *,
    months_of: Select[int] | None = None,
) -> Executable:
    """Make the query whose rows ``add_up`` adds up.

    Args:
        tests: conditions on the table of events.
        month: the month in which an event starts; ``None`` to count by cell alone.
        months_of: cells to which the count by month is held; ``None`` for all.
    """
    columns = [events.c.cell] if month is None else [events.c.cell, month.label("month")]
    met = select(*columns).where(*tests).cte("met")
    by_cell = select(literal(0), met.c.cell, func.count()).group_by(met.c.cell)
    if month is None:
        return by_cell
    by_month = select(literal(1), met.c.month, func.count()).group_by(met.c.month)
    if months_of is not None:
        by_month = by_month.where(met.c.cell.in_(months_of))
    return by_cell.union_all(by_month)


def add_up(connection: Connection, passes: Iterable[Executable]) -> tuple[Counter[int], Counter[int]]:
    """Add up the events by cell, and by month."""
    cells: Counter[int] = Counter()
    months: Counter[int] = Counter()
    for query in passes:
        for is_month, key, number in connection.execute(query):
            (months if is_month else cells)[key] += number
    return cells, months
