"""One question to a model and its answer, and the errors between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.errors import DatelineError
from dateline.llm.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer.

    ``tokens_in`` and ``tokens_out`` are what the server counted; where it does not count, they are estimated
    from the number of characters. ``cut_off`` marks an answer that reached the limit of its length, ``paid``
    one that the server gave now, not the cache or a file.
    """

    answer: str
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    cut_off: bool = False
    paid: bool = False


Ask = Callable[[Prompt], Exchange]


class NoAnswerError(Exception):
    """One question has no answer that can be used; the message says why. The run goes on."""


class ServerError(DatelineError):
    """The server of the model cannot be used at all: the run stops."""


class BudgetSpentError(DatelineError):
    """The next question could cost more than what is left."""
