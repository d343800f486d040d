"""Lets a browser on this machine write: a session of its own, and a proof that our own page asked.

Programs write with the bearer token. A browser gets a random session in a cookie that scripts cannot read and
that is not sent along from other sites (``SameSite=Strict``). Each form and each request of our scripts
carries a proof, an HMAC of the session under a key that this process alone knows: a page of another site can
neither read nor guess it. The guard has looked at Host and Origin before. Only this machine writes without a
token: the client's address must be of this machine, and so must the name that it used.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs, quote, unquote

from fastapi import Depends, HTTPException, Request, Response

COOKIE = "dateline_session"
CODER = "dateline_coder"
HEADER = "x-dateline-proof"
MOST = 200_000
"""Bytes that a form may have."""

_YEAR = 365 * 24 * 3600
_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Sessions:
    """Makes sessions and proofs, and checks them.

    Args:
        writable: whether browsers may write at all.
    """

    def __init__(self, *, writable: bool) -> None:
        self._key = secrets.token_bytes(32)
        self._writable = writable

    def may_write(self, request: Request) -> bool:
        """Say whether this browser may write: writing is on, and it runs on this machine."""
        name = request.headers.get("host", "").rpartition(":")
        host = (name[0] if name[1] and name[2].isdecimal() else request.headers.get("host", "")).lower()
        return self._writable and host in _LOCAL and _of_this_machine(request)

    def proof(self, session: str) -> str:
        """Return what a page must send along with each write of a session."""
        return hmac.new(self._key, session.encode(), hashlib.sha256).hexdigest()

    def check(self, request: Request, proof: str | None) -> None:
        """Let a write pass only from a page of ours in this session.

        Raises:
            HTTPException: writing is off here, or the proof is missing, wrong or of an earlier start.
        """
        if not self.may_write(request):
            raise HTTPException(HTTPStatus.FORBIDDEN, "Writing from this browser is switched off.")
        session = request.cookies.get(COOKIE, "")
        given = (proof or "").encode()
        if not session or not hmac.compare_digest(given, self.proof(session).encode()):
            raise HTTPException(HTTPStatus.FORBIDDEN, "This page is out of date. Load it again, then repeat.")


def _of_this_machine(request: Request) -> bool:
    if request.client is None or "forwarded" in request.headers or "x-forwarded-for" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def sessions(request: Request) -> Sessions:
    """Return the sessions of the app."""
    kept: Sessions = request.app.state.sessions
    return kept


Sessioned = Annotated[Sessions, Depends(sessions)]


def session_of(request: Request) -> str:
    """Return the session of a request, a new one where it has none; ``keep`` writes it into the answer."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)


def keep(response: Response, session: str) -> Response:
    """Put the session into an answer's cookie."""
    response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
    response.headers["Cache-Control"] = "no-store"
    return response


def coder_of(request: Request) -> str | None:
    """Return the name under which this browser decides, ``None`` where it gave none."""
    name = unquote(request.cookies.get(CODER, "")).strip()
    return name if 0 < len(name) <= 100 and name.isprintable() else None


def keep_coder(response: Response, name: str) -> Response:
    """Put the name under which the browser decides into an answer's cookie."""
    response.set_cookie(CODER, quote(name), max_age=_YEAR, httponly=True, samesite="strict", path="/")
    return response


async def form_of(request: Request) -> dict[str, list[str]]:
    """Read the fields of a form.

    Raises:
        HTTPException: it is no form, too large, or not in UTF-8.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This address takes a form.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The form is too long.")
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=2000)
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The form cannot be read.") from error
    if any("\x00" in text for values in fields.values() for text in values):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The form holds a NUL.")
    return {name: [text.replace("\r\n", "\n") for text in values] for name, values in fields.items()}


Form = Annotated[dict[str, list[str]], Depends(form_of)]


def proven(request: Request, kept: Sessioned, form: Form) -> dict[str, list[str]]:
    """Return the fields of a form that one of our own pages sent.

    Raises:
        HTTPException: another page did, or writing is off.
    """
    kept.check(request, (form.get("proof") or [request.headers.get(HEADER, "")])[0])
    return form


Proven = Annotated[dict[str, list[str]], Depends(proven)]
