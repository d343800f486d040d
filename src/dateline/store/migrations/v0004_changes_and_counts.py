"""What coding again changed; counts of events, so that a dashboard need not read them all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
_MONTH = {
    "sqlite": "CAST(strftime('%Y%m', start) AS integer)",
    "postgresql": "CAST(to_char(start, 'YYYYMM') AS integer)",
}


def upgrade() -> None:
    """Create the tables and count what is there."""
    _create_changes()
    _create_counts()
    month = _MONTH[op.get_bind().dialect.name]
    counted = (
        "INSERT INTO event_counts "
        f"(month, event_type, status, review, country, precision, family, events, killed) "
        f"SELECT coalesce({month}, 0), event_type, status, review, coalesce(country, ''), "
        "coalesce(precision, ''), max(family), count(*), coalesce(sum(killed_best), 0) FROM events "
        "GROUP BY 1, 2, 3, 4, 5, 6"
    )
    op.get_bind().exec_driver_sql(counted)
    op.get_bind().exec_driver_sql(
        "INSERT INTO actor_counts (actor_id, events) "
        "SELECT actor_id, count(DISTINCT event_id) FROM event_parties GROUP BY actor_id"
    )


def _create_changes() -> None:
    op.create_table(
        "event_changes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("report_id", _KEY, nullable=False),
        sa.Column("event_id", sa.String(40), nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("coder_key", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )


def _create_counts() -> None:
    op.create_table(
        "event_counts",
        sa.Column("month", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("event_type", sa.String(40), primary_key=True),
        sa.Column("status", sa.String(16), primary_key=True),
        sa.Column("review", sa.String(12), primary_key=True),
        sa.Column("country", sa.String(8), primary_key=True),
        sa.Column("precision", sa.String(8), primary_key=True),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("killed", sa.Integer, nullable=False),
    )
    op.create_table(
        "actor_counts",
        sa.Column("actor_id", _KEY, primary_key=True),
        sa.Column("events", sa.Integer, nullable=False),
    )
