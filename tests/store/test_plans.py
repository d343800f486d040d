"""What SQLite plans to do for the questions of a dashboard: look up indexes, not read every event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event as on
from tests.fake_coder import full_event

from dateline.records import Coded, Party, Report
from dateline.store import EventFilter, Facet, Review, Sort, Store, queue
from dateline.store.deeds import tallies
from dateline.store.filters import page_conditions
from dateline.store.rollup import CELL

ASKED = (*map(Facet, CELL), Facet.FAMILY, Facet.MONTH)
YEAR = {"since": date(2021, 1, 1), "until": date(2021, 12, 31)}
SOME = {"since": date(2021, 1, 10), "until": date(2021, 12, 20)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A few hundred events, nearly all of one actor; with statistics, as a large database has them."""
    store = Store.open(tmp_path_factory.mktemp("plans") / "a.db")
    for number in range(300):
        day = date(2021, 1, 1) + timedelta(days=number)
        report = Report(report_id=f"r{number}", published=day, text="Troops shelled Tafas, killing four.")
        actor = Party(name="a", actor_id="rare" if number % 100 == 0 else "common", text="T", start=0, end=1)
        time = {"start": day, "end": day, "precision": "day"}
        event = full_event(report.report_id, actors=(actor,), time=time, published=day)
        store.save(Coded(report=report, events=(event,)), coder_key="k")
    with store._writing() as connection:
        connection.exec_driver_sql("ANALYZE")
    return store


def plans(store: Store, ask: Callable[[], object]) -> list[str]:
    """The steps of every query of a question."""
    asked: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        asked.append((statement, values))

    on.listen(store._engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        on.remove(store._engine, "before_cursor_execute", note)
    with store._reading() as connection:
        return [
            row[3]
            for statement, values in asked
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


def reads_every_event(steps: list[str]) -> list[str]:
    return [step for step in steps if step.startswith("SCAN events") and "INDEX" not in step]


def test_what_is_counted_already_is_read_from_the_counts(filled: Store) -> None:
    for wanted in (
        EventFilter(),
        EventFilter(country="SY", reviews=(Review.CANDIDATE,)),
        EventFilter(actor="x"),
    ):
        steps = plans(
            filled, lambda wanted=wanted: (filled.count_events(wanted), filled.facets(ASKED, wanted))
        )
        assert steps
        assert not [step for step in steps if " events " in f"{step} "], wanted


def test_a_stretch_of_time_reads_its_edges_only_from_an_index(filled: Store) -> None:
    for wanted in (EventFilter(**YEAR), EventFilter(**SOME)):
        steps = plans(filled, lambda wanted=wanted: filled.facets(ASKED, wanted))
        of_events = [step for step in steps if " events " in f"{step} "]
        assert of_events
        assert sum("ix_events_start (start>? AND start<?)" in step for step in of_events) == 2
        assert not [step for step in of_events if "SCAN" in step]


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(box=(35.0, 32.0, 37.0, 34.0)),
        EventFilter(**YEAR, country="SY"),
        EventFilter(source="state media"),
        EventFilter(actor="common", statuses=("actual",), **YEAR),
        EventFilter(search="shelled"),
        EventFilter(report_id="r1"),
    ],
)
def test_no_count_reads_the_rows_of_every_event(filled: Store, wanted: EventFilter) -> None:
    steps = plans(filled, lambda: (filled.count_events(wanted), filled.facets(ASKED, wanted)))
    assert steps
    assert reads_every_event(steps) == []


@pytest.mark.parametrize("sort", list(Sort))
def test_a_page_goes_along_the_index_of_its_order(filled: Store, sort: Sort) -> None:
    first = filled.page(sort=sort, limit=5)
    for cursor in (None, first.cursor):
        steps = plans(filled, lambda cursor=cursor: filled.page(sort=sort, limit=5, cursor=cursor))
        assert any("USING INDEX ix_events_" in step or "COVERING INDEX ix_events_" in step for step in steps)
        assert reads_every_event(steps) == []


def test_a_page_of_an_actor_with_many_events_goes_along_the_index_too(filled: Store) -> None:
    def steps(actor: str) -> list[str]:
        return plans(filled, lambda: filled.page(EventFilter(actor=actor), limit=5))

    assert any("SCAN events USING COVERING INDEX ix_events_published" in step for step in steps("common"))
    assert any("CORRELATED" in step for step in steps("common"))
    assert any("ix_event_parties_actor (actor_id=?)" in step for step in steps("rare"))
    with filled._reading() as connection:
        assert page_conditions(connection, EventFilter(actor="nobody"))
    for actor, number in (("common", 297), ("rare", 3)):
        found = filled.page(EventFilter(actor=actor), limit=1000).events
        assert len(found) == number == filled.count_events(EventFilter(actor=actor))


def test_the_events_of_a_report_are_looked_up(filled: Store) -> None:
    steps = plans(filled, lambda: list(filled.events(EventFilter(report_id="r1"))))
    assert any("ix_events_report (report_id=?" in step for step in steps)


def test_what_the_review_counts_stands_in_its_index(filled: Store) -> None:
    steps = plans(filled, lambda: queue.progress(filled, queue.Queue()))
    assert any("USING COVERING INDEX ix_events_review (review=?" in step for step in steps)


def test_the_list_of_actors_reads_indexes_only(filled: Store) -> None:
    for wanted in (EventFilter(), EventFilter(country="SY")):
        steps = plans(filled, lambda wanted=wanted: tallies(filled, wanted))
        reads = [step for step in steps if "events" in step or "event_parties" in step]
        assert reads
        assert [step for step in reads if "COVERING" not in step] == []


def test_an_event_is_looked_up_by_its_whole_id_first(filled: Store) -> None:
    known = next(filled.events())
    steps = plans(filled, lambda: filled.event(known.id))
    assert steps
    assert [step for step in steps if "(id=?)" not in step] == []
    assert filled.event(known.id[:8]) == known


def test_the_plans_are_those_of_sqlite(filled: Store, tmp_path: Path) -> None:
    """The check above notices a full scan."""

    def ask() -> None:
        with filled._reading() as connection:
            connection.exec_driver_sql("SELECT record FROM events").all()

    assert reads_every_event(plans(filled, ask)) == ["SCAN events"]
