from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from tests.web.samples import HOSTILE_ID, REPORT, database, events

from dateline.records import Coded
from dateline.store import Store
from dateline.web.app import create_app

HERE = "http://127.0.0.1:8000"


def client_of(path: Path) -> TestClient:
    return TestClient(create_app(path), base_url=HERE, follow_redirects=False)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(database(tmp_path_factory.mktemp("web") / "a.db", more=30)) as made:
        yield made


def test_the_app_starts_without_parser_or_model(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    script = (
        "import sys; from fastapi.testclient import TestClient; from dateline.web.app import create_app\n"
        f"client = TestClient(create_app({str(path)!r}), base_url={HERE!r})\n"
        "assert client.get('/reports').status_code == client.get('/r/r1').status_code == 200\n"
        "heavy = {'spacy', 'onnxruntime', 'tokenizers', 'thinc', 'trafilatura'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_list_and_its_twin(client: TestClient) -> None:
    listing = client.get("/reports.json").json()
    assert (listing["total"], listing["page"], listing["pages"]) == (32, 1, 2)
    first = listing["reports"][0]
    assert first["report_id"] == "r1"
    assert first["families"] == {
        "armed_violence": 4,
        "negotiation": 2,
        "forces_and_territory": 1,
        "humanitarian": 1,
    }
    assert len(client.get("/reports.json?page=2").json()["reports"]) == 7
    page = client.get("/reports").text
    assert "Armed violence" in page
    assert "Shells near Tafas" in page
    assert "page=2" in page


def test_search(client: TestClient) -> None:
    assert [r["report_id"] for r in client.get("/reports.json?q=checkpoints tafas").json()["reports"]] == [
        "r1"
    ]
    assert "No report holds all of these words" in client.get("/reports?q=xyzzy").text
    assert client.get("/reports?q=%22*)(%27 OR").status_code == 200
    assert "page=2" in client.get("/reports?q=quiet").text
    assert "q=quiet" in client.get("/reports?q=quiet").text


def test_the_twin_of_the_reader_is_the_record(client: TestClient) -> None:
    assert Coded.model_validate_json(client.get("/r/r1.json").text) == Coded(report=REPORT, events=events())


def test_an_id_with_odd_characters_has_a_page_and_a_twin(client: TestClient) -> None:
    address = f"/r/{quote(HOSTILE_ID, safe='')}"
    assert address in client.get("/reports").text
    assert client.get(address).status_code == 200
    assert client.get(address + ".json").json()["report"]["report_id"] == HOSTILE_ID
    assert client.get("/e/ehostile").headers["location"] == address + "#e-ehostile"


def test_an_event_leads_to_its_place_in_the_reader(client: TestClient) -> None:
    found = client.get("/e/eshell")
    assert (found.status_code, found.headers["location"]) == (303, "/r/r1#e-eshelling")


def test_downloads(client: TestClient) -> None:
    rows = list(csv.DictReader(client.get("/events.csv").text.splitlines()))
    assert {row["report_id"] for row in rows} == {"r1", HOSTILE_ID}
    lines = client.get("/events.jsonl?report=r1").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [event.id for event in events()]
    places = client.get("/events.geojson?report=r1")
    assert places.headers["content-type"].startswith("application/geo+json")
    assert "attachment" in places.headers["content-disposition"]
    assert places.json()["features"][0]["geometry"]["coordinates"] == [36.1, 32.7]


@pytest.mark.parametrize("path", ["/r/none", "/e/none", "/nothing", "/events.xls", "/static/none.css"])
def test_what_is_not_there_is_a_page_that_helps(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "does not exist" in answer.text
    assert 'href="/reports"' in answer.text


def test_errors_of_twins_are_json(client: TestClient) -> None:
    assert client.get("/r/none.json").json() == {
        "error": "This page does not exist",
        "detail": "No report has the id none.json.",
    }
    assert client.get("/reports.json?page=0").status_code == 400


@pytest.mark.parametrize("page", ["0", "x", "-1", "99999999999999999999"])
def test_a_wrong_page_number_is_said(client: TestClient, page: str) -> None:
    answer = client.get(f"/reports?page={page}")
    assert answer.status_code == 400
    assert "page:" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/reports", "/r/r1", "/r/none", "/events.csv", "/static/reader.js", "/reports?page=0", "/openapi.json"],
)
def test_every_answer_is_guarded(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'self'; script-src 'self'"
    )
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("LOCALHOST", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8000", 421),
        ("localhost@evil.example", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_machine_are_answered(client: TestClient, host: str, status: int) -> None:
    answer = client.get("/reports", headers={"host": host})
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_other_names_can_be_allowed(tmp_path: Path) -> None:
    app = create_app(database(tmp_path / "a.db"), hosts=("desk.example",))
    assert TestClient(app, base_url="http://desk.example").get("/reports").status_code == 200
    assert TestClient(app, base_url=HERE).get("/reports").status_code == 421


def test_without_a_database_the_page_says_the_command_and_finds_it_later(tmp_path: Path) -> None:
    path = tmp_path / "later.db"
    client = client_of(path)
    answer = client.get("/reports")
    assert answer.status_code == 503
    assert f"dateline code PATH --db {path}" in answer.text
    assert not path.exists()
    assert client.get("/reports.json").json()["error"] == "There is no database yet"
    database(path)
    assert client.get("/reports").status_code == 200


def test_an_empty_database_says_the_command(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    answer = client_of(tmp_path / "a.db").get("/reports")
    assert answer.status_code == 200
    assert "dateline code PATH" in answer.text


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("not a database, but long enough to be read as one" * 50)
    answer = client_of(tmp_path / "a.db").get("/reports")
    assert answer.status_code == 503
    assert "cannot be read" in answer.text
