"""One record of many: the written policy on days, places and tolls."""

from __future__ import annotations

from datetime import date

import pytest
from tests.incidents.make import event, spot

from dateline.incidents.fuse import fuse
from dateline.incidents.records import Incident
from dateline.incidents.tolls import side_of
from dateline.records import Effect, Event


def fused(*events: Event, outlets: dict[str, str | None] | None = None, **more: object) -> Incident:
    return fuse("i1", events, outlets=outlets or {}, **({"original": {}} | more))  # type: ignore[arg-type]


def test_the_latest_report_gives_the_toll_and_the_others_its_bounds() -> None:
    found = fused(
        event("a", report="r1", told="2016-05-04", killed=7),
        event("b", report="r2", told="2016-05-05", killed=9),
        event("c", report="r3", told="2016-05-07", killed=8),
    )
    assert found.killed == (7, 8, 9)
    (toll,) = found.tolls
    assert (toll.low, toll.best, toll.high, toll.basis) == (7, 8, 9, "c")
    assert [figure.best for figure in toll.figures] == [7, 9, 8]


def test_of_one_day_an_exact_figure_comes_before_a_bound() -> None:
    found = fused(
        event("a", report="r1", killed=(6, 6, None)),
        event("b", report="r2", killed=8),
    )
    assert found.killed == (6, 8, 8)


def test_an_open_end_stays_open() -> None:
    found = fused(
        event("a", report="r1", killed=3), event("b", report="r2", told="2016-05-06", killed=(5, 5, None))
    )
    assert found.killed == (3, 5, None)


def test_sides_are_kept_apart_and_added_up_within_one_report_only() -> None:
    both = event("a", report="r1", killed=4, who="soldiers")
    more = event("x", killed=2, who="civilians").effects[0].model_copy(update={"civilian": True})
    one = both.model_copy(update={"effects": (*both.effects, more)})
    later = event("b", report="r2", told="2016-05-06", killed=5, who="soldiers")
    found = fused(one, later)
    assert {(toll.side, toll.best) for toll in found.tolls} == {("state", 5), ("civilians", 2)}
    assert found.killed == (5, 5, 6)


@pytest.mark.parametrize(
    ("who", "side"),
    [
        ("two soldiers", "state"),
        ("rebels", "nonstate"),
        ("people", "people"),
        (None, "people"),
        ("army troops", "state"),
    ],
)
def test_who_was_hit_says_the_side(who: str | None, side: str) -> None:
    effect = Effect(text="x", start=0, end=1, kind="killed", low=1, best=1, high=1, who=who)
    assert side_of(effect) == side


def test_a_copy_is_shown_but_is_no_witness() -> None:
    found = fused(
        event("a", report="r1", killed=7),
        event("b", report="r2", told="2016-05-06", killed=12),
        outlets={"r1": "Agency", "r2": "Daily"},
        original={"r2": "r1"},
    )
    assert (found.reports, found.independent, found.killed) == (2, 1, (7, 7, 7))
    assert [figure.copied for figure in found.tolls[0].figures] == [False, True]
    assert [member.copy_of for member in found.members] == [None, "r1"]


def test_two_reports_of_one_outlet_are_one_witness() -> None:
    found = fused(
        event("a", report="r1"),
        event("b", report="r2"),
        event("c", report="r3"),
        outlets={"r1": "X", "r2": "X"},
    )
    assert (found.reports, found.independent) == (3, 2)


def test_days_are_those_of_most_reports_then_the_narrowest() -> None:
    found = fused(
        event("a", report="r1", day="2016-05-01", until="2016-05-05"),
        event("b", report="r2", day="2016-05-03"),
        event("c", report="r3", day=None),
    )
    assert found.time is not None
    assert (found.time.start, found.time.end, found.time.basis) == (date(2016, 5, 3), date(2016, 5, 3), "b")


def test_the_place_is_the_finest_that_reports_share() -> None:
    wide = event("a", report="r1").model_copy(update={"places": (spot("Mandal", "admin1"),)})
    found = fused(wide, event("b", report="r2", place="Qaryat"))
    assert found.place is not None
    assert (found.place.place.name, found.place.basis) == ("Qaryat", "b")


def test_told_by_one_and_denied_by_another_it_is_actual_and_says_who_denies() -> None:
    found = fused(
        event("a", report="r1", sources=(("residents", "asserts"),)),
        event("b", report="r2", status="negated", sources=(("army", "asserts"),)),
    )
    assert (str(found.status), found.denied_by) == ("actual", ("army",))
    assert (found.first_report, found.last_report) == (date(2016, 5, 4), date(2016, 5, 4))
