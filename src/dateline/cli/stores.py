"""Opening a database for the length of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.store import Store


@contextmanager
def opened(address: str) -> Iterator[Store]:
    """Open a database that must be there, and close it in the end.

    Args:
        address: the file or URL.

    Raises:
        StoreError: there is none, or it cannot be opened.
    """
    from dateline.store import Store

    store = Store.open(address, create=False)
    try:
        yield store
    finally:
        store.close()
