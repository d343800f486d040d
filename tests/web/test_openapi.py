"""What every route of the API owes: an example, an ETag, and for lists pages that lead on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from tests.web.samples import deals, happenings, released

from dateline.store import Decision, Store, Subject
from dateline.store.incident_build import build
from dateline.web.app import create_app
from dateline.web.render import API

NO_LISTS = {f"{API}/facets"}
NAMED = {"{name}": "syria-1.0"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    path = tmp_path_factory.mktemp("openapi") / "a.db"
    store = Store.open(path)
    for coded in (*happenings(), *deals()):
        store.save(coded, coder_key="k")
    build(store)
    released(store)
    for event in list(store.events())[:3]:
        on = (Subject(kind="event", id=event.id),)
        store.decide(Decision(kind="accept", by="amal", on=on))
    store.close()
    return create_app(path, token="token")


def operations(app: FastAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            if path.startswith(f"{API}/"):
                yield path, method, operation


def is_list(path: str) -> bool:
    return not path.endswith("}") and path not in NO_LISTS


def lists(app: FastAPI) -> list[str]:
    found = [path for path, method, _ in operations(app) if method == "get" and is_list(path)]
    assert len(found) > 9
    return found


def test_every_parameter_has_an_example(app: FastAPI) -> None:
    lacking = [
        (path, one["name"])
        for path, _, operation in operations(app)
        for one in operation.get("parameters", ())
        if not ({"example", "examples"} & (one.keys() | one["schema"].keys()))
    ]
    assert lacking == []


def test_every_answer_has_an_example_that_is_such_an_answer(app: FastAPI) -> None:
    models = {
        (route.path, method.lower()): route.response_model
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    for path, method, operation in operations(app):
        answer = operation["responses"]["201" if method == "post" else "200"]
        for kind, content in answer["content"].items():
            assert "example" in content, (path, kind)
        model = models.get((path.replace("{report_id}", "{report_id:path}"), method))
        if model is not None:
            example = answer["content"]["application/json"]["example"]
            assert example, path
            TypeAdapter(model).validate_json(json.dumps(example))


def test_every_answer_that_is_read_has_an_etag(app: FastAPI) -> None:
    for path, method, operation in operations(app):
        if method == "get":
            assert "ETag" in operation["responses"]["200"]["headers"], path
            assert "304" in operation["responses"], path


def test_every_list_comes_in_pages(app: FastAPI) -> None:
    for path, method, operation in operations(app):
        if method != "get":
            continue
        names = {one["name"] for one in operation.get("parameters", ())}
        headers = operation["responses"]["200"]["headers"]
        assert ({"limit", "cursor"} <= names) == ("Link" in headers) == is_list(path), path


def test_every_list_is_walked_by_its_links(app: FastAPI) -> None:
    client = TestClient(app, base_url="http://127.0.0.1:8000")
    for path in lists(app):
        address = path.replace("{name}", NAMED["{name}"])
        whole = client.get(address, params={"limit": 1000})
        again = client.get(address, params={"limit": 1000}, headers={"If-None-Match": whole.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        (key,) = (key for key, value in whole.json().items() if isinstance(value, list))
        found, following = [], f"{address}?limit=1"
        while following:
            page = client.get(following)
            assert page.status_code == 200, page.text
            assert len(page.json()[key]) <= 1
            found += page.json()[key]
            following = page.links.get("next", {}).get("url")
            assert (following is None) == (page.json()["cursor"] is None)
        assert found == whole.json()[key], path
        assert found or path == f"{API}/actors", path


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzFd", "WyJcdTAwMDAiLCJ4Il0", "W251bGxd"])
def test_a_cursor_of_nothing_is_refused(app: FastAPI, cursor: str) -> None:
    client = TestClient(app, base_url="http://127.0.0.1:8000")
    for path in lists(app):
        answer = client.get(path.replace("{name}", NAMED["{name}"]), params={"cursor": cursor})
        assert answer.status_code in ({200, 422} if cursor == "WzFd" else {422}), (path, answer.text)


def test_releases_say_what_they_hold_and_how_they_differ(app: FastAPI) -> None:
    client = TestClient(app, base_url="http://127.0.0.1:8000")

    def ask(address: str) -> Any:
        return client.get(f"{API}/releases{address}").json()

    first, second = ask("/syria-0.9"), ask("/syria-1.0")
    assert (first["before"], first["changes"]) == (None, None)
    assert second["before"] == "syria-0.9"
    assert second["changes"] == {"added": 0, "changed": 0, "deleted": 1}
    assert [one["name"] for one in ask("")["releases"]] == ["syria-1.0", "syria-0.9"]
    was, now = ask("/syria-0.9/events?limit=1000"), ask("/syria-1.0/events?limit=1000")
    assert (was["total"], now["total"]) == (len(was["events"]), len(now["events"]))
    (gone,) = ask("/syria-1.0/changes")["changes"]
    assert gone["change"] == "deleted"
    assert {one["event_id"] for one in was["events"]} - {one["event_id"] for one in now["events"]} == {
        gone["event_id"]
    }
    (back,) = ask("/syria-0.9/changes?since=syria-1.0")["changes"]
    assert (back["change"], back["event_id"]) == ("added", gone["event_id"])
    for missing in ("/none", "/none/events", "/syria-0.9/changes", "/syria-1.0/changes?since=none"):
        assert client.get(f"{API}/releases{missing}").status_code == 404
    assert client.get(f"{API}/releases/syria-1.0/changes?since=syria-1.0").status_code == 422
