"""The engines that ask a model: ``llm`` codes by its answers, ``both+llm`` lets it judge what is unsure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from dateline.errors import DatelineError
from dateline.kit import Kit
from dateline.language.parse import Parsed, parse_many
from dateline.llm.ask import Asked, Model, ask_report
from dateline.llm.budget import Ledger
from dateline.llm.check import Dropped
from dateline.llm.claims import Claims
from dateline.llm.coder import code_claims, marked
from dateline.llm.exchange import BudgetSpentError, NoAnswerError
from dateline.llm.judge import Verdicts, apply, judge, unsure
from dateline.llm.prompt import Prompter
from dateline.llm.review import doubts
from dateline.llm.suspicion import suspicious
from dateline.llm.windows import SIZE, Window
from dateline.pipeline import code_drafts, find_drafts
from dateline.records import Coded, Report
from dateline.workers import Answer, Failure, Halt, ReportCoder, coder_key

_T = TypeVar("_T")
_Advice = tuple[Verdicts, int, tuple[Dropped, ...]]
Hidden = Sequence[tuple[int, int]]
NO_ANSWER = "look at the model and run the same command again; the other reports are not touched by it"


class LlmEngine(StrEnum):
    """Who codes: the model, or our own coder with the model as a judge of what it is unsure of."""

    LLM = "llm"
    BOTH = "both+llm"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a run asks its model: ``parallel`` questions at once, parts of ``size`` characters."""

    model: Model
    ledger: Ledger
    parallel: int = 4
    size: int = SIZE


@dataclass(frozen=True, slots=True)
class _Task(Generic[_T]):
    """A report: what is asked about it, in a thread, and what is made of the answer, in this one."""

    ask: Callable[[], _T]
    finish: Callable[[_T], Coded]


def report_coder(engine: LlmEngine, kit: Kit, asking: Asking) -> ReportCoder:
    """Make the coder of a run.

    Args:
        engine: which of the two.
        kit: our own resources: for ``llm`` with the engine ``rules``, for ``both+llm`` with ``both``.
        asking: the model and how it is asked.
    """
    prompter = Prompter.of(kit.codebook)
    model = f"{asking.model.name} (prompts {prompter.version})"
    own = "" if kit.tagger is None else f"{kit.coder.model}; "
    coder = kit.coder.model_copy(update={"engine": engine.value, "model": own + model})
    shown = replace(kit, coder=coder)
    work = _code if engine is LlmEngine.LLM else _advise
    key = f"{coder_key(coder)}; parts={asking.size}"

    def code(reports: Sequence[Report]) -> Iterator[Answer]:
        for answer in work(reports, shown, kit, prompter, asking):
            if isinstance(answer, Coded):
                asking.ledger.count("flagged", sum(bool(doubts(event)) for event in answer.events))
            yield answer

    return ReportCoder(key=key, code=code)


def _code(
    reports: Sequence[Report], kit: Kit, _: Kit, prompter: Prompter, asking: Asking
) -> Iterator[Answer]:
    """Ask about all reports at once, then make events of the answers, in order."""
    tasks: list[_Task[Any]] = []
    for parsed in parse_many(reports, kit.parser):
        hidden = suspicious(parsed, kit.codebook.types)
        asking.ledger.count("withheld", len(hidden))
        tasks.append(_coding(parsed, hidden, kit, prompter, asking))
    return _in_order(tasks, asking.parallel)


def _coding(
    parsed: Parsed, hidden: Hidden, kit: Kit, prompter: Prompter, asking: Asking
) -> _Task[tuple[tuple[Window, Claims], ...]]:
    ledger = asking.ledger

    def finish(answers: tuple[tuple[Window, Claims], ...]) -> Coded:
        outcome = code_claims(answers, parsed, kit, hidden=hidden)
        ledger.count("reports")
        ledger.checked(outcome.made, outcome.dropped)
        return outcome.coded

    asked = Asked(parsed, hidden, prompter, asking.model, ledger)
    return _Task(lambda: ask_report(asked, size=asking.size), finish)


def _advise(
    reports: Sequence[Report], kit: Kit, own: Kit, prompter: Prompter, asking: Asking
) -> Iterator[Answer]:
    """Let our own coder read the reports, ask about what it is unsure of, then finish them in order."""
    tasks: list[_Task[Any]] = []
    for parsed in parse_many(reports, kit.parser):
        hidden = suspicious(parsed, kit.codebook.types)
        asking.ledger.count("withheld", len(hidden))
        tasks.append(_advising(parsed, hidden, (kit, own), prompter, asking))
    return _in_order(tasks, asking.parallel)


def _advising(
    parsed: Parsed, hidden: Hidden, kits: tuple[Kit, Kit], prompter: Prompter, asking: Asking
) -> _Task[_Advice | None]:
    advised, own = kits
    ledger = asking.ledger
    tagged = own.tagger.tag(parsed.doc) if own.tagger else None
    drafts = find_drafts(parsed, tagged, own)
    doubtful = unsure(drafts, hidden)
    wanted = bool(doubtful) and ledger.take_report()

    def ask() -> _Advice | None:
        if not wanted:
            return None
        try:
            return judge(doubtful, parsed, asking.model, prompter, ledger)
        except (BudgetSpentError, NoAnswerError):
            ledger.count("reports", -1)
            ledger.count("unasked")
            return None  # our own coder does without

    def finish(advice: _Advice | None) -> Coded:
        if advice is None:
            return code_drafts(marked(drafts, hidden), parsed, tagged, own)
        verdicts, made, dropped = advice
        ledger.checked(made, dropped)
        return code_drafts(marked(apply(drafts, verdicts, own), hidden), parsed, tagged, advised)

    return _Task(ask, finish)


def _in_order(tasks: Sequence[_Task[Any]], parallel: int) -> Iterator[Answer]:
    """Ask for all tasks at once, and finish them one after another."""
    pool = ThreadPoolExecutor(parallel)
    try:
        asked = [(pool.submit(task.ask), task) for task in tasks]
        for future, task in asked:
            try:
                result = future.result()
            except NoAnswerError as error:
                yield Failure(str(error), NO_ANSWER)
            except DatelineError as error:
                yield Halt(str(error))
                return
            else:
                yield task.finish(result)
    finally:
        # what is under way is paid for: its answers are waited for and kept
        pool.shutdown(wait=True, cancel_futures=True)
