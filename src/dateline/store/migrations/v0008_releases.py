"""Releases and what was in each, which nothing may change; where ids lead that coding again replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

_RECORD = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
# REPLACE would delete a row without asking the trigger on DELETE, so inserting over a row is refused as well
_SAME = {
    "releases": "number = new.number OR name = new.name",
    "release_events": "report_id = new.report_id AND event_id = new.event_id AND release = new.release",
}
_REFUSAL = "releases are only added to"


def upgrade() -> None:
    """Create the tables and the index that finds what was coded since."""
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", _KEY, nullable=False, unique=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("wanted", _RECORD, nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "release_events",
        sa.Column("report_id", _KEY, primary_key=True),
        sa.Column("event_id", sa.String(40), primary_key=True),
        sa.Column("release", sa.Integer, sa.ForeignKey("releases.number"), primary_key=True),
        sa.Column("digest", sa.String(16), nullable=False),
    )
    op.create_table(
        "event_redirects",
        sa.Column("old_id", sa.String(40), primary_key=True),
        sa.Column("new_id", sa.String(40), nullable=False),
    )
    op.create_index("ix_coded_at", "coded", ["at", "report_id"])
    _guard()


def _guard() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for table, same in _SAME.items():
            for act in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
                )
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION dateline_refuse_release() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    for table in _SAME:
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse_release()"
        )
