"""What ``--db`` means: a file, or the URL of a database."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from dateline.errors import StoreError

_KINDS = "a file, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"


def locate(address: str, *, create: bool) -> tuple[str, str]:
    """Return the URL of a database and the name that messages call it by, without its password.

    Args:
        address: a file, or a URL.
        create: whether a file that is not there may be made.

    Raises:
        StoreError: no such file or folder, or a URL that cannot be used.
    """
    kind, separator, rest = address.partition("://")
    if separator and kind == "postgresql+psycopg":
        return _postgresql(address)
    if separator and (kind != "sqlite" or not rest.startswith("/")):
        raise StoreError(f"{kind}: databases of this kind cannot be used; give {_KINDS}")
    file = Path(rest[1:]) if separator else Path(address)
    if not file.exists() and not create:
        raise StoreError(f"{file}: no such database; make it with: dateline code PATH --db {file}")
    if not file.parent.is_dir():
        raise StoreError(f"{file}: the folder {file.parent} does not exist; make it first")
    return f"sqlite:///{file}", str(file)


def _postgresql(address: str) -> tuple[str, str]:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"--db: this is no URL of a database; give {_KINDS}") from error
    if importlib.util.find_spec("psycopg") is None:
        raise StoreError("postgresql: psycopg is not installed; run: pip install 'dateline[postgresql]'")
    return address, url.render_as_string(hide_password=True)
