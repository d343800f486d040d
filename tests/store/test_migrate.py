"""Databases of older versions are brought to the present form, wholly or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, inspect, text

from dateline.errors import StoreError
from dateline.store import EventFilter, Store, migrate
from dateline.store.cells import CELL, cell_of
from dateline.store.schema import METADATA

HERE = Path(__file__).parent


def older(path: Path) -> Path:
    """A database as the first version wrote it: three reports, six events."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript((HERE / "data" / "tables-2.sql").read_text(encoding="utf-8"))
        db.execute(
            "CREATE VIRTUAL TABLE reports_search USING fts5(title, text, content='reports', "
            "content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
        )
        db.execute("INSERT INTO reports_search(reports_search) VALUES ('rebuild')")
        db.commit()
    return path


def form(path: Path) -> str | None:
    with closing(create_engine(f"sqlite:///{path}").connect()) as connection:
        return migrate.current(connection, "x")


def test_an_older_database_is_brought_up_to_date_when_opened(tmp_path: Path) -> None:
    path = older(tmp_path / "a.db")
    assert form(path) == "0002"

    store = Store.open(path, create=False)

    assert form(path) == migrate.latest()
    events = tuple(store.events())
    assert [e.report_id for e in events] == ["r0", "r0", "r1", "r1", "r2", "r2"]
    assert store.count_events(EventFilter(precisions=("exact",))) == 3
    assert store.count_events(EventFilter(source="State Media")) == 3
    of_cells = EventFilter(precisions=("exact",), min_confidence=0.0)
    assert store.count_events(of_cells) == len(store.page(of_cells).events) == 3
    with closing(sqlite3.connect(path)) as db:
        for *values, cell in db.execute(f"SELECT {', '.join(CELL)}, cell FROM events"):
            assert cell == cell_of(dict(zip(CELL, values, strict=True)))
    assert store.count_events(EventFilter(actor="syr")) == 3
    assert store.count_reports("daraa") == 3
    assert store.count_events(EventFilter(search="tafas")) == 6
    store.close()
    Store.open(path, create=False).close()


def test_the_steps_make_the_tables_that_the_code_uses(empty: str) -> None:
    Store.open(empty).close()
    url = empty if "://" in empty else f"sqlite:///{empty}"

    def ours(_: object, name: str | None, kind: str, __: bool, ___: object) -> bool:
        return not (kind == "table" and str(name).startswith("reports_search")) and name not in {
            "search",
            "ix_reports_search",
        }

    with closing(create_engine(url).connect()) as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True, "compare_server_default": False}
        )
        assert compare_metadata(context, METADATA) == []


def killed_at(statement: int, open_store: Callable[[], object]) -> bool:
    """Open a store in a copy of this process that kills itself before a statement; say whether it did."""
    child = os.fork()
    if not child:
        try:
            count = 0

            @event.listens_for(Engine, "before_cursor_execute")
            def _count(*_: object) -> None:
                nonlocal count
                count += 1
                if count == statement:
                    os.kill(os.getpid(), signal.SIGKILL)

            open_store()
            os._exit(0)
        finally:
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in {0, -signal.SIGKILL}
    return ended != 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_in_the_middle_nothing_is_half_done(tmp_path: Path) -> None:
    path = older(tmp_path / "a.db")
    kills = 0

    while killed_at(3 + 5 * kills, lambda: Store.open(path)):
        kills += 1
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert db.execute("SELECT version FROM dateline_schema").fetchall() == [(2,)]
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
            assert not {"decisions", "alembic_version", "event_counts"} & tables
            assert db.execute("SELECT count(*) FROM events").fetchone() == (6,)

    assert kills > 5
    assert form(path) == migrate.latest()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_while_making_a_new_database(empty: str) -> None:
    kills = 0

    while killed_at(5 + 9 * kills, lambda: Store.open(empty)):
        kills += 1
        url = empty if "://" in empty else f"sqlite:///{empty}"
        with closing(create_engine(url).connect()) as connection:
            assert inspect(connection).get_table_names() == []

    assert kills > 3
    store = Store.open(empty, create=False)
    assert store.count_events() == 0
    store.close()


def test_a_newer_database_is_left_alone(address: str) -> None:
    Store.open(address).close()
    url = address if "://" in address else f"sqlite:///{address}"
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    with pytest.raises(StoreError, match="another version"):
        Store.open(address)


def test_an_empty_database_on_a_server_is_none(postgresql: str) -> None:
    with pytest.raises(StoreError, match="no such database"):
        Store.open(postgresql, create=False)


def test_steps_are_numbered_without_gaps_and_forks() -> None:
    folder = Path(str(migrate.__file__)).parent / "migrations"
    numbers = sorted(file.name[1:5] for file in folder.glob("v*.py"))
    assert numbers == [f"{number:04}" for number in range(2, len(numbers) + 2)]
    for number in numbers:
        (file,) = folder.glob(f"v{number}_*.py")
        code = file.read_text(encoding="utf-8")
        before = "None" if number == "0002" else f'"{int(number) - 1:04}"'
        assert f'revision = "{number}"\ndown_revision = {before}\n' in code
