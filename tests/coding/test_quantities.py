"""Quantities: every integer written in words reads back, and ranges are ordered and quote the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from dateline.coding.number_words import load
from dateline.coding.quantities import read_number, read_quantities
from dateline.errors import DataError

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
PHRASES = [
    "at least", "up to", "more than", "nearly", "about", "several",
    "dozens of", "four", "12", "1,200", "half a",
    "million", "thousand", "hundred", "and", "between", "people", "soldiers", "a", "couple",
    "of", "-", "to", "2021",
]  # fmt: skip


def in_words(n: int, *, with_and: bool, hyphen: str) -> str:
    """Write a number below a billion in English."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (hyphen + ONES[n % 10] if n % 10 else "")
    for scale, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = n % scale
            head = f"{in_words(n // scale, with_and=with_and, hyphen=hyphen)} {name}"
            joint = " and " if with_and and scale == 100 else " "
            return head + (joint + in_words(rest, with_and=with_and, hyphen=hyphen) if rest else "")
    raise AssertionError(n)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 999_999_999), st.booleans(), st.sampled_from(["-", " "]))
def test_any_integer_in_words_reads_back(n: int, with_and: bool, hyphen: str) -> None:
    assert read_number(in_words(n, with_and=with_and, hyphen=hyphen)) == (n, n)


@given(st.integers(0, 10**9))
def test_any_integer_in_digits_reads_back(n: int) -> None:
    assert read_number(str(n)) == read_number(f"{n:,}") == (n, n)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=8))
def test_bounds_are_ordered_and_spans_quote_the_text(words: list[str]) -> None:
    doc = English()(" ".join(words))

    for q in read_quantities(doc):
        known = [v for v in (q.low, q.best, q.high) if v is not None]
        assert known == sorted(known)
        assert doc.text[q.start : q.end] == q.text
        assert q.first < q.last


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        ("at least four soldiers", 4, 4, None),
        ("up to 12 men", None, None, 12),
        ("as many as 1,300 people", None, None, 1300),
        ("more than a dozen people", 12, 12, None),
        ("over 40 civilians", 40, 40, None),
        ("nearly 900 people", None, 900, 900),
        ("almost 200 civilians", None, 200, 200),
        ("about 30 rebels", 30, 30, 30),
        ("between 10 and 15 people", 10, 10, 15),
        ("10-15 rebels", 10, 10, 15),
        ("ten to 15 thousand people", 10_000, 10_000, 15_000),
        ("dozens of people", 24, 24, 99),
        ("several civilians", 3, 3, 9),
        ("scores of captives", 40, 40, 99),
        ("hundreds of families", 200, 200, 999),
        ("thousands of refugees", 2000, 2000, 9999),
        ("several thousand people", 3000, 3000, 9000),
        ("tens of thousands of people", 20_000, 20_000, 99_999),
        ("a couple of soldiers", 2, 2, 2),
        ("many people", None, None, None),
        ("two and a half thousand people", 2500, 2500, 2500),
        ("1.2 million people", 1_200_000, 1_200_000, 1_200_000),
        ("half a million people", 500_000, 500_000, 500_000),
        ("a quarter of a million people", 250_000, 250_000, 250_000),
        ("12 or more prisoners", 12, 12, None),
    ],
)
def test_the_codebook_ranges(text, low, best, high, parser) -> None:
    (quantity,) = read_quantities(parser(f"They saw {text}."))

    assert (quantity.low, quantity.best, quantity.high) == (low, best, high)
    assert quantity.noun is not None
    assert quantity.noun.text == text.split()[-1]


@pytest.mark.parametrize(
    "text",
    [
        "It began in 2018.",
        "He was 34 years old.",
        "The town lies 20 km away.",
        "They met on March 5.",
        "It cost $300.",
    ],
)
def test_dates_ages_measures_and_sums_are_no_head_counts(text, parser) -> None:
    assert read_quantities(parser(text)) == ()


def test_a_range_upside_down_is_a_data_error(tmp_path) -> None:
    bad = tmp_path / "quantities.toml"
    bad.write_text("[vague]\ndozens = [99, 24]\n[multiples]\n")

    with pytest.raises(DataError, match=r"quantities\.toml:2: dozens"):
        load(bad)
