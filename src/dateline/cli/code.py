"""``dateline code``: reports in, events out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from dateline.cli.llm_options import account, check_options, llm_options, opened, spent
from dateline.cli.options import LLM_ENGINES, PUBLISHED
from dateline.cli.say import say

if TYPE_CHECKING:
    from dateline.ingest.read import Source
    from dateline.llm.budget import Ledger
    from dateline.records import Event
    from dateline.run import Outcome
    from dateline.store import Store
    from dateline.workers import Loader

Format = Literal["table", "jsonl", "csv"]


@click.command(short_help="Code reports into events.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--db", metavar="FILE", help="Keep reports and events in this database.")
@click.option(
    "--format", "shape", type=click.Choice(["table", "jsonl", "csv"]), help="How events are printed."
)
@click.option("--explain", is_flag=True, help="Print each event in full, with the reason of each field.")
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that code."
)
@PUBLISHED
@click.option(
    "--engine",
    type=click.Choice(["rules", "model", "both", *LLM_ENGINES]),
    default="both",
    show_default=True,
    help="Who finds events: lexicon and syntax, the trained tagger, both; a language model of yours, or both "
    "with such a model as judge of what is unsure.",
)
@click.option(
    "--model",
    metavar="large|FOLDER",
    help="Use the large tagger, slower and better, or the tagger in a folder (see how-to/large-model).",
)
@click.option(
    "--actors",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(exists=True, file_okay=False),
    help="Lay your own tables of parties over ours (see dateline actors add).",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="0..1",
    help="Leave out events below this confidence (0.5 if not given): higher invents less, lower misses less.",
)
@click.option("--no-progress", is_flag=True, help="Show no progress bar.")
@llm_options
@click.pass_context
def code(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    *,
    db: str | None,
    shape: Format | None,
    explain: bool,
    jobs: int,
    published: datetime | None,
    engine: str,
    model: str | None,
    actors: tuple[str, ...],
    min_confidence: float | None,
    no_progress: bool,
    **model_options: Any,
) -> None:
    """Code reports: files, folders, or - for standard input.

    Reads .txt, .json, .jsonl, .csv and .html. Without --db the events are printed. With --db they are kept,
    and printed only if --format is given; a run that was interrupted is taken up where it stopped, and a
    report that was coded before is not coded again.

    With --engine llm or both+llm a language model is asked, at the address that you give; its key is read
    from DATELINE_LLM_KEY. Without --llm-url nothing leaves this machine.

    \b
    Examples:
      dateline code report.txt --published 2021-09-01
      dateline code archive/ --db events.db --jobs 4
      cat report.txt | dateline code - --format jsonl
      dateline code archive/ --engine llm --llm-url http://localhost:11434/v1 --llm-model NAME
    """
    if explain and shape in {"jsonl", "csv"}:
        raise click.UsageError("--explain is for people; the reasons are always in jsonl and never in csv")
    check_options(engine, jobs, model_options)
    from dateline.cli.index import ensure_index
    from dateline.store import Store

    store = Store.open(db) if db else None
    ensure_index(progress=not no_progress)
    work = _Work(
        paths=tuple("-" if path == "-" else Path(path) for path in paths),
        store=store,
        published=published.date() if published else None,
        jobs=jobs,
        shape=shape or (None if store and not explain else "table"),
        explain=explain,
        progress=not no_progress,
        engine=engine,
        model=model,
        min_confidence=min_confidence,
        actors=tuple(Path(folder) for folder in actors),
        model_options=model_options,
    )
    context.exit(_run(work))


@dataclass(frozen=True, slots=True)
class _Work:
    paths: tuple[Source, ...]
    store: Store | None
    published: date | None
    jobs: int
    shape: Format | None
    explain: bool
    progress: bool
    engine: str
    model: str | None
    min_confidence: float | None
    actors: tuple[Path, ...]
    model_options: dict[str, Any]


@dataclass(slots=True)
class _Tally:
    """What has come out so far."""

    total: int | None = None
    coded: int = 0
    skipped: int = 0
    refused: int = 0
    events: int = 0


def _run(work: _Work) -> int:
    from dateline.workers import KitLoader

    tally = _Tally()
    kit = KitLoader(None, work.model, work.min_confidence, work.actors)
    try:
        with opened(work.engine, work.model_options, kit) as (load, ledger):
            try:
                _code(work, load, ledger, tally)
            finally:
                if ledger:
                    say(account(ledger), mark="")
    except KeyboardInterrupt:
        say(_left(tally))
        return 130
    finally:
        if work.store:
            work.store.close()
    say(_summary(tally, work), mark="")
    return 1 if tally.refused else 0


def _code(work: _Work, load: Loader, ledger: Ledger | None, tally: _Tally) -> None:
    from dateline.cli.interrupt import ctrl_c
    from dateline.run import code_paths

    outcomes = code_paths(work.paths, store=work.store, published=work.published, jobs=work.jobs, load=load)
    with ctrl_c() as check, closing(outcomes):

        def stepped() -> str:
            check()
            return spent(ledger) if ledger else "reports"

        with _watched(outcomes, work, tally, stepped) as seen:
            _write(_events(seen, work.store, tally), work)


@contextmanager
def _watched(
    outcomes: Iterable[Outcome], work: _Work, tally: _Tally, step: Callable[[], str]
) -> Iterator[Iterator[Outcome]]:
    """Show a progress bar on standard error while outcomes pass, and what ``step`` says after each."""
    from rich.console import Console
    from rich.progress import Progress

    from dateline.ingest.count import count_reports

    tally.total = count_reports(work.paths)
    # events printed one by one on the same terminal would break the bar
    streams = work.shape in {"jsonl", "csv"} and sys.stdout.isatty()
    shown = work.progress and sys.stderr.isatty() and not streams
    with Progress(console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task("reports", total=tally.total)

        def passing() -> Iterator[Outcome]:
            for outcome in outcomes:
                yield outcome
                bar.update(task, advance=1, description=step())

        yield passing()


def _events(outcomes: Iterable[Outcome], store: Store | None, tally: _Tally) -> Iterator[Event]:
    """Count outcomes, say what was refused, and pass the events on."""
    from dateline.ingest import Rejected
    from dateline.run import Skipped
    from dateline.store import EventFilter

    for outcome in outcomes:
        if isinstance(outcome, Rejected):
            tally.refused += 1
            say(str(outcome.error))
            continue
        if isinstance(outcome, Skipped):
            tally.skipped += 1
            found = tuple(store.events(EventFilter(report_id=outcome.report.report_id))) if store else ()
        else:
            tally.coded += 1
            found = outcome.events
        tally.events += len(found)
        yield from found


def _write(events: Iterator[Event], work: _Work) -> None:
    from dateline.cli.shapes import writer

    if work.shape is None:
        for _ in events:
            pass
    elif work.explain:
        writer("card")(events, sys.stdout)
    else:
        writer(work.shape)(events, sys.stdout)


def _summary(tally: _Tally, work: _Work) -> str:
    parts = [f"{_count(tally.coded, 'report')} coded"]
    parts += [f"{tally.skipped} already done"] if tally.skipped else []
    parts += [f"{tally.refused} refused"] if tally.refused else []
    place = " in the database" if work.store else ""
    return f"{', '.join(parts)}; {_count(tally.events, 'event')}{place}"


def _left(tally: _Tally) -> str:
    handled = tally.coded + tally.skipped + tally.refused
    left = "some" if tally.total is None else str(max(0, tally.total - handled))
    return f"interrupted: {tally.coded} coded, {left} left; run the same command again to go on"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
