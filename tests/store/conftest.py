"""Each test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgres import Server, find_programs, serve

from dateline.store import Store

NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, started once."""
    programs = find_programs()
    if programs is None:
        missing = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with serve(programs) as started:
        yield started


@pytest.fixture
def postgresql(server: Server) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"test{next(NUMBERS)}"
    yield server.make(name)
    server.drop(name)


@pytest.fixture(scope="session")
def made(server: Server) -> str:
    """The name of a PostgreSQL database with our tables, to be copied."""
    Store.open(server.make("made")).close()
    return "made"


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("made") / "a.db"
    Store.open(path).close()
    return path


@pytest.fixture
def copied(server: Server, made: str) -> Iterator[str]:
    """The address of a PostgreSQL database with our tables and nothing in them."""
    name = f"test{next(NUMBERS)}"
    yield server.make(name, like=made)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that is not there or empty, one of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "a.db")
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with our tables and nothing in them, one of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("file"), tmp_path / "a.db")
        return str(tmp_path / "a.db")
    return str(request.getfixturevalue("copied"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(address)
    yield opened
    opened.close()
