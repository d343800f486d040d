from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from tests.fake_coder import event, full_event

from dateline.errors import StoreError
from dateline.records import Coded, Effect, Place, Report, Status, When
from dateline.store import EventFilter, Store


def a_report(
    report_id: str = "r1", text: str = "Troops shelled Tafas, killing four.", **fields: object
) -> Report:
    return Report.model_validate({"report_id": report_id, "published": "2021-09-01", "text": text} | fields)


def test_a_report_and_its_events_come_back_as_they_were(store: Store) -> None:
    report = a_report(title="T", outlet="AP", url="http://a", origin="a.txt:3")
    place = {"text": "Troops", "start": 0, "end": 6}
    report = report.model_copy(
        update={
            "dateline_place": Report.model_validate(
                report.model_dump() | {"dateline_place": place}
            ).dateline_place
        }
    )
    events = (full_event(), event(report, 0, 6))
    store.save(Coded(report=report, events=events), coder_key="k")
    assert store.report("r1") == report
    assert tuple(store.events()) == events
    assert store.event(events[0].id) == events[0]
    assert store.event(events[0].id[:8]) == events[0]
    assert store.event("e") is None
    assert store.event("") is None
    assert store.event("%") is None


def test_done_knows_the_text_and_the_coder(store: Store) -> None:
    report = a_report()
    assert not store.done(report, "k")
    store.save(Coded(report=report, events=()), coder_key="k")
    assert store.done(report, "k")
    assert not store.done(report, "k2")
    assert not store.done(a_report(text="Troops shelled Nawa."), "k")
    assert not store.done(a_report(published="2021-09-02"), "k")


def test_saving_again_replaces_the_events_of_the_report(store: Store) -> None:
    other = a_report("r2")
    store.save(Coded(report=other, events=(event(other, 7, 14),)), coder_key="k")
    report = a_report()
    store.save(Coded(report=report, events=(event(report, 7, 14), event(report, 0, 6))), coder_key="k")
    changed = a_report(text="Rebels shelled Nawa.")
    store.save(Coded(report=changed, events=(event(changed, 7, 14),)), coder_key="k")
    assert [(e.report_id, e.trigger.text) for e in store.events()] == [("r1", "shelled"), ("r2", "shelled")]
    assert store.count_reports("tafas") == 1
    assert store.count_reports("nawa") == 1


def test_a_save_that_fails_leaves_nothing(store: Store) -> None:
    report = a_report()
    twice = event(report, 7, 14)
    with pytest.raises(StoreError):
        store.save(Coded(report=report, events=(twice, twice)), coder_key="k")
    assert store.report("r1") is None
    assert store.count_events() == 0
    assert not store.done(report, "k")


def test_filters(store: Store) -> None:
    report = a_report()
    day, later = When(start="2021-08-30", end="2021-08-30", precision="day"), date(2021, 9, 5)
    east = Place(name="x", text="x", start=0, end=1, lat=10.0, lon=179.5, precision="near", country="FJ")
    country = Place(name="y", text="y", start=0, end=1, lat=35.0, lon=38.0, precision="country", country="SY")
    dead = Effect(kind="killed", low=3, best=4, high=5, text="four", start=0, end=4)
    events = (
        event(report, 0, 1, time=day, places=(country,), effects=(dead, dead)),
        event(report, 1, 2, time=When(start=later, end=later, precision="day"), status=Status.PLANNED),
        event(report, 2, 3, background=True, places=(east,), confidence=0.2),
    )
    store.save(Coded(report=report, events=events), coder_key="k")

    def found(**fields: object) -> list[int]:
        wanted = EventFilter(**fields)  # type: ignore[arg-type]
        starts = [e.trigger.start for e in store.events(wanted)]
        assert store.count_events(wanted) == len(starts)
        return starts

    assert found() == [0, 1, 2]
    assert found(report_id="r2") == []
    assert found(event_types=("shelling", "arrest")) == [0, 1, 2]
    assert found(families=("talks",)) == []
    assert found(statuses=(Status.PLANNED,)) == [1]
    assert found(background=True) == [2]
    assert found(background=False) == [0, 1]
    assert found(since=date(2021, 8, 31)) == [1]
    assert found(until=date(2021, 8, 30)) == [0]
    assert found(country="SY") == [0]
    assert found(min_killed=8) == [0]
    assert found(min_killed=9) == []
    assert found(min_confidence=0.5) == [0, 1]
    assert found(search="TAFAS kill") == [0, 1, 2]
    assert found(search="nawa") == []
    assert found(box=(179.0, 0.0, -179.0, 20.0)) == [2]
    assert found(box=(30.0, 30.0, 40.0, 40.0)) == []  # a country is no point
    assert [e.trigger.start for e in store.events(limit=1, offset=1)] == [1]


@pytest.mark.parametrize(
    "words", ['"', "a OR", "NEAR(", "title:x", "*", "'; DROP TABLE reports", "-", "é", "\x00"]
)
def test_nothing_in_a_search_is_an_operator(words: str, store: Store) -> None:
    store.save(Coded(report=a_report(), events=()), coder_key="k")
    assert store.count_reports(words) in (0, 1)
    assert store.count_reports() == 1


def test_summaries_are_newest_first(store: Store) -> None:
    for number in range(3):
        report = a_report(f"r{number}", f"date Troops {number}", published=f"2021-09-0{number + 1}", body=5)
        store.save(Coded(report=report, events=(event(report, 5, 11),) * (number == 2)), coder_key="k")
    listed = store.summaries(limit=2)
    assert [(s.report_id, s.opening, s.events) for s in listed] == [
        ("r2", "Troops 2", 1),
        ("r1", "Troops 1", 0),
    ]
    assert [s.report_id for s in store.summaries(offset=2)] == ["r0"]
    assert [s.report_id for s in store.summaries(search="troops 0")] == ["r0"]
    assert [r.report_id for r in store.reports()] == ["r0", "r1", "r2"]


def test_files_that_are_no_database_of_ours(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("This is no database at all, only a line of text that is long enough.")
    with pytest.raises(StoreError, match="not a database"):
        Store.open(text)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE reports (x)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(foreign)
    with pytest.raises(StoreError, match="no such database"):
        Store.open(tmp_path / "none.db", create=False)
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path / "no" / "a.db")
    with pytest.raises(StoreError, match="cannot be used"):
        Store.open("postgresql://localhost/x")
    assert not (tmp_path / "none.db").exists()


def test_readers_and_a_second_writer_wait_for_each_other(address: str) -> None:
    one, two = Store.open(address), Store.open(address)
    for number in range(20):
        report = a_report(f"r{number}")
        (one if number % 2 else two).save(Coded(report=report, events=(event(report, 7, 14),)), coder_key="k")
        assert (two if number % 2 else one).count_events() == number + 1
    one.close()
    two.close()
