"""What differs between databases: connecting, inserting, and searching text. SQLite only, so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.schema import reports

_PRAGMAS = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
)
# the index holds no copy of the texts; triggers keep it in step with the table
_SEARCH = (
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


def connect(url: str) -> Engine:
    """Make the engine of a database.

    Reading opens a deferred transaction; writing (execution option ``write``) an immediate one, as a deferred
    one that turns to writing fails with "database is locked" whatever the timeout.
    """
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def create_search(connection: Connection) -> None:
    """Create the full-text index over the reports' titles and texts."""
    for statement in _SEARCH:
        connection.exec_driver_sql(statement)


def upsert(table: Table, key: str, rows: Sequence[str]) -> Insert:
    """Make an INSERT that updates the columns ``rows`` where ``key`` is there already."""
    insert = sqlite.insert(table)
    return insert.on_conflict_do_update(
        index_elements=[key], set_={name: insert.excluded[name] for name in rows}
    )


def matches(words: str) -> ColumnElement[bool]:
    """Make the condition that a report holds all words of a search, the last as the start of a word.

    Args:
        words: what a user typed; nothing in it is an operator.
    """
    terms = ['"' + word.replace('"', '""') + '"' for word in words.replace("\0", " ").split()]
    query = " ".join(terms) + "*" if terms else '""'
    found = text("SELECT rowid FROM reports_search WHERE reports_search MATCH :words").bindparams(words=query)
    return reports.c.number.in_(found)
