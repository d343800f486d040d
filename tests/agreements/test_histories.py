"""Deals over many reports: what belongs together, which answer holds, what is in dispute."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.agreements.histories import Scene, histories, key_of, points_of
from dateline.records import Agreement, Answer, Coder, Party

CODER = Coder(engine="fake", version="1", codebook="1")
DAY = date(2015, 2, 12)
HERE = Scene(countries=frozenset({"UA"}), points=((48.3, 38.4),))
NEAR = Scene(countries=frozenset({"UA"}), points=((48.5, 38.2),))
ELSEWHERE = Scene(countries=frozenset({"SD"}), points=((13.6, 25.3),))


def party(name: str, actor_id: str | None = None, within: tuple[str, ...] = ()) -> Party:
    return Party(name=name, text=name, start=0, end=len(name), actor_id=actor_id, within=within)


ARMY, REBELS = party("Ukrainian army", "ukr-army", ("ukr",)), party("rebels", "dpr")
KYIV = party("Kyiv", "ukr")


def deal(
    number: int, *answers: Answer, days: int = 0, report: str | None = None, **more: object
) -> Agreement:
    return Agreement.model_validate(
        {
            "id": f"a{number}",
            "report_id": report or f"r{number}",
            "published": DAY + timedelta(days=days),
            "name": "truce",
            "kind": "truce",
            "stage": "reported",
            "answers": answers,
            "evidence": ({"text": "truce", "start": number, "end": number + 5},),
            "coder": CODER,
        }
        | more
    )


def said(of: Party, what: str, due: date | None = None) -> Answer:
    return Answer.model_validate(
        {"text": what, "start": 0, "end": len(what), "party": of, "answer": what, "due": due}
    )


def groups(deals: list[Agreement], scenes: dict[str, Scene]) -> set[frozenset[str]]:
    return {frozenset(one.agreements) for one in histories(deals, scenes)}


def test_an_answer_that_was_awaited_comes_in_a_later_report() -> None:
    waiting = deal(1, said(REBELS, "accepted"), said(ARMY, "pending", DAY + timedelta(days=2)))
    answered = deal(2, said(KYIV, "rejected"), said(ARMY, "rejected"), days=3)
    scenes = {"a1": HERE, "a2": NEAR}

    (one,) = histories([answered, waiting], scenes)

    army = next(side for side in one.sides if side.actor_id == "ukr-army")
    assert [(s.report_id, s.answer.answer) for s in army.said] == [("r1", "pending"), ("r2", "rejected")]
    assert army.latest.report_id == "r2"
    assert not army.overdue(DAY + timedelta(days=30))
    assert (one.first, one.last, one.independent) == (DAY, DAY + timedelta(days=3), 2)


def test_an_answer_that_never_comes_is_overdue() -> None:
    waiting = deal(1, said(ARMY, "pending", DAY + timedelta(days=2)))
    named = deal(2, said(REBELS, "accepted"), said(ARMY, "pending"), days=5)
    (one,) = histories([waiting, named], {"a1": HERE, "a2": HERE})

    army = next(side for side in one.sides if side.actor_id == "ukr-army")

    assert len(army.said) == 2
    assert one.stage == "pending"
    assert army.overdue(DAY + timedelta(days=3))
    assert not army.overdue(DAY + timedelta(days=2))


def test_waiting_told_again_does_not_undo_an_answer() -> None:
    first = deal(1, said(ARMY, "accepted"), said(REBELS, "accepted"))
    again = deal(2, said(ARMY, "pending"), said(REBELS, "accepted"), days=1)

    (one,) = histories([first, again], {"a1": HERE, "a2": HERE})

    assert next(s for s in one.sides if s.actor_id == "ukr-army").latest.answer.answer == "accepted"


def test_reports_that_disagree_stand_side_by_side() -> None:
    yes = deal(1, said(ARMY, "accepted"), said(REBELS, "accepted"))
    no = deal(2, said(ARMY, "rejected"), said(REBELS, "accepted"))

    (one,) = histories([yes, no], {"a1": HERE, "a2": HERE})

    assert {side.actor_id: side.disputed for side in one.sides} == {"ukr-army": True, "dpr": False}


@pytest.mark.parametrize(
    ("changes", "scene"),
    [
        ({"days": 3}, ELSEWHERE),
        ({"days": 90}, HERE),
        ({"report": "r1"}, HERE),
        ({"past": True}, HERE),
        ({"name": "Sochi truce"}, Scene(countries=frozenset({"UA"}), points=((44.6, 33.5),))),
    ],
    ids=["another country", "long after", "told apart by one report", "of long ago", "far, another name"],
)
def test_what_is_another_deal(changes: dict[str, object], scene: Scene) -> None:
    one = deal(1, said(ARMY, "accepted"), said(REBELS, "accepted"), name="Minsk truce")
    other = deal(2, said(ARMY, "accepted"), said(REBELS, "accepted"), **changes)  # type: ignore[arg-type]

    assert groups([one, other], {"a1": HERE, "a2": scene}) == {frozenset({"a1"}), frozenset({"a2"})}


def test_the_same_words_alone_make_no_history() -> None:
    assert len(histories([deal(1), deal(2, days=9)], {})) == 2


def test_the_deal_before_is_the_history_before() -> None:
    old = deal(1, said(ARMY, "broke"), said(REBELS, "accepted"), stage="broken")
    retold = deal(2, said(ARMY, "broke"), said(REBELS, "accepted"), days=1)
    new = deal(3, said(ARMY, "accepted"), days=1, report="r2", predecessor_id="a2")
    scenes = dict.fromkeys(("a1", "a2", "a3"), HERE)

    first, second = histories([new, retold, old], scenes)

    assert (first.agreements, second.agreements) == (("a1", "a2"), ("a3",))
    assert second.predecessor == first.id


def test_copies_are_not_independent() -> None:
    deals = [deal(k, said(ARMY, "accepted"), said(REBELS, "accepted")) for k in (1, 2)]
    copy = Scene(countries=HERE.countries, points=HERE.points, original="r1")

    (one,) = histories(deals, {"a1": HERE, "a2": copy})

    assert (len(one.reports), one.independent) == (2, 1)


DEALS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from([None, ARMY, REBELS, KYIV]),
        st.sampled_from(["accepted", "rejected", "pending"]),
        st.integers(0, 4),
        st.sampled_from([HERE, NEAR, ELSEWHERE, Scene()]),
    ),
    max_size=12,
)


@given(DEALS, st.randoms(use_true_random=False))
def test_every_deal_is_in_one_history_whatever_the_order(rows: list[tuple], chance) -> None:  # type: ignore[type-arg]
    deals, scenes = [], {}
    for number, (days, who, what, of_day, scene) in enumerate(rows):
        answers = (said(who, what),) if who else ()
        made = deal(number, *answers, days=days, report=f"r{days}-{of_day}")
        deals.append(made)
        scenes[made.id] = scene
    mixed = list(deals)
    chance.shuffle(mixed)

    found = histories(deals, scenes)

    assert histories(mixed, scenes) == found
    assert sorted(id_ for one in found for id_ in one.agreements) == sorted(d.id for d in deals)
    for one in found:
        assert len(set(one.reports)) == len(one.reports)
        assert one.first <= one.last
        assert all(side.latest in side.said for side in one.sides)
        assert len({key_of(s.latest.answer.party) for s in one.sides}) == len(one.sides)


def test_each_tie_says_why() -> None:
    deals = [deal(k, said(ARMY, "accepted"), said(REBELS, "accepted"), days=k) for k in (1, 2, 3)]
    scenes = {d.id: HERE for d in deals}

    (one,) = histories(deals, scenes)

    assert [tie.agreement_id for tie in one.ties] == ["a2", "a3"]
    for tie in one.ties:
        a, b = (next(d for d in deals if d.id == i) for i in (tie.to, tie.agreement_id))
        assert tie.points == points_of(a, b, scenes)
        assert tie.points["two_parties"] > 0


def test_points_are_the_same_both_ways() -> None:
    deals = [
        deal(1, said(ARMY, "accepted"), name="Minsk deal"),
        deal(2, said(KYIV, "rejected"), days=20),
        deal(3, mediators=(party("Turkey", "tur"),)),
    ]
    scenes = {"a1": HERE, "a2": NEAR, "a3": ELSEWHERE}

    for a, b in combinations(deals, 2):
        assert points_of(a, b, scenes) == points_of(b, a, scenes)
