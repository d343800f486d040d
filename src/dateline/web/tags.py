"""ETags: what names the content of an answer, so that who has it is not sent it again."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request


def tagged(digest: str) -> dict[str, str]:
    """Make the headers of an answer whose content has this hash (hex digits)."""
    return {"ETag": f'"{digest[:32]}"', "Cache-Control": "private, no-cache"}


def is_known(request: Request, headers: Mapping[str, str]) -> bool:
    """Say whether the asker names the tag of these headers as one whose content it has."""
    known = request.headers.get("if-none-match", "")
    tags = {part.strip().removeprefix("W/") for part in known.split(",")}
    return known.strip() == "*" or headers["ETag"] in tags
