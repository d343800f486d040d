"""Type, status, review, country and precision of an event in one number, and indexes that hold it."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_CELL = ("event_type", "status", "review", "country", "precision")
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
_INDEXES = {
    "ix_events_id": ("id", "cell", "start", "end", "lat", "lon", "published"),
    "ix_events_report": ("report_id", "position", "cell", "start", "end", "published", "id"),
    "ix_events_cell": ("cell", "start", "end"),
    "ix_events_start": ("start", "id", "end", "cell", "killed_best", "lat", "lon", "published"),
    "ix_events_point": ("lat", "lon", "start", "end", "cell", "killed_best", "published", "id"),
    "ix_events_published": ("published", "id", "cell"),
    "ix_events_confidence": ("confidence", "id", "cell"),
    "ix_events_killed": ("killed_best", "id", "cell", "start", "end"),
}
_BEFORE = ("report", "type", "start", "point", "lasting", "published", "confidence", "killed")
_LASTING = ("end", "start", "cell", "killed_best", "lat", "lon", "published", "id")


def upgrade() -> None:
    """Number the cells, make the indexes anew, and count the actors by month anew."""
    for name in _BEFORE:
        op.drop_index(f"ix_events_{name}", "events")
    for table in ("events", "event_counts"):
        op.add_column(table, sa.Column("cell", sa.BigInteger, nullable=False, server_default="0"))
    _number()
    for name, columns in _INDEXES.items():
        op.create_index(name, "events", list(columns))
    op.create_index(
        "ix_events_lasting",
        "events",
        list(_LASTING),
        sqlite_where=sa.text("lasting = 1"),
        postgresql_where=sa.text("lasting"),
    )
    op.create_index("ix_event_counts_cell", "event_counts", ["actor_id", "cell"])
    _count_actors()


def _number() -> None:
    connection = op.get_bind()
    keys = ", ".join(_CELL)
    cells = connection.exec_driver_sql(f"SELECT {keys} FROM event_counts WHERE actor_id = ''").all()
    numbers = sa.table("cell_numbers", sa.column("cell"), *(sa.column(name) for name in _CELL))
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE cell_numbers (cell bigint, {', '.join(f'{name} text' for name in _CELL)}, "
        f"PRIMARY KEY ({keys}))"
    )
    if cells:
        rows = [dict(zip(_CELL, cell, strict=True)) | {"cell": _cell(cell)} for cell in map(tuple, cells)]
        connection.execute(sa.insert(numbers), rows)
    for table in ("events", "event_counts"):
        same = " AND ".join(f"n.{name} = coalesce({table}.{name}, '')" for name in _CELL)
        connection.exec_driver_sql(
            f"UPDATE {table} SET cell = coalesce((SELECT n.cell FROM cell_numbers AS n WHERE {same}), 0)"
        )
    connection.exec_driver_sql("DROP TABLE cell_numbers")


def _cell(values: tuple[str, ...]) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(values).encode(), digest_size=6).digest())


def _count_actors() -> None:
    op.drop_table("actor_months")
    op.create_table(
        "actor_months",
        sa.Column("actor_id", _KEY, primary_key=True),
        sa.Column("month", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("ended", sa.Boolean, primary_key=True),
        sa.Column("events", sa.Integer, nullable=False),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    text = "strftime('%Y%m', start)" if sqlite else "to_char(start, 'YYYYMM')"
    op.get_bind().exec_driver_sql(
        "INSERT INTO actor_months (actor_id, month, ended, events) "
        f'SELECT actor_id, coalesce(CAST({text} AS integer), 0), "end" IS NOT NULL, count(*) '
        "FROM (SELECT DISTINCT event_id, actor_id FROM event_parties) AS p "
        "JOIN events ON events.id = p.event_id GROUP BY 1, 2, 3"
    )
