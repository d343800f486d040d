"""The errors that Dateline raises.

    DatelineError                 anything below; the command line prints its message in one line
    ├── ReportError               one report cannot be read: where it lies and what to do
    ├── DataError                 the data files of the project are wrong: every fault with file and line
    ├── MissingIndexError         the place index has not been built yet
    ├── ReleaseError              a release cannot be made or read
    └── StoreError                the database cannot be opened, read or written
        └── RefusedError          what was asked of it makes no sense; the database is fine

Each message says what happened, where, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence


class DatelineError(Exception):
    """Base of all errors that Dateline raises on purpose."""


class ReportError(DatelineError):
    """One report cannot be read.

    Args:
        where: file, and line where there is one, such as ``"news.jsonl:17"``.
        what: what is wrong with it.
        remedy: what the user can do.
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class DataError(DatelineError):
    """Data files of the project (lexicons, codebook, gazetteer supplement) are wrong.

    All faults are collected and raised together.

    Args:
        faults: one line a fault, each ``"file:line: what is wrong"``.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class MissingIndexError(DatelineError):
    """The place index does not exist yet; the message names the command that builds it."""


class StoreError(DatelineError):
    """The database cannot be opened, read or written."""


class RefusedError(StoreError):
    """What was asked of the database makes no sense, such as a decision on an event that it lacks."""


class ReleaseError(DatelineError):
    """A release cannot be made or read: which, why, and what to do."""
