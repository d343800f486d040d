"""Incidents in a database: in step with the events, stable, and as people say."""

from __future__ import annotations

import csv
import json
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.incidents.make import event, report_of

from dateline.errors import StoreError
from dateline.export.incidents import card, waterfall, write
from dateline.records import Coded, Event
from dateline.release.build import Before, Terms
from dateline.release.build import build as release_build
from dateline.store import Decision, DecisionKind, EventFilter, Store, Subject
from dateline.store.incident_build import build
from dateline.store.incident_queries import (
    IncidentFilter,
    count_incidents,
    every_incident,
    incident,
    incident_of,
    list_incidents,
    why,
)
from dateline.store.incident_verdicts import merge_incidents, split_incident
from dateline.store.redirects import incident_successors

MARKET = event("a1", report="r1", killed=7)
AGAIN = event("b1", report="r2", killed=9, told="2016-05-05", words="mortar fire on the market")
ELSEWHERE = event("c1", report="r3", place="Mandal", killed=7, told="2016-05-05")
LATER = event("d1", report="r4", killed=8, told="2016-05-09", words="the shelling of the market on 3 May")


def add(store: Store, *events: Event, outlet: str | None = None, key: str = "k") -> None:
    store.save(Coded(report=report_of(*events, outlet=outlet), events=events), coder_key=key)


def homes(store: Store, *events: str) -> list[str | None]:
    return [incident_of(store, event) for event in events]


@pytest.fixture
def three(store: Store) -> Store:
    add(store, MARKET, outlet="Agency")
    add(store, AGAIN, outlet="Radio")
    add(store, ELSEWHERE, outlet="Agency")
    build(store)
    return store


def test_built_incidents_can_be_listed_shown_and_explained(three: Store) -> None:
    assert count_incidents(three) == 2
    (found,) = list_incidents(three, IncidentFilter(min_reports=2))
    assert [m.event_id for m in found.members] == ["a1", "b1"]
    assert (found.killed, found.reports, found.independent) == ((7, 9, 9), 2, 2)
    shown = incident(three, found.id[:6])
    assert shown == found
    explained = why(three, found.id)
    assert explained.weakest is not None
    assert explained.weakest.odds == pytest.approx(found.weakest, abs=0.01)
    assert "weakest link" in waterfall(found, explained.hangs_by)
    assert "2016-05-05 Radio: 9" in card(found)


def test_filters(three: Store) -> None:
    def ids(**wanted: object) -> set[str]:
        return {m.event_id for i in list_incidents(three, IncidentFilter(**wanted)) for m in i.members}  # type: ignore[arg-type]

    assert ids(report_id="r3") == {"c1"}
    assert ids(event_types=("battle",)) == set()
    assert ids(country="IQ", min_killed=9) == {"a1", "b1"}
    assert ids(doubtful=100.0) == {"a1", "b1"}


def test_a_second_run_changes_nothing(three: Store) -> None:
    before = list_incidents(three)
    done = build(three)
    assert (done.reports, done.written, done.gone) == (0, 0, 0)
    assert list_incidents(three) == before
    build(three, anew=True)
    assert list_incidents(three) == before


def test_an_added_report_touches_only_its_neighbourhood(three: Store) -> None:
    home, other = homes(three, "a1", "c1")
    add(three, LATER)
    done = build(three)
    assert (done.whole, done.reports, done.written) == (False, 1, 1)
    assert homes(three, "a1", "b1", "d1", "c1") == [home, home, home, other]
    in_steps = list_incidents(three)
    build(three, anew=True)
    assert list_incidents(three) == in_steps


def test_two_incidents_that_become_one_leave_a_redirect(three: Store) -> None:
    home, other = homes(three, "a1", "c1")
    decision = merge_incidents(three, [str(home), str(other)], by="amal", reason="the governor said so")
    build(three)
    (merged,) = list_incidents(three)
    assert incident(three, str(home)) == incident(three, str(other)) == merged
    assert any("the governor said so" in (link.decided or "") for link in why(three, merged.id).pairs)
    three.decide(Decision(kind=DecisionKind.UNDO, by="amal", on=(), undoes=decision.number))
    build(three)
    assert homes(three, "a1", "b1")[0] != incident_of(three, "c1")
    assert count_incidents(three) == 2


def test_a_merged_incident_leads_to_the_one_that_took_it_in_in_the_next_release(
    three: Store, tmp_path: Path
) -> None:
    def release(name: str, since: Before | None = None) -> dict[str, Any]:
        return release_build(
            three.events(),
            tmp_path / name,
            Terms(name=name),
            report_of=three.report,
            incidents=every_incident(three),
            since=since,
        )

    home, other = homes(three, "a1", "c1")
    assert release("one")["incidents"] == 2
    merge_incidents(three, [str(home), str(other)], by="amal")
    build(three)
    before = Before(path=tmp_path / "one", incidents=partial(incident_successors, three))
    counts = release("two", before)
    assert counts["incident_changes"] == {"added": 0, "changed": 1, "deleted": 1}
    (merged,) = list_incidents(three)
    lines = map(json.loads, (tmp_path / "two/incident-changes.jsonl").read_text().splitlines())
    (gone,) = (line for line in lines if line["change"] == "deleted")
    assert gone["redirect"] == merged.id
    assert gone["id"] in {home, other} - {merged.id}
    assert merged.id in (tmp_path / "two/data/incidents.csv").read_text()


def test_only_incidents_of_released_events_are_released(three: Store, tmp_path: Path) -> None:
    chosen = three.events(EventFilter(report_id="r3"))
    counts = release_build(
        chosen,
        tmp_path / "one",
        Terms(name="one"),
        report_of=three.report,
        incidents=every_incident(three),
    )
    assert (counts["events"], counts["incidents"]) == (1, 1)


def test_a_split_holds_against_the_machine_and_outlasts_another_coding(three: Store) -> None:
    (home,) = homes(three, "a1")
    split_incident(three, str(home), ["b1"], by="amal")
    build(three)
    assert count_incidents(three) == 3
    kept = homes(three, "a1", "c1")
    # coded anew: another id for the same words
    add(three, AGAIN.model_copy(update={"id": "b2", "confidence": 0.5}), outlet="Radio", key="k2")
    build(three)
    build(three, anew=True)
    assert count_incidents(three) == 3
    assert homes(three, "a1", "c1") == kept
    assert incident_of(three, "b2") not in kept


def test_an_incident_keeps_its_id_when_its_only_event_is_coded_anew(three: Store) -> None:
    (home,) = homes(three, "c1")
    add(three, ELSEWHERE.model_copy(update={"id": "c2"}), key="k2")
    build(three)
    assert homes(three, "c2", "c1") == [home, None]


def test_a_rejected_event_leaves_its_incident(three: Store) -> None:
    three.decide(Decision(kind=DecisionKind.REJECT, by="amal", on=(Subject(kind="event", id="b1"),)))
    build(three)
    assert incident_of(three, "b1") is None
    (found,) = list_incidents(three, IncidentFilter(report_id="r1"))
    assert [m.event_id for m in found.members] == ["a1"]


def test_a_report_without_events_any_more_takes_its_incident_along(three: Store) -> None:
    gone = report_of(ELSEWHERE)
    three.save(Coded(report=gone, events=()), coder_key="k2")
    assert build(three).gone == 1
    assert count_incidents(three) == 1


def test_copies_are_found_when_they_come_later(store: Store) -> None:
    words = "shells hit the market of the old town in the early hours and set nine stalls and a lorry on fire"
    add(store, event("a1", report="r1", words=words), outlet="Agency")
    build(store)
    add(store, event("b1", report="r2", words=words, told="2016-05-05"), outlet="Daily")
    build(store)
    (found,) = list_incidents(store)
    assert (found.reports, found.independent) == (2, 1)
    assert [m.copy_of for m in found.members] == [None, "r1"]


def test_a_plan_and_what_carries_it_out_lead_to_one_another(store: Store) -> None:
    plan = event(
        "p1", report="r1", kind="release", status="planned", targets=("prisoners",), words="exchange"
    )
    done = event(
        "d1", report="r2", kind="release", told="2016-05-05", targets=("prisoners",), words="exchange"
    )
    add(store, plan)
    build(store)
    add(store, done)
    build(store)
    first, second = homes(store, "p1", "d1")
    assert incident(store, str(first)).fulfilled_by == (second,)
    assert incident(store, str(second)).fulfils == first


@pytest.mark.parametrize(("ids", "say"), [(["nothing", "a"], "nothing"), (["HOME", "HOME"], "two incidents")])
def test_mergers_of_nothing_are_refused(three: Store, ids: list[str], say: str) -> None:
    (home,) = homes(three, "a1")
    with pytest.raises(StoreError, match=say):
        merge_incidents(three, [str(home) if i == "HOME" else i for i in ids], by="amal")


@pytest.mark.parametrize("leaving", [["c1"], ["a1", "b1"], []])
def test_splits_that_split_nothing_are_refused(three: Store, leaving: list[str]) -> None:
    (home,) = homes(three, "a1")
    with pytest.raises(StoreError, match="split"):
        split_incident(three, str(home), leaving, by="amal")


def test_json_and_csv_tell_the_same(three: Store) -> None:
    found = list_incidents(three)
    as_json, as_csv = StringIO(), StringIO()
    write(found, as_json, "json")
    write(found, as_csv, "csv")
    records = [json.loads(line) for line in as_json.getvalue().splitlines()]
    head, *lines = as_csv.getvalue().splitlines()
    rows = [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]
    assert [r["id"] for r in records] == [row["id"] for row in rows]
    assert [str(r["killed"][1]) for r in records] == [row["killed_best"] for row in rows]
    assert [";".join(m["event_id"] for m in r["members"]) for r in records] == [
        row["events"].replace("; ", ";") for row in rows
    ]


def test_no_cell_of_the_table_is_a_formula(three: Store) -> None:
    found = list_incidents(three)[0].model_copy(update={"actors": ("=1+1",)})
    out = StringIO()
    write([found], out, "csv")
    (row,) = csv.DictReader(StringIO(out.getvalue()))
    assert row["actors"] == "'=1+1"
