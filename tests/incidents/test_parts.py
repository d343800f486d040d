"""The pieces of merging: likeness, levels, keys, weights, explanations."""

from __future__ import annotations

import tomllib
from copy import deepcopy

import numpy as np
import pytest
from tests.incidents.make import acts, event

from dateline.errors import DataError
from dateline.incidents import common, kinds, weights
from dateline.incidents.acts import WhereKey, WhoKey, from_json, to_json
from dateline.incidents.blocks import key_table, keys_of, pairs_of
from dateline.incidents.columns import columns_of
from dateline.incidents.compare import COMPARISONS, LEVELS, compare
from dateline.incidents.explain import explain, holding
from dateline.incidents.likeness import WHERE, WHO, kilometres, where_level, who_level
from dateline.incidents.merge import merge
from dateline.incidents.words import sentence_at, stems
from dateline.records import Event


def levels(one: Event, other: Event, *rest: Event) -> dict[str, str]:
    columns = columns_of(acts(one, other, *rest), kinds=kinds.load(), common=common.load())
    (found,) = compare(columns, np.array([0], np.int32), np.array([1], np.int32))
    return {name: LEVELS[name][number] for name, number in zip(COMPARISONS, found, strict=True)}


A = event("a", report="r1", killed=7)


@pytest.mark.parametrize(
    ("changes", "comparison", "level"),
    [
        ({}, "when", "day"),
        ({"day": "2016-05-04"}, "when", "next_day"),
        ({"day": "2016-05-06"}, "when", "near"),
        ({"day": "2016-05-12"}, "when", "week"),
        ({"day": "2016-06-12"}, "when", "apart"),
        ({"day": "2016-05-01", "until": "2016-05-04"}, "when", "within"),
        ({"day": "2016-03-01", "until": "2016-05-04"}, "when", "inside_long"),
        ({"day": None}, "when", "one_undated"),
        ({"day": None, "told": "2016-07-01"}, "when", "one_undated_late"),
        ({}, "where", "same"),
        ({"place": "Tel Zaher"}, "where", "near"),
        ({"place": "Mandal"}, "where", "far"),
        ({"place": None}, "where", "one_unplaced"),
        ({}, "actor", "same"),
        ({"actors": ()}, "actor", "one_unnamed"),
        ({"killed": 7}, "toll", "same_large"),
        ({"killed": 6}, "toll", "close"),
        ({"killed": 40}, "toll", "apart"),
        ({"killed": None}, "toll", "one_sided"),
        ({"kind": "battle"}, "type", "kindred"),
        ({"status": "negated"}, "telling", "one_denied"),
        ({"words": "mortars pounded the market"}, "trigger", "most"),
        ({"words": "rebels freed nine hostages"}, "trigger", "none"),
        ({"words": "rebels freed nine hostages"}, "words", "none"),
        ({}, "words", "most"),
    ],
)
def test_levels(changes: dict[str, object], comparison: str, level: str) -> None:
    other = event("b", **({"report": "r2", "killed": 7} | changes))  # type: ignore[arg-type]
    assert levels(A, other)[comparison] == level
    assert levels(other, A)[comparison] == level


def terms(first: str | None, second: str | None, *, status: str = "planned") -> dict[str, str]:
    """Two undated releases, each a term of a deal of its own report."""
    deals = [
        event(f"deal{k}", report=f"r{k}", kind="agreement", day=day, told="2016-05-09", place=None)
        for k, day in enumerate((first, second))
    ]
    told = ("planned", status)
    parts = [
        event(f"term{k}", report=f"r{k}", kind="release", day=None, status=told[k], part_of=f"deal{k}")
        for k in range(2)
    ]
    return levels(*parts, *deals)


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("2016-05-03", "2016-05-04", "same"),
        ("2016-05-03", "2016-05-08", "other"),
        ("2016-05-03", None, "unknown"),
    ],
)
def test_terms_of_two_deals(first: str, second: str | None, level: str) -> None:
    assert terms(first, second)["deal"] == level


def test_what_only_may_happen_is_not_what_is_planned() -> None:
    assert terms(None, None)["telling"] == "both"
    assert terms(None, None, status="possible")["telling"] == "one_possible"
    assert terms("2016-05-03", "2016-05-08", status="actual")["deal"] == "unknown"
    assert terms(None, None, status="actual")["telling"] == "both"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (WhoKey("army", "irq.army", ("irq",), "military"), WhoKey("iraq", "irq", (), "state"), "kin"),
        (WhoKey("m1", "x.a", ()), WhoKey("m2", "x.b", ()), "other"),
        (WhoKey("rebels", None, (), "rebels"), WhoKey("troops", None, (), "soldiers"), "other"),
        (WhoKey("gunmen"), WhoKey("armed men"), "unclear"),
        (WhoKey("bus stop"), WhoKey("crowded bus stop"), "kin"),
        (WhoKey("houthis"), WhoKey("houthi"), "same"),
    ],
)
def test_parties(one: WhoKey, other: WhoKey, level: str) -> None:
    assert WHO[who_level(one, other)] == WHO[who_level(other, one)] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (WhereKey("karuba"), WhereKey("kaluba"), "alike"),
        (WhereKey("sanameen"), WhereKey("as sanamayn"), "alike"),
        (WhereKey("bayt al faqih"), WhereKey("bayt al faqih district"), "alike"),
        (WhereKey("mushaki"), WhereKey("kihuli"), "other"),
        (WhereKey("san jose", 1, 9.9, -84.1, "CR"), WhereKey("san josé", 2, 37.3, -121.9, "US"), "far"),
        (
            WhereKey("x", None, 1.0, 1.0, "CD", "kivu", "admin1"),
            WhereKey("y", None, 9, 9, "CD", "kivu"),
            "inside",
        ),
    ],
)
def test_places(one: WhereKey, other: WhereKey, level: str) -> None:
    assert WHERE[where_level(one, other)] == WHERE[where_level(other, one)] == level


def test_kilometres_of_a_known_distance() -> None:
    paris, london = WhereKey("p", None, 48.8566, 2.3522), WhereKey("l", None, 51.5074, -0.1278)
    assert kilometres(paris, london) == pytest.approx(343.6, abs=1)
    assert kilometres(paris, WhereKey("x")) is None


def test_what_is_unknown_makes_no_key() -> None:
    (nothing,) = acts(event("a", day="2016-05-10", place=None, actors=(), targets=(), killed=9))
    assert keys_of(nothing, kinds.load()) == ()


def test_the_end_of_a_month_meets_the_next() -> None:
    late, early = acts(event("a", day="2016-05-30"), event("b", report="r2", day="2016-06-01", killed=8))
    known = kinds.load()
    assert set(keys_of(late, known)) & set(keys_of(early, known))


def test_blocks_are_bounded() -> None:
    many = acts(*(event(f"e{k:03}", report=f"r{k:03}") for k in range(60)))
    columns = columns_of(many, kinds=kinds.load(), common=common.load())
    table = key_table(many, kinds.load())
    assert len(pairs_of(table, columns, window=5).left) <= 60 * 5
    assert len(pairs_of(table, columns, window=60).left) == 60 * 59 / 2


def test_an_explanation_adds_up_to_the_odds_that_merging_used() -> None:
    pair = acts(A, event("b", report="r2", killed=8, told="2016-05-06", words="mortars hit the market"))
    (link,) = explain(pair)
    assert link.prior + sum(w.value for w in link.weights) == pytest.approx(link.odds, abs=0.06)
    ((_, _, odds),) = merge(pair).links
    assert link.odds == pytest.approx(odds, abs=0.01)
    assert {w.name: w.detail for w in link.weights}["where"] == "qaryat | qaryat"
    assert "market" in {w.name: w.detail for w in link.weights}["words"]


def test_a_group_hangs_by_one_link_less_than_it_has_events() -> None:
    links = explain(acts(A, *(event(f"e{k}", report=f"x{k}", killed=7 + k) for k in range(4))))
    kept = holding(links)
    assert len(kept) == 4
    assert [link.odds for link in kept] == sorted((link.odds for link in kept), reverse=True)
    assert min(link.odds for link in kept) >= min(link.odds for link in links)


def test_acts_survive_json() -> None:
    import json

    for act in acts(A, event("b", day=None, place=None, killed=(1, None, None))):
        assert from_json(json.loads(json.dumps(to_json(act)))) == act


def test_stems_leave_out_what_says_nothing() -> None:
    assert stems("The shells were shelling; officials said on Monday") == ("shell",)
    text = "One came. Mortars hit the market, killing seven. Nobody claimed it."
    at = text.index("hit")
    assert sentence_at(text, at, at + 3) == "Mortars hit the market, killing seven."


def test_weights_name_every_fault() -> None:
    data = tomllib.loads(weights.FILE.read_text(encoding="utf-8"))
    weights.read(data)
    wrong = deepcopy(data)
    del wrong["weights"]["when"]["day"]
    wrong["weights"]["colour"] = {"red": 1.0}
    wrong["of"]["nobody"] = {}
    with pytest.raises(DataError) as error:
        weights.read(wrong)
    assert [part in str(error.value) for part in ("when: day is missing", "'colour'", "nobody")] == [True] * 3
