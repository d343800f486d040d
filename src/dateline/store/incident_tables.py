"""The tables of incidents; all but ids and redirects can be made anew from the events and the decisions."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from dateline.store.schema import KEY, METADATA, RECORD


def _report() -> ForeignKey:
    return ForeignKey("reports.report_id", ondelete="CASCADE")


def _event() -> ForeignKey:
    return ForeignKey("events.id", ondelete="CASCADE")


# what a report was when its events were last merged, and the report that it is a copy of
incident_reports = Table(
    "incident_reports",
    METADATA,
    Column("report_id", KEY, _report(), primary_key=True),
    Column("mark", Text, nullable=False),
    Column("original", KEY),
    Column("signature", LargeBinary, nullable=False),
    Index("ix_incident_reports_original", "original"),
    Index("ix_incident_reports_mark", "report_id", "mark"),  # so that the signatures stay unread
)

# parts of the signatures of texts: two reports that share one are worth comparing
incident_bands = Table(
    "incident_bands",
    METADATA,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("report_id", KEY, _report(), primary_key=True),
    Index("ix_incident_bands_report", "report_id"),
)

# what merging looks at of each event
incident_acts = Table(
    "incident_acts",
    METADATA,
    Column("event_id", String(40), _event(), primary_key=True),
    Column("report_id", KEY, nullable=False),
    Column("act", RECORD, nullable=False),
    Index("ix_incident_acts_report", "report_id"),
)

# the blocks that each event stands in, by day (ordinal)
incident_keys = Table(
    "incident_keys",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("event_id", String(40), _event(), primary_key=True),
    Index("ix_incident_keys_event", "event_id"),
)

# pairs of events whose log-odds are above the threshold, and of happenings and plans that they may carry out
incident_links = Table(
    "incident_links",
    METADATA,
    Column("one", String(40), _event(), primary_key=True),
    Column("other", String(40), _event(), primary_key=True),
    Column("odds", Float, nullable=False),
    Index("ix_incident_links_other", "other"),
)

incidents = Table(
    "incidents",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("event_type", String(40), nullable=False),
    Column("family", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("country", String(8)),
    Column("lat", Float),
    Column("lon", Float),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("events", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("first_report", Date, nullable=False),
    Column("last_report", Date, nullable=False),
    Column("weakest", Float),
    Column("fulfils", String(40)),
    Column("record", RECORD, nullable=False),
    Index("ix_incidents_day", "start", "id"),
    Index("ix_incidents_last", "last_report", "id"),
    Index("ix_incidents_fulfils", "fulfils"),
)

# the words of the trigger find an event again that another coding gave another id
incident_members = Table(
    "incident_members",
    METADATA,
    Column("event_id", String(40), primary_key=True),
    Column("incident_id", String(40), nullable=False),
    Column("report_id", KEY, nullable=False),
    Column("event_type", String(40), nullable=False),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Index("ix_incident_members_incident", "incident_id"),
    Index("ix_incident_members_report", "report_id"),
)

# where the id of an incident leads that is another one's now
incident_redirects = Table(
    "incident_redirects",
    METADATA,
    Column("old_id", String(40), primary_key=True),
    Column("new_id", String(40), nullable=False),
    Index("ix_incident_redirects_new", "new_id"),
)

# which weights the incidents were made with
incident_versions = Table(
    "incident_versions",
    METADATA,
    Column("what", String(20), primary_key=True),
    Column("version", Text, nullable=False),
)
