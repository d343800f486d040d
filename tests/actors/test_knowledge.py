from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dateline.actors import periods
from dateline.actors.fields import first_day, is_id, last_day, slug
from dateline.actors.knowledge import Knowledge
from dateline.actors.load import ACTOR_COLUMNS, lay_over, load
from dateline.actors.overlay import add_actor
from dateline.actors.records import TieKind
from dateline.actors.sources import load_sources
from dateline.errors import DataError

ARMED = {"rebel", "militia", "communal", "gang", "pmc", "coalition", "de_facto"}
DAY = date(2021, 9, 1)


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge.load()


def test_at_least_nine_hundred_armed_groups_with_names_of_their_own(knowledge):
    groups = [a for a in knowledge.actors.values() if a.kind in ARMED]
    assert len(groups) >= 900
    assert len({a.name for a in groups}) > 0.99 * len(groups)


def test_every_state_has_every_body(knowledge):
    for state in knowledge.states.values():
        for body in ("army", "police", "gov", "president", "foreign", "parliament", "intelligence", "border"):
            assert state.body_id(body) in knowledge.actors


def test_every_row_of_the_context_names_an_actor(knowledge):
    for rows in knowledge.words.context.values():
        for meant in rows:
            assert meant.actor in knowledge.actors


def test_leaders_overlap_in_one_office_only_where_it_is_shared(knowledge):
    """Two presidents at once would be a slip of the pen, but for Ivory Coast from 2010 to 2011."""
    held = {}
    for actor in knowledge.actors.values():
        for tie in knowledge.ties.get(actor.id, ()):
            if tie.kind == TieKind.LEADS and tie.one == actor.id and tie.note == "president" and tie.start:
                held.setdefault(tie.other, []).append(tie)
    for office, ties in held.items():
        ties.sort(key=lambda t: t.start)
        for before, after in pairwise(ties):
            end = before.end or date.max
            assert (end - after.start).days < 130, (office, before.one, after.one)


def test_the_chain_of_a_day(knowledge):
    assert knowledge.describe("syr.4div", DAY) == "Fourth Division, part of Syrian Arab Army, backed by Iran"
    assert "opposed to Rapid Support Forces" in knowledge.describe("sdn.army", date(2024, 1, 1))
    assert "opposed to" not in knowledge.describe("sdn.army", date(2020, 1, 1))


def test_rolling_up_to_a_state(knowledge):
    for actor in ("syr.4div", "syr.airforce", "person.bashar-al-assad"):
        assert knowledge.belongs_to(actor, "syr", DAY)
    assert not knowledge.belongs_to("syr.sdf", "syr", DAY)
    assert not knowledge.belongs_to("person.bashar-al-assad", "syr", date(2025, 6, 1))


@pytest.mark.parametrize(
    ("one", "other", "day", "kind"),
    [
        ("syr.4div", "syr.army", DAY, TieKind.PART_OF),
        ("syr.4div", "syr", DAY, TieKind.PART_OF),
        ("syr.army", "syr.4div", DAY, None),
        ("int.oir", "int.is", DAY, TieKind.OPPOSED_TO),
        ("syr.ypg", "int.is", DAY, TieKind.OPPOSED_TO),
        ("sdn.rsf", "sdn.army", date(2023, 4, 14), TieKind.PART_OF),
        ("sdn.rsf", "sdn.army", date(2023, 4, 15), TieKind.OPPOSED_TO),
        ("person.hassan-nasrallah", "lbn.hezbollah", DAY, TieKind.LEADS),
        ("lka.ltte", "lka.gov", DAY, None),
    ],
)
def test_how_two_actors_stand_to_one_another(knowledge, one, other, day, kind):
    assert knowledge.stand(one, other, day) == kind


def test_ties_do_not_go_in_a_circle(knowledge):
    for actor in knowledge.actors:
        assert actor not in knowledge.above(actor, DAY)


def test_partial_dates():
    assert first_day("2012") == date(2012, 1, 1)
    assert last_day("2012") == date(2012, 12, 31)
    assert last_day("2012-02") == date(2012, 2, 29)
    assert first_day("") is None
    with pytest.raises(ValueError, match="20x"):
        first_day("20x")


def test_ids():
    assert is_id("person.recep-tayyip-erdogan")
    assert not is_id("Syr.Army")
    assert slug("Recep Tayyip Erdoğan") == "recep-tayyip-erdogan"


def test_faults_name_file_and_line(tmp_path):
    rows = [
        "syr.a,A,,rebel,SY,2012,2010,,,,,",
        "Syr A,A,,rebel,SY,,,,,,,",
        "syr.b,,,rebell,ZZ,20x,,9,,,,",
    ]
    (tmp_path / "actors.csv").write_text("\n".join([",".join(ACTOR_COLUMNS), *rows]), encoding="utf-8")
    (tmp_path / "ties.csv").write_text(
        "one,tie,other,start,end,note,source\nsyr.zz,loves,syr,,,,\n", encoding="utf-8"
    )
    with pytest.raises(DataError) as error:
        lay_over([tmp_path])
    faults = error.value.faults
    for line, words in [
        (2, "before it starts"),
        (3, "not an id"),
        (4, "name is missing"),
        (4, "'rebell'"),
        (4, "'ZZ'"),
    ]:
        assert any(f"actors.csv:{line}:" in fault and words in fault for fault in faults)
    assert any("ties.csv:2: 'syr.zz' is no actor" in fault for fault in faults)
    assert any("'loves' is not one of part_of" in fault for fault in faults)


def test_a_table_of_ones_own_lies_over_ours(tmp_path):
    add_actor(tmp_path, {"id": "syr.new", "name": "New Front", "kind": "rebel", "country": "SY"})
    add_actor(tmp_path, {"id": "syr.sdf", "name": "Other Name", "kind": "rebel", "country": "SY"})
    mine = Knowledge.load([tmp_path])
    assert [a.id for a in mine.find("New Front")] == ["syr.new"]
    assert mine.actors["syr.sdf"].name == "Other Name"
    assert {a.id: a.name for a in load()[0]}["syr.sdf"] == "Syrian Democratic Forces"


def test_a_wrong_row_is_not_added(tmp_path):
    add_actor(tmp_path, {"id": "syr.new", "name": "New Front", "kind": "rebel", "country": "SY"})
    before = (tmp_path / "actors.csv").read_text(encoding="utf-8")
    with pytest.raises(DataError, match="kind"):
        add_actor(tmp_path, {"id": "syr.worse", "name": "Worse", "kind": "nothing", "country": "SY"})
    assert (tmp_path / "actors.csv").read_text(encoding="utf-8") == before


def test_the_standing_of_a_unit_goes_all_the_way_up() -> None:
    knowledge = Knowledge.load()
    day = date(2021, 9, 1)

    assert knowledge.above("syr.4div", day)[-1] == "syr"
    assert "syr.4div" in knowledge.below("syr", day)
    assert "part of Syrian Arab Army" in knowledge.standing("syr.4div", day)
    assert "backed by Iran" in knowledge.standing("syr.4div", day)


def test_below_and_above_agree() -> None:
    knowledge = Knowledge.load()
    day = date(2021, 9, 1)

    for actor_id in knowledge.below("syr", day):
        assert "syr" in knowledge.above(actor_id, day)


@pytest.mark.parametrize(
    ("body", "day", "name"),
    [
        ("irq.army", date(2003, 4, 1), "Iraqi Army (Baathist era)"),
        ("afg.army", date(2020, 1, 1), "Afghan National Army"),
        ("afg.army", date(2023, 1, 1), "Islamic Emirate Army"),
        ("cod.gov", date(1996, 11, 1), "Government of Zaire"),
        ("mmr.gov", date(1995, 1, 1), "State Law and Order Restoration Council"),
        ("ssd.army", date(2013, 12, 20), "Sudan People's Liberation Army"),
        ("syr.army", date(2021, 9, 1), "Syrian Arab Army"),
    ],
)
def test_a_body_has_the_name_of_the_day(knowledge, body, day, name):
    assert knowledge.actors[body].name_on(day) == name
    assert knowledge.actors[body].existed(day)


def test_a_dissolved_body_did_not_exist(knowledge):
    assert not knowledge.actors["irq.army"].existed(date(2003, 6, 15))
    assert not knowledge.actors["ssd.army"].existed(date(2010, 1, 1))
    assert not knowledge.actors["hti.army"].existed(date(2004, 2, 1))


def test_periods_that_are_wrong_are_named_with_their_line(tmp_path, monkeypatch):
    table = tmp_path / "periods.csv"
    table.write_text(
        "id,name,start,end,note,source\n"
        "irq.army,Old,1990,2003,,known\n"
        "irq.army,New,2001,,,known\n"
        "irq.army,Odd,2010,2005,,hearsay\n"
        "zzz.army,None,2010,,,known\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(periods, "DATA", tmp_path)
    with pytest.raises(DataError) as error:
        periods.read_periods({"irq.army"})
    for line, words in [
        (3, "before 'Old'"),
        (4, "before it starts"),
        (4, "'hearsay'"),
        (5, "no body"),
    ]:
        assert any(f"periods.csv:{line}:" in f and words in f for f in error.value.faults)


def test_every_row_says_what_it_rests_on(knowledge):
    known = set(load_sources())
    assert {actor.source for actor in knowledge.actors.values()} <= known
    assert {tie.source for ties in knowledge.ties.values() for tie in ties} <= known


def test_a_user_may_write_any_source(tmp_path):
    add_actor(tmp_path, {"id": "syr.own", "name": "Own", "kind": "rebel", "source": "interview, May 2024"})
    actors, _ = lay_over([tmp_path])
    assert next(a for a in actors if a.id == "syr.own").source == "interview, May 2024"
