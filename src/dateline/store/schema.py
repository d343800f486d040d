"""The tables of the database, the same for every dialect."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

SCHEMA_VERSION = 2
"""Raised by one with each change of the tables."""

METADATA = MetaData()
_RECORD = JSON().with_variant(JSONB(), "postgresql")

schema = Table(
    "dateline_schema",
    METADATA,
    Column("version", Integer, primary_key=True),
)

reports = Table(
    "reports",
    METADATA,
    # a number of its own for the full-text index: SQLite may renumber rows that have none
    Column("number", Integer, primary_key=True),
    Column("report_id", String(200), nullable=False, unique=True),
    Column("published", Date, nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("url", Text),
    Column("origin", Text),
    Column("text", Text, nullable=False),
    Column("body", Integer, nullable=False),
    Column("dateline_place", JSON(none_as_null=True)),
    Column("content_hash", String(16), nullable=False),
    Index("ix_reports_published", "published"),
)

coded = Table(
    "coded",
    METADATA,
    Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    Column("content_hash", String(16), nullable=False),
    Column("coder_key", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
)

events = Table(
    "events",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("published", Date, nullable=False),
    Column("event_type", String(40), nullable=False),
    Column("family", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("country", String(8)),
    Column("lat", Float),
    Column("lon", Float),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("confidence", Float, nullable=False),
    Column("record", _RECORD, nullable=False),
    Index("ix_events_report", "report_id", "position"),
    Index("ix_events_day", "start", "event_type", "killed_best", "lat", "lon"),
    Index("ix_events_type", "event_type", "start"),
    Index("ix_events_point", "lat", "lon", "start"),
)

# one row for each known party of an event and for each actor that it was part of on the report's day
event_parties = Table(
    "event_parties",
    METADATA,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("actor_id", String(200), primary_key=True),
    Index("ix_event_parties_actor", "actor_id", "event_id"),
)
