from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.parties import database

from dateline.store import EventFilter, Store
from dateline.store.deeds import tallies
from dateline.web import network
from dateline.web.network import around

EVERY = EventFilter()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made: Path = database(tmp_path_factory.mktemp("network") / "a.db")
    opened = Store.open(made, create=False)
    yield opened
    opened.close()


def pairs(found: network.Network) -> dict[str, int]:
    return {edge.key: len(edge.events) for edge in found.edges}


def test_one_step_holds_what_the_ego_and_its_parts_do_and_suffer(store: Store) -> None:
    found = around(store, EVERY, "syr.army")
    assert pairs(found) == {
        "syr.army>syr.rebels": 2,
        "syr.4div>syr.rebels": 1,
        "syr.rebels>syr.army": 1,
        "syr.army>name:crowd": 1,
    }
    assert found.alone == 1
    assert found.edges[0].types == (("meeting", 1), ("shelling", 1)) or found.edges[0].types[0][1] == 1
    rings = {node.key: node.ring for node in found.nodes}
    assert rings == {"syr.army": 0, "syr.4div": 0, "syr.rebels": 1, "name:crowd": 1}


def test_two_steps_add_what_those_do_and_no_more(store: Store) -> None:
    found = around(store, EVERY, "syr.army", steps=2)
    assert "rus>syr.rebels" in pairs(found)
    assert "tur>rus" not in pairs(found), "Russia is two steps away; what Turkey does to it is a third"
    assert {node.key: node.ring for node in found.nodes}["rus"] == 2


def test_parts_are_grouped_and_tied_to_what_is_above_them(store: Store) -> None:
    nodes = {node.key: node for node in around(store, EVERY, "syr").nodes}
    assert nodes["syr.army"].group == nodes["syr.4div"].group == "syr"
    assert nodes["syr.4div"].above == "syr.army"
    assert nodes["syr.army"].above is None, "the state itself does nothing here"
    assert nodes["syr.rebels"].group is None


def test_the_filter_counts_and_the_weakest_are_left_out_and_told(store: Store) -> None:
    only = around(store, EventFilter(families=("negotiation",)), "syr.army")
    assert pairs(only) == {"syr.army>syr.rebels": 1}
    small = around(store, EVERY, "syr.army", most=2)
    assert [node.key for node in small.nodes] == ["syr.army", "syr.rebels"]
    assert small.left_out == 2
    assert set(pairs(small)) == {"syr.army>syr.rebels", "syr.rebels>syr.army"}


def test_tallies_count_parts_with_the_whole_and_each_role(store: Store) -> None:
    found = {one.actor_id: (one.events, one.acts, one.bears) for one in tallies(store, EVERY)}
    assert found["syr"] == found["syr.army"] == (6, 5, 1)
    assert found["syr.4div"] == (1, 1, 0)
    since = EventFilter(families=("negotiation",))
    assert {one.actor_id: one.events for one in tallies(store, since)}["syr"] == 1


def test_events_of_a_pair_are_found_by_role(store: Store) -> None:
    def ids(**wanted: str) -> set[str]:
        return {event.id for event in store.events(EventFilter(**wanted))}  # type: ignore[arg-type]

    assert ids(who="syr.army", whom="syr.rebels") == {"n1", "n2", "n3"}
    assert ids(who="syr.rebels", whom="syr.army") == {"n4"}
    assert store.count_events(EventFilter(who="syr.army", whom="syr.rebels")) == 3
