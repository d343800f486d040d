"""Counts by month of every value alone, so that a stretch of time is counted without reading its events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_FACETS = ("event_type", "status", "review", "country", "precision", "family")


def upgrade() -> None:
    """Create the table and count what is there."""
    op.create_table(
        "month_margins",
        sa.Column("month", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("ended", sa.Boolean, primary_key=True),
        sa.Column("facet", sa.String(12), primary_key=True),
        sa.Column("value", sa.String(40), primary_key=True),
        sa.Column("events", sa.Integer, nullable=False),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    text = "strftime('%Y%m', start)" if sqlite else "to_char(start, 'YYYYMM')"
    month = f"coalesce(CAST({text} AS integer), 0)"
    for name in _FACETS:
        op.get_bind().exec_driver_sql(
            "INSERT INTO month_margins (month, ended, facet, value, events) "
            f"SELECT {month}, \"end\" IS NOT NULL, '{name}', coalesce({name}, ''), count(*) "
            "FROM events GROUP BY 1, 2, 4"
        )
