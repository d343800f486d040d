import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.dates import Kind, find_times, resolve
from dateline.dates.calendars import easter, islamic_near, months, orthodox_easter
from dateline.dates.find import fold
from dateline.dates.grammar import load

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden" / "when.yaml").read_text(encoding="utf-8"))
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31))


@pytest.mark.parametrize("case", GOLDEN["expressions"], ids=lambda c: f"{c['find']} ({c['published']})")
def test_expression(case: dict[str, Any]) -> None:
    found = find_times(case["text"], published=case["published"])
    mention = next(
        (m for m in found if m.text == case["find"] or m.text[m.core - m.start :] == case["find"]), None
    )
    assert mention is not None, [m.text for m in found]
    if "future" in case:
        mention = mention.turned(future=case["future"])
    if "anchor" in case:
        mention = resolve(mention, anchor=tuple(case["anchor"]))
    assert (mention.first, mention.last) == (case["first"], case["last"])
    assert mention.precision == case["precision"]
    if "edtf" in case:
        assert mention.edtf == case["edtf"]


@pytest.mark.parametrize("case", GOLDEN["not_times"], ids=lambda c: c["text"])
def test_not_a_time(case: dict[str, Any]) -> None:
    found = find_times(case["text"], published=date(2021, 9, 1))
    assert [m.kind for m in found] == ([Kind(case["kind"])] if case["kind"] else [])
    assert all(m.first is None for m in found)


def test_golden_is_large_enough() -> None:
    assert len(GOLDEN["expressions"]) >= 60
    assert len(GOLDEN["events"]) >= 25


FORMS = (
    "{d.day} {d:%B} {d.year}",
    "{d:%B} {d.day}, {d.year}",
    "{d:%b}. {d.day}, {d.year}",
    "{d.day} {d:%b} {d.year}",
    "{d:%A}, {d:%B} {d.day}, {d.year}",
    "{d:%A} {d.day} {d:%B} {d.year}",
    "the {d.day}th of {d:%B} {d.year}",
    "{d:%Y-%m-%d}",
    "{d.day:02}/{d.month:02}/{d.year}",
    "{d.day}.{d.month}.{d.year}",
)


@given(day=DAYS, published=DAYS, form=st.sampled_from(FORMS))
def test_absolute_dates_round_trip(day: date, published: date, form: str) -> None:
    (mention,) = find_times(f"Shells fell, on {form.format(d=day)}, he said.", published=published)
    assert (mention.first, mention.last) == (day, day)
    assert mention.edtf == day.isoformat()
    assert mention.date_prec == 1


@given(day=DAYS)
def test_weekdays_lie_in_the_week_up_to_the_report_or_in_the_one_from_it(day: date) -> None:
    for offset in range(7):
        told = day - timedelta(days=offset)
        (mention,) = find_times(f"Shells fell on {told:%A}.", published=day)
        assert mention.first == told
        ahead = mention.turned(future=True)
        assert ahead.first == (told if offset == 0 else told + timedelta(days=7))


_PIECES = [c["text"] for c in GOLDEN["expressions"]] + [
    "\n\n",
    " ",
    "–",
    "İstanbul",
    "1,200",
    "29 February 1900",
    "31/02/2001",
]


@given(text=st.one_of(st.text(), st.lists(st.sampled_from(_PIECES)).map("".join)), published=st.dates())
@settings(max_examples=200)
def test_mentions_quote_the_text_in_order(text: str, published: date) -> None:
    end = 0
    for mention in find_times(text, published=published):
        assert text[mention.start : mention.end] == mention.text
        assert end <= mention.start <= mention.core < mention.end
        for reading in (mention.past, mention.coming):
            assert reading.first is None or reading.last is None or reading.first <= reading.last
        end = mention.end


def test_start_is_respected() -> None:
    text = "date 2021-09-01 Shells fell on Monday."
    assert [m.text for m in find_times(text, published=date(2021, 9, 1), start=15)] == ["Monday"]


def test_no_such_day_is_no_time() -> None:
    assert find_times("Dated 31/02/2021.", published=date(2021, 9, 1)) == ()


def test_unresolved_stays_unknown() -> None:
    (mention,) = find_times("Two days later they fled.", published=date(2021, 9, 1))
    assert resolve(mention, anchor=None).first is None


def test_time_grows_with_length_only() -> None:
    sentence = "On Tuesday, 30 August, some 1,200 people fled the town, which fell two days after the truce. "

    def seconds(repeats: int) -> float:
        text = sentence * repeats
        began = time.process_time()  # of this process alone: the machine may be busy
        found = find_times(text, published=date(2021, 9, 1))
        assert len(found) == 2 * repeats
        return time.process_time() - began

    seconds(1)
    small, large = (min(seconds(repeats) for _ in range(3)) for repeats in (100, 1000))
    assert len(sentence) * 1000 > 90_000
    assert large < 30 * small


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (1999, date(1999, 4, 4), date(1999, 4, 11)),
        (2008, date(2008, 3, 23), date(2008, 4, 27)),
        (2017, date(2017, 4, 16), date(2017, 4, 16)),
        (2024, date(2024, 3, 31), date(2024, 5, 5)),
    ],
)
def test_easter(year: int, western: date, orthodox: date) -> None:
    assert (easter(year), orthodox_easter(year)) == (western, orthodox)


@pytest.mark.parametrize(
    "sighted", [date(2011, 8, 1), date(2016, 6, 6), date(2021, 4, 13), date(2023, 3, 23)]
)
def test_ramadan_is_at_most_a_day_off(sighted: date) -> None:
    (day,) = islamic_near(sighted.year, 9, 1)
    assert abs((day - sighted).days) <= 1


def test_months_end_where_the_month_does() -> None:
    assert months(date(2020, 3, 31), -1) == date(2020, 2, 29)
    assert months(date(2021, 10, 31), 4) == date(2022, 2, 28)


def test_one_look_never_misses_what_a_rule_matches() -> None:
    grammar, texts = load(), [fold(case["text"]) for case in GOLDEN["expressions"]]
    hits = [
        (rule.id, text[at:])
        for text in texts
        for at in range(len(text))
        for rule in grammar.rules
        if rule.pattern.match(text, at) and not grammar.any_rule.match(text, at)
    ]
    assert hits == []
    assert any(grammar.any_rule.match(text, at) is None for text in texts for at in range(len(text)))
