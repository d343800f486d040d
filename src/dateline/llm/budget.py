"""What may be spent, what has been spent, and how fast questions may be asked."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dateline.llm.check import Dropped
from dateline.llm.exchange import BudgetSpentError, Exchange

CHARACTERS = 3.0  # in a token of English, at least; a question is rather over- than underrated


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use; ``None`` is no limit.

    ``max_cost`` is in the currency of the prices, ``price_in`` and ``price_out`` are for a million tokens,
    ``max_reports`` counts reports that the model judges, ``per_minute`` questions.
    """

    max_cost: float | None = None
    max_tokens: int | None = None
    max_reports: int | None = None
    price_in: float = 0.0
    price_out: float = 0.0
    per_minute: float | None = None

    def cost(self, tokens_in: float, tokens_out: float) -> float:
        """What so many tokens cost."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6


@dataclass
class Ledger:
    """The account of one run. It is shared by the threads that ask, and read by the progress bar."""

    limits: Limits = Limits()
    requests: int = 0
    again: int = 0
    reused: int = 0
    repaired: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    reports: int = 0
    unasked: int = 0
    withheld: int = 0
    flagged: int = 0
    made: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    _held_tokens: int = 0
    _held_cost: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def cost(self) -> float:
        """What has been spent."""
        return self.limits.cost(self.tokens_in, self.tokens_out)

    @property
    def tokens(self) -> int:
        """Tokens of questions and answers so far."""
        return self.tokens_in + self.tokens_out

    def hold(self, characters: int, answer: int) -> Callable[[Exchange | None], None]:
        """Set aside what a question can cost at most.

        Args:
            characters: of the question.
            answer: tokens that the answer may have.

        Returns:
            A function to call with the answer, ``None`` where there was none; it books the real cost.

        Raises:
            BudgetSpentError: there is not so much left. So the limits are never passed.
        """
        asked = round(characters / CHARACTERS)
        tokens, cost = asked + answer, self.limits.cost(asked, answer)
        with self._lock:
            self._check(tokens, cost)
            self._held_tokens += tokens
            self._held_cost += cost

        def settle(exchange: Exchange | None) -> None:
            with self._lock:
                self._held_tokens -= tokens
                self._held_cost -= cost
                if exchange is not None:
                    self.requests += 1
                    self.tokens_in += exchange.tokens_in
                    self.tokens_out += exchange.tokens_out

        return settle

    def _check(self, tokens: int, cost: float) -> None:
        limits = self.limits
        if limits.max_cost is not None and self.cost + self._held_cost + cost > limits.max_cost:
            raise BudgetSpentError(
                f"the budget of {limits.max_cost:g} does not allow another question ({self.cost:.4f} spent); "
                "what was coded is kept; run the same command with a higher --max-cost to go on"
            )
        if limits.max_tokens is not None and self.tokens + self._held_tokens + tokens > limits.max_tokens:
            raise BudgetSpentError(
                f"the budget of {limits.max_tokens} tokens does not allow another question "
                f"({self.tokens} used); what was coded is kept; run the same command with a higher "
                "--max-tokens to go on"
            )

    def take_report(self) -> bool:
        """Count one more report for the model; ``False`` where the budget of reports is used up."""
        with self._lock:
            if self.limits.max_reports is not None and self.reports >= self.limits.max_reports:
                self.unasked += 1
                return False
            self.reports += 1
            return True

    def count(self, name: str, number: int = 1) -> None:
        """Add to one of the counters."""
        with self._lock:
            setattr(self, name, getattr(self, name) + number)

    def checked(self, made: int, dropped: Iterable[Dropped]) -> None:
        """Book the claims of one report and those that were dropped."""
        with self._lock:
            self.made += made
            self.dropped.update(d.field for d in dropped)


class Pace:
    """Spreads questions evenly over time."""

    def __init__(
        self,
        per_minute: float | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait for the turn of the next question."""
        if not self._gap:
            return
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._gap
        if turn > now:
            self._sleep(turn - now)
