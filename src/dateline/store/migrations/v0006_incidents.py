"""Incidents: events of many reports that tell of one happening, and what finds and holds them together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"

_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
_RECORD = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    _create_incident_reports()
    _create_incident_bands()
    _create_incident_acts()
    _create_incident_keys()
    _create_incident_links()
    _create_incidents()
    _create_incident_members()
    _create_incident_redirects()
    _create_incident_versions()


def _create_incident_reports() -> None:
    op.create_table(
        "incident_reports",
        sa.Column(
            "report_id", _KEY, sa.ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("original", _KEY),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_incident_reports_original", "incident_reports", ["original"])


def _create_incident_bands() -> None:
    op.create_table(
        "incident_bands",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "report_id", _KEY, sa.ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
        ),
    )
    op.create_index("ix_incident_bands_report", "incident_bands", ["report_id"])


def _create_incident_acts() -> None:
    op.create_table(
        "incident_acts",
        sa.Column(
            "event_id", sa.String(40), sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("report_id", _KEY, nullable=False),
        sa.Column("act", _RECORD, nullable=False),
    )
    op.create_index("ix_incident_acts_report", "incident_acts", ["report_id"])


def _create_incident_keys() -> None:
    op.create_table(
        "incident_keys",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column(
            "event_id", sa.String(40), sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
        ),
    )
    op.create_index("ix_incident_keys_event", "incident_keys", ["event_id"])


def _create_incident_links() -> None:
    op.create_table(
        "incident_links",
        sa.Column("one", sa.String(40), sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("other", sa.String(40), sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("odds", sa.Float, nullable=False),
    )
    op.create_index("ix_incident_links_other", "incident_links", ["other"])


def _create_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("event_type", sa.String(40), nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("start", sa.Date),
        sa.Column("end", sa.Date),
        sa.Column("country", sa.String(8)),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("killed_low", sa.Integer),
        sa.Column("killed_best", sa.Integer),
        sa.Column("killed_high", sa.Integer),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("independent", sa.Integer, nullable=False),
        sa.Column("first_report", sa.Date, nullable=False),
        sa.Column("last_report", sa.Date, nullable=False),
        sa.Column("weakest", sa.Float),
        sa.Column("fulfils", sa.String(40)),
        sa.Column("record", _RECORD, nullable=False),
    )
    op.create_index("ix_incidents_day", "incidents", ["start", "id"])
    op.create_index("ix_incidents_last", "incidents", ["last_report", "id"])
    op.create_index("ix_incidents_fulfils", "incidents", ["fulfils"])


def _create_incident_members() -> None:
    op.create_table(
        "incident_members",
        sa.Column("event_id", sa.String(40), primary_key=True),
        sa.Column("incident_id", sa.String(40), nullable=False),
        sa.Column("report_id", _KEY, nullable=False),
        sa.Column("event_type", sa.String(40), nullable=False),
        sa.Column("trigger_start", sa.Integer, nullable=False),
        sa.Column("trigger_end", sa.Integer, nullable=False),
    )
    op.create_index("ix_incident_members_incident", "incident_members", ["incident_id"])
    op.create_index("ix_incident_members_report", "incident_members", ["report_id"])


def _create_incident_redirects() -> None:
    op.create_table(
        "incident_redirects",
        sa.Column("old_id", sa.String(40), primary_key=True),
        sa.Column("new_id", sa.String(40), nullable=False),
    )
    op.create_index("ix_incident_redirects_new", "incident_redirects", ["new_id"])


def _create_incident_versions() -> None:
    op.create_table(
        "incident_versions",
        sa.Column("what", sa.String(20), primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
    )
