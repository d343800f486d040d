"""What differs between SQLite and PostgreSQL: connecting, writing alone, inserting, and searching text."""

from __future__ import annotations

import random
import sqlite3
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, literal_column, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from dateline.store.schema import reports

_PATIENCE = 30  # seconds that a writer waits for another
_STEP = (0.0002, 0.001)  # seconds
_PRAGMAS = (
    f"busy_timeout = {_PATIENCE * 1000}",
    "journal_mode = WAL",
    "foreign_keys = ON",
    "cache_size = -65536",
)
# pages of 4 kB that a transaction leaves to be moved into the file proper, by what it waits for. Moving them
# waits for the disk, so it is seldom done; beside an ingest it is the ingest that does it, not a reviewer
_PAGES = {"NORMAL": 6000, "FULL": 12000}
# any number, the same for every program that writes to a database of Dateline
_WRITE_LOCK = 0x0DA7E114E


def connect(url: str) -> Engine:
    """Make the engine of a database.

    Args:
        url: an address that starts with ``sqlite:///`` or ``postgresql+psycopg://``.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        wait = connection.get_execution_options().get("write")
        if wait:
            _begin_to_write(connection.connection.dbapi_connection, wait)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_to_write(connection: Any, wait: str) -> None:
    """Begin an immediate transaction, waiting for another writer in short steps of uneven length.

    SQLite's own wait grows to a tenth of a second a step: beside a writer that hardly rests between two
    transactions, such as an ingest, it finds the database free only after seconds.

    Args:
        connection: the driver's.
        wait: for what it waits when it ends: ``"FULL"`` (the disk) or ``"NORMAL"`` (the operating system).
    """
    end = time.monotonic() + _PATIENCE
    connection.execute(f"PRAGMA synchronous = {wait}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES[wait]}")
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while not _begun(connection, last=time.monotonic() > end):
            time.sleep(random.uniform(*_STEP))  # noqa: S311 (no secret)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")


def _begun(connection: Any, *, last: bool) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


@contextmanager
def writing(engine: Engine, *, lasting: bool = True) -> Iterator[Connection]:
    """Open a transaction that writes; one at a time in every database.

    Where it ends it is there to stay, whatever becomes of this program. With ``lasting`` it outlasts a power
    cut too, on SQLite at the price of waiting for the disk; without, the last ones before a power cut may be
    lost, but never one before a lasting one, nor parts of one. PostgreSQL always waits.

    SQLite: an immediate transaction, as a deferred one that turns to writing fails with "database is locked"
    whatever the timeout. PostgreSQL: a lock for the transaction, so that writers wait for one another instead
    of running into deadlocks.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(write="FULL" if lasting else "NORMAL")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(func.pg_advisory_xact_lock(_WRITE_LOCK).select())
            yield connection


@cache
def inserting(
    dialect: str, table: Table, key: tuple[str, ...], names: tuple[str, ...], *, adding: bool = False
) -> Any:
    """Make an INSERT that where its key is there already updates the other columns.

    Made once for all rows: making it takes longer than running it.

    Args:
        dialect: ``"sqlite"`` or ``"postgresql"``.
        table: where to.
        key: the columns that tell rows apart.
        names: the columns that are given.
        adding: add the column ``events`` to what is there, instead of replacing the others.
    """
    # both dialects spell it the same way, but share no class for it
    insert: Any = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    new = {"events": table.c.events + insert.excluded.events} if adding else {}
    others = new or {name: insert.excluded[name] for name in names if name not in key}
    return insert.on_conflict_do_update(index_elements=list(key), set_=others)


def matches(words: str, dialect: str) -> ColumnElement[bool]:
    """Make the condition that a report holds all words of a search, the last as the start of a word.

    Args:
        words: what a user typed; nothing in it is an operator.
        dialect: ``"sqlite"`` or ``"postgresql"``.
    """
    if dialect == "postgresql":
        column: ColumnElement[Any] = literal_column("reports.search")
        return column.bool_op("@@")(func.to_tsquery("simple", _terms(words)))
    terms = ['"' + word.replace('"', '""') + '"' for word in words.replace("\0", " ").split()]
    query = " ".join(terms) + "*" if terms else '""'
    found = text("SELECT rowid FROM reports_search WHERE reports_search MATCH :words").bindparams(words=query)
    return reports.c.number.in_(found)


def _terms(words: str) -> str:
    """Write a search for PostgreSQL: words joined by "and", the parts of a word one after the other."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    parts = ["".join(c if c.isalnum() else " " for c in word).split() for word in plain.split()]
    terms = [" <-> ".join(f"'{part}'" for part in group) for group in parts if group]
    return " & ".join(terms) + ":*" if terms else ""
