"""Events along time: bins, what a drawing spans, lanes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.samples import database

from dateline.store import EventFilter, Store
from dateline.store.timeline import Bin, Lanes, after, bin_of, core_of, counted, fitting, lanes

DAYS = st.dates()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(database(tmp_path / "a.db"))


@given(DAYS, st.sampled_from(Bin))
def test_each_day_lies_in_one_bin(day: date, by: Bin) -> None:
    start = bin_of(day, by)

    assert start <= day
    assert day < after(start, by) or after(start, by) == date.max
    assert bin_of(start, by) == start


@given(st.dictionaries(DAYS, st.integers(1, 50), min_size=1))
def test_the_core_holds_nine_tenths_of_the_events(days: dict[date, int]) -> None:
    first, last = core_of(days) or (date.max, date.min)

    inside = sum(number for day, number in days.items() if first <= day <= last)

    assert inside >= 0.9 * sum(days.values())
    assert {first, last} <= set(days)


def test_what_is_recalled_from_years_ago_is_not_in_the_core() -> None:
    news = {date(2021, 8, 1) + timedelta(days=k): 3 for k in range(30)}

    assert core_of(news | {date(2011, 3, 15): 1}) == (date(2021, 8, 1), date(2021, 8, 30))


@pytest.mark.parametrize(
    ("days", "by"), [(30, Bin.DAY), (400, Bin.WEEK), (4000, Bin.MONTH), (20000, Bin.YEAR)]
)
def test_longer_spans_have_longer_bins(days: int, by: Bin) -> None:
    assert fitting((date(1990, 1, 1), date(1990, 1, 1) + timedelta(days=days))) is by


def test_every_event_is_counted_once(store: Store) -> None:
    found = counted(store, EventFilter())

    assert sum(bar.events for bar in found.bars) + found.undated == store.count_events()
    assert found.bin is Bin.DAY
    assert [(bar.start, bar.family, bar.event_type, bar.events) for bar in found.bars] == [
        (date(2021, 8, 30), "armed_violence", "shelling", 1)
    ]


def test_the_filter_holds(store: Store) -> None:
    assert counted(store, EventFilter(since=date(2021, 8, 31), until=date(2021, 8, 31))).bars == ()
    assert counted(store, EventFilter(event_types=("battle",))).bars == ()


def test_a_lane_by_place_has_its_name_and_events(store: Store) -> None:
    (lane,) = lanes(store, EventFilter(), Lanes.PLACE)

    assert (lane.key, lane.events, [one.event.id for one in lane.shown]) == ("Tafas", 1, ["eshelling"])
