"""Incidents and agreements without a browser: what is shown, what forms decide, and the files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from tests.web.samples import deals, happenings

from dateline.incidents.records import Link, Weight
from dateline.store import EventFilter, Store
from dateline.store.incident_build import build
from dateline.store.incident_list import Listing, Sorted, count, listed, near
from dateline.store.incident_queries import incident_of
from dateline.web.app import create_app
from dateline.web.waterfall import waterfall


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.db"
    store = Store.open(found)
    for coded in (*happenings(), *deals()):
        store.save(coded, coder_key="k")
    build(store)
    store.close()
    return found


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(path)
    yield opened
    opened.close()


@pytest.fixture
def client(path: Path) -> TestClient:
    app = create_app(path, hosts=("127.0.0.1",))
    return TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5), follow_redirects=False)


def post(client: TestClient, address: str, page: str, **fields: object) -> int:
    found = re.search(r'name="proof" value="(\w+)"', client.get(page).text)
    assert found
    return client.post(address, data={"proof": found[1], "by": "amal"} | fields).status_code


def test_incidents_are_listed_filtered_and_sorted(client: TestClient, store: Store) -> None:
    every = listed(store, Listing())
    assert [one.time.start.isoformat() for one in every if one.time] == ["2016-05-05", "2016-05-03"]
    assert listed(store, Listing(sort=Sorted.REPORTS))[0].reports == 3
    assert listed(store, Listing(sort=Sorted.KILLED))[0].killed[1] == 9
    assert listed(store, Listing(sort=Sorted.DOUBT))[0].weakest is not None
    assert count(store, Listing(min_reports=2)) == 1
    told = Listing(wanted=EventFilter(report_id="h4"))
    assert [m.event_id for one in listed(store, told) for m in one.members] == ["d1"]
    page = client.get("/incidents?by=reports").text
    assert page.index("in <bdi>Qaryat") < page.index("in <bdi>Mandal")
    assert "3 reports, 2 independent" in page
    assert "No incident has an event" in client.get("/incidents?country=FR").text


def test_one_incident_shows_each_source_and_how_the_range_was_made(client: TestClient, store: Store) -> None:
    home = incident_of(store, "a1")
    page = client.get(f"/incidents/{home}").text
    assert page.count('name="leaving"') == 3
    assert re.search(r"copy of <a href=\"/r/h1\"", page)
    assert re.search(r"Witnesses: 2 of 3", page)
    assert "the latest report, of one day the more specific" in page
    assert re.search(r"<b>9</b> <small>7–9</small>", page)
    assert page.count("weakest link") == 1
    assert page.count("<rect") > 8
    assert client.get(f"/incidents/{home[:6]}").headers["location"] == f"/incidents/{home}"  # type: ignore[index]
    assert client.get("/incidents/none").status_code == 404


def test_splitting_merging_and_taking_back(client: TestClient, store: Store) -> None:
    home, away = incident_of(store, "a1"), incident_of(store, "d1")
    page = f"/incidents/{home}"
    assert post(client, f"{page}/split", page, leaving=["b1", "c1"], reason="another day") == 303
    assert incident_of(store, "a1") != incident_of(store, "b1") == incident_of(store, "c1")
    parts = {incident_of(store, "a1"), incident_of(store, "b1")}
    (left,) = [part for part in parts if part != home] or [home]
    assert home in parts
    shown = client.get(page).text
    assert "another day" in shown
    number = re.search(r'name="number" value="(\d+)"', shown)[1]  # type: ignore[index]
    assert post(client, f"{page}/undo", page, number=number) == 303
    assert incident_of(store, "a1") == incident_of(store, "b1")
    assert "taken back" in client.get(f"/incidents/{incident_of(store, 'a1')}").text
    assert client.get(f"/incidents/{left}").status_code in {200, 303}
    assert post(client, f"{page}/merge", page, other=away) == 303
    together = incident_of(store, "d1")
    assert incident_of(store, "a1") == together
    gone = away if together == home else home
    assert client.get(f"/incidents/{gone}").headers["location"] == f"/incidents/{together}"


@pytest.mark.parametrize(
    ("what", "fields"),
    [("split", {}), ("split", {"leaving": ["a1", "b1", "c1"]}), ("split", {"leaving": ["d1"]}),
     ("merge", {}), ("merge", {"other": "none"}), ("undo", {"number": "99"}), ("merge", {"by": "a\nb"})],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    client: TestClient, store: Store, what: str, fields: dict[str, object]
) -> None:
    page = f"/incidents/{incident_of(store, 'a1')}"
    assert post(client, f"{page}/{what}", page, **fields) == 422
    assert client.post(f"{page}/{what}", data=fields | {"by": "amal"}).status_code == 403
    assert store.decisions() == ()


def test_near_incidents_are_offered_and_found_by_words(client: TestClient, store: Store) -> None:
    (one,) = [found for found in listed(store, Listing()) if found.reports == 3]
    assert [m.event_id for found in near(store, one) for m in found.members] == ["d1"]
    assert near(store, one, words="nothing like it") == ()
    away = incident_of(store, "d1")
    page = client.get(f"/incidents/{one.id}?q={away[:5]}").text  # type: ignore[index]
    assert f'name="other" value="{away}"' in page


def test_without_incidents_the_page_makes_them(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "b.db")
    for coded in happenings():
        store.save(coded, coder_key="k")
    app = create_app(tmp_path / "b.db", hosts=("127.0.0.1",))
    client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5), follow_redirects=False)
    assert "Nothing is merged yet" in client.get("/incidents").text
    assert post(client, "/incidents/build", "/incidents") == 303
    assert count(store, Listing()) == 2
    store.close()


@given(
    st.floats(-6, 2),
    st.lists(st.floats(-14, 4).map(lambda value: round(value, 2)), max_size=9),
)
def test_bars_follow_one_another_and_stay_in_the_drawing(prior: float, values: list[float]) -> None:
    link = Link(
        one="a", other="b", odds=round(prior + sum(values), 2), prior=prior,
        weights=tuple(Weight(name="n", level="l", value=value) for value in values),
    )  # fmt: skip
    drawn = waterfall(link)
    assert len(drawn.bars) == 2 + sum(value != 0 for value in values)
    assert all(bar.x >= -0.01 and bar.x + bar.width <= 101.5 for bar in drawn.bars)
    assert 0 <= drawn.zero <= 100
    assert drawn.bars[-1].value == link.odds


def test_deals_stand_in_rows_with_the_words_of_each_answer(client: TestClient) -> None:
    page = client.get("/agreements").text
    rows = re.findall(r'<tr id="(\w+)">', page)
    assert rows == ["deal2", "deal1"]
    assert re.search(r'data-party="northern front"[^>]*>\s*<div class="said a-pending late">', page)
    assert "by 3 Sep 2019" in page
    assert "<b>has until Tuesday</b>" in page
    assert 'href="/r/g1#t-' in page
    assert page.count('class="coded"') == 1
    assert page.count('class="uncoded"') == 1
    assert '<a href="/agreements?past=true#deal1"><q dir="auto">the plan</q></a>' in page


def test_overdue_is_counted_from_the_latest_report_or_today(client: TestClient) -> None:
    page = client.get("/agreements").text
    assert "before 9 Sep 2019, the day of the latest report here" in page
    assert f"before {date.today().day} " in client.get("/agreements?on=today").text
    ids = [one["id"] for one in client.get("/agreements.json?overdue=true").json()["agreements"]]
    assert ids == ["deal1"]
    assert client.get("/agreements.json?stage=rejected").json()["agreements"][0]["id"] == "deal2"
    assert client.get("/agreements.json?party=militia").json()["agreements"][0]["id"] == "deal2"
    assert client.get("/agreements.json?q=nothing+of+it").json()["agreements"] == []
    assert client.get("/agreements?stage=lost").status_code == 400


def test_the_csv_has_a_row_for_each_answer(client: TestClient) -> None:
    rows = list(csv.DictReader(StringIO(client.get("/agreements.csv").text)))
    parts = {(row["agreement_id"], row["party"], row["answer"], row["overdue"]) for row in rows}
    assert ("deal1", "northern front", "pending", "true") in parts
    assert ("deal1", "army", "accepted", "") in parts
    assert ("deal2", "militia", "rejected", "") in parts
