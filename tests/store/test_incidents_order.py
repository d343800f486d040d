"""Reports that are added one by one, in any order, make the incidents that a rebuild of all would make."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.incidents.make import event, report_of

from dateline.records import Coded, Event
from dateline.store import Store
from dateline.store.incident_build import build
from dateline.store.incident_queries import every_incident

WORDS = ("shells hit the market", "clashes near the bridge", "mortars fell on a school", "freed on a road")
DRAWN = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["shelling", "battle", "release"]),
        "day": st.sampled_from(["2016-05-03", "2016-05-04", "2016-05-09", "2016-05-30", None]),
        "told": st.sampled_from(["2016-05-04", "2016-05-10", "2016-05-31"]),
        "place": st.sampled_from(["Qaryat", "Tel Zaher", "Mandal", None]),
        "actors": st.sampled_from([("army",), ("rebels",), ()]),
        "killed": st.sampled_from([None, 3, 7]),
        "status": st.sampled_from(["actual", "actual", "negated", "planned"]),
        "words": st.sampled_from(WORDS),
    }
)


def world(drawn: Sequence[Sequence[dict[str, object]]]) -> list[Coded]:
    """Reports of one or two events each; a word of their own keeps them from being copies of one another."""
    out = []
    for k, report in enumerate(drawn):
        day = report[0]["told"]
        found: list[Event] = []
        for n, one in enumerate(report):
            more = one | {"told": day, "words": f"{one['words']} {k}x {k}y {k}z {k}w"}
            found.append(event(f"e{k}-{n}", report=f"r{k}", start=n * 60, **more))  # type: ignore[arg-type]
        out.append(Coded(report=report_of(*found), events=tuple(found)))
    return out


def shape(store: Store) -> tuple[set[frozenset[str]], set[tuple[str, str]]]:
    """The events of each incident; and what carries out what, each told by its first event."""
    found = list(every_incident(store))
    first = {one.id: min(m.event_id for m in one.members) for one in found}
    groups = {frozenset(m.event_id for m in one.members) for one in found}
    return groups, {(first[one.id], first[one.fulfils]) for one in found if one.fulfils}


def told(**more: object) -> list[dict[str, object]]:
    """A report of one event."""
    words = {"words": WORDS[0], "place": "Qaryat", "actors": ("army",), "killed": None}
    return [words | {"kind": "release", "day": None, "told": "2016-05-04", "status": "actual"} | more]


# a plan that is carried out twice, and an undated act told long before the day of the other
PLANS = [told(status="planned"), told(day="2016-05-04"), told(day="2016-05-04", killed=7)]
UNDATED = [told(killed=7), told(killed=7, day="2016-05-30", told="2016-05-31"), told(place="Mandal")]


@settings(max_examples=15, deadline=None, derandomize=True)
@example(PLANS, Random(1))
@example(UNDATED, Random(1))
@example(UNDATED[::-1], Random(2))
@given(st.lists(st.lists(DRAWN, min_size=1, max_size=2), min_size=2, max_size=6), st.randoms())
def test_one_by_one_in_any_order_is_as_all_at_once(
    drawn: list[list[dict[str, object]]], random: Random
) -> None:
    reports = world(drawn)
    random.shuffle(reports)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(str(Path(folder) / "a.db"))
        for one in reports:
            store.save(one, coder_key="k")
            build(store)
        grown = shape(store)
        build(store, anew=True)
        assert grown == shape(store)
        store.close()
