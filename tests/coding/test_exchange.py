"""Traded fire: one event by each side, with ids of their own."""

from __future__ import annotations

import pytest
from tests.support import report

import dateline
from dateline.kit import Kit


@pytest.fixture(scope="module")
def kit(place_index) -> Kit:
    return Kit.load(places=place_index.path)


@pytest.mark.parametrize(
    "text",
    [
        "India and Pakistan traded artillery fire across the Line of Control on Monday.",
        "Indian troops exchanged artillery fire with Pakistani soldiers on Monday.",
    ],
)
def test_traded_fire_is_an_event_by_each_side(kit, text) -> None:
    events = [e for e in dateline.code(report(text), kit).events if e.event_type == "shelling"]

    assert len(events) == 2
    one, other = events
    assert [p.name for p in one.actors] == [p.name for p in other.targets]
    assert [p.name for p in one.targets] == [p.name for p in other.actors]
    assert one.id != other.id


def test_one_sided_fire_stays_one_event(kit) -> None:
    events = dateline.code(report("Indian troops fired mortars at Pakistani soldiers on Monday."), kit).events

    assert len([e for e in events if e.event_type == "shelling"]) <= 1
