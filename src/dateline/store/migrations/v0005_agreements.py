"""Deals with the answers of their parties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

_RECORD = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table. It is empty until reports are coded again: deals cannot be told from events."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("report_id", _KEY, sa.ForeignKey("reports.report_id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("record", _RECORD, nullable=False),
    )
    op.create_index("ix_agreements_report", "agreements", ["report_id", "position"])
    op.create_index("ix_agreements_published", "agreements", ["published", "report_id", "position"])
    op.create_index("ix_agreements_due", "agreements", ["due"])
