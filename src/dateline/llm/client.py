"""Asks a server that speaks the OpenAI chat API. The only file that opens a connection."""

from __future__ import annotations

import ipaddress
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from dateline.llm.budget import CHARACTERS, Ledger, Pace
from dateline.llm.exchange import Exchange, NoAnswerError, ServerError
from dateline.llm.prompt import Prompt

PATH = "/chat/completions"
_LATER = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))
_NEVER = {
    401: "refuses the key",
    402: "wants to be paid",
    403: "refuses access",
    404: "has no such model or address",
}
_REFUSABLE = ("response_format", "seed", "temperature", "max_tokens")
_LONGEST_WAIT = 60.0
_HOPELESS = 5


@dataclass(frozen=True, slots=True)
class Server:
    """Where a model is, and how it is asked.

    ``answer`` is how many tokens an answer may have, ``timeout`` is in seconds, ``tries`` counts the first.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    answer: int = 4096
    timeout: float = 120.0
    tries: int = 5

    @property
    def address(self) -> str:
        """The full address of chat completions."""
        base = self.url.rstrip("/")
        return base if base.endswith(PATH) else base + PATH

    @property
    def host(self) -> str:
        """The name of the machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def local(self) -> bool:
        """Whether it is this machine, so that nothing leaves it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def check(self) -> None:
        """Refuse an address that cannot be right or would give the key away.

        Raises:
            ServerError: it is no web address, or the key would travel unencrypted.
        """
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ServerError(f"{self.url}: no web address; give one such as http://localhost:11434/v1")
        if parts.username or parts.password:
            raise ServerError("--llm-url: holds a password; put the key into DATELINE_LLM_KEY instead")
        if self.key and parts.scheme == "http" and not self.local:
            raise ServerError(f"{self.url}: the key would travel unencrypted; use https, or unset the key")


@contextmanager
def connect(
    server: Server, ledger: Ledger, *, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Callable[[Prompt], Exchange]]:
    """Open a connection for as many threads as wish to ask.

    Args:
        server: where and how.
        ledger: books what is spent, and says when it is enough.
        sleep: waits so many seconds; for tests.

    Yields:
        A function that asks one question. It raises ``NoAnswerError`` where all tries failed,
        ``ServerError`` where asking is of no use, and ``BudgetSpentError`` before the limits are passed.
    """
    server.check()
    headers = {"Authorization": f"Bearer {server.key}"} if server.key else {}
    # a proxy of the environment must not see what is meant for this machine; redirects are not followed
    with httpx.Client(
        timeout=server.timeout, headers=headers, trust_env=not server.local, follow_redirects=False
    ) as http:
        asking = _Asking(server, http, ledger, Pace(ledger.limits.per_minute, sleep=sleep), sleep)
        yield asking.ask


class _Asking:
    """One connection: what the server refuses is learnt once."""

    def __init__(
        self, server: Server, http: httpx.Client, ledger: Ledger, pace: Pace, sleep: Callable[[float], None]
    ) -> None:
        self.server, self.http, self.ledger, self.pace, self.sleep = server, http, ledger, pace, sleep
        self.refused: set[str] = set()
        self.failed = 0

    def ask(self, prompt: Prompt) -> Exchange:
        settle = self.ledger.hold(prompt.length, self.server.answer)
        exchange: Exchange | None = None
        try:
            exchange = self._tries(prompt)
        except NoAnswerError as error:
            self.failed += 1
            if self.failed >= _HOPELESS:
                what = f"{self.server.url}: {self.failed} questions in a row without an answer ({error})"
                raise ServerError(f"{what}; run the same command again to go on") from error
            raise
        finally:
            settle(exchange)
        self.failed = 0
        return exchange

    def _tries(self, prompt: Prompt) -> Exchange:
        last = ""
        for attempt in range(self.server.tries):
            if attempt:
                self.ledger.count("again")
            self.pace.wait()
            wait = None
            try:
                response = self._post(prompt)
            except httpx.InvalidURL as error:
                raise ServerError(f"{self.server.url}: {error}; give another --llm-url") from error
            except httpx.TransportError as error:
                last = _words(error)
            else:
                if response.is_success:
                    try:
                        return _read(response, prompt)
                    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
                        last = "an answer that is not of the chat API"
                elif response.status_code in _LATER:
                    last, wait = f"HTTP {response.status_code}", _retry_after(response)
                else:
                    raise self._refusal(response)
            if attempt + 1 < self.server.tries:
                self.sleep(wait if wait is not None else _pause(attempt))
        raise NoAnswerError(f"the model gave no answer in {self.server.tries} tries (last: {last})")

    def _post(self, prompt: Prompt) -> httpx.Response:
        """Ask; where the server refuses an option, ask again without it."""
        while True:
            refused = frozenset(self.refused)
            response = self.http.post(self.server.address, json=self._body(prompt, refused))
            if response.status_code not in (400, 422):
                return response
            name = _refused_option(response.text, refused)
            if name is None:
                return response
            self.refused.add(name)

    def _body(self, prompt: Prompt, refused: frozenset[str]) -> dict[str, Any]:
        schema = {"name": "answer", "strict": True, "schema": prompt.schema}
        options: dict[str, Any] = {
            "response_format": {"type": "json_schema", "json_schema": schema},
            "seed": 0,
            "temperature": 0,
            "max_tokens": self.server.answer,
        }
        for name in refused:
            del options[name]
        if "max_tokens" in refused:
            options["max_completion_tokens"] = self.server.answer
        messages = [{"role": role, "content": words} for role, words in prompt.messages]
        return {"model": self.server.model, "messages": messages, **options}

    def _refusal(self, response: httpx.Response) -> Exception:
        status, words = response.status_code, " ".join(response.text.split())[:200]
        if status in _NEVER:
            what = f"{self.server.url}: the server {_NEVER[status]} (HTTP {status}: {words})"
            return ServerError(f"{what}; check --llm-url, --llm-model and DATELINE_LLM_KEY")
        if 300 <= status < 400:
            return ServerError(f"{self.server.url}: sends elsewhere (HTTP {status}); give the final address")
        return NoAnswerError(f"the server refused the question (HTTP {status}: {words})")


def _refused_option(text: str, refused: frozenset[str]) -> str | None:
    """Which option a server complains of; a complaint about schemas is one about the form of the answer."""
    low = text.lower()
    for name in _REFUSABLE:
        if name not in refused and name in low:
            return name
    wants_form = "response_format" not in refused
    return "response_format" if wants_form and ("schema" in low or "grammar" in low) else None


def _read(response: httpx.Response, prompt: Prompt) -> Exchange:
    data = response.json()
    choice = data["choices"][0]
    content = choice["message"]["content"]
    if isinstance(content, list):
        content = "".join(part.get("text", "") for part in content)
    if not isinstance(content, str):
        raise TypeError("no text")
    usage = data.get("usage") or {}
    return Exchange(
        answer=content,
        model=str(data.get("model") or ""),
        tokens_in=_tokens(usage.get("prompt_tokens"), prompt.length),
        tokens_out=_tokens(usage.get("completion_tokens"), len(content)),
        cut_off=choice.get("finish_reason") == "length",
        paid=True,
    )


def _tokens(counted: object, characters: int) -> int:
    """What the server counted, else an estimate."""
    return counted if isinstance(counted, int) and counted >= 0 else round(characters / CHARACTERS)


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that the server asks to wait, at most a minute."""
    try:
        return min(max(float(response.headers["retry-after"]), 0.0), _LONGEST_WAIT)
    except (KeyError, ValueError):
        return None


def _pause(attempt: int) -> float:
    """One, two, four ... seconds, each a little off, so that many clients do not come back at once."""
    return min(2.0**attempt, _LONGEST_WAIT) * random.uniform(0.75, 1.25)  # noqa: S311 (no secret)


def _words(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return f"no connection ({error})" if str(error) else f"no connection ({type(error).__name__})"
