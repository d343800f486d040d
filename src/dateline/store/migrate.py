"""Bringing a database to the present form of the tables, in the transaction of the caller.

The forms are numbered; each module of ``migrations`` makes one from the one before. A database that is new is
brought there from nothing by the same steps.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, column, inspect, select, table

from dateline.errors import StoreError

_FIRST = "0002"  # the form of databases from before there were steps


def latest() -> str:
    """Return the number of the present form."""
    steps = (file.name for file in files("dateline.store.migrations").iterdir())
    return max(name[1:5] for name in steps if name.startswith("v") and name.endswith(".py"))


def current(connection: Connection, name: str) -> str | None:
    """Return the number of a database's form; ``None`` where it has no tables.

    Raises:
        StoreError: the tables are those of another program.
    """
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables and "events" in tables:
        return str(_only(connection, "alembic_version", "version_num"))
    if "dateline_schema" in tables:
        return f"{_only(connection, 'dateline_schema', 'version'):04}"
    if tables:
        raise StoreError(f"{name}: is a database of another program; give another file to --db")
    return None


def migrate(connection: Connection, name: str) -> None:
    """Bring a database to the present form. The caller's transaction makes it all or nothing.

    Args:
        connection: open, in a transaction that writes.
        name: what the database is called in messages.

    Raises:
        StoreError: it is a database of another program, or of a newer version of this one.
    """
    found, newest = current(connection, name), latest()
    if found == newest:
        return
    if found is not None and not _FIRST <= found < newest:
        what = f"was written by another version of Dateline (tables {found}, here {newest})"
        raise StoreError(f"{name}: {what}; use that version, or code the reports into a new file")
    _upgrade(connection, found)


def _upgrade(connection: Connection, found: str | None) -> None:
    # imported here: a database that is up to date needs none of it
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    folder = str(files("dateline.store.migrations"))
    script = ScriptDirectory(folder, version_locations=[folder])

    def steps(revision: Any, _: object) -> Any:
        return script._upgrade_revs("head", revision)

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        if found == _FIRST and "alembic_version" not in inspect(connection).get_table_names():
            environment.get_context().stamp(script, found)
        environment.run_migrations()


def _only(connection: Connection, name: str, what: str) -> Any:
    return connection.execute(select(column(what)).select_from(table(name))).scalar_one()
