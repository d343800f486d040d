"""Events are found by a party and by all that it belongs to."""

from __future__ import annotations

import pytest
from tests.fake_coder import full_event

from dateline.cli import run
from dateline.records import Coded, Party, Report
from dateline.store import EventFilter, Store


@pytest.fixture
def store(address: str) -> Store:
    division = Party(
        name="Fourth Division",
        text="Troops",
        start=0,
        end=6,
        actor_id="syr.4div",
        canonical="Fourth Division",
        ties=("part of Syrian Arab Army",),
        within=("syr.army", "syr"),
    )
    store = Store.open(address)
    text = "Troops shelled Tafas, killing four."
    for name, actors in (("r1", (division,)), ("r2", ())):
        report = Report(report_id=name, published="2021-09-01", text=text)
        event = full_event(name, actors=actors)
        store.save(Coded(report=report, events=(event,)), coder_key="k")
    return store


@pytest.mark.parametrize("actor", ["syr.4div", "syr.army", "syr"])
def test_a_party_and_all_that_it_belongs_to_find_the_event(store: Store, actor: str) -> None:
    found = tuple(store.events(EventFilter(actor=actor)))

    assert [e.report_id for e in found] == ["r1"]
    assert store.count_events(EventFilter(actor=actor)) == 1
    assert store.has_actor(actor)


def test_others_find_nothing(store: Store) -> None:
    assert tuple(store.events(EventFilter(actor="lbn.army"))) == ()
    assert not store.has_actor("lbn.army")


def test_coding_again_leaves_no_party_behind(store: Store) -> None:
    report = Report(report_id="r1", published="2021-09-01", text="Troops shelled Tafas, killing four.")
    store.save(Coded(report=report, events=(full_event("r1", actors=()),)), coder_key="k2")

    assert not store.has_actor("syr")


def test_export_takes_an_actor(store: Store, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    store.close()

    assert run(["export", "--db", address, "--format", "jsonl", "--actor", "syr"]) == 0
    out = capsys.readouterr()
    assert out.out.count("\n") == 1
    assert '"report_id":"r1"' in out.out.replace(": ", ":")


def test_export_refuses_an_unknown_actor_in_one_line(
    store: Store, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()

    assert run(["export", "--db", address, "--actor", "nobody.at.all"]) == 1
    assert "unknown actor" in capsys.readouterr().err
