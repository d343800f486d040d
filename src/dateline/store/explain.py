"""What went wrong with a database, and what to do, in one line."""

from __future__ import annotations

_REMEDIES = (
    ("locked", "another program is writing to it; wait and run the same command again"),
    ("not a database", "give another file to --db"),
    ("malformed", "the file is damaged; restore a copy or code the reports again into a new file"),
    ("full", "free some space and run the same command again"),
    ("readonly", "check the permissions of the file and its folder"),
    ("unable to open", "check the permissions of the file and its folder"),
    ("password", "check user and password in the URL"),
    ("onnect", "check that the server runs and that the URL is right"),
    ("does not exist", "make the database first: createdb NAME"),
)


def explain(error: Exception) -> str:
    """Say what happened in the database's words, and what the user can do."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in words), "check the database")
    return f"{words}; {remedy}"
