"""Who codes in a run: this process alone, or a crew of processes that each load the coder once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.errors import DatelineError
from dateline.records import Coded, Coder, Report

if TYPE_CHECKING:
    from dateline.kit import Kit

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ReportCoder:
    """What codes reports.

    ``key`` names it with all versions that its results depend on: another key, and reports are coded anew.
    ``code`` gives one result a report, in order; after a ``Halt`` nothing more.
    """

    key: str
    code: Callable[[Sequence[Report]], Iterable[Answer]]


@dataclass(frozen=True, slots=True)
class Failure:
    """A report on which the coder failed, which must not stop the run, and what the user can do."""

    what: str
    remedy: str = "leave it out and report the fault; the other reports are not touched by it"


@dataclass(frozen=True, slots=True)
class Halt:
    """The coder cannot go on: the run stops with these words, and what came before is kept."""

    what: str


@dataclass(frozen=True, slots=True)
class _Stop:
    """An error that stops the run, as words: exceptions do not all travel between processes."""

    what: str


Loader = Callable[[], ReportCoder]
Answer = Coded | Failure | Halt
Answers = Callable[[], Sequence[Answer]]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who codes: ``code`` takes a batch at once and returns a function that waits for its answers.

    ``batch`` is how many reports go together, ``ahead`` how many batches may be under way.
    """

    key: str
    code: Callable[[Sequence[Report]], Answers]
    batch: int
    ahead: int


@dataclass(frozen=True, slots=True)
class KitLoader:
    """Makes the coder of this installation; equal options are loaded once a process.

    The options are those of ``Kit.load``; ``None`` leaves each at its default.
    """

    engine: str | None = None
    model: Path | str | None = None
    min_confidence: float | None = None
    actors: tuple[Path, ...] = ()

    def __call__(self) -> ReportCoder:
        """Load the kit with all its data.

        Raises:
            MissingIndexError: the place index has not been built.
            DataError: data files are wrong.
        """
        # imported here: only who codes needs the parser
        from dateline.pipeline import code_reports  # noqa: PLC0415

        kit = self.kit()
        return ReportCoder(key=coder_key(kit.coder), code=partial(code_reports, kit=kit))

    def kit(self) -> Kit:
        """Load the kit; it raises what ``__call__`` raises."""
        from dateline.kit import Kit  # noqa: PLC0415

        options: dict[str, Any] = {name: value for name, value in asdict(self).items() if value is not None}
        return Kit.load(**options)


def coder_key(coder: Coder) -> str:
    """Name a coder with all its versions in one line."""
    return "; ".join(f"{name}={value}" for name, value in coder.model_dump().items() if value is not None)


@contextmanager
def open_crew(load: Loader, jobs: int) -> Iterator[Crew]:
    """Load the coder, in this process for one job, else in as many processes.

    Raises:
        DatelineError: it cannot be loaded, or a process died.
    """
    if jobs <= 1:
        coder = load()
        yield Crew(coder.key, lambda reports: partial(_code_here, coder, reports), batch=16, ahead=0)
        return
    # started afresh, not forked: a parser with threads does not survive a fork
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_settle)
    try:
        key = _result(_submit(pool, partial(_key, load)))
        yield Crew(
            key,
            lambda reports: partial(_result, _submit(pool, partial(_code_there, load, reports))),
            8,
            2 * jobs,
        )
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _code_here(coder: ReportCoder, reports: Sequence[Report]) -> list[Answer]:
    """Code a batch; where it fails, one report at a time, to lose only the one."""
    try:
        return list(coder.code(reports))
    except DatelineError:
        raise
    except Exception as error:
        # whatever it is, it concerns one report
        if len(reports) == 1:
            return [Failure(f"{type(error).__name__}: {error}")]
    return [answer for report in reports for answer in _code_here(coder, [report])]


@cache
def _loaded(load: Loader) -> ReportCoder:
    return load()


def _key(load: Loader) -> str | _Stop:
    try:
        return _loaded(load).key
    except DatelineError as error:
        return _Stop(str(error))


def _code_there(load: Loader, reports: Sequence[Report]) -> list[Answer] | _Stop:
    try:
        return _code_here(_loaded(load), reports)
    except DatelineError as error:
        return _Stop(str(error))


def _submit(pool: ProcessPoolExecutor, task: Callable[[], _T]) -> Future[_T]:
    """Hand a task to the pool. Processes that this starts never see Ctrl-C: this one stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(task)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(task)
    except BrokenProcessPool as error:
        raise _died() from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(future: Future[_T | _Stop]) -> _T:
    try:
        answer = future.result()
    except BrokenProcessPool as error:
        raise _died() from error
    if isinstance(answer, _Stop):
        raise DatelineError(answer.what)
    return answer


def _died() -> DatelineError:
    return DatelineError(
        "a coding process died (too little memory?); run it again with fewer --jobs: what was saved is kept"
    )


def _settle() -> None:
    """Set up a coding process: Ctrl-C is not for it, and it ends when the process that started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
