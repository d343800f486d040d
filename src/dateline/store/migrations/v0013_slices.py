"""Counts of the events of each square of the map and of each number of killed, by cell and by month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_SQUARE, _ROWS, _COLUMNS, _ACROSS = 5, 18, 36, 73


def upgrade() -> None:
    """Create the table and count what is there."""
    op.create_table(
        "slice_counts",
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("facet", sa.String(8), primary_key=True),
        sa.Column("slice", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    text = "strftime('%Y%m', start)" if sqlite else "to_char(start, 'YYYYMM')"
    values = {"cell": "cell", "month": f"coalesce(CAST({text} AS integer), 0)"}
    row, column = (_floor(f"{name} / {_SQUARE}.0", sqlite=sqlite) for name in ("lat", "lon"))
    square = f"({row} + {_ROWS}) * {_ACROSS} + {column} + {_COLUMNS}"
    known = {"square": "lat IS NOT NULL AND lon IS NOT NULL", "killed": "killed_best IS NOT NULL"}
    for kind, number in (("square", square), ("killed", "killed_best")):
        for facet, value in values.items():
            op.get_bind().exec_driver_sql(
                "INSERT INTO slice_counts (kind, facet, slice, value, events) "
                f"SELECT '{kind}', '{facet}', {number}, {value}, count(*) "
                f"FROM events WHERE {known[kind]} GROUP BY 3, 4"
            )


def _floor(number: str, *, sqlite: bool) -> str:
    cut = f"CAST({number} AS integer)"
    return f"({cut} - ({number} < {cut}))" if sqlite else f"CAST(floor({number}) AS integer)"
