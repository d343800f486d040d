"""A small server that speaks the OpenAI chat API and answers by a script, for tests."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server says: an answer of the model, or a body of its own with a status."""

    answer: str | None = None
    status: int = 200
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    finish: str = "stop"
    delay: float = 0.0
    usage: dict[str, int] | None = field(
        default_factory=lambda: {"prompt_tokens": 100, "completion_tokens": 50}
    )


Script = Callable[[dict[str, Any]], Reply]


@dataclass
class Running:
    """A running server: its address and what it was asked, in order."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def serving(script: Script) -> Iterator[Running]:
    """Run a server on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    running = Running(f"http://127.0.0.1:{server.server_port}/v1")
    server.RequestHandlerClass = _handler(script, running)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(script: Script, running: Running) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with running._lock:
                running.requests.append(request)
                running.headers.append(dict(self.headers))
                running._now += 1
                running.most_at_once = max(running.most_at_once, running._now)
            reply = _checked(self.path, request) or script(request)
            time.sleep(reply.delay)
            with running._lock:
                running._now -= 1
            self._send(reply, request)

        def _send(self, reply: Reply, request: dict[str, Any]) -> None:
            body = (reply.body if reply.body is not None else _completion(reply, request)).encode()
            try:
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client has gone, as it may

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _checked(path: str, request: dict[str, Any]) -> Reply | None:
    """What a conforming server refuses."""
    if path != "/v1/chat/completions":
        return Reply(status=404, body='{"error": {"message": "no such path"}}')
    messages = request.get("messages")
    fine = (
        isinstance(request.get("model"), str)
        and isinstance(messages, list)
        and messages
        and all(
            m["role"] in ("system", "user", "assistant") and isinstance(m["content"], str) for m in messages
        )
        and messages[-1]["role"] == "user"
    )
    return None if fine else Reply(status=400, body='{"error": {"message": "bad request"}}')


def _completion(reply: Reply, request: dict[str, Any]) -> str:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": reply.answer},
        "finish_reason": reply.finish,
    }
    whole: dict[str, Any] = {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [choice],
    }
    if reply.usage is not None:
        whole["usage"] = reply.usage
    return json.dumps(whole)


def told(request: dict[str, Any]) -> str:
    """The text of the report that a request asks about, with its date."""
    return str(request["messages"][-1]["content"])


def event(event_type: str, trigger: str, **fields: Any) -> dict[str, Any]:
    """An event as a model answers it."""
    lists = ("actors", "targets", "supporters", "mediators", "places", "effects", "sources", "weapons")
    empty: dict[str, Any] = {name: [] for name in lists}
    return {"event_type": event_type, "status": "actual", "trigger": trigger, "time": None} | empty | fields


def answer(*events: dict[str, Any]) -> str:
    """An answer with these events."""
    return json.dumps({"events": list(events)})
