"""A question asked until its answer can be read: again where it cannot, in halves where it is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dateline.language.parse import Parsed
from dateline.llm.budget import Ledger
from dateline.llm.claims import Claims
from dateline.llm.exchange import Ask, Exchange, NoAnswerError
from dateline.llm.parse import AnswerError, read_events
from dateline.llm.prompt import Prompt, Prompter, repaired
from dateline.llm.windows import Window, halves, windows

_T = TypeVar("_T")
_HALVINGS = 3  # a part is cut at most into eighths


@dataclass(frozen=True)
class Model:
    """A model as the rest of the package sees it.

    ``name`` is written into the events; ``forget`` drops an answer that was of no use from the cache.
    """

    name: str
    ask: Ask
    forget: Callable[[Prompt], None]


def readable(
    prompt: Prompt, exchange: Exchange, model: Model, read: Callable[[str], _T], ledger: Ledger
) -> _T:
    """Read an answer, and where it cannot be read ask once more with what is wrong with it.

    Raises:
        NoAnswerError: the second cannot be read either, or there is none.
    """
    try:
        return read(exchange.answer)
    except AnswerError as fault:
        ledger.count("repaired")
        again = repaired(prompt, exchange.answer, str(fault))
        second = model.ask(again)
    try:
        return read(second.answer)
    except AnswerError as error:
        model.forget(prompt)
        model.forget(again)
        raise NoAnswerError(f"the model's answer cannot be read, nor its second one: {error}") from error


@dataclass(frozen=True)
class Asked:
    """A report to be asked about: ``hidden`` are stretches that the model is not to see."""

    parsed: Parsed
    hidden: Sequence[tuple[int, int]]
    prompter: Prompter
    model: Model
    ledger: Ledger

    def prompt(self, window: Window) -> Prompt:
        """The question for one part."""
        return self.prompter.code(self.parsed.report, window, withheld=self.hidden)


def ask_report(asked: Asked, *, size: int) -> tuple[tuple[Window, Claims], ...]:
    """Ask for the events of a report, part by part.

    Args:
        asked: the report and who is asked.
        size: characters of a part.

    Raises:
        NoAnswerError: a part has no answer: then the report has none.
    """
    parts = windows(asked.parsed, size=size)
    return tuple(found for window in parts for found in _ask_part(asked, window, _HALVINGS))


def _ask_part(asked: Asked, window: Window, halvings: int) -> Iterator[tuple[Window, Claims]]:
    prompt = asked.prompt(window)
    exchange = asked.model.ask(prompt)
    smaller = halves(asked.parsed, window) if exchange.cut_off and halvings else ()
    if not smaller:
        yield window, readable(prompt, exchange, asked.model, read_events, asked.ledger)
    for half in smaller:
        yield from _ask_part(asked, half, halvings - 1)
