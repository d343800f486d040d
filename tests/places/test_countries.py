"""Countries and the words of the recogniser."""

from __future__ import annotations

import pytest

from dateline.places.countries import (
    capital_codes,
    country_names,
    demonym_codes,
    load_abbreviations,
    load_countries,
)
from dateline.places.words import load_words


def test_about_two_hundred_countries_each_once():
    codes = [c.code for c in load_countries()]
    assert len(codes) == len(set(codes)) >= 195


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("syrian", "SY"),
        ("syrians", "SY"),
        ("congolese", "CD"),
        ("saudi", "SA"),
        ("nigerien", "NE"),
        ("nigerian", "NG"),
    ],
)
def test_demonyms(word, code):
    assert demonym_codes()[word] == code


def test_no_demonym_belongs_to_two_countries():
    words = [d for c in load_countries() for d in c.demonyms]
    assert len(words) == len(set(words))


def test_names_and_capitals():
    assert country_names()["drc"] == country_names()["zaire"] == "CD"
    assert capital_codes()["sanaa"] == "YE"


def test_words_are_lower_case():
    words = load_words()
    assert all(w == w.lower() for w in words.locative | words.acting_verbs | words.kinds.keys())


def test_short_forms_of_units_have_a_country_and_a_full_name():
    short = load_abbreviations()
    assert short["Ill"] == ("US", "Illinois")
    assert short["W.Va"] == ("US", "West Virginia")
    assert all(not key.endswith(".") and unit for key, (_, unit) in short.items())
