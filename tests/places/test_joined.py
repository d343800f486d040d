"""Names of several words that the parser cuts apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language.parse import parse
from dateline.places.joined import whole_name
from dateline.places.recognise import find_places
from dateline.records import Report


def _doc(text, parser):
    return parse(Report(report_id="r", published=date(2011, 9, 1), text=text), parser).doc


CASES = [
    ("Troops searched homes in Pul-e Khumri on Monday.", "Khumri", "Pul-e Khumri"),
    ("Troops searched homes in Pul-e Khumri on Monday.", "Pul", "Pul-e Khumri"),
    ("Two men were held in Qala-e-Naw on Monday.", "Naw", "Qala-e-Naw"),
    ("A raid took place in Nad ‘Ali district, police said.", "Ali", "Nad ‘Ali"),
    ("Clashes went on in Tarnak wa Jaldak on Monday.", "Jaldak", "Tarnak wa Jaldak"),
    ("Clashes went on in Tarnak wa Jaldak on Monday.", "Tarnak", "Tarnak wa Jaldak"),
    ("Shells hit al-Tadamon on Monday.", "Tadamon", "al-Tadamon"),
    ("In ‘Ali Sharqi two men were held.", "Ali", "Ali"),
    ("The papers called Basra ‘Venice of the East’ once.", "Venice", "Venice"),
    ("Troops left Basra - e-mail said so - for Amara.", "Basra", "Basra"),
    ("Shells hit Basra and Amara on Monday.", "Amara", "Amara"),
]


@pytest.mark.parametrize(("text", "word", "name"), CASES, ids=lambda x: x if len(x) < 20 else None)
def test_what_belongs_to_a_name(text, word, name, parser):
    doc = _doc(text, parser)
    token = next(t for t in doc if t.text == word)
    first, last = whole_name(doc, token.i, token.i + 1)
    assert doc[first:last].text == name


@given(
    st.lists(st.sampled_from(["Basra", "Nad", "-", "e", "‘", "’", "wa", "al", "in", ",", "Ali"]), min_size=1)
)
def test_a_name_only_grows_and_stays_in_the_text(parser, words):
    doc = _doc(" ".join(words), parser)
    for token in doc:
        first, last = whole_name(doc, token.i, token.i + 1)
        assert 0 <= first <= token.i < last <= len(doc)


def test_a_district_with_such_a_name_lies_where_it_is_said_to(parser, place_index):
    text = "Iraqi police held two men in Amar-e Jadid district, Maysan province."
    parsed = parse(Report(report_id="r", published=date(2011, 9, 1), text=text), parser)
    district = next(m for m in find_places(parsed, place_index) if "Jadid" in m.name)
    assert (district.name, district.country) == ("Amar-e Jadid district", "IQ")
    assert text[district.start : district.end] == district.name
