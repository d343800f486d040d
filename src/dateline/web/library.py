"""The database behind the pages."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from dateline.store import Store


class Library:
    """Opens the database when a page first needs it, so that pages can say that there is none yet.

    Args:
        database: a file, or a URL that starts with ``sqlite:///``.
    """

    def __init__(self, database: Path | str) -> None:
        self.name = str(database)

    @cached_property
    def store(self) -> Store:
        """The open database.

        Raises:
            StoreError: there is none, or it cannot be opened; the next use tries again.
        """
        return Store.open(self.name, create=False)
