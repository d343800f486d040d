"""The review without a browser: the queue, forms, proofs, and who may write."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from tests.web.samples import REPORT, TEXT, database, events

from dateline.errors import RefusedError
from dateline.store import Decision, DecisionKind, EventFilter, Store, Subject
from dateline.store.queue import Order, Queue, batch, latest, made_since, progress
from dateline.store.unseen import countries
from dateline.web.app import create_app
from dateline.web.context import context
from dateline.web.editing import changes

JSON = {"accept": "application/json"}
SHELLING = events()[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return database(tmp_path / "a.db")


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(path)
    yield opened
    opened.close()


def client_of(
    path: Path, *, at: str = "127.0.0.1", host: str = "127.0.0.1:8000", **more: object
) -> TestClient:
    app = create_app(path, hosts=("127.0.0.1", "lan.example"), **more)  # type: ignore[arg-type]
    return TestClient(app, base_url=f"http://{host}", client=(at, 50000), follow_redirects=False)


@pytest.fixture
def client(path: Path) -> TestClient:
    made = client_of(path)
    made.post("/review/coder", data={"name": "Ámal", "proof": proof(made)})
    return made


def proof(client: TestClient) -> str:
    found = re.search(r'name="proof" value="(\w+)"', client.get("/review").text)
    assert found
    return found[1]


def decide(client: TestClient, **fields: str) -> dict[str, object]:
    answer = client.post("/review/decide", data={"proof": proof(client)} | fields, headers=JSON)
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


def judge(store: Store, event: str, by: str, kind: str = "accept") -> int:
    on = (Subject(kind="event", id=event),)
    return store.decide(Decision(kind=DecisionKind(kind), by=by, on=on)).number


def ids(store: Store, **asked: object) -> list[str]:
    found, cursor = [], None
    while True:
        part = batch(store, Queue(**asked), limit=2, cursor=cursor)  # type: ignore[arg-type]
        found += [one.event.id for one in part.events]
        cursor = part.cursor
        if cursor is None:
            return found


def test_the_least_sure_come_first_and_what_is_judged_comes_no_more(store: Store) -> None:
    sure = {e.id: e.confidence for e in store.events()}
    queue = ids(store)
    assert queue == sorted(sure, key=lambda id_: (sure[id_], id_))
    judge(store, queue[0], "amal")
    judge(store, queue[1], "amal", "reject")
    number = judge(store, queue[2], "amal", "flag")
    assert ids(store) == queue[3:]
    assert progress(store, Queue()).left == len(queue) - 3
    assert progress(store, Queue()).total == len(queue)
    assert ids(store, wanted=EventFilter(flagged=True)) == [queue[2]]
    store.decide(Decision(kind=DecisionKind.UNDO, by="amal", on=(), undoes=number))
    assert ids(store) == queue[2:]


def test_the_second_coding_gives_what_another_judged(store: Store) -> None:
    judge(store, "eshelling", "amal")
    judge(store, "ebattle", "amal", "reject")
    judge(store, "emeeting", "badr")
    assert set(ids(store, by="badr", second=True)) == {"eshelling", "ebattle"}
    assert set(ids(store, by="amal", second=True)) == {"emeeting"}
    judge(store, "ebattle", "badr")
    assert progress(store, Queue(by="badr", second=True)).left == 1
    assert [kind for _, kind, _ in latest(store, "badr")] == ["accept", "accept"]


def test_a_sample_is_the_same_at_each_visit_and_keeps_what_is_judged(store: Store) -> None:
    drawn = ids(store, order=Order.SAMPLE, size=4, seed=7)
    assert len(set(drawn)) == 4
    assert ids(store, order=Order.SAMPLE, size=4, seed=7) == drawn
    others = {tuple(ids(store, order=Order.SAMPLE, size=4, seed=seed)) for seed in range(6)}
    assert len(others) > 3
    judge(store, drawn[1], "amal")
    assert ids(store, order=Order.SAMPLE, size=4, seed=7) == [drawn[0], *drawn[2:]]
    assert progress(store, Queue(order=Order.SAMPLE, size=4, seed=7)) == type(progress(store, Queue()))(4, 3)
    with pytest.raises(RefusedError, match="cursor"):
        batch(store, Queue(order=Order.SAMPLE), cursor="x")


def test_a_form_accepts_and_leads_to_the_next(client: TestClient, store: Store) -> None:
    (first,) = batch(store, Queue(), limit=1).events
    fields = {"proof": proof(client), "kind": "accept", "event": first.event.id, "back": "status=actual"}
    answer = client.post("/review/decide", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?status=actual")
    (made,) = store.decisions()
    assert (made.by, made.kind, made.on[0].id) == ("Ámal", "accept", first.event.id)
    assert made_since(store, "Ámal", made.at.replace(tzinfo=None)) == 1  # type: ignore[union-attr]


def test_status_flag_and_undo(client: TestClient, store: Store) -> None:
    done = decide(client, kind="status", event="eshelling", status="planned")
    assert store.listed("eshelling").event.status == "planned"  # type: ignore[union-attr]
    decide(client, kind="undo", numbers=str(done["numbers"][0]), event="eshelling")  # type: ignore[index]
    found = store.listed("eshelling")
    assert found is not None
    assert (found.event.status, found.review) == ("actual", "candidate")
    decide(client, kind="flag", event="eshelling", reason="which Tafas?")
    assert store.decisions(kinds=[DecisionKind.FLAG])[0].reason == "which Tafas?"
    answer = client.post(
        "/review/decide",
        data={"proof": proof(client), "kind": "status", "event": "eshelling", "status": "perhaps"},
        headers=JSON,
    )
    assert answer.status_code == 422
    assert "status" in answer.json()["detail"]


def test_several_fields_are_edited_together_or_not_at_all(client: TestClient, store: Store) -> None:
    page = client.get("/review?at=eshelling").text
    assert '<option value="shelling" selected>' in page
    done = decide(
        client,
        **{"kind": "edit", "event": "eshelling", "event_type": "air_strike", "effects.0.kind": "killed",
           "effects.0.low": "3", "effects.0.best": "4", "effects.0.high": "", "effects.0.who": "soldiers",
           "effects.0.text": "three soldiers", "actors.0.name": "Southern Front", "actors.0.text": "Rebels"},
    )  # fmt: skip
    assert len(done["numbers"]) == 3  # type: ignore[arg-type]
    found = store.listed("eshelling")
    assert found is not None
    assert (found.event.event_type, found.event.effects[0].best, found.review) == ("air_strike", 4, "edited")
    assert found.event.effects[0].start == TEXT.index("three soldiers")
    assert found.event.actors[0].name == "Southern Front"
    before = len(store.decisions())
    wrong = {"kind": "edit", "event": "eshelling", "status": "planned", "event_type": "picnic"}
    answer = client.post("/review/decide", data={"proof": proof(client)} | wrong, headers=JSON)
    assert answer.status_code == 422
    assert len(store.decisions()) == before


def test_an_edit_that_changes_nothing_accepts(client: TestClient, store: Store) -> None:
    decide(client, kind="edit", event="eshelling", status="actual")
    assert store.listed("eshelling").review == "accepted"  # type: ignore[union-attr]


def test_words_that_the_report_lacks_and_numbers_that_are_none_are_all_named() -> None:
    form = {
        "effects.0.text": "four dogs",
        "effects.0.low": "some",
        "targets.0.name": "x",
        "targets.0.text": "zz",
    }
    with pytest.raises(RefusedError, match=r"'some' is no number.*") as raised:
        changes(SHELLING, form, TEXT)
    assert all(words in str(raised.value) for words in ("four dogs", "zz"))


def test_rows_go_come_and_lose_what_held_for_another_name() -> None:
    found = dict(changes(SHELLING, {"actors.0.name": "", "actors.0.text": ""}, TEXT))
    assert found == {"actors": []}
    added = {"targets.0.name": "army checkpoints", "targets.0.text": "army checkpoints near Tafas",
             "targets.1.name": "", "targets.1.text": "The army"}  # fmt: skip
    (row,) = dict(changes(SHELLING, added, TEXT))["targets"][1:]
    assert (row["name"], row["start"]) == ("The army", TEXT.index("The army"))
    moved = {"places.0.name": "Nawa", "places.0.text": "Nawa", "places.0.precision": "exact",
             "places.0.lat": "32.7", "places.0.lon": "36.1", "places.0.country": "SY"}  # fmt: skip
    place = dict(changes(SHELLING, moved, TEXT))["places"][0]
    assert (place["lat"], place["precision"], place["start"]) == (None, "exact", TEXT.index("Nawa"))
    days = {
        "time.start": "2021-08-29",
        "time.end": "2021-08-30",
        "time.precision": "days",
        "time.text": "Monday",
    }
    time = dict(changes(SHELLING, days, TEXT))["time"]
    assert (time["start"], time["text"], time["text_start"]) == ("2021-08-29", "Monday", TEXT.index("Monday"))
    assert dict(changes(SHELLING, {"time.start": "", "time.end": ""}, TEXT)) == {"time": None}


@given(
    st.dictionaries(
        st.text(max_size=12) | st.sampled_from(["actors.0.name", "effects.1.low"]), st.text(max_size=9)
    )
)
def test_no_form_breaks_it(form: dict[str, str]) -> None:
    with contextlib.suppress(RefusedError):
        assert isinstance(changes(SHELLING, form, TEXT), list)


def test_the_context_is_the_sentence_and_its_neighbours() -> None:
    found = context(REPORT, SHELLING)
    drawn = "".join(piece.text for piece in found.pieces)
    assert drawn in TEXT
    assert drawn.startswith("Rebels shelled")
    assert "traded fire" in drawn
    assert "convoy" not in drawn
    assert [(p.text, p.role) for p in found.pieces if p.role == "trigger"] == [("shelled", "trigger")]
    assert "".join(p.text for p in found.pieces if p.own).strip().endswith("state media said.")


def test_writing_needs_a_proof_a_name_and_this_machine(path: Path, client: TestClient, store: Store) -> None:
    fields = {"kind": "accept", "event": "eshelling"}
    assert client.post("/review/decide", data=fields).status_code == 403
    assert client.post("/review/decide", data=fields | {"proof": "0" * 64}).status_code == 403
    foreign = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
    good = fields | {"proof": proof(client)}
    assert client.post("/review/decide", data=good, headers=foreign).status_code == 403
    other = client_of(path)
    assert other.post("/review/decide", data=good).status_code == 403  # the proof of another session
    assert other.post("/review/decide", data=fields | {"proof": proof(other)}).status_code == 422  # no name
    assert client.post("/review/decide", content=b"{}", headers=JSON).status_code == 415
    assert store.decisions() == ()
    assert client.post("/review/decide", data=good).status_code == 303


@pytest.mark.parametrize(
    "client_options",
    [{"at": "192.168.0.9"}, {"host": "lan.example"}, {"writable": False}],
    ids=["another machine", "another name", "switched off"],
)
def test_elsewhere_the_pages_are_for_reading(path: Path, client_options: dict[str, object]) -> None:
    away = client_of(path, **client_options)  # type: ignore[arg-type]
    page = away.get("/review")
    assert page.status_code == 200
    assert "writing is switched off" in page.text
    assert 'name="kind"' not in page.text
    session = away.cookies.get("dateline_session")
    token = away.app.state.sessions.proof(session)  # type: ignore[attr-defined]
    answer = away.post("/review/coder", data={"name": "x", "proof": token})
    assert answer.status_code == 403
    assert away.get("/review", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 200


def test_the_agreement_of_two_reviewers_is_shown(client: TestClient, store: Store) -> None:
    assert "Nobody shares an event yet" in client.get("/review/agreement").text
    for one, other, event in [("accept", "accept", "eshelling"), ("reject", "reject", "ebattle"),
                              ("accept", "reject", "emeeting")]:  # fmt: skip
        judge(store, event, "amal", one)
        judge(store, event, "badr", other)
    page = client.get("/review/agreement").text
    assert re.search(r"data-kappa>0\.40<", page)
    assert re.search(r"data-alpha>0\.44<", page)


def test_a_second_coder_sees_what_the_coder_read_and_not_what_the_first_decided(
    client: TestClient, store: Store
) -> None:
    on = (Subject(kind="event", id="eshelling"),)
    for field, new in (("event_type", "abduction"), ("status", "possible")):
        store.decide(Decision(kind=DecisionKind.EDIT, by="amal", on=on, field=field, new=new))
    judge(store, "ebattle", "amal", "reject")

    def item(event: str, *, second: str = "true") -> str:
        found = client.get(f"/review/batch?second={second}&at={event}").json()["items"][0]["html"]
        return str(found).partition('class="ctx"')[0]

    assert "abduction" in item("eshelling", second="false")
    whole = client.get("/review?second=true&at=eshelling").text
    for html in (item("eshelling"), whole.partition("data-item=")[2].partition('class="ctx"')[0]):
        assert "abduction" not in html
        assert "possible" not in html
        assert "shelling" in html
        assert "data-state" not in html
    assert "rejected" not in item("ebattle")
    assert set(ids(store, by="Ámal", second=True, wanted=EventFilter(reviews=("rejected",)))) == {
        "eshelling",
        "ebattle",
    }

    sent = {"proof": proof(client), "kind": "accept", "event": "eshelling"}
    assert client.post("/review/decide?second=true", data=sent, headers=JSON).status_code == 201
    (made,) = store.decisions(by="Ámal")
    assert made.on[0].record is not None
    assert made.on[0].record["event_type"] == "shelling"
    found = store.concord("amal", "Ámal")
    assert (found.events, found.event_f1) == (1, 0.0)
    assert (found.fields["event_type"], found.fields["status"]) == (0.0, 0.0)


def test_nothing_on_the_page_of_a_second_coder_tells_what_the_first_decided(
    client: TestClient, store: Store
) -> None:
    address = "/review?second=true&at=ebattle"
    judge(store, "ebattle", "amal", "accept")
    judge(store, "eshelling", "amal", "accept")
    before = client.get(address).text
    on = (Subject(kind="event", id="eshelling"),)
    for field, new in (("event_type", "abduction"), ("status", "possible"), ("places", [])):
        store.decide(Decision(kind=DecisionKind.EDIT, by="amal", on=on, field=field, new=new))
    judge(store, "emeeting", "zahra", "reject")
    after = client.get(address).text
    for field in ("data-left", "data-total"):  # a third event is to be judged, and nothing else is new
        assert re.search(rf"{field}>2<", before)
        assert re.search(rf"{field}>3<", after)
        before, after = (re.sub(rf"{field}>\d<", "", page) for page in (before, after))
    progress_bar = re.compile(r"<progress.*?</progress>")
    assert progress_bar.sub("", before) == progress_bar.sub("", after)
    assert 'class="tally"' not in after
    assert 'name="review"' not in after
    assert f'href="/r/{REPORT}' not in after
    assert "The whole report" in after


def test_a_filter_finds_for_a_second_coder_what_the_coder_read(store: Store) -> None:
    judge(store, "ebattle", "amal", "accept")
    for field, new in (("event_type", "abduction"), ("status", "possible"), ("actors", []), ("places", []),
                       ("time", None), ("effects", []), ("sources", [])):  # fmt: skip
        on = (Subject(kind="event", id="eshelling"),)
        store.decide(Decision(kind=DecisionKind.EDIT, by="amal", on=on, field=field, new=new))

    asked = [
        EventFilter(event_types=("abduction",)),
        EventFilter(event_types=("shelling",)),
        EventFilter(families=(SHELLING.family,), background=False),
        EventFilter(statuses=(SHELLING.status,)),
        EventFilter(country="SY"),
        EventFilter(box=(30, 30, 40, 40)),
        EventFilter(box=(170, -90, -170, 90)),
        EventFilter(since=date(2021, 1, 1), until=date(2021, 12, 31)),
        EventFilter(until=date(1999, 1, 1)),
        EventFilter(min_killed=1),
        EventFilter(min_killed=100_000),
        EventFilter(source="sana"),
        *(EventFilter(actor=one) for one in ("syr.army", "nobody")),
        EventFilter(who="syr.army"),
        EventFilter(whom="syr.army"),
        EventFilter(search="nowhereinthetext"),
    ]
    fresh = [{"eshelling", "ebattle"} & read(store, wanted) for wanted in asked]
    assert [set(ids(store, by="Ámal", second=True, wanted=wanted)) for wanted in asked] == fresh
    assert {"eshelling", "ebattle"} <= set(ids(store, by="Ámal", second=True))
    assert countries(store) == ("SY",)


def read(store: Store, wanted: EventFilter) -> set[str]:
    """The events that a database meets a filter with to which nobody has done anything."""
    with tempfile.TemporaryDirectory() as folder:
        other = Store.open(database(Path(folder) / "fresh.db"))
        found = {event.id for event in other.events(wanted)}
        other.close()
    return found


def test_edits_of_a_second_coder_are_on_what_the_coder_read(client: TestClient, store: Store) -> None:
    on = (Subject(kind="event", id="eshelling"),)
    store.decide(Decision(kind=DecisionKind.EDIT, by="amal", on=on, field="status", new="possible"))
    sent = {"proof": proof(client), "kind": "edit", "event": "eshelling", "event_type": "air_strike",
            "background": "true", "status": "actual"}  # fmt: skip
    answer = client.post("/review/decide?second=true", data=sent, headers=JSON)
    assert answer.status_code == 201, answer.text
    assert {one.field for one in store.decisions(by="Ámal")} <= {"event_type", "background"}
    now = store.event("eshelling")
    assert now is not None
    assert (now.event_type, now.status) == ("air_strike", "actual")
    fields = store.concord("amal", "Ámal").fields
    assert (fields["event_type"], fields["status"], fields["places"]) == (0.0, 0.0, 1.0)
