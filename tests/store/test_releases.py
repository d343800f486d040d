"""Releases are only added to; what was in each is known, and what became of it since."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.fake_coder import event

from dateline.errors import StoreError
from dateline.records import Coded, Event, Report, event_id
from dateline.store import Decision, EventFilter, Review, Stage, Store, Subject, releases, stage
from dateline.store.redirects import event_successors

TEXT = "Troops shelled Tafas. Rebels attacked a post. A truce failed."
WORDS = {"shelled": (7, 14), "attacked": (29, 37), "truce": (48, 53)}


def found(word: str, report_id: str = "r1", kind: str = "shelling", **fields: object) -> Event:
    start, end = WORDS[word]
    report = Report(report_id=report_id, published="2021-09-01", text=TEXT)
    fields = {"event_type": kind, "id": event_id(report_id, kind, start, end)} | fields
    return event(report, start, end, **fields)


def save(store: Store, *events: Event, report_id: str = "r1") -> None:
    report = Report(report_id=report_id, published="2021-09-01", text=TEXT)
    store.save(Coded(report=report, events=events), coder_key="k")


def release(store: Store, name: str, wanted: EventFilter | None = None) -> releases.Release:
    begun = releases.begin(store, name, wanted)
    with releases.recording(store, begun, store.events(begun.wanted)) as made:
        return made


def counted(store: Store) -> tuple[int, int, int]:
    since = releases.since_last(store)
    assert since is not None
    return since.added, since.changed, since.deleted


def stages(store: Store) -> list[Stage]:
    return [stage(one.review, released=one.released) for one in store.page().events]


def test_an_event_is_a_candidate_then_reviewed_then_released(store: Store) -> None:
    one = found("shelled")
    save(store, one)
    assert stages(store) == [Stage.CANDIDATE]
    store.decide(Decision(kind="reject", by="amal", on=(Subject(kind="event", id=one.id),)))
    assert stages(store) == [Stage.REVIEWED]
    release(store, "a-1.0")
    assert stages(store) == [Stage.RELEASED]
    assert store.count_events(EventFilter(released=True)) == 1


def test_only_what_the_release_holds_is_released(store: Store) -> None:
    save(store, found("shelled"), found("truce", kind="truce"))
    made = release(store, "a-1.0", EventFilter(event_types=("truce",)))
    assert (made.number, made.events) == (1, 1)
    assert [e.event_type for e in store.events(EventFilter(released=True))] == ["truce"]
    assert releases.all_releases(store) == (made,)
    assert counted(store) == (0, 0, 0)


def test_no_two_releases_have_one_name(store: Store) -> None:
    save(store, found("shelled"))
    begun = releases.begin(store, "a-1.0")
    release(store, "a-1.0")
    with pytest.raises(StoreError, match="released already"):
        releases.begin(store, "a-1.0")
    with pytest.raises(StoreError, match="released already"), releases.recording(store, begun, ()):
        pytest.fail("its files would have been put in their place")
    assert len(releases.all_releases(store)) == 1


def test_where_the_files_cannot_be_put_in_their_place_nothing_is_released(store: Store) -> None:
    save(store, found("shelled"))
    with (
        pytest.raises(OSError, match="no space"),
        releases.recording(store, releases.begin(store, "a"), store.events()),
    ):
        raise OSError("no space")
    assert releases.all_releases(store) == ()
    assert store.count_events(EventFilter(released=True)) == 0
    assert releases.since_last(store) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE releases SET name = 'other'",
        "DELETE FROM releases",
        "UPDATE release_events SET digest = ''",
        "DELETE FROM release_events",
    ],
)
def test_nothing_changes_a_release(store: Store, statement: str) -> None:
    save(store, found("shelled"))
    made = release(store, "a-1.0")
    with pytest.raises(StoreError, match="only added to"), store._writing() as connection:
        connection.execute(text(statement))
    assert releases.all_releases(store) == (made,)


def test_what_changed_since_the_last_release(store: Store) -> None:
    assert releases.since_last(store) is None
    save(store, found("shelled"), found("attacked", kind="attack"))
    save(store, found("shelled", "r2"), report_id="r2")
    release(store, "a-1.0")
    assert counted(store) == (0, 0, 0)
    save(store, found("shelled").model_copy(update={"confidence": 0.5}), found("truce", kind="truce"))
    assert counted(store) == (1, 1, 1)
    save(store, found("truce", "r3", "truce"), report_id="r3")
    assert counted(store) == (2, 1, 1)
    on = (Subject(kind="event", id=found("shelled", "r2").id),)
    edit = store.decide(Decision(kind="edit", by="amal", on=on, field="status", new="planned"))
    assert counted(store) == (2, 2, 1)
    store.decide(Decision(kind="undo", by="amal", on=(), undoes=edit.number))
    assert counted(store) == (2, 1, 1)
    assert replace(release(store, "a-1.1"), at=releases.all_releases(store)[1].at).number == 2
    assert counted(store) == (0, 0, 0)


def test_what_leaves_or_enters_the_filter_of_the_release_counts(store: Store) -> None:
    one, other = found("shelled"), found("attacked", kind="attack")
    save(store, one, other)
    store.decide(Decision(kind="accept", by="amal", on=(Subject(kind="event", id=one.id),)))
    release(store, "a-1.0", EventFilter(reviews=(Review.ACCEPTED, Review.EDITED)))
    store.decide(Decision(kind="reject", by="amal", on=(Subject(kind="event", id=one.id),)))
    store.decide(Decision(kind="accept", by="amal", on=(Subject(kind="event", id=other.id),)))
    assert counted(store) == (1, 0, 1)


def test_an_event_that_comes_back_is_still_released(store: Store) -> None:
    save(store, found("shelled"))
    release(store, "a-1.0")
    save(store, found("truce", kind="truce"))
    assert stages(store) == [Stage.CANDIDATE]
    save(store, found("shelled"))
    assert stages(store) == [Stage.RELEASED]
    assert counted(store) == (0, 0, 0)


def longer(one: Event, *, by: int) -> Event:
    start, end = one.trigger.start, one.trigger.end + by
    span = {"text": TEXT[start:end], "start": start, "end": end}
    new = event_id(one.report_id, one.event_type, start, end)
    return Event.model_validate(one.model_dump() | {"id": new, "trigger": span})


def test_an_id_leads_to_the_event_that_took_its_place(store: Store) -> None:
    one, gone = found("shelled"), found("truce", kind="truce")
    second, third = longer(one, by=6), longer(one, by=1)
    save(store, one, gone)
    save(store, second)
    assert event_successors(store, [one.id, gone.id, "e0"]) == {one.id: second.id}
    save(store, third)
    assert event_successors(store, [one.id, second.id]) == {one.id: third.id, second.id: third.id}
    save(store, one)
    assert event_successors(store, [one.id]) == {}
    assert event_successors(store, [third.id]) == {third.id: one.id}


def test_an_id_leads_to_where_its_decisions_went(store: Store) -> None:
    one = found("shelled")
    save(store, one)
    store.decide(Decision(kind="flag", by="amal", on=(Subject(kind="event", id=one.id),)))
    save(store, longer(one, by=6))
    assert event_successors(store, [one.id]) == {one.id: longer(one, by=6).id}
    assert [d.kind for d in store.decisions(event_id=longer(one, by=6).id)] == ["flag"]
