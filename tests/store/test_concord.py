"""Agreement against worked examples of the literature, and from the log."""

from __future__ import annotations

import pytest
from tests.fake_coder import event, full_event

from dateline.errors import StoreError
from dateline.records import Coded, Report
from dateline.store import Decision, Store, Subject
from dateline.store.concord import Level, cohens_kappa, event_f1, krippendorffs_alpha

# Krippendorff (2011), section D: four observers, twelve units, gaps
ROWS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def test_kappa_of_a_published_table() -> None:
    """Fifty proposals, two readers: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no give 0.40."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)
    assert cohens_kappa([]) is None
    assert cohens_kappa([("y", "y")] * 3) is None
    assert cohens_kappa([("y", "n"), ("n", "y")]) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("level", "figure"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)]
)
def test_alpha_of_the_published_example(level: Level, figure: float) -> None:
    units = [[row[n] for row in ROWS if row[n] is not None] for n in range(12)]
    assert krippendorffs_alpha(units, level) == pytest.approx(figure, abs=0.0005)


def test_alpha_is_not_defined_without_variation() -> None:
    assert krippendorffs_alpha([(1, 1), (1, 1)]) is None
    assert krippendorffs_alpha([(1,), (2,)]) is None
    assert krippendorffs_alpha([(1, 1), (2, 2)]) == 1


def test_event_f1() -> None:
    assert event_f1("abc", "bcd") == pytest.approx(2 / 3)
    assert event_f1("", "a") == 0
    assert event_f1("", "") is None


def test_two_reviewers_of_one_store(store: Store) -> None:
    text = "Troops shelled Tafas, killing four."
    report = Report(report_id="r1", published="2021-09-01", text=text)
    events = (full_event(), *(event(report, place, place + 3) for place in range(5)))
    store.save(Coded(report=report, events=events), coder_key="k")
    ids = [found.id for found in store.events()]

    def say(by: str, kind: str, event_id: str, **more: object) -> Decision:
        on = (Subject(kind="event", id=event_id),)
        return store.decide(Decision.model_validate({"kind": kind, "by": by, "on": on} | more))

    for id_ in ids[:5]:
        say("amal", "accept", id_)
    for id_ in ids[:3]:
        say("badr", "accept", id_)
    say("badr", "edit", ids[2], field="event_type", new="air_strike")
    mistaken = say("badr", "accept", ids[3])
    say("badr", "undo", ids[3], undoes=mistaken.number)
    say("badr", "reject", ids[3])
    say("amal", "reject", ids[5])
    say("badr", "reject", ids[5])
    say("badr", "flag", ids[4])

    found = store.concord("amal", "badr")
    assert (found.events, found.same) == (5, 4)
    assert found.kappa == pytest.approx((0.8 - 0.56) / 0.44)
    assert found.event_f1 == pytest.approx(2 * 2 / (4 + 3))
    assert found.fields["event_type"] == pytest.approx(2 / 3)
    assert found.fields["status"] == 1
    assert store.concord("badr", "amal").kappa == found.kappa
    with pytest.raises(StoreError, match="name two"):
        store.concord("amal", "amal")
    assert store.concord("amal", "nobody").events == 0
