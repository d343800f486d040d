"""Answers kept by what was asked, so that no question is paid twice, not even after an interruption."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

from dateline.errors import DatelineError
from dateline.llm.exchange import Ask, Exchange
from dateline.llm.prompt import Prompt

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, answer TEXT NOT NULL, model TEXT NOT NULL,
    tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, cut_off INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS told (host TEXT PRIMARY KEY);
"""


def default_cache_path() -> Path:
    """The file in which answers are kept where no other is named."""
    return platformdirs.user_cache_path("dateline") / "llm.sqlite"


class Cache:
    """A file of answers. Make it with :meth:`open`; several threads and processes may use it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self.path = connection, path
        self._lock = threading.Lock()
        self._turns = tuple(threading.Lock() for _ in range(256))

    @classmethod
    def open(cls, path: Path) -> Cache:
        """Open the file, or make it.

        Raises:
            DatelineError: it cannot be opened or is no such file.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLES)
        except (sqlite3.Error, OSError) as error:
            raise DatelineError(f"{path}: {error}; name another file with --llm-cache") from error
        return cls(connection, path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, key: str) -> Exchange | None:
        """The answer that was kept under a key."""
        row = self._run(
            "SELECT answer, model, tokens_in, tokens_out, cut_off FROM answers WHERE key = ?", key
        )
        return Exchange(row[0], row[1], row[2], row[3], bool(row[4])) if row else None

    def put(self, key: str, exchange: Exchange) -> None:
        """Keep an answer."""
        e = exchange
        values = (key, e.answer, e.model, e.tokens_in, e.tokens_out, int(e.cut_off))
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", *values)

    def forget(self, key: str) -> None:
        """Drop an answer that was of no use, so that it is asked for again."""
        self._run("DELETE FROM answers WHERE key = ?", key)

    def first_time(self, host: str) -> bool:
        """Say whether the user has not been told yet what is sent to a host; from now on he has."""
        if self._run("SELECT 1 FROM told WHERE host = ?", host):
            return False
        self._run("INSERT OR IGNORE INTO told VALUES (?)", host)
        return True

    def _run(self, query: str, *values: object) -> tuple[Any, ...] | None:
        try:
            with self._lock:
                row: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise DatelineError(f"{self.path}: {error}; name another file with --llm-cache") from error
        return row

    def cached(self, ask: Ask, place: str, reused: Callable[[], None]) -> Ask:
        """Let questions be answered from the file where they can.

        Args:
            ask: asks the server.
            place: names the server, the model and its options: another place, another answer.
            reused: is called for each answer that was not asked for anew.
        """

        def asked(prompt: Prompt) -> Exchange:
            key = answer_key(place, prompt)
            # of two equal questions at once the second waits for the answer to the first
            with self._turns[int(key[:2], 16)]:
                known = self.get(key)
                if known is not None:
                    reused()
                    return known
                exchange = ask(prompt)
                self.put(key, exchange)
            return exchange

        return asked


def answer_key(place: str, prompt: Prompt) -> str:
    """The key of the answer to a question at a place."""
    return hashlib.sha256(f"{place}\n{prompt.key}".encode()).hexdigest()[:32]
