"""What the other names of a report say of one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language.parse import parse
from dateline.places.index import Candidate, Step
from dateline.places.mention import Found, locations
from dateline.places.recognise import find_places
from dateline.places.surroundings import moved_into, support, unit_votes
from dateline.records import Report


def _place(country: str, admin1: str, kind: str = "place", population: int = 0) -> Candidate:
    return Candidate(
        place_id=1,
        name="Salem",
        kind=kind,
        precision="exact",
        country=country,
        admin1=admin1,
        admin2=None,
        geonames_id=5,
        lat=1.0,
        lon=2.0,
        centre=False,
        population=population,
        step=Step.EXACT,
        key="salem",
    )


def test_a_name_in_one_unit_votes_for_it_alone_and_a_common_one_for_many() -> None:
    votes = unit_votes(
        [("keizer", [_place("US", "Oregon")]), ("salem", [_place("US", "Ohio"), _place("US", "Oregon")])]
    )
    assert votes["keizer"] == {("US", "Oregon"): 1.0}
    assert votes["salem"] == {("US", "Ohio"): 0.75, ("US", "Oregon"): 0.25}
    assert support(votes, "salem") == {("US", "Oregon"): 1.0}


def test_a_unit_named_itself_has_the_whole_vote() -> None:
    votes = unit_votes([("oregon", [_place("US", "Oregon", kind="admin1"), _place("US", "Ohio")])])
    assert votes["oregon"]["US", "Oregon"] == 1.0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.lists(st.sampled_from("NSEW").map(lambda u: _place("US", u)), max_size=4),
        ),
        max_size=6,
    )
)
def test_each_name_has_one_vote_in_all(names: list[tuple[str, list[Candidate]]]) -> None:
    votes = unit_votes(names)
    assert all(abs(sum(v.values()) - 1.0) < 1e-9 for v in votes.values())
    assert sum(support(votes, "no such name").values()) == pytest.approx(len(votes))


HOLDER = _place("AF", "Helmand", kind="admin1", population=900_000)
NAMED = Found(0, 2, 0, 14, "Salem district", "Salem", "admin2", "test")


def test_an_unknown_name_lies_in_the_unit_it_is_said_to_lie_in() -> None:
    moved = moved_into(NAMED, None, HOLDER, typed=True)
    assert moved == replace(HOLDER, geonames_id=None)


def test_a_namesake_elsewhere_gives_way_but_not_a_large_town_or_one_inside() -> None:
    assert moved_into(NAMED, _place("TR", "Ağrı"), HOLDER, typed=True) is not None
    assert moved_into(NAMED, _place("AF", "Herat"), HOLDER, typed=True) is not None
    assert moved_into(NAMED, _place("AF", "Helmand"), HOLDER, typed=True) is None
    large = _place("IN", "Tamil Nadu", population=800_000)
    assert moved_into(replace(NAMED, name="Salem", kind=None), large, HOLDER, typed=True) is None
    assert moved_into(NAMED, _place("AF", "Herat", population=800_000), HOLDER, typed=True) is None


def test_no_district_lies_in_a_province_of_another_state() -> None:
    large = _place("IN", "Tamil Nadu", population=800_000)
    assert moved_into(NAMED, large, HOLDER, typed=True) is not None
    assert moved_into(NAMED, large, HOLDER, typed=False) is None


def test_a_town_holds_nothing() -> None:
    assert moved_into(NAMED, None, _place("AF", "Helmand"), typed=False) is None


def test_the_next_of_a_list_holds_nothing(parser, place_index) -> None:
    text = "Shells fell on Qabrus village, Deraa province and Idlib in Syria."
    parsed = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser)
    first = find_places(parsed, place_index)[0]
    assert first.name == "Qabrus village"
    assert first.candidate is None


def test_an_unlisted_district_has_the_precision_of_its_province_and_no_id(parser, place_index) -> None:
    text = "Syrian troops detained two men in Qabrus district, Deraa province."
    parsed = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser)
    first = locations(find_places(parsed, place_index))[0]
    assert first.candidate is not None
    assert (first.candidate.admin1, first.precision, first.candidate.geonames_id) == ("Dar'ā", "admin1", None)


def test_votes_of_others_are_a_counter() -> None:
    assert support({}, "x") == Counter()


def test_a_small_town_with_the_name_of_another_province_has_no_company(parser, place_index) -> None:
    text = "Gunmen left Zinjibar and Lawdar in Yemen. Later they fought in Al Jawf."
    parsed = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser)
    last = locations(find_places(parsed, place_index))[-1]
    assert last.candidate is not None
    assert (last.candidate.kind, last.candidate.admin1) == ("admin1", "Al Jawf")


def test_a_name_once_said_to_lie_in_a_province_lies_there_throughout(parser, place_index) -> None:
    text = (
        "Iraqi medics said rockets hit Sinjar in Idlib province. Iraqi families left Sinjar for Iraq at dawn."
    )
    parsed = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser)
    towns = [m for m in find_places(parsed, place_index) if m.name == "Sinjar"]
    assert [m.country for m in towns] == ["SY", "SY"]
    assert "elsewhere" in towns[1].reasons[0]
