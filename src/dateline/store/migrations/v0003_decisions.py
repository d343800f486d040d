"""Decisions of reviewers, which nothing may change; what they say of each event; who is cited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

_RECORD = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
_LOGS = ("decisions", "decision_objects")
# REPLACE would delete a row without asking the trigger on DELETE, so inserting over a row is refused as well
_SAME = {
    "decisions": "number = new.number OR undoes = new.undoes",
    "decision_objects": "decision = new.decision AND position = new.position",
}
_REFUSAL = "the log of decisions is only added to"


def upgrade() -> None:
    """Create the log, add the columns and fill them from the records."""
    _create_log()
    _create_links()
    _guard_log()
    _add_columns()
    _create_sources()
    _fill()
    if "dateline_schema" in sa.inspect(op.get_bind()).get_table_names():
        op.drop_table("dateline_schema")


def _create_log() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("field", sa.String(100)),
        sa.Column("old", _RECORD),
        sa.Column("new", _RECORD),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("decisions.number"), unique=True),
        sa.Column("version", sa.String(40), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "decision_objects",
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.number"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("object_id", _KEY, nullable=False),
        sa.Column("record", _RECORD),
    )
    op.create_index("ix_decision_objects_object", "decision_objects", ["object_id", "decision"])


def _create_links() -> None:
    op.create_table(
        "decision_links",
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.number"), primary_key=True),
        sa.Column("object_id", _KEY, primary_key=True),
        sa.Column("report_id", _KEY, nullable=False),
        sa.Column("event_id", sa.String(40)),
        sa.Column("how", sa.String(16), nullable=False),
    )
    op.create_index("ix_decision_links_event", "decision_links", ["event_id", "decision"])
    op.create_index("ix_decision_links_report", "decision_links", ["report_id", "decision"])


def _guard_log() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for table in _LOGS:
            for act in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
                )
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_SAME[table]}) "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION dateline_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    for table in _LOGS:
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse()"
        )


def _add_columns() -> None:
    for column in (
        sa.Column("precision", sa.String(8)),
        sa.Column("review", sa.String(12), nullable=False, server_default="candidate"),
        sa.Column("flagged", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("released", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("kept", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("machine", _RECORD),
    ):
        op.add_column("events", column)


def _create_sources() -> None:
    op.create_table(
        "event_sources",
        sa.Column(
            "event_id", sa.String(40), sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("name", _KEY, primary_key=True),
    )
    op.create_index("ix_event_sources_name", "event_sources", ["name", "event_id"])
    op.create_index("ix_reports_outlet", "reports", ["outlet", "report_id"])


def _fill() -> None:
    """Take the new columns from the records of the events that are there."""
    connection = op.get_bind()
    events = sa.table("events", sa.column("id"), sa.column("precision"), sa.column("record", _RECORD))
    sources = sa.table("event_sources", sa.column("event_id"), sa.column("name"))
    update = (
        sa.update(events).where(events.c.id == sa.bindparam("which")).values(precision=sa.bindparam("how"))
    )
    for rows in _batches(connection, events):
        connection.execute(update, [{"which": id_, "how": _precision(record)} for id_, record in rows])
        cited = [{"event_id": id_, "name": name} for id_, record in rows for name in _cited(record)]
        if cited:
            connection.execute(sa.insert(sources), cited)


def _batches(connection: sa.Connection, events: Any) -> Iterator[list[tuple[str, Any]]]:
    last = ""
    while True:
        query = sa.select(events.c.id, events.c.record).where(events.c.id > last).order_by(events.c.id)
        rows = [(row[0], _read(row[1])) for row in connection.execute(query.limit(500))]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _read(record: Any) -> Any:
    return json.loads(record) if isinstance(record, str) else record


def _precision(record: Any) -> str | None:
    return next((place["precision"] for place in record.get("places", ()) if place.get("precision")), None)


def _cited(record: Any) -> list[str]:
    names = (source["name"].casefold().strip()[:200] for source in record.get("sources", ()))
    return [name for name in dict.fromkeys(names) if name]
