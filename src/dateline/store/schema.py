"""The tables of the database, the same for every dialect."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
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
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData()
"""Every table. They are made by ``store/migrations``; a test compares both."""

RECORD = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A record as JSON; ``None`` is SQL's null."""

KEY = String(200).with_variant(String(200, collation="C"), "postgresql")
"""A name or id, sorted by its bytes in every database."""

reports = Table(
    "reports",
    METADATA,
    # a number of its own for the full-text index: SQLite may renumber rows that have none
    Column("number", Integer, primary_key=True),
    Column("report_id", KEY, nullable=False, unique=True),
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
    Index("ix_reports_outlet", "outlet", "report_id"),
)

coded = Table(
    "coded",
    METADATA,
    Column("report_id", KEY, ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    Column("content_hash", String(16), nullable=False),
    Column("coder_key", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("ix_coded_at", "at", "report_id"),
)

events = Table(
    "events",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("report_id", KEY, ForeignKey("reports.report_id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("published", Date, nullable=False),
    Column("event_type", String(40), nullable=False),
    Column("family", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("start", Date),
    Column("end", Date),
    # longer than 31 days: such events are looked for apart from the others
    Column("lasting", Boolean, nullable=False, server_default=false()),
    Column("country", String(8)),
    Column("lat", Float),
    Column("lon", Float),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("confidence", Float, nullable=False),
    # what counts: as coded, or as a person accepted or edited it
    Column("record", RECORD, nullable=False),
    Column("precision", String(8)),
    # what the decisions on the event amount to (store/state.py)
    Column("review", String(12), nullable=False, server_default="candidate"),
    Column("flagged", Boolean, nullable=False, server_default=false()),
    # whether its id is in a release (``release_events``)
    Column("released", Boolean, nullable=False, server_default=false()),
    # a person accepted or edited it and the present coder no longer finds it
    Column("kept", Boolean, nullable=False, server_default=false()),
    # what the coder last said, where that is not what counts
    Column("machine", RECORD),
    # type, status, review, country and precision in one number (store/cells.py)
    Column("cell", BigInteger, nullable=False, server_default="0"),
    # the indexes hold all that is counted by or filtered on most, so that the wide rows need not be read
    Index("ix_events_id", "id", "cell", "start", "end", "lat", "lon", "published"),
    Index("ix_events_report", "report_id", "position", "cell", "start", "end", "published", "id"),
    Index("ix_events_cell", "cell", "start", "end", "id"),
    Index("ix_events_start", "start", "id", "end", "cell", "killed_best", "lat", "lon", "published"),
    Index("ix_events_point", "lat", "lon", "start", "end", "cell", "killed_best", "published", "id"),
    Index(
        "ix_events_lasting",
        *("end", "start", "cell", "killed_best", "lat", "lon", "published", "id"),
        sqlite_where=text("lasting = 1"),
        postgresql_where=text("lasting"),
    ),
    Index("ix_events_published", "published", "id", "cell"),
    Index("ix_events_confidence", "confidence", "id", "cell"),
    Index("ix_events_review", "review", "confidence", "id", "flagged", "cell"),
    Index("ix_events_killed", "killed_best", "id", "cell", "start", "end"),
)

# one row for each known party of an event and for each actor that it was part of on the report's day
event_parties = Table(
    "event_parties",
    METADATA,
    Column("event_id", String(40), ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("actor_id", String(200), primary_key=True),
    Index("ix_event_parties_actor", "actor_id", "event_id", "role"),
)

# who is cited for an event, in small letters
event_sources = Table(
    "event_sources",
    METADATA,
    Column("event_id", String(40), ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("name", KEY, primary_key=True),
    Index("ix_event_sources_name", "name", "event_id"),
)

# the log of decisions: triggers refuse every change of a row
decisions = Table(
    "decisions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("reason", Text),
    Column("field", String(100)),
    Column("old", RECORD),
    Column("new", RECORD),
    Column("undoes", ForeignKey("decisions.number"), unique=True),
    Column("version", String(40), nullable=False),
    sqlite_autoincrement=True,
)

# what a decision is on, with the record as the reviewer saw it
decision_objects = Table(
    "decision_objects",
    METADATA,
    Column("decision", ForeignKey("decisions.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("object_id", KEY, nullable=False),
    Column("record", RECORD),
    Index("ix_decision_objects_object", "object_id", "decision"),
)

# which event a decision holds for now: coding again may give an event another id, or lose it (null)
decision_links = Table(
    "decision_links",
    METADATA,
    Column("decision", ForeignKey("decisions.number"), primary_key=True),
    Column("object_id", KEY, primary_key=True),
    Column("report_id", KEY, nullable=False),
    Column("event_id", String(40)),
    Column("how", String(16), nullable=False),
    Index("ix_decision_links_event", "event_id", "decision"),
    Index("ix_decision_links_report", "report_id", "decision"),
)

# what coding a report again changed
event_changes = Table(
    "event_changes",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("report_id", KEY, nullable=False),
    Column("event_id", String(40), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("coder_key", Text, nullable=False),
    sqlite_autoincrement=True,
)

# where the id of an event leads that coding again replaced by another one's
event_redirects = Table(
    "event_redirects",
    METADATA,
    Column("old_id", String(40), primary_key=True),
    Column("new_id", String(40), nullable=False),
)

# the releases: ``at`` and ``decision`` (the number of the last) say up to when the events were read.
# Triggers refuse every change of a row of this table and the next
releases = Table(
    "releases",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", KEY, nullable=False, unique=True),
    Column("at", DateTime, nullable=False),
    Column("decision", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("wanted", RECORD, nullable=False),
    Column("version", String(40), nullable=False),
    sqlite_autoincrement=True,
)

# which events a release holds, each with a hash of its record
release_events = Table(
    "release_events",
    METADATA,
    Column("report_id", KEY, primary_key=True),
    Column("event_id", String(40), primary_key=True),
    Column("release", ForeignKey("releases.number"), primary_key=True),
    Column("digest", String(16), nullable=False),
)


def _cell() -> list[Column[str]]:
    return [
        Column("event_type", String(40), primary_key=True),
        Column("status", String(16), primary_key=True),
        Column("review", String(12), primary_key=True),
        Column("country", String(8), primary_key=True),
        Column("precision", String(8), primary_key=True),
    ]


# how many events there are of each kind, kept in step with them (store/rollup.py): of all, under the empty
# actor_id, and of each actor and what belongs to it
event_counts = Table(
    "event_counts",
    METADATA,
    Column("actor_id", KEY, primary_key=True),
    *_cell(),
    Column("family", String(40), nullable=False),
    Column("events", Integer, nullable=False),
    Column("cell", BigInteger, nullable=False, server_default="0"),
    Index("ix_event_counts_cell", "actor_id", "cell"),
)

month_counts = Table(
    "month_counts",
    METADATA,
    Column("month", Integer, primary_key=True, autoincrement=False),
    *_cell()[:-1],
    Column("events", Integer, nullable=False),
)

actor_months = Table(
    "actor_months",
    METADATA,
    Column("actor_id", KEY, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("ended", Boolean, primary_key=True),
    Column("events", Integer, nullable=False),
)

facet_counts = Table(
    "facet_counts",
    METADATA,
    Column("facet", String(12), primary_key=True),
    Column("value", String(40), primary_key=True),
    Column("events", Integer, nullable=False),
)

# events by the month of their start, whether their end is known, and each value of each facet alone
month_margins = Table(
    "month_margins",
    METADATA,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("ended", Boolean, primary_key=True),
    Column("facet", String(12), primary_key=True),
    Column("value", String(40), primary_key=True),
    Column("events", Integer, nullable=False),
)

# events by the square of the map that they lie in, and by their number of killed: of each such slice those of
# a cell and those of a month
slice_counts = Table(
    "slice_counts",
    METADATA,
    Column("kind", String(8), primary_key=True),
    Column("facet", String(8), primary_key=True),
    Column("slice", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    Column("events", Integer, nullable=False),
)

# the deals of each report; ``due`` is the first day by which an answer is still to come
agreements = Table(
    "agreements",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("report_id", KEY, ForeignKey("reports.report_id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("published", Date, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("due", Date),
    Column("record", RECORD, nullable=False),
    Index("ix_agreements_report", "report_id", "position"),
    Index("ix_agreements_published", "published", "report_id", "position"),
    Index("ix_agreements_due", "due"),
)

from dateline.store import incident_tables  # noqa: E402, F401 - they use what stands above
