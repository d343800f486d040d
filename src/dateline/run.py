"""A run over many reports: read, pass over what is done, code, save; in this process or in several.

Each report is saved in one transaction, so that a run may be stopped at any moment and started again: nothing
is lost, and nothing is coded twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dateline.errors import DatelineError, ReportError
from dateline.ingest.build import Rejected
from dateline.ingest.read import Source, read_reports
from dateline.llm.review import flag_doubts
from dateline.records import Coded, Report
from dateline.store import Store
from dateline.workers import Answer, Answers, Crew, Failure, Halt, KitLoader, Loader, open_crew


@dataclass(frozen=True, slots=True)
class Skipped:
    """A report that was coded before by the same coder; its events are in the store."""

    report: Report


Outcome = Coded | Rejected | Skipped


def code_paths(
    paths: Iterable[Source],
    *,
    store: Store | None = None,
    published: date | None = None,
    jobs: int = 1,
    load: Loader = KitLoader(),  # noqa: B008 (frozen)
) -> Generator[Outcome, None, None]:
    """Code the reports of files and folders, in order.

    Args:
        paths: files, folders, and ``"-"`` for standard input.
        store: where results are kept; what it already has from the same coder is not coded again.
        published: date for reports that state none.
        jobs: processes that code; 1 is this one alone. The outcomes are the same, in the same order.
        load: makes the coder, once a process; with ``jobs`` over 1 it must travel between
            processes and equal itself there, as a function of a module or a ``KitLoader`` does.

    Yields:
        One outcome a report; a coded report has been saved when it is yielded.

    Raises:
        DatelineError: the coder cannot be loaded or the store written; what was yielded is kept.
    """
    with open_crew(load, jobs) as crew:
        window: deque[_Batch] = deque()
        for items in _chunks(read_reports(paths, published=published), crew.batch):
            window.append(_start(items, crew, store))
            if len(window) > crew.ahead:
                yield from _finish(window.popleft(), crew, store)
        while window:
            yield from _finish(window.popleft(), crew, store)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Reports in order, those that are not to be coded replaced by their outcome, and the answers to come."""

    items: tuple[Report | Rejected | Skipped, ...]
    answers: Answers


def _start(items: Iterable[Report | Rejected], crew: Crew, store: Store | None) -> _Batch:
    marked = tuple(
        Skipped(item) if isinstance(item, Report) and store and store.done(item, crew.key) else item
        for item in items
    )
    return _Batch(marked, crew.code([item for item in marked if isinstance(item, Report)]))


def _finish(batch: _Batch, crew: Crew, store: Store | None) -> Iterator[Outcome]:
    answers = iter(batch.answers())
    for item in batch.items:
        if isinstance(item, Report):
            yield _keep(next(answers), item, crew, store)
        else:
            yield item


def _keep(answer: Answer, report: Report, crew: Crew, store: Store | None) -> Coded | Rejected:
    if isinstance(answer, Halt):
        raise DatelineError(answer.what)
    if isinstance(answer, Failure):
        what = f"could not be coded ({answer.what})"
        return Rejected(ReportError(report.origin or report.report_id, what, answer.remedy))
    if store:
        store.save(answer, coder_key=crew.key)
        flag_doubts(answer, store)
    return answer


def _chunks(items: Iterator[Report | Rejected], size: int) -> Iterator[list[Report | Rejected]]:
    chunk: list[Report | Rejected] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
