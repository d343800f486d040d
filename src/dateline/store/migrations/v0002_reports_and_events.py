"""The tables of the first databases: reports, what coded them, events and their parties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = None

_RECORD = sa.JSON().with_variant(JSONB(), "postgresql")
# byte order, as in SQLite, whatever language the server sorts by
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
# the index holds no copy of the texts; triggers keep it in step with the table
_SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE reports_search USING fts5(title, text, content='reports', content_rowid='number', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER reports_search_insert AFTER INSERT ON reports BEGIN "
    "INSERT INTO reports_search(rowid, title, text) VALUES (new.number, new.title, new.text); END",
    "CREATE TRIGGER reports_search_delete AFTER DELETE ON reports BEGIN "
    "INSERT INTO reports_search(reports_search, rowid, title, text) "
    "VALUES ('delete', old.number, old.title, old.text); END",
    "CREATE TRIGGER reports_search_update AFTER UPDATE OF title, text ON reports BEGIN "
    "INSERT INTO reports_search(reports_search, rowid, title, text) "
    "VALUES ('delete', old.number, old.title, old.text); "
    "INSERT INTO reports_search(rowid, title, text) VALUES (new.number, new.title, new.text); END",
)
# words as SQLite's index has them: no accents, split at whatever is no letter or digit
_POSTGRES_SEARCH = (
    "ALTER TABLE reports ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', "
    "regexp_replace(regexp_replace(normalize(coalesce(title, '') || ' ' || text, NFKD), "
    "'[\u0300-\u036f]', '', 'g'), '[!-/:-@\\[-`{-\u00bf\u2000-\u206f]+', ' ', 'g'))) STORED",
    "CREATE INDEX ix_reports_search ON reports USING gin (search)",
)


def upgrade() -> None:
    """Create the tables."""
    _create_reports()
    _create_events()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_SEARCH if sqlite else _POSTGRES_SEARCH:
        op.get_bind().exec_driver_sql(statement)


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("report_id", _KEY, nullable=False, unique=True),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("origin", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("body", sa.Integer, nullable=False),
        sa.Column("dateline_place", sa.JSON(none_as_null=True)),
        sa.Column("content_hash", sa.String(16), nullable=False),
    )
    op.create_index("ix_reports_published", "reports", ["published"])
    op.create_table(
        "coded",
        sa.Column(
            "report_id", _KEY, sa.ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("content_hash", sa.String(16), nullable=False),
        sa.Column("coder_key", sa.Text, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("report_id", _KEY, sa.ForeignKey("reports.report_id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("event_type", sa.String(40), nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("background", sa.Boolean, nullable=False),
        sa.Column("start", sa.Date),
        sa.Column("end", sa.Date),
        sa.Column("country", sa.String(8)),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("killed_low", sa.Integer),
        sa.Column("killed_best", sa.Integer),
        sa.Column("killed_high", sa.Integer),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("record", _RECORD, nullable=False),
    )
    op.create_index("ix_events_report", "events", ["report_id", "position"])
    op.create_index("ix_events_day", "events", ["start", "event_type", "killed_best", "lat", "lon"])
    op.create_index("ix_events_type", "events", ["event_type", "start"])
    op.create_index("ix_events_point", "events", ["lat", "lon", "start"])
    op.create_table(
        "event_parties",
        sa.Column(
            "event_id", sa.String(40), sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("actor_id", sa.String(200), primary_key=True),
    )
    op.create_index("ix_event_parties_actor", "event_parties", ["actor_id", "event_id"])
