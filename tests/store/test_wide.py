"""What is counted from squares and numbers of killed is what counting the events one by one gives."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fake_coder import event

from dateline.records import Coded, Effect, Event, Place, Report, When
from dateline.store import Decision, EventFilter, Facet, Store, Subject
from dateline.store.wide import is_wide, squares_in

TEXT = "Troops shelled Tafas, killing four."
EDGES = [
    -180.0,
    -175.0,
    -90.0,
    -5.0,
    -1e-9,
    0.0,
    4.999999999999999,
    5.0,
    5.000000000000001,
    42.5,
    175.0,
    180.0,
]
DEGREES = st.sampled_from(EDGES) | st.floats(-180, 180)
BY = (Facet.TYPE, Facet.STATUS, Facet.COUNTRY, Facet.MONTH)


def events(number: int) -> list[Event]:
    """One event a report, on edges of squares and between them, killed or not known."""
    pick = random.Random(7)
    out = []
    for k in range(number):
        report = Report(report_id=f"r{k}", published="2021-09-01", text=TEXT)
        at = {"text": "Tafas", "start": 15, "end": 20, "name": "Tafas", "precision": "exact"}
        lat = max(-90.0, min(90.0, pick.choice(EDGES) if k % 3 else pick.uniform(-90, 90)))
        lon = pick.choice(EDGES) if k % 2 else pick.uniform(-180, 180)
        killed = pick.randint(0, 4)
        toll = {"text": "four", "start": 30, "end": 34, "low": killed, "best": killed, "high": killed}
        out.append(
            event(
                report,
                7,
                14,
                event_type=pick.choice(("shelling", "arrest", "battle")),
                places=(Place(**at, lat=lat, lon=lon, country=pick.choice(("SY", "YE"))),) if k % 7 else (),
                effects=(Effect(kind="killed", **toll),) if k % 4 else (),
                time=When(start=f"2021-0{1 + k % 9}-03", end=f"2021-0{1 + k % 9}-04", precision="days"),
            )
        )
    return out


@pytest.fixture
def filled(store: Store) -> tuple[Store, list[Event]]:
    made = events(90)
    for one in made:
        report = Report(report_id=one.report_id, published=one.published, text=TEXT)
        store.save(Coded(report=report, events=(one,)), coder_key="k")
    return store, made


def expected(made: list[Event], facet: Facet) -> Counter[str | None]:
    value = {
        Facet.TYPE: lambda e: e.event_type,
        Facet.STATUS: lambda e: str(e.status),
        Facet.COUNTRY: lambda e: e.places[0].country if e.places else None,
        Facet.MONTH: lambda e: str(e.time.start)[:7] if e.time and e.time.start else None,
    }[facet]
    return Counter(value(one) for one in made)


def check(store: Store, wanted: EventFilter, made: list[Event]) -> None:
    shown = store.survey(BY, wanted)
    assert shown.total == store.count_events(wanted) == len(made)
    for facet in BY:
        assert {c.value: c.events for c in shown.facets[facet]} == expected(made, facet)


def inside(one: Event, box: tuple[float, float, float, float]) -> bool:
    if not one.places:
        return False
    west, south, east, north = box
    lat, lon = one.places[0].lat, one.places[0].lon
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return across and south <= lat <= north


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(west=DEGREES, east=DEGREES, ends=st.tuples(DEGREES, DEGREES))
def test_a_box_of_any_size(filled, west: float, east: float, ends: tuple[float, float]) -> None:
    store, made = filled
    south, north = sorted(max(-90.0, min(90.0, end)) for end in ends)
    box = (west, south, east, north)
    check(store, EventFilter(box=box), [one for one in made if inside(one, box)])


@pytest.mark.parametrize("least", range(6))
def test_a_number_of_killed(filled, least: int) -> None:
    store, made = filled
    found = [one for one in made if one.effects and (one.effects[0].best or 0) >= least]
    check(store, EventFilter(min_killed=least), found)


def test_counts_follow_decisions_and_reports_coded_anew(filled) -> None:
    store, made = filled
    world = EventFilter(box=(-180.0, -90.0, 180.0, 90.0))
    on = (Subject(kind="event", id=made[1].id),)
    store.decide(Decision(kind="edit", by="amal", on=on, field="event_type", new="arrest"))
    now = [one for one in made if one.places]
    now[0] = now[0].model_copy(update={"event_type": "arrest"})
    check(store, world, now)
    report = Report(report_id=made[2].report_id, published="2021-09-01", text="Nothing happened.")
    store.save(Coded(report=report, events=()), coder_key="k")
    check(store, world, [one for one in now if one.id != made[2].id])


def test_only_a_plain_box_or_number_is_wide() -> None:
    assert is_wide(EventFilter(box=(0.0, 0.0, 10.0, 10.0)))
    assert is_wide(EventFilter(min_killed=0))
    assert not is_wide(EventFilter())
    assert not is_wide(EventFilter(box=(10.0, 0.0, 0.0, 10.0)))
    assert not is_wide(EventFilter(box=(0.0, 0.0, 10.0, 10.0), min_killed=1))
    assert squares_in((0.1, 0.1, 9.9, 9.9)) is None
    assert squares_in((0.0, 0.0, 5.0, 5.0)) is not None
