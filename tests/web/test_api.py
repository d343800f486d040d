"""The API: what it answers, that nothing changed, who may write, and that no request breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.samples import HOSTILE_ID, REPORT, database, events

from dateline.export.formats import FORMATS
from dateline.records import Agreement, Answer, Coded, Coder, Party, Report
from dateline.store import Store
from dateline.store.incident_build import build
from dateline.web.app import create_app
from dateline.web.token import kept_token

TOKEN = "a token of the tests"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
FIRST = "eshelling"


def make_client(path: Path) -> TestClient:
    return TestClient(create_app(path, token=TOKEN), base_url="http://127.0.0.1:8000")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A client that is only read from."""
    return make_client(database(tmp_path_factory.mktemp("api") / "a.db", more=30))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A client of a database of its own."""
    with make_client(database(tmp_path / "a.db")) as made:
        yield made


def test_reports_come_in_pages(shared: TestClient) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = shared.get(
            "/api/v1/reports", params={"limit": 7, **({"cursor": cursor} if cursor else {})}
        ).json()
        found += [one["report_id"] for one in page["reports"]]
        cursor = page["cursor"]
        assert page["total"] == 32
    assert found == ["r1", HOSTILE_ID, *(f"p{n:03}" for n in range(30))]
    assert shared.get("/api/v1/reports/r1").json()["text"] == REPORT.text
    assert (
        shared.get(f"/api/v1/reports/{HOSTILE_ID.replace('?', '%3F').replace('#', '%23')}").status_code == 200
    )
    assert shared.get("/api/v1/reports/none").status_code == 404


def test_events_are_filtered_sorted_and_paged(shared: TestClient) -> None:
    def ids(**asked: object) -> list[str]:
        page = shared.get("/api/v1/events", params=asked).json()  # type: ignore[arg-type]
        assert page["total"] == len(page["events"])
        return [one["event"]["id"] for one in page["events"]]

    assert len(ids()) == len(events()) + 1
    assert ids(type=["shelling", "meeting"], report="r1") == ["eshelling", "emeeting"]
    assert ids(status="negated") == ["eair_strike"]
    assert ids(box="36,32,37,33") == ids(country="SY") == ids(min_killed=3) == [FIRST]
    assert ids(since="2021-08-30", until="2021-08-30") == [FIRST]
    assert ids(background="true") == ["ebreach"]
    assert ids(review="accepted") == []
    assert ids(q="tafas", source="State media") == [FIRST]
    page = shared.get("/api/v1/events", params={"limit": 2, "sort": "start", "order": "asc"}).json()
    later = shared.get(
        "/api/v1/events", params={"limit": 2, "sort": "start", "order": "asc", "cursor": page["cursor"]}
    ).json()
    assert not {e["event"]["id"] for e in page["events"]} & {e["event"]["id"] for e in later["events"]}


def test_one_event_counts_actors_places_and_exports(shared: TestClient) -> None:
    one = shared.get(f"/api/v1/events/{FIRST}").json()
    assert (one["review"], one["event"]["trigger"]["text"]) == ("candidate", "shelled")
    assert shared.get("/api/v1/events/none").status_code == 404
    counted = shared.get("/api/v1/facets", params={"by": ["status", "country"], "report": "r1"}).json()
    assert counted["total"] == len(events())
    assert {"value": "negated", "events": 1} in counted["facets"]["status"]
    assert {"value": "SY", "events": 1} in counted["facets"]["country"]
    assert shared.get("/api/v1/places").json()["places"][0]["lat"] == 32.7
    assert shared.get("/api/v1/actors").json() == {"actors": [], "cursor": None}
    assert shared.get("/api/v1/actors/syr").json()["name"]
    assert shared.get("/api/v1/actors/nobody").status_code == 404
    file = shared.get("/api/v1/exports/csv", params={"type": "meeting"})
    assert len(file.text.splitlines()) == 2
    assert shared.get("/api/v1/exports/pdf").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "box=1,2,3",
        "box=0,50,10,40",
        "box=0,0,190,10",
        "sort=id",
        "limit=0",
        "cursor=x",
        "typ=shelling",
        "since=x",
    ],
)
def test_what_makes_no_sense_is_refused_as_json(asked: str, shared: TestClient) -> None:
    answer = shared.get(f"/api/v1/events?{asked}")
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "detail"}


@pytest.mark.parametrize("address", ["/api/v1/exports/", "/events."])
@pytest.mark.parametrize("shape", ["csv", "excel", "parquet"])
def test_a_download_that_did_not_change_is_not_sent_again(
    client: TestClient, address: str, shape: str
) -> None:
    first = client.get(address + shape)
    tag = first.headers["etag"]
    again = client.get(address + shape, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(f"{address}{shape}?status=planned", headers={"If-None-Match": tag}).status_code == 200
    edit = {"kind": "edit", "by": "amal", "events": [FIRST], "field": "status", "new": "planned"}
    assert client.post("/api/v1/decisions", json=edit, headers=WRITER).status_code == 201
    changed = client.get(address + shape, headers={"If-None-Match": tag})
    assert (changed.status_code, bool(changed.content)) == (200, True)
    assert changed.headers["etag"] != tag


def test_an_answer_that_did_not_change_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"/api/v1/events/{FIRST}")
    tag = first.headers["etag"]
    again = client.get(f"/api/v1/events/{FIRST}", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    client.post("/api/v1/decisions", json={"kind": "accept", "by": "amal", "events": [FIRST]}, headers=WRITER)
    changed = client.get(f"/api/v1/events/{FIRST}", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.json()["review"] == "accepted"


def test_decisions_are_made_and_listed(client: TestClient) -> None:
    def decide(**asked: object) -> int:
        answer = client.post("/api/v1/decisions", json={"by": "amal", **asked}, headers=WRITER)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["number"])

    accepted = decide(kind="accept", events=[FIRST, "emeeting"])
    decide(kind="edit", events=[FIRST], field="effects.0.best", new=4)
    decide(kind="undo", undoes=accepted)
    log = client.get("/api/v1/decisions", params={"event": FIRST}).json()
    assert [one["kind"] for one in log["decisions"]] == ["accept", "edit", "undo"]
    page = client.get("/api/v1/decisions", params={"limit": 2}).json()
    rest = client.get("/api/v1/decisions", params={"cursor": page["cursor"]}).json()
    assert [d["number"] for d in page["decisions"] + rest["decisions"]] == [1, 2, 3]
    assert rest["cursor"] is None
    for bad in ({"kind": "accept", "events": ["none"]}, {"kind": "merge"}, {"kind": "edit", "new": "\ud800"}):
        body = json.dumps({"by": "amal", **bad}).encode()
        answer = client.post(
            "/api/v1/decisions", content=body, headers={**WRITER, "Content-Type": "application/json"}
        )
        assert answer.status_code == 422, bad
    assert len(client.get("/api/v1/decisions").json()["decisions"]) == 3


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer guess"}, 403),
        (WRITER | {"Origin": "http://evil.example"}, 403),
        (WRITER | {"Origin": "null"}, 403),
        (WRITER | {"Sec-Fetch-Site": "cross-site"}, 403),
        (WRITER | {"Host": "evil.example"}, 421),
        (WRITER | {"Origin": "http://127.0.0.1:8000"}, 201),
    ],
)
def test_only_who_may_writes(headers: dict[str, str], status: int, client: TestClient) -> None:
    asked = {"kind": "flag", "by": "amal", "events": [FIRST]}
    assert client.post("/api/v1/decisions", json=asked, headers=headers).status_code == status
    assert len(client.get("/api/v1/decisions").json()["decisions"]) == (status == 201)


def test_without_a_token_nobody_writes(tmp_path: Path) -> None:
    reader = TestClient(create_app(database(tmp_path / "a.db")), base_url="http://127.0.0.1:8000")
    asked = {"kind": "flag", "by": "amal", "events": [FIRST]}
    assert reader.post("/api/v1/decisions", json=asked, headers=WRITER).status_code == 403


def test_a_token_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "x" / "token"
    made = kept_token(path)
    assert len(made) >= 32
    assert kept_token(path) == made
    assert path.stat().st_mode & 0o077 == 0


def test_the_description_has_examples_and_every_route(shared: TestClient) -> None:
    paths = shared.get("/openapi.json").json()
    names = {name for name in paths["paths"] if name.startswith("/api/v1/")}
    parts = {name.split("/")[3] for name in names}
    assert parts == {
        "reports",
        "events",
        "facets",
        "actors",
        "places",
        "exports",
        "decisions",
        "agreements",
        "agreement-histories",
        "incidents",
        "releases",
    }
    assert len(paths["components"]["schemas"]["DecisionIn"]["examples"]) == 3


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CALM = settings(
    max_examples=15, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
)


def test_no_request_breaks_it(tmp_path: Path) -> None:
    """Requests made from the OpenAPI document, the same in every run, get answers as it says."""
    app = create_app(database(tmp_path / "a.db"), token=TOKEN, hosts=("localhost", "testserver"))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app).include(path_regex="^/api/v1/")
    names = []
    for found in schema.get_all_operations():
        operation = found.ok()
        names.append(operation.label)

        @CALM
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=WRITER, checks=CHECKS)

        ask()
    assert len(names) == 19


def test_deals_and_incidents_are_answered(client: TestClient, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a.db")
    party = Party(name="army", text="army", start=0, end=4)
    answer = Answer(text="army", start=0, end=4, party=party, answer="pending", due=date(2021, 9, 3))
    deal = Agreement(
        id="a1", report_id="d1", published=date(2021, 9, 1), name="plan", kind="offer", stage="pending",
        answers=(answer,), coder=Coder(engine="fake", version="1", codebook="1"),
    )  # fmt: skip
    sent = Report(report_id="d1", published=date(2021, 9, 1), text="army")
    store.save(Coded(report=sent, events=(), agreements=(deal,)), coder_key="k")
    build(store)
    store.close()

    (found,) = client.get("/api/v1/agreements", params={"overdue": "2021-09-04"}).json()["agreements"]
    assert (found["id"], found["answers"][0]["party"]["name"]) == ("a1", "army")
    assert client.get("/api/v1/agreements", params={"overdue": "2021-09-03"}).json()["agreements"] == []
    assert client.get("/api/v1/agreements", params={"stage": "lost"}).status_code == 422
    (history,) = client.get("/api/v1/agreement-histories", params={"overdue": "2021-09-04"}).json()[
        "histories"
    ]
    assert (history["id"], history["sides"][0]["latest"]["report_id"]) == ("a1", "d1")
    listed = client.get("/api/v1/incidents", params={"report": "r1", "limit": 2}).json()
    assert listed["total"] > len(listed["incidents"]) == 2
    one = client.get(f"/api/v1/incidents/{listed['incidents'][0]['id']}").json()
    assert one["incident"] == listed["incidents"][0]
    assert client.get("/api/v1/incidents/none").status_code == 404


@pytest.mark.parametrize("shape", FORMATS)
def test_every_format_can_be_downloaded(shape: str, shared: TestClient) -> None:
    for address in (f"/api/v1/exports/{shape}", f"/events.{shape}"):
        answer = shared.get(address, params={"report": "r1"})
        assert answer.status_code == 200
        assert FORMATS[shape].suffix in answer.headers["content-disposition"]
        assert answer.content
