"""Ids stay with incidents, and ids that are gone lead somewhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.incidents.ids import follow, name_groups


def test_a_group_keeps_its_id_when_an_event_joins() -> None:
    first = name_groups([["a", "b"], ["c"]], {})
    before = {"a": first.ids[0], "b": first.ids[0], "c": first.ids[1]}
    again = name_groups([["a", "b", "d"], ["c"]], before)
    assert (again.ids, again.redirects) == (first.ids, {})


def test_of_two_that_become_one_the_larger_gives_the_id_and_the_other_leads_to_it() -> None:
    found = name_groups([["a", "b", "c"]], {"a": "i1", "b": "i2", "c": "i2"})
    assert (found.ids, found.redirects) == (("i2",), {"i1": "i2"})


def test_of_one_that_becomes_two_the_larger_keeps_the_id() -> None:
    found = name_groups([["a"], ["b", "c"]], {"a": "i1", "b": "i1", "c": "i1"})
    assert found.ids[1] == "i1"
    assert found.ids[0] != "i1"
    assert found.redirects == {}


def test_an_id_that_was_taken_by_others_is_not_given_again() -> None:
    first = name_groups([["a", "b"]], {}).ids[0]
    found = name_groups([["a"], ["b", "c"]], {"a": first, "b": first, "c": first})
    assert len(set(found.ids)) == 2


def test_following_ends_even_in_a_circle() -> None:
    assert follow("i1", {"i1": "i2", "i2": "i3"}) == "i3"
    assert follow("i1", {"i1": "i2", "i2": "i1"}) == "i2"


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_ids_are_distinct_and_naming_again_changes_nothing(events: list[tuple[int, int]]) -> None:
    groups: dict[int, list[str]] = {}
    before = {}
    for k, (group, old) in enumerate(events):
        groups.setdefault(group, []).append(f"e{k:02}")
        if old:
            before[f"e{k:02}"] = f"i{old}"
    listed = sorted(groups.values())
    found = name_groups(listed, before)
    assert len(set(found.ids)) == len(listed)
    assert set(before.values()) <= set(found.ids) | set(found.redirects)
    assert set(found.redirects.values()) <= set(found.ids)
    after = {event: id_ for id_, group in zip(found.ids, listed, strict=True) for event in group}
    again = name_groups(listed, after)
    assert (again.ids, again.redirects) == (found.ids, {})
