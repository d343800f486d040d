"""The policy of sides, rule by rule."""

from __future__ import annotations

import pytest
from tests.fake_coder import full_event

from dateline.export.sides import sides
from dateline.records import Party


def party(name: str, kind: str | None = None, actor_id: str | None = None, *within: str) -> Party:
    return Party(name=name, text=name, start=0, end=1, kind=kind, actor_id=actor_id, within=within)


DIVISION = party("Fourth Division", "unit", "syr.4div", "syr.army", "syr.security", "syr")
ARMY = party("army", "military", "syr.army", "syr.security", "syr")
TURKEY = party("Turkey", "state", "tur")
HTS = party("HTS", "rebel", "syr.hts")
IS = party("Islamic State", "rebel", "int.is")
QASSAM = party("Qassam Brigades", "unit", "pse.qassam", "pse.hamas")
RESIDENTS = party("residents", "civilians")
UN = party("United Nations", "igo", "int.un")
GUNMEN = party("gunmen", "gunmen")


@pytest.mark.parametrize(
    ("actors", "targets", "a", "b", "violence"),
    [
        ((DIVISION, ARMY), (HTS,), ("syr",), ("syr.hts",), "state-based"),
        ((HTS,), (ARMY,), ("syr",), ("syr.hts",), "state-based"),
        ((TURKEY,), (ARMY,), ("tur",), ("syr",), "state-based"),
        ((HTS,), (IS,), ("syr.hts",), ("int.is",), "non-state"),
        ((IS,), (RESIDENTS,), ("int.is",), (), "one-sided"),
        ((RESIDENTS,), (ARMY,), ("syr",), (), None),
        ((IS,), (RESIDENTS, ARMY), ("syr",), ("int.is",), "state-based"),
        ((QASSAM,), (party("IDF", "military", "isr.army", "isr"),), ("isr",), ("pse.qassam",), "state-based"),
        ((GUNMEN,), (RESIDENTS,), (), (), "one-sided"),
        ((ARMY,), (DIVISION,), ("syr",), ("syr",), None),
        ((HTS,), (HTS,), ("syr.hts",), ("syr.hts",), None),
        ((GUNMEN,), (GUNMEN,), (), (), "non-state"),
        ((), (HTS,), None, ("syr.hts",), None),
        ((UN,), (), None, None, None),
        ((RESIDENTS,), (), (), None, None),
    ],
)
def test_sides(actors, targets, a, b, violence) -> None:
    dyad = sides(full_event(actors=actors, targets=targets))
    assert (dyad.a.ids if dyad.a else None) == a
    assert (dyad.b.ids if dyad.b else None) == b
    assert dyad.violence == violence


def test_a_state_is_named_as_its_government_and_others_as_they_are_called() -> None:
    dyad = sides(full_event(actors=(RESIDENTS,), targets=(DIVISION,)))
    assert (dyad.a.names, dyad.b.names) == (("Government of Syria",), ("Civilians",))
    dyad = sides(full_event(actors=(GUNMEN, IS), targets=(RESIDENTS,)))
    assert dyad.a.names == ("gunmen", "Islamic State")
