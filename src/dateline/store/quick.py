"""Writing the rows of a report with statements that are made once, past SQLAlchemy's way of running them.

Of a report a dozen small statements are written, and SQLAlchemy's work on each takes longer than the
database's. The statements are still SQLAlchemy's; what runs them is the driver. PostgreSQL gets one statement
a table, with the rows as arrays, and all of them in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, JSON, Connection, Dialect, String, Table, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.dml import Insert

from dateline.store.dialect import inserting

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for one table, all with the same columns. Records are JSON texts.

    ``key`` are the columns that tell rows apart where a row may be there already: it is then replaced, or
    where ``adding`` its column ``events`` added to. No two of the rows may have the same. Without a key all
    rows are new.
    """

    table: Table
    rows: Sequence[Row]
    key: tuple[str, ...] = ()
    adding: bool = False


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement in the driver's words, its columns in order, and what turns values into the driver's."""

    text: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]


def write(connection: Connection, batches: Iterable[Rows]) -> None:
    """Write rows, table by table in the order given.

    Args:
        connection: open, in a transaction that writes.
        batches: the rows; those of none are passed over.
    """
    raw: Any = connection.connection.dbapi_connection
    arrays = connection.dialect.name == "postgresql"
    cursor = raw.cursor()
    with raw.pipeline() if arrays else nullcontext():
        for one in batches:
            if one.rows:
                made = _prepared(
                    connection.dialect, one.table, one.key, tuple(one.rows[0]), adding=one.adding
                )
                if arrays:
                    cursor.execute(made.text, {n: [row[n] for row in one.rows] for n, _ in made.columns})
                else:
                    cursor.executemany(made.text, [_values(made, row) for row in one.rows])
    cursor.close()


def _values(made: _Prepared, row: Row) -> list[Any]:
    return [row[name] if turn is None else turn(row[name]) for name, turn in made.columns]


@cache
def _prepared(
    dialect: Dialect, table: Table, key: tuple[str, ...], names: tuple[str, ...], *, adding: bool
) -> _Prepared:
    statement: Insert = inserting(dialect.name, table, key, names, adding=adding) if key else insert(table)
    if dialect.name == "postgresql":
        whole = _from_arrays(statement if key else postgresql.insert(table), table, names)
        return _Prepared(str(whole.compile(dialect=dialect)), tuple((name, None) for name in names))
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup
    return _Prepared(str(compiled), tuple((name, _turn(table, name, dialect)) for name in order))


def _from_arrays(statement: Insert, table: Table, names: tuple[str, ...]) -> Insert:
    """Let a statement take its rows from an array a column."""
    arrays = (bindparam(name, type_=ARRAY(_plain(table, name))) for name in names)
    rows = func.unnest(*arrays).table_valued(*names).render_derived()
    return statement.from_select(list(names), select(*(rows.c[name] for name in names))).inline()


def _plain(table: Table, name: str) -> Any:
    kind = table.c[name].type
    return String() if isinstance(kind, String) else kind


def _turn(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    kind = table.c[name].type.dialect_impl(dialect)
    if isinstance(kind, JSON):
        return None  # the text goes as it is
    turn: Callable[[Any], Any] | None = kind.bind_processor(dialect)
    return turn
