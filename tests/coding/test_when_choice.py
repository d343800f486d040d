"""The time of an event is weighed: the rules are overruled where another is likelier, never by a hair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from tests.coding.test_when import draft, timed

from dateline.coding.draft import Draft
from dateline.coding.weights import softmax
from dateline.coding.when import by_rules, scene_of
from dateline.coding.when_choice import LEAD, better_days, load_weights, nearly, weighed
from dateline.coding.when_implied import INHERITED
from dateline.coding.when_options import options
from dateline.coding.when_scene import Days
from dateline.coding.when_signs import seen, signs
from dateline.coding.when_tense import tense
from dateline.dates import find_times
from dateline.language.parse import parse
from dateline.records import Report, Status

FRIDAY = date(2015, 3, 20)
VALLEY = "After the army entered the valley in 1998, it cut the road, burning two villages."
days = st.tuples(st.dates(date(2000, 1, 1), date(2001, 12, 31)), st.integers(0, 400)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)
shares = st.floats(0.01, 1.0)


@given(days, days)
def test_being_nearly_the_same_is_mutual(one: Days, two: Days) -> None:
    assert nearly(one, one)
    assert nearly(one, two) == nearly(two, one)
    assert not nearly(one, None)


def test_what_is_nearly_the_same() -> None:
    monday = date(2015, 3, 16)
    tuesday, week = monday + timedelta(days=1), monday + timedelta(days=6)
    assert nearly((monday, monday), (tuesday, tuesday))
    assert not nearly((monday, monday), (monday + timedelta(days=2),) * 2)
    assert nearly((monday, week), (monday, monday + timedelta(days=3)))
    assert not nearly((monday, week), (monday, monday + timedelta(days=2)))


@given(st.lists(st.tuples(days, shares), min_size=1, max_size=8), days)
def test_the_rules_stand_unless_days_are_far_and_likelier_by_more(
    told: list[tuple[Days, float]], ruled: Days
) -> None:
    found, chances = [d for d, _ in told], [c / sum(c for _, c in told) for _, c in told]
    best = better_days(found, chances, ruled)
    assert best in (*found, ruled)
    if best != ruled:
        assert not nearly(best, ruled)
        near = [
            sum(c for d, c in zip(found, chances, strict=True) if nearly(d, each)) for each in (best, ruled)
        ]
        assert near[0] > near[1] + LEAD


def test_a_time_that_the_rules_do_not_reach_is_taken(parser: Language) -> None:
    (made,) = timed(VALLEY, FRIDAY, ("burning", "property_destruction", "actual"), language=parser)
    assert made.time is not None
    assert (made.time.start, made.time.end) == (date(1998, 1, 1), date(1998, 12, 31))
    assert made.background
    assert VALLEY[made.time.text_start : made.time.text_end] == made.time.text == "1998"
    (reason,) = made.reasons
    assert (reason.rule, reason.start, reason.end) == (
        "time:date:year",
        made.time.text_start,
        made.time.text_end,
    )
    assert "likeliest of the times it can have" in reason.detail


def test_a_time_that_was_overruled_is_not_said_to_be_shared(parser: Language) -> None:
    acts = (("burning", "property_destruction", "actual"), ("killed", "violence_against_civilians", "actual"))
    burning, killed = timed(f"{VALLEY} They killed a priest.", FRIDAY, *acts, language=parser)
    assert burning.time is not None
    assert killed.time is not None
    assert burning.time.start == date(1998, 1, 1)
    assert killed.time.start == FRIDAY - timedelta(days=1)
    assert killed.reasons[-1].rule == INHERITED
    assert killed.reasons[-1].detail.endswith("(whose own time is likelier to be another)")
    (alone,) = timed("They killed a priest.", FRIDAY, acts[1], language=parser)
    assert "likelier" not in alone.reasons[-1].detail


def chance_of(words: str, tagger: Mapping[str, float], language: Language) -> float:
    """How likely the words are the time of the last act, when the tagger says so."""
    text = "Men who had met on Sunday and who left the camp on Tuesday shelled Gao."
    parsed = parse(Report(report_id="t", published=FRIDAY, text=text), language)
    event = draft(parsed, "shelled", "shelling", "actual")
    scene = scene_of((event,), parsed, find_times(text, published=FRIDAY))
    found = options(event, scene, [])
    by_word = {t.i: tagger[t.text] for t in parsed.doc if t.text in tagger}
    known = seen(event, by_rules(event, scene, []), scene, found, by_word)
    chances = softmax([weighed(signs(o, known), load_weights()) for o in found])
    return sum(c for o, c in zip(found, chances, strict=True) if o.placed and o.placed.mention.text == words)


@pytest.mark.parametrize("day", ["Sunday", "Tuesday"])
def test_what_the_tagger_holds_for_the_time_is_likelier(day: str, parser: Language) -> None:
    assert chance_of(day, {day: 0.95}, parser) > chance_of(day, {}, parser)


@pytest.mark.parametrize("status", list(Status))
def test_only_what_has_not_happened_can_have_no_time(status: Status, parser: Language) -> None:
    parsed = parse(Report(report_id="t", published=FRIDAY, text="Rebels shelled Gao."), parser)
    event: Draft = draft(parsed, "shelled", "shelling", status.value)
    found = options(event, scene_of((event,), parsed, ()), [])
    assert any(o.days is None for o in found) == (status in (Status.PLANNED, Status.POSSIBLE))
    assert all(o.days is None or o.days[0] <= o.days[1] for o in found)


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("Rebels shelled Gao.", "shelled", "past"),
        ("Rebels have shelled Gao.", "shelled", "perfect"),
        ("Rebels had shelled Gao.", "shelled", "pluperfect"),
        ("Rebels will shell Gao.", "shell", "modal"),
        ("Rebels are shelling Gao.", "shelling", "present"),
        ("Two towns have been raided and looted.", "looted", "perfect"),
        ("The attack killed nine.", "attack", "noun:past"),
    ],
)
def test_tense(text: str, word: str, told: str, parser: Language) -> None:
    parsed = parse(Report(report_id="t", published=FRIDAY, text=text), parser)
    assert tense(next(t for t in parsed.doc if t.text == word)) == told
