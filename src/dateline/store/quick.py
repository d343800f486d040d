"""Writing the rows of a report with statements that are made once, past SQLAlchemy's way of running them.

Of a report a dozen small statements are written, and SQLAlchemy's work on each takes longer than the
database's. The statements are still SQLAlchemy's; what runs them is the driver. PostgreSQL gets one statement
a table, with the rows as one JSON text, and all of them in one go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Dialect,
    String,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.dml import Insert

from dateline.store.dialect import inserting

Row = Mapping[str, Any]
_JSON = json.JSONEncoder(ensure_ascii=False, default=str)  # days as they are written


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
                    cursor.execute(made.text, {"rows": _JSON.encode(one.rows)})
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
        whole = _from_json(statement if key else postgresql.insert(table), table, names)
        return _Prepared(str(whole.compile(dialect=dialect)), tuple((name, None) for name in names))
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup
    return _Prepared(str(compiled), tuple((name, _turn(table, name, dialect)) for name in order))


def _from_json(statement: Insert, table: Table, names: tuple[str, ...]) -> Insert:
    """Let a statement take its rows from one JSON text; records are texts in it, turned into JSON there."""
    columns = [column(name, _plain(table, name)) for name in names]
    rows = func.json_to_recordset(cast(bindparam("rows"), JSON)).table_valued(*columns)
    typed = rows.render_derived(with_types=True)
    values = [cast(typed.c[n], JSONB) if isinstance(table.c[n].type, JSON) else typed.c[n] for n in names]
    return statement.from_select(list(names), select(*values)).inline()


def _plain(table: Table, name: str) -> Any:
    kind = table.c[name].type
    return Text() if isinstance(kind, String | JSON) else kind


def _turn(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    kind = table.c[name].type.dialect_impl(dialect)
    if isinstance(kind, JSON):
        return None  # the text goes as it is
    turn: Callable[[Any], Any] | None = kind.bind_processor(dialect)
    return turn
