"""Coding again with a new version keeps what people decided and says what changed."""

from __future__ import annotations

import tempfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fake_coder import event

from dateline.records import Coded, Coder, Event, Report, Span, Status, event_id
from dateline.store import Decision, EventFilter, Review, Store, Subject
from dateline.store.rollup import recount
from dateline.store.schema import (
    actor_months,
    event_counts,
    facet_counts,
    month_counts,
    month_margins,
    slice_counts,
)

TEXT = "Troops shelled Tafas. Rebels attacked a post. A truce failed."
WORDS = {"shelled": (7, 14), "attacked": (29, 37), "truce": (48, 53), "failed": (54, 60)}
NEWER = Coder(engine="fake", version="2", codebook="1")


def a_report(text: str = TEXT) -> Report:
    return Report(report_id="r1", published="2021-09-01", text=text)


def found(word: str, kind: str = "shelling", *, stretch: int = 0, **fields: object) -> Event:
    start, end = WORDS[word]
    made = event(a_report(), start, end + stretch, event_type=kind, **fields)
    return made.model_copy(update={"id": event_id("r1", kind, start, end + stretch)})


def code(store: Store, *events: Event, text: str = TEXT) -> list[tuple[str, str, tuple[str, ...]]]:
    changes = store.save(Coded(report=a_report(text), events=events), coder_key="k2")
    assert [change for _, change in store.changes()][-len(changes) or len(store.changes()) :] == list(changes)
    check_counts(store)
    return [(str(c.kind), c.event_id, c.fields) for c in changes]


def check_counts(store: Store) -> None:
    """The counts that are kept in step are those that counting anew gives."""

    def counts() -> list[object]:
        with store._reading() as connection:
            return [
                sorted(map(tuple, connection.execute(t.select().where(t.c.events != 0))))
                for t in (event_counts, month_counts, actor_months, facet_counts, month_margins, slice_counts)
            ]

    kept = counts()
    with store._writing() as connection:
        recount(connection)
    assert counts() == kept


def decide(store: Store, kind: str, event_id: str, **more: object) -> Decision:
    on = (Subject(kind="event", id=event_id),)
    return store.decide(Decision.model_validate({"kind": kind, "by": "amal", "on": on} | more))


def review(store: Store, event_id: str) -> str | None:
    for state in Review:
        if event_id in {e.id for e in store.events(EventFilter(reviews=(state,)))}:
            return str(state)
    return None


def test_what_changed_is_said(store: Store) -> None:
    shelled, attacked, truce = found("shelled"), found("attacked"), found("truce")
    assert code(store, shelled, attacked, truce) == []
    assert code(store, shelled, attacked, truce) == []
    other = attacked.model_copy(update={"status": Status.PLANNED, "confidence": 0.1, "coder": NEWER})
    failed = found("failed")
    assert code(store, shelled.model_copy(update={"confidence": 0.9, "coder": NEWER}), other, failed) == [
        ("changed", attacked.id, ("status",)),
        ("added", failed.id, ()),
        ("removed", truce.id, ()),
    ]
    assert [change.kind for _, change in store.changes(after=1)] == ["added", "removed"]


def test_an_accepted_event_stays_as_it_was_accepted(store: Store) -> None:
    shelled = found("shelled")
    code(store, shelled)
    made = decide(store, "accept", shelled.id)
    newer = shelled.model_copy(update={"status": Status.PLANNED, "coder": NEWER})
    assert code(store, newer) == [("changed", shelled.id, ("status",))]
    assert store.event(shelled.id) == shelled
    assert review(store, shelled.id) == "accepted"
    assert code(store, newer) == []
    decide(store, "undo", shelled.id, undoes=made.number)
    assert store.event(shelled.id) == newer
    assert review(store, shelled.id) == "candidate"
    check_counts(store)


def test_an_accepted_event_that_is_no_longer_found_is_kept(store: Store) -> None:
    shelled, attacked = found("shelled"), found("attacked")
    code(store, shelled, attacked)
    made = decide(store, "accept", shelled.id)
    edited = decide(store, "edit", shelled.id, field="status", new="negated")
    assert code(store, attacked) == [("kept", shelled.id, ())]
    assert code(store, attacked) == []
    kept = store.event(shelled.id)
    assert kept is not None
    assert kept.status == "negated"
    decide(store, "undo", shelled.id, undoes=edited.number)
    assert store.event(shelled.id) == shelled
    decide(store, "undo", shelled.id, undoes=made.number)
    assert review(store, shelled.id) == "candidate"
    assert code(store, attacked) == [("orphaned", shelled.id, ())]
    assert store.event(shelled.id) is None
    assert len(store.orphans()) == 4


def test_an_accepted_event_keeps_its_id_where_trigger_or_type_move(store: Store) -> None:
    shelled, part = found("shelled"), found("attacked", part_of=found("shelled").id)
    code(store, shelled, part)
    decide(store, "accept", shelled.id)
    longer = found("shelled", "air_strike", stretch=6)
    part = part.model_copy(update={"part_of": longer.id})
    assert code(store, longer, part) == [("changed", shelled.id, ("event_type", "trigger"))]
    assert [e.id for e in store.events()] == [shelled.id, part.id]
    assert [e.part_of for e in store.events()] == [None, shelled.id]
    assert store.event(shelled.id) == shelled


def test_a_rejected_event_stays_rejected_where_its_trigger_moves_a_little(store: Store) -> None:
    shelled = found("shelled")
    code(store, shelled)
    made = decide(store, "reject", shelled.id)
    longer = found("shelled", stretch=6)
    assert code(store, longer) == [("moved", longer.id, ("trigger",))]
    assert review(store, longer.id) == "rejected"
    assert store.decisions(event_id=longer.id) == store.decisions(object_id=shelled.id) == (made,)
    assert code(store, shelled) == [("moved", shelled.id, ("trigger",))]
    assert review(store, shelled.id) == "rejected"


def test_a_rejection_does_not_fall_on_another_type(store: Store) -> None:
    shelled, strike = found("shelled"), found("shelled", "air_strike")
    code(store, shelled)
    made = decide(store, "reject", shelled.id)
    assert code(store, strike) == [("added", strike.id, ()), ("orphaned", shelled.id, ())]
    assert review(store, strike.id) == "candidate"
    assert store.orphans() == (made,)
    assert code(store, shelled) == [("added", shelled.id, ()), ("removed", strike.id, ())]
    assert review(store, shelled.id) == "rejected"
    assert store.orphans() == ()


def test_another_text_takes_the_decisions_along_by_the_trigger(store: Store) -> None:
    shelled = found("shelled")
    code(store, shelled)
    decide(store, "edit", shelled.id, field="status", new="planned")
    text = "Late news. " + TEXT
    later = shelled.model_copy(update={"id": "e2", "trigger": Span(text="shelled", start=18, end=25)})
    code(store, later, text=text)
    now = store.event("e2")
    assert now is not None
    assert (now.status, now.trigger.start, review(store, "e2")) == ("planned", 18, "edited")
    assert code(store, text="Nothing more.") == [("orphaned", "e2", ())]
    assert len(store.orphans()) == 1


def test_a_note_or_flag_on_a_removed_event_is_listed_as_orphaned(store: Store) -> None:
    code(store, found("shelled"))
    note = decide(store, "note", found("shelled").id, reason="check the map")
    code(store)
    assert store.orphans() == (note,)
    assert store.orphans()[0].on[0].record is not None


READINGS = st.lists(
    st.tuples(st.sampled_from(sorted(WORDS)), st.sampled_from(["shelling", "air_strike"]), st.booleans()),
    max_size=4,
    unique_by=lambda item: (item[0], item[1]),
)
ACTS = st.lists(
    st.tuples(st.sampled_from(["accept", "reject", "flag", "note", "edit", "undo"]), st.integers(0, 9)),
    max_size=3,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=st.lists(st.tuples(READINGS, ACTS), min_size=2, max_size=4))
def test_no_decision_is_ever_lost(
    steps: list[tuple[list[tuple[str, str, bool]], list[tuple[str, int]]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"{folder}/a.db")
        made: list[Decision] = []
        undone: set[int] = set()
        for readings, acts in steps:
            code(store, *(found(word, kind, stretch=6 * long) for word, kind, long in readings))
            for kind, pick in acts:
                ids = [e.id for e in store.events()]
                open_ = [d.number for d in made if d.kind != "undo" and d.number not in undone]
                if kind == "undo" and open_:
                    undone.add(open_[pick % len(open_)])
                    more: dict[str, object] = {"undoes": open_[pick % len(open_)], "on": ()}
                elif kind != "undo" and ids:
                    more = {"on": (Subject(kind="event", id=ids[pick % len(ids)]),)}
                else:
                    continue
                more |= {"field": "background", "new": True} if kind == "edit" else {}
                made.append(store.decide(Decision.model_validate({"kind": kind, "by": "amal"} | more)))
            check_counts(store)
        assert store.decisions() == tuple(made)
        held = {d.number for e in store.events() for d in store.decisions(event_id=e.id)}
        assert held | {d.number for d in store.orphans()} == {d.number for d in made}
        for e in store.events():
            assert TEXT[e.trigger.start : e.trigger.end] == e.trigger.text
        store.close()
