"""Indexes that hold all that the review screen counts and the list of actors adds up."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

_INDEXES = (
    ("ix_events_cell", "events", ("cell", "start", "end", "id")),
    ("ix_events_review", "events", ("review", "confidence", "id", "flagged", "cell")),
    ("ix_event_parties_actor", "event_parties", ("actor_id", "event_id", "role")),
)


def upgrade() -> None:
    """Make the three indexes anew, each with the columns that it lacked."""
    for name, table, columns in _INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, list(columns))
