"""An index that holds what each report was when it was merged: its signature need not be read beside it."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_incident_reports_mark", "incident_reports", ["report_id", "mark"])
