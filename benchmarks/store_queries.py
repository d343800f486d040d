"""Measures what a dashboard asks of the store: medians over a few runs, each with other values.

    python benchmarks/store_queries.py [--events 100000] [--db ADDRESS]

Without ``--db`` it measures SQLite in a temporary folder and, where Debian's PostgreSQL is installed, a
server of its own. Prints a table: milliseconds by the wall and by this process's processor, which on a
machine that others use is the steadier of the two (for a server it leaves out the server's own work). Nothing
is asserted.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Insert, Table, func, insert, select, text
from sqlalchemy.sql.elements import ColumnElement

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from tests.postgres import find_programs, serve  # noqa: E402

import streams  # noqa: E402
from dateline.records import Coded, Status  # noqa: E402
from dateline.store import EventFilter, Facet, Review, Sort, Store  # noqa: E402
from dateline.store.rollup import recount  # noqa: E402
from dateline.store.rows import event_row, party_rows, report_row, source_rows, with_cell  # noqa: E402
from dateline.store.schema import coded, event_parties, event_sources, events, reports  # noqa: E402
from dateline.store.spots import read_spots  # noqa: E402
from dateline.store.timeline import counted  # noqa: E402

RUNS = 5
INDEXES = [one for table in (events, event_parties, event_sources) for one in table.indexes]
DASHBOARD = (Facet.TYPE, Facet.STATUS, Facet.REVIEW, Facet.COUNTRY, Facet.PRECISION, Facet.MONTH)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--db", help="measure this database; it is filled where it is empty")
    args = parser.parse_args()
    with ExitStack() as stack:
        for name, address in addresses(args.db, stack):
            store = Store.open(address)
            if not store.count_events():
                start = time.monotonic()
                fill(store, args.events)
                print(f"{name}: filled in {time.monotonic() - start:.0f} s", flush=True)
            print(f"\n{name}: {store.count_events():,} events in {store.count_reports():,} reports")
            for label, ask in questions(store).items():
                wall, cpu = median(ask)
                print(f"| {label} | {wall:.0f} | {cpu:.0f} |", flush=True)
            store.close()
    return 0


def addresses(given: str | None, stack: ExitStack) -> Iterator[tuple[str, str]]:
    """The databases to measure."""
    if given:
        yield given.partition("://")[0], given
        return
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    yield "SQLite", f"{folder}/a.db"
    programs = find_programs()
    if programs is None:
        print("PostgreSQL is not installed: not measured")
        return
    yield "PostgreSQL", stack.enter_context(serve(programs, lasting=True)).make("bench")


def fill(store: Store, number: int) -> None:
    """Bring in about so many events at once, count them, and let the database gather its statistics.

    Of more than 100,000 the rest are copies of the first under other ids: making them one by one would take
    longer than everything else. Indexes are made at the end, which is quicker and leaves them dense.
    """
    copies = max(1, round(number / 100_000))
    with store._writing() as connection:
        for index in INDEXES:
            index.drop(connection)
    insert_all(store, int(number / copies / 2.32))
    for copy in range(1, copies):
        with store._writing() as connection:
            for table in (reports, coded, events, event_parties, event_sources):
                connection.execute(copied(table, f"-{copy}", connection.dialect.name))
    with store._writing() as connection:
        for index in INDEXES:
            index.create(connection)
    with store._writing() as connection:
        recount(connection)
    with store._writing() as connection:
        connection.execute(text("ANALYZE"))


def insert_all(store: Store, number: int) -> None:
    """Bring in so many reports."""
    made = streams.reports(number)
    while batch := list(itertools.islice(made, 500)):
        with store._writing() as connection:
            connection.execute(insert(reports), [report_row(one.report) for one in batch])
            connection.execute(insert(coded), [mark(one) for one in batch])
            found = [(event, n) for one in batch for n, event in enumerate(one.events)]
            connection.execute(
                insert(events), [with_cell(event_row(event, n) | reviewed(event.id)) for event, n in found]
            )
            connection.execute(insert(event_parties), [r for e, _ in found for r in party_rows(e)])
            connection.execute(insert(event_sources), [r for e, _ in found for r in source_rows(e)])


def copied(table: Table, ending: str, dialect: str) -> Insert:
    """Insert the rows of a table again, with an ending to each id, also in the records."""
    own = "event_id" if "event_id" in table.c else "id" if "id" in table.c else "report_id"
    first = table.c[own].not_like("%-%")
    new: dict[str, ColumnElement[Any]] = {c.name: c for c in table.c if c.name != "number"}
    for name in {"id", "event_id", "report_id"} & new.keys():
        new[name] = new[name] + ending
    if "record" in new and dialect == "sqlite":
        new["record"] = func.json_set(table.c.record, "$.id", new["id"], "$.report_id", new["report_id"])
    elif "record" in new:
        ids = func.jsonb_build_object("id", new["id"], "report_id", new["report_id"])
        new["record"] = table.c.record.op("||")(ids)
    return insert(table).from_select(list(new), select(*new.values()).where(first))


def mark(one: Coded) -> dict[str, object]:
    """The row that says who coded a report."""
    return {
        "report_id": one.report.report_id,
        "content_hash": one.report.content_hash,
        "coder_key": "bench",
        "events": len(one.events),
        "at": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    }


def reviewed(event_id: str) -> dict[str, str]:
    """One event in ten is reviewed."""
    states = (Review.ACCEPTED, Review.EDITED, Review.REJECTED)
    digit = int(event_id[-2:], 16)
    return {"review": str(states[digit % 3] if digit < 26 else Review.CANDIDATE)}


Ask = Callable[[int], object]


def questions(store: Store) -> dict[str, Ask]:
    """What is asked, each for the run's number, which varies the values."""

    def year(run: int) -> dict[str, date]:
        return {"since": date(2016 + run, 1, 1), "until": date(2016 + run, 12, 31)}

    def month(run: int) -> dict[str, date]:
        return {"since": date(2016 + run, 3, 1), "until": date(2016 + run, 3, 31)}

    def pages(wanted: EventFilter, **order: object) -> object:
        return store.page(wanted, **order)  # type: ignore[arg-type]

    boxes = [(float(x), -10.0, float(x + 12), 40.0) for x in (-10, 5, 20, 35, 50)]
    kinds = [str(one.value) for one in store.facets((Facet.TYPE,))[Facet.TYPE]]
    last = store.page(sort=Sort.START)
    return {
        "dashboard: 6 facets and the number, all events": lambda _: board(store, EventFilter()),
        "dashboard: actual events of one country": lambda r: board(
            store,
            EventFilter(country=streams.COUNTRIES[r], statuses=(Status.ACTUAL,)),
        ),
        "dashboard: one year": lambda r: board(store, EventFilter(**year(r))),
        "dashboard: one month": lambda r: board(store, EventFilter(**month(r))),
        "dashboard: actor with children": lambda r: board(
            store, EventFilter(actor=streams.COUNTRIES[r].lower())
        ),
        "dashboard: text": lambda r: board(
            store, EventFilter(search=("drone", "checkpoint", "troops aid", "aid drone", "shelling truce")[r])
        ),
        "dashboard: box": lambda r: board(store, EventFilter(box=boxes[r])),
        "dashboard: box in a year": lambda r: board(store, EventFilter(box=boxes[r], **year(r))),
        "dashboard: half of the world": lambda r: board(
            store, EventFilter(box=(-180.0 if r % 2 else 0.0, -90.0, 180.0, 90.0))
        ),
        "dashboard: type and status": lambda r: board(
            store, EventFilter(event_types=(kinds[r],), statuses=(Status.ACTUAL,))
        ),
        "dashboard: type in a year": lambda r: board(store, EventFilter(event_types=(kinds[r],), **year(r))),
        "dashboard: actor in a year": lambda r: board(
            store, EventFilter(actor=streams.COUNTRIES[r].lower(), **year(r))
        ),
        "dashboard: source": lambda r: board(store, EventFilter(source=f"source {r}")),
        "dashboard: outlet": lambda r: board(store, EventFilter(outlet=f"outlet {r}")),
        "dashboard: precision and review state": lambda _: board(
            store, EventFilter(precisions=("exact",), reviews=(Review.ACCEPTED, Review.EDITED))
        ),
        "dashboard: killed": lambda r: board(store, EventFilter(min_killed=r + 1)),
        "month x type, all years": lambda _: store.facets((Facet.MONTH, Facet.TYPE)),
        "top 20 actors": lambda _: store.facets((Facet.ACTOR,), limit=20),
        "top 20 actors, one year": lambda r: store.facets((Facet.ACTOR,), EventFilter(**year(r)), limit=20),
        "top 20 sources, one year": lambda r: store.facets((Facet.SOURCE,), EventFilter(**year(r)), limit=20),
        "page of 100: newest": lambda _: pages(EventFilter()),
        "page of 100: second, by day": lambda _: pages(EventFilter(), sort=Sort.START, cursor=last.cursor),
        "page of 100: most deaths in a year": lambda r: pages(EventFilter(**year(r)), sort=Sort.KILLED),
        "page of 100: year, box, actor, type": lambda r: pages(
            EventFilter(
                **year(r), box=boxes[r], actor=streams.COUNTRIES[r].lower(), families=("negotiation",)
            )
        ),
        "page of 100: text": lambda r: pages(EventFilter(search=("drone", "truce", "aid")[r % 3])),
        "page of 100: actor with children": lambda r: pages(
            EventFilter(actor=f"{streams.COUNTRIES[r]}.army".lower())
        ),
        "page of 100: least sure candidates": lambda _: pages(
            EventFilter(reviews=(Review.CANDIDATE,)), sort=Sort.CONFIDENCE, descending=False
        ),
        "page of 100: source and precision": lambda r: pages(
            EventFilter(source=f"source {r}", precisions=("exact",))
        ),
        "page of 100: box": lambda r: pages(EventFilter(box=boxes[r])),
        "page of 100: box, by day": lambda r: pages(EventFilter(box=boxes[r]), sort=Sort.START),
        "page of 100: type and status": lambda r: pages(
            EventFilter(event_types=(kinds[-1 - r],), statuses=(Status.NEGATED,))
        ),
        "page of 100: reports with words": lambda r: store.report_page(
            search=("drone", "truce", "aid")[r % 3]
        ),
        "points of a year": lambda r: store.points(EventFilter(**year(r))),
        "spots of a box": lambda r: read_spots(store, EventFilter(box=boxes[r]), limit=10_000),
        "events by week, one type": lambda r: counted(store, EventFilter(event_types=(kinds[r],))),
        "events of one report": lambda r: list(store.events(EventFilter(report_id=f"r{100 * r:07}"))),
    }


def board(store: Store, wanted: EventFilter) -> object:
    """What a dashboard shows under a filter."""
    return store.survey(DASHBOARD, wanted)


def median(ask: Ask) -> tuple[float, float]:
    """Milliseconds of the median run, by the wall and by this process's processor.

    The first run, which fills the cache, is not counted.
    """
    ask(0)
    walls, cpus = zip(*(spent(ask, run) for run in range(RUNS)), strict=True)
    return 1000 * statistics.median(walls), 1000 * statistics.median(cpus)


def spent(ask: Ask, run: int) -> tuple[float, float]:
    """Seconds of one run, by the wall and by the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    ask(run)
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
