"""Decisions are kept for good, and show in the events at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from tests.fake_coder import event, full_event

from dateline.errors import StoreError
from dateline.records import Coded, Event, Report
from dateline.store import Decision, DecisionKind, EventFilter, Review, Store, Subject
from dateline.store.state import standing, state_of

TEXT = "Troops shelled Tafas, killing four."


def url(address: str) -> str:
    return address if "://" in address else f"sqlite:///{address}"


@pytest.fixture
def filled(store: Store) -> Store:
    report = Report(report_id="r1", published="2021-09-01", text=TEXT)
    store.save(Coded(report=report, events=(full_event(), event(report, 0, 6))), coder_key="k")
    return store


@pytest.fixture
def ids(filled: Store) -> list[str]:
    return [found.id for found in filled.events()]


def on(*event_ids: str) -> tuple[Subject, ...]:
    return tuple(Subject(kind="event", id=id_) for id_ in event_ids)


def decide(store: Store, kind: str, *event_ids: str, by: str = "amal", **more: object) -> Decision:
    return store.decide(Decision.model_validate({"kind": kind, "by": by, "on": on(*event_ids)} | more))


def where(store: Store, **wanted: object) -> list[str]:
    return [found.id for found in store.events(EventFilter(**wanted))]  # type: ignore[arg-type]


def test_a_decision_comes_back_with_number_time_and_what_was_seen(filled: Store, ids: list[str]) -> None:
    seen = filled.event(ids[0])
    made = decide(filled, "accept", ids[0], reason="as the text says")
    assert made.number == 1
    assert made.at is not None
    assert (made.by, made.reason) == ("amal", "as the text says")
    assert Event.model_validate(made.on[0].record) == seen
    assert filled.decisions() == (made,)
    assert filled.decisions(event_id=ids[0]) == filled.decisions(object_id=ids[0]) == (made,)
    assert filled.decisions(event_id=ids[1]) == filled.decisions(by="badr") == ()
    assert filled.decisions(after=1) == filled.decisions(kinds=[DecisionKind.FLAG]) == ()


def test_the_state_of_an_event_follows_its_decisions(filled: Store, ids: list[str]) -> None:
    first, second = ids
    assert where(filled, reviews=(Review.CANDIDATE,)) == ids
    decide(filled, "accept", first, second)
    assert where(filled, reviews=(Review.ACCEPTED,)) == ids
    flag = decide(filled, "flag", first)
    assert where(filled, flagged=True) == [first]
    reject = decide(filled, "reject", first, by="badr")
    assert where(filled, reviews=(Review.REJECTED,)) == [first]
    assert where(filled, flagged=True) == []
    decide(filled, "undo", undoes=reject.number)
    assert where(filled, flagged=True) == [first]
    assert where(filled, reviews=(Review.ACCEPTED,)) == ids
    decide(filled, "undo", undoes=flag.number)
    assert where(filled, flagged=True) == []
    assert [d.kind for d in filled.decisions(event_id=first)] == ["accept", "flag", "reject", "undo", "undo"]


def test_an_edit_counts_until_it_is_undone(filled: Store, ids: list[str]) -> None:
    before = filled.event(ids[0])
    made = decide(filled, "edit", ids[0], field="status", new="planned")
    assert (made.old, made.new) == ("actual", "planned")
    assert where(filled, statuses=("planned",), reviews=(Review.EDITED,)) == [ids[0]]
    later = decide(filled, "edit", ids[0], field="effects.0.best", new=5)
    assert where(filled, min_killed=5) == [ids[0]]
    decide(filled, "undo", undoes=made.number)
    assert where(filled, statuses=("planned",)) == []
    assert where(filled, min_killed=5, reviews=(Review.EDITED,)) == [ids[0]]
    decide(filled, "undo", undoes=later.number)
    assert filled.event(ids[0]) == before
    assert where(filled, reviews=(Review.CANDIDATE,)) == ids


def test_an_edited_type_brings_its_family_and_codes(filled: Store, ids: list[str]) -> None:
    decide(filled, "edit", ids[0], field="event_type", new="air_strike")
    found = filled.event(ids[0])
    assert found is not None
    assert (found.event_type, found.family) == ("air_strike", "armed_violence")
    assert found.codes.acled_sub_event_type == "Air/drone strike"
    assert where(filled, event_types=("air_strike",)) == [ids[0]]


def test_edited_parties_and_sources_are_found(filled: Store, ids: list[str]) -> None:
    decide(filled, "edit", ids[0], field="actors.0.actor_id", new="syr.army")
    decide(filled, "edit", ids[0], field="sources", new=[])
    assert where(filled, actor="syr.army") == [ids[0]]
    assert where(filled, source="state media") == []


@pytest.mark.parametrize(
    ("field", "new", "said"),
    [
        ("id", "e1", "cannot be edited"),
        ("coder.version", "9", "cannot be edited"),
        ("status", "certain", "status"),
        ("effects.7.best", 1, "nothing there"),
        ("time.start.x", 1, "nothing there"),
        ("time.start", "2021-09-09", "end before it starts"),
        ("event_type", "party", "no such event type"),
        (
            "actors",
            [{"name": "army", "text": "Soldiers", "start": 0, "end": 8}],
            "does not stand in the report",
        ),
        ("actors", [{"name": "army", "text": "", "start": -1, "end": 99}], "does not stand in the report"),
        ("status", None, "status"),
    ],
)
def test_an_edit_that_would_be_untrue_is_refused(
    field: str, new: object, said: str, filled: Store, ids: list[str]
) -> None:
    with pytest.raises(StoreError, match=said):
        decide(filled, "edit", ids[0], field=field, new=new)
    assert filled.decisions() == ()


def test_decisions_that_make_no_sense_are_refused(filled: Store, ids: list[str]) -> None:
    with pytest.raises(StoreError, match="no such event"):
        decide(filled, "accept", ids[0], "e0")
    with pytest.raises(StoreError, match="on nothing"):
        decide(filled, "flag")
    with pytest.raises(StoreError, match="twice"):
        decide(filled, "flag", ids[0], ids[0])
    with pytest.raises(StoreError, match="only an edit"):
        decide(filled, "accept", ids[0], new=1)
    with pytest.raises(StoreError, match="only an undo"):
        decide(filled, "accept", ids[0], undoes=1)
    with pytest.raises(StoreError, match="one event and one field"):
        decide(filled, "edit", *ids, field="status", new="planned")
    with pytest.raises(StoreError, match="no such decision"):
        decide(filled, "undo", undoes=1)
    with pytest.raises(StoreError, match="for events"):
        filled.decide(Decision(kind="accept", by="amal", on=(Subject(kind="incident", id="i1"),)))
    assert filled.decisions() == ()
    made = decide(filled, "undo", undoes=decide(filled, "note", ids[0], reason="see r2").number)
    with pytest.raises(StoreError, match="undone already"):
        decide(filled, "undo", undoes=1)
    with pytest.raises(StoreError, match="itself an undo"):
        decide(filled, "undo", undoes=made.number)
    assert len(filled.decisions()) == 2
    assert where(filled, reviews=(Review.CANDIDATE,)) == ids


def test_decisions_on_incidents_are_kept_for_whoever_makes_them(store: Store) -> None:
    pair = (Subject(kind="incident", id="i1", record={"events": ["e1"]}), Subject(kind="incident", id="i2"))
    made = store.decide(Decision(kind="merge", by="amal", on=pair))
    assert store.decisions(object_id="i2") == (made,)
    undone = store.decide(Decision(kind="undo", by="amal", on=(), undoes=made.number))
    assert store.decisions(object_id="i1", kinds=[DecisionKind.UNDO]) == (undone,)
    assert standing(store.decisions(object_id="i1")) == ()


CHANGES = (
    "UPDATE decisions SET \"by\" = 'x'",
    "DELETE FROM decisions",
    "UPDATE decision_objects SET object_id = 'x'",
    "DELETE FROM decision_objects",
)
ROW = "(number, kind, \"by\", at, version, undoes) VALUES ({}, 'note', 'x', '2021-01-01 00:00:00', '1', {})"
ONLY = {
    "sqlite": (
        f"INSERT OR REPLACE INTO decisions {ROW.format(1, 'NULL')}",
        f"REPLACE INTO decisions {ROW.format(99, 1)}",
        f"INSERT INTO decisions {ROW.format(1, 'NULL')} ON CONFLICT (number) DO UPDATE SET \"by\" = 'x'",
        "UPDATE OR REPLACE decisions SET number = 1 WHERE number = 2",
        "INSERT OR REPLACE INTO decision_objects VALUES (1, 0, 'event', 'x', NULL)",
    ),
    "postgresql": (
        "TRUNCATE decisions, decision_objects, decision_links",
        f"INSERT INTO decisions {ROW.format(1, 'NULL')} ON CONFLICT (number) DO UPDATE SET \"by\" = 'x'",
    ),
}


def test_nothing_changes_the_log(filled: Store, ids: list[str], address: str) -> None:
    decide(filled, "undo", undoes=decide(filled, "accept", ids[0]).number)
    before = filled.decisions()
    engine = create_engine(url(address))
    for statement in (*CHANGES, *ONLY[engine.dialect.name]):
        with pytest.raises(SQLAlchemyError, match="only added to"), engine.begin() as connection:
            connection.execute(text(statement))
    assert filled.decisions() == before
    engine.dispose()


def test_old_numbers_are_not_used_again_after_a_refusal(filled: Store, ids: list[str]) -> None:
    numbers = [decide(filled, "flag", ids[0]).number]
    with pytest.raises(StoreError):
        decide(filled, "flag", "e0")
    numbers.append(decide(filled, "flag", ids[0]).number)
    assert numbers == sorted(set(numbers))


def test_a_decision_that_fails_while_it_is_written_leaves_nothing(
    filled: Store, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("dateline.store.review.replace_parts", fail)
    with pytest.raises(StoreError, match="full"):
        decide(filled, "accept", ids[0])
    monkeypatch.undo()
    assert filled.decisions() == ()
    assert where(filled, reviews=(Review.CANDIDATE,)) == ids


Make = Callable[[int], Decision]
KINDS = st.sampled_from(["accept", "reject", "edit", "flag", "note"])


@given(st.lists(st.tuples(KINDS, st.booleans()), max_size=12))
def test_undoing_a_decision_is_as_if_it_had_never_been_made(steps: list[tuple[str, bool]]) -> None:
    log, never = [], []
    for number, (kind, undone) in enumerate(steps, start=1):
        made = Decision(kind=kind, by="a", on=on("e1"), number=number, field="status", new="planned")
        log.append(made)
        if undone:
            log.append(Decision(kind="undo", by="b", on=on("e1"), number=100 + number, undoes=number))
        else:
            never.append(made)
    assert state_of(log) == state_of(never)
    assert state_of(reversed(log)) == state_of(log)
    assert list(standing(log)) == never


def test_reviewing_needs_no_parser(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from dateline.store import Store, Decision, Subject\n"
        "from dateline.store.edit import edit, _types; _types()\n"
        "print([m for m in ('spacy', 'onnxruntime', 'alembic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_that_is_damaged_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path).close()
    content = bytearray(path.read_bytes())
    content[100:3000] = b"\xff" * 2900
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught, closing(Store.open(path)) as store:
        tuple(store.events())
    assert "\n" not in str(caught.value)
