"""Opens a model for a run: a server with its cache, or answers that were given before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dateline.errors import DatelineError
from dateline.llm.ask import Model
from dateline.llm.budget import Ledger
from dateline.llm.cache import Cache, answer_key, default_cache_path
from dateline.llm.exchange import Ask
from dateline.llm.replay import recorded, replayed

KEY_VARIABLE = "DATELINE_LLM_KEY"


@dataclass(frozen=True, slots=True)
class Source:
    """Where answers come from: a server (``url``, ``model``, ``key``) or ``replay``, a file or folder.

    ``record`` is a file that exchanges are written to, ``cache`` the file of answers (``None``: the usual).
    ``answer`` is how many tokens an answer may have, ``timeout`` is in seconds.
    """

    url: str | None = None
    model: str | None = None
    key: str | None = None
    replay: Path | None = None
    record: Path | None = None
    cache: Path | None = None
    answer: int = 4096
    timeout: float = 120.0

    def check(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            DatelineError: there is neither a server nor a file, or there are both.
        """
        if self.url and self.replay:
            raise DatelineError("--llm-url and --llm-replay: give one; a replay asks no server")
        if not self.url and not self.replay:
            raise DatelineError(
                "the engine needs a model; give --llm-url and --llm-model, or --llm-replay FILE "
                "(nothing is sent anywhere unless a URL is given)"
            )
        if self.url and not self.model:
            raise DatelineError("--llm-url: which model? give --llm-model NAME")


@contextmanager
def open_model(source: Source, ledger: Ledger, tell: Callable[[str], None]) -> Iterator[Model]:
    """Open the model of a run.

    Args:
        source: where answers come from.
        ledger: books what is spent.
        tell: is given what the user must know before anything is sent.

    Raises:
        DatelineError: it cannot be opened.
    """
    source.check()
    with ExitStack() as stack:
        if source.replay:
            replay = stack.enter_context(replayed(source.replay))
            name = source.model or replay.model or "unnamed model"
            yield Model(name, _recording(replay.ask, source, stack), lambda _: None)
            return
        # imported here: only who asks a server needs the library for it
        from dateline.llm.client import Server, connect  # noqa: PLC0415

        server = Server(source.url or "", source.model or "", source.key, source.answer, source.timeout)
        ask = stack.enter_context(connect(server, ledger))
        cache = stack.enter_context(closing(Cache.open(source.cache or default_cache_path())))
        for line in _notice(source, server.host, server.local, cache):
            tell(line)
        place = f"{server.address}\n{server.model}\n{server.answer}"
        kept = cache.cached(ask, place, partial(ledger.count, "reused"))
        yield Model(
            server.model,
            _recording(kept, source, stack),
            lambda prompt: cache.forget(answer_key(place, prompt)),
        )


def _recording(ask: Ask, source: Source, stack: ExitStack) -> Ask:
    return stack.enter_context(recorded(ask, source.record)) if source.record else ask


def _notice(source: Source, host: str, local: bool, cache: Cache) -> Iterator[str]:
    """What is sent where; in full when a host is asked for the first time."""
    where = f"{host} (this machine)" if local else host
    yield f"asking {source.model} at {where}; answers are kept in {cache.path}"
    if cache.first_time(host) and not local:
        yield (
            f"what is sent to {host}: the text and the day of publication of each report, and our codebook; "
            "not its file name, title, outlet or address. Sentences that speak to a machine are left out."
        )
        if source.key:
            yield f"the key in {KEY_VARIABLE} is sent with each question and is written nowhere"
