"""Indexes that answer pages and counts by themselves, and counts by actor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
_CELL = ("event_type", "status", "review", "country", "precision")
_SEEN = [*_CELL, "killed_best"]
_DAYS = {
    "sqlite": 'julianday("end") - julianday(start) > 31',
    "postgresql": '"end" - start > 31',
}


def upgrade() -> None:
    """Make the indexes, and the counts anew."""
    long = _DAYS[op.get_bind().dialect.name]
    op.add_column("events", sa.Column("lasting", sa.Boolean, nullable=False, server_default=sa.false()))
    op.get_bind().exec_driver_sql(f"UPDATE events SET lasting = coalesce({long}, false)")
    for name in ("ix_events_day", "ix_events_point"):
        op.drop_index(name, "events")
    op.create_index("ix_events_start", "events", ["start", "id", "end", *_SEEN, "lat", "lon"])
    op.create_index("ix_events_point", "events", ["lat", "lon", "start", "end", *_SEEN])
    op.create_index(
        "ix_events_lasting",
        "events",
        ["end", "start", *_SEEN, "lat", "lon"],
        sqlite_where=sa.text("lasting = 1"),
        postgresql_where=sa.text("lasting"),
    )
    op.create_index("ix_events_published", "events", ["published", "id"])
    op.create_index("ix_events_confidence", "events", ["confidence", "id"])
    op.create_index("ix_events_review", "events", ["review", "confidence", "id"])
    op.create_index("ix_events_killed", "events", ["killed_best", "id"])
    op.drop_table("event_counts")
    op.drop_table("actor_counts")
    _create_counts()
    _count()


def _create_counts() -> None:
    op.create_table(
        "event_counts",
        sa.Column("actor_id", _KEY, primary_key=True),
        *_cell(),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
    op.create_table(
        "month_counts",
        sa.Column("month", sa.Integer, primary_key=True, autoincrement=False),
        *_cell()[:-1],
        sa.Column("events", sa.Integer, nullable=False),
    )
    op.create_table(
        "actor_months",
        sa.Column("actor_id", _KEY, primary_key=True),
        sa.Column("month", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
    op.create_table(
        "facet_counts",
        sa.Column("facet", sa.String(12), primary_key=True),
        sa.Column("value", sa.String(40), primary_key=True),
        sa.Column("events", sa.Integer, nullable=False),
    )


def _cell() -> list[sa.Column[str]]:
    return [
        sa.Column("event_type", sa.String(40), primary_key=True),
        sa.Column("status", sa.String(16), primary_key=True),
        sa.Column("review", sa.String(12), primary_key=True),
        sa.Column("country", sa.String(8), primary_key=True),
        sa.Column("precision", sa.String(8), primary_key=True),
    ]


def _count() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    text = "strftime('%Y%m', start)" if sqlite else "to_char(start, 'YYYYMM')"
    month = f"coalesce(CAST({text} AS integer), 0)"
    cell = "event_type, status, review, coalesce(country, ''), coalesce(precision, '')"
    by_month = "event_type, status, review, coalesce(country, '')"
    six = "GROUP BY 1, 2, 3, 4, 5, 6"
    pairs = "SELECT DISTINCT event_id, actor_id FROM event_parties"
    parties = f"({pairs}) AS p JOIN events ON events.id = p.event_id"
    for table, query in (
        ("event_counts", f"SELECT '', {cell}, max(family), count(*) FROM events {six}"),
        ("event_counts", f"SELECT actor_id, {cell}, max(family), count(*) FROM {parties} {six}"),
        ("month_counts", f"SELECT {month}, {by_month}, count(*) FROM events GROUP BY 1, 2, 3, 4, 5"),
        ("actor_months", f"SELECT actor_id, {month}, count(*) FROM {parties} GROUP BY 1, 2"),
    ):
        op.get_bind().exec_driver_sql(f"INSERT INTO {table} {query}")
    margins = {name: f"coalesce({name}, '')" for name in (*_CELL, "family")} | {
        "month": f"CAST({month} AS text)"
    }
    for name, value in margins.items():
        query = f"SELECT '{name}', {value}, count(*) FROM events GROUP BY 1, 2"
        op.get_bind().exec_driver_sql(f"INSERT INTO facet_counts {query}")
