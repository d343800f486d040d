"""Guards every answer: what the browser may load and run, and under which names the pages answer.

Texts of reports are strangers' texts. The pages escape them; should one get through all the same, the browser
is told to run nothing and to ask no other host for anything. The Host header is checked because a foreign
page could otherwise read the pages by pointing its own name at this machine (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""Names under which only this machine can ask."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),  # with none at all, browsers send forms of our own as from "null"
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Puts the headers on every answer, and refuses requests for other hosts and writes from other sites.

    Args:
        app: what answers.
        hosts: names that requests may use, without port.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = LOCAL) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    headers[name] = value
            await send(message)

        host = _without_port(Headers(scope=scope).get("host", ""))
        if host in self._hosts and (scope["method"] in _READING or _own_origin(Headers(scope=scope))):
            await self._app(scope, receive, guarded)
            return
        if host in self._hosts:
            foreign = PlainTextResponse("Another site may not write here.\n", status_code=403)
            await foreign(scope, receive, guarded)
            return
        refusal = PlainTextResponse("This server does not answer under that name.\n", status_code=421)
        await refusal(scope, receive, guarded)


def _own_origin(headers: Headers) -> bool:
    """Say whether a request comes from our own pages, or from no page at all."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return origin.partition("://")[2].lower() == headers.get("host", "").lower()


def _without_port(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()
