from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml

from dateline.actors.acronyms import defined_acronyms
from dateline.actors.knowledge import Knowledge
from dateline.actors.resolve import resolve

HERE = Path(__file__).parent
GOLDEN = yaml.safe_load((HERE.parent / "golden" / "actors.yaml").read_text(encoding="utf-8"))
CASES = [case for group in GOLDEN.values() for case in group]


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge.load()


def run(case, knowledge):
    return resolve(
        case["name"],
        knowledge=knowledge,
        published=case["day"],
        countries=case["in"],
        text=case.get("text", ""),
        at=case.get("at"),
    )


@pytest.mark.parametrize("case", CASES, ids=[f"{c['name']} {c['day'].year} {c['in']}" for c in CASES])
def test_golden(case, knowledge):
    found = run(case, knowledge)
    wanted = case["id"].split("|")
    assert (found.actor_id or "none") in wanted, (found, found.alternatives)
    if "kind" in case:
        assert found.kind == case["kind"]
    if "country" in case:
        assert found.country == case["country"]


def test_golden_ids_exist(knowledge):
    ids = {i for case in CASES for i in case["id"].split("|")} - {"none"}
    assert ids <= set(knowledge.actors)


def test_hand_labelled_mentions(knowledge):
    """Of the mentions labelled by hand, at least 0.85 right and at most 0.05 wrong (see benchmarks)."""
    lines = (HERE / "key.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    right = wrong = parties = 0
    for row in rows:
        found = resolve(
            row["name"],
            knowledge=knowledge,
            published=date.fromisoformat(row["published"]),
            countries=row["countries"].split("|"),
        )
        wanted = set(filter(None, row["id"].split("|")))
        wrong += bool(found.actor_id) and found.actor_id not in wanted
        if row["kind"] != "none":
            parties += 1
            described = found.kind == row["kind"] and row["country"] in {"", found.country}
            right += found.actor_id in wanted if wanted else found.actor_id is None and described
    assert parties >= 200
    assert right / parties >= 0.95
    assert wrong / parties <= 0.02


def test_alternatives_keep_their_scores_and_reasons(knowledge):
    found = resolve("SDF", knowledge=knowledge, published=date(2019, 1, 1), countries=["SY"])
    other = found.alternatives[0]
    assert other.actor_id == "lby.rada"
    assert other.score < found.score
    assert other.reasons
    assert any("SY" in reason for reason in found.reasons)


def test_a_leader_acts_for_his_side_of_the_day(knowledge):
    def side(day):
        found = resolve("Laurent Kabila", knowledge=knowledge, published=day, countries=["CD"])
        return found.side

    assert side(date(1997, 1, 10)) == "cod.afdl"
    assert side(date(1999, 1, 10)) == "cod.president"
    assert side(date(2005, 1, 10)) is None


def test_an_actor_that_did_not_exist_yet_is_not_meant(knowledge):
    found = resolve("M23", knowledge=knowledge, published=date(1998, 8, 2), countries=["CD"])
    assert found.actor_id is None
    assert [a.actor_id for a in found.alternatives] == ["cod.m23"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the Movement for Unity and Jihad (MUJ) said", {"MUJ": "Movement for Unity and Jihad"}),
        ("fighters of the UDF (United Democratic Front) fled", {"UDF": "United Democratic Front"}),
        ("the town (POPULATION 300) burned", {}),
        ("they left (AFP) on Monday", {}),
    ],
)
def test_acronyms_defined_in_a_text(text, wanted):
    assert defined_acronyms(text) == wanted
