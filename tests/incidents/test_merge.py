"""Which events become one incident, and that nothing but the events decides it."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.incidents.make import acts, event

from dateline.incidents.decide import Verdict, person_of
from dateline.incidents.merge import NOBODY, Person, merge
from dateline.records import Event


def groups(
    *events: Event, person: Person = NOBODY, original: dict[str, str] | None = None
) -> set[frozenset[str]]:
    merged = merge(acts(*events), person=person, original=original)
    return {frozenset(group.events) for group in merged.groups}


def together(*events: Event, **more: object) -> bool:
    return len(groups(*events, **more)) == 1  # type: ignore[arg-type]


FIRST = event("a", report="r1", killed=7)
SAME = event("b", report="r2", killed=9, told="2016-05-05", words="mortar fire on the market")


def test_two_reports_of_one_act_are_one_incident() -> None:
    assert together(FIRST, SAME)


@pytest.mark.parametrize(
    "other",
    [
        event("b", report="r2", place="Mandal", killed=7),
        event("b", report="r2", day="2016-05-09", killed=7, told="2016-05-10", words="a rocket fell"),
        event("b", report="r2", kind="release", targets=("prisoners",), actors=("rebels",)),
        event("b", report="r1", killed=7, start=50),
        event("b", report="r2", status="planned", killed=7),
    ],
    ids=["far away", "days later", "another act", "the same report", "only planned"],
)
def test_look_alikes_stay_apart(other: Event) -> None:
    assert not together(FIRST, other)


def test_a_denial_joins_what_it_denies() -> None:
    denied = event("b", report="r2", status="negated", words="denied having shelled the market")
    assert together(FIRST, denied)
    assert together(
        FIRST, event("b", report="r1", status="negated", start=40, words="denied shelling the market")
    )


def test_a_mention_in_the_background_joins_a_known_incident() -> None:
    later = event("b", report="r9", told="2016-06-20", killed=7, words="the shelling of the market on 3 May")
    assert together(FIRST, later)


def test_another_spelling_of_a_place_is_the_same_place() -> None:
    assert together(
        event("a", report="r1", place="Karvali", killed=8), event("b", report="r2", place="Karwali", killed=8)
    )


def test_statements_of_two_speakers_are_two() -> None:
    one = event(
        "a", kind="accusation", place=None, actors=("army",), targets=("rebels",), words="blamed them"
    )
    two = event(
        "b",
        report="r2",
        kind="accusation",
        place=None,
        actors=("rebels",),
        targets=("army",),
        words="blamed it",
    )
    assert not together(one, two)


def test_a_plan_is_linked_to_what_carries_it_out() -> None:
    plan = event(
        "p",
        report="r1",
        kind="release",
        status="planned",
        targets=("prisoners",),
        words="exchange of prisoners",
    )
    done = event(
        "d",
        report="r2",
        kind="release",
        targets=("prisoners",),
        told="2016-05-05",
        words="exchange of prisoners",
    )
    merged = merge(acts(plan, done))
    assert merged.fulfils == (("d", "p"),)
    assert len(merged.groups) == 2


def test_what_happened_before_a_plan_was_told_of_does_not_carry_it_out() -> None:
    plan = event("p", report="r2", kind="release", status="planned", day="2016-05-09", told="2016-05-08")
    done = event("d", report="r1", kind="release", day="2016-05-03")
    assert merge(acts(plan, done)).fulfils == ()


def test_in_a_copy_another_sentence_tells_another_event() -> None:
    shelled = event("a", report="r1", targets=("depot",), words="guns shelled the depot at dawn")
    again = event("b", report="r2", targets=(), words="rockets struck a school bus")
    assert together(shelled, again)
    assert not together(shelled, again, original={"r2": "r1"})


def test_a_person_puts_together_and_keeps_apart() -> None:
    far = event("c", report="r3", place="Mandal", day="2016-08-01", told="2016-08-02")
    put = person_of([Verdict(1, "amal", False, ("a", "c"))])
    assert groups(FIRST, SAME, far, person=put) == {frozenset("abc")}
    kept = person_of([Verdict(1, "amal", True, ("a",), ("b",))])
    assert groups(FIRST, SAME, person=kept) == {frozenset("a"), frozenset("b")}


def test_the_weakest_link_is_that_of_the_strongest_chain() -> None:
    third = event(
        "c", report="r3", killed=8, told="2016-05-06", actors=(), targets=(), words="fire on the town"
    )
    merged = merge(acts(FIRST, SAME, third))
    (group,) = merged.groups
    odds = {frozenset((one, other)): value for one, other, value in merged.links}
    strongest = sorted(odds.values(), reverse=True)
    assert group.weakest == pytest.approx(strongest[1])


EVENTS = st.builds(
    event,
    name=st.just("x"),
    report=st.sampled_from(["r1", "r2", "r3", "r4"]),
    kind=st.sampled_from(["shelling", "battle", "release"]),
    day=st.sampled_from(["2016-05-03", "2016-05-04", "2016-05-30", None]),
    place=st.sampled_from(["Qaryat", "Tel Zaher", "Mandal", "Orsk", None]),
    killed=st.sampled_from([None, 3, 7]),
    status=st.sampled_from(["actual", "negated", "planned"]),
    words=st.sampled_from(["shells hit the market", "clashes near the bridge", "freed on a road"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=9), st.randoms())
def test_each_event_stands_in_one_group_and_order_does_not_matter(drawn: list[Event], random: object) -> None:
    events = [e.model_copy(update={"id": f"e{k}"}) for k, e in enumerate(drawn)]
    found = groups(*events)
    assert sorted(id_ for group in found for id_ in group) == sorted(e.id for e in events)
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(*shuffled) == found
    by_id = {e.id: e for e in events}
    for group in found:
        for one, other in combinations(sorted(group), 2):
            assert (by_id[one].status == "planned") == (by_id[other].status == "planned")
            if by_id[one].report_id == by_id[other].report_id:
                assert "negated" in {by_id[one].status, by_id[other].status}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(EVENTS, min_size=3, max_size=7),
    st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 6)), max_size=4),
)
def test_what_a_person_keeps_apart_is_never_together(
    drawn: list[Event], said: list[tuple[bool, int, int]]
) -> None:
    events = [e.model_copy(update={"id": f"e{k}"}) for k, e in enumerate(drawn)]
    verdicts = [
        Verdict(
            number, "amal", splits, (f"e{a}",) if splits else (f"e{a}", f"e{b}"), (f"e{b}",) if splits else ()
        )
        for number, (splits, a, b) in enumerate(said)
        if a != b and max(a, b) < len(events)
    ]
    person = person_of(verdicts)
    for group in groups(*events, person=person):
        assert not any(pair in person.apart for pair in combinations(sorted(group), 2))
