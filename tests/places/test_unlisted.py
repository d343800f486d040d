"""Names that the gazetteer lacks, and names that say whose something is."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.language.parse import parse
from dateline.places.context import country_weights
from dateline.places.countries import load_adjectives
from dateline.places.mention import Found, locations
from dateline.places.recognise import find_places
from dateline.places.resolve import resolve
from dateline.places.sources import read_links, read_places, read_units
from dateline.records import Report

COUNTRIES = ("SY", "IQ", "SD", "CD", "RU", "UA")


def _mentions(text, parser, place_index):
    return find_places(
        parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser), place_index
    )


def _given(text, names, parser, place_index):
    """The names of a text as places, whether or not they would be found there."""
    parsed = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser)
    spans = [
        parsed.doc.char_span(a, a + len(n), alignment_mode="expand")
        for n in names
        if (a := text.index(n)) >= 0
    ]
    found = [Found(s.start, s.end, s.start_char, s.end_char, s.text, s.text, None, "given") for s in spans]
    order = sorted(found, key=lambda f: f.first)
    mentions = resolve(tuple(order), parsed, place_index, country_weights(parsed))
    return tuple(mentions[order.index(f)] for f in found)


def _one(mentions, name):
    (mention,) = [m for m in mentions if m.name == name]
    return mention


def test_an_unlisted_hospital_is_put_at_the_town_that_its_name_names(parser, place_index):
    text = "Rockets hit Mariupol Central Hospital in Ukraine."
    mention = _one(locations(_mentions(text, parser, place_index)), "Mariupol Central Hospital")
    assert mention.unlisted
    assert (mention.precision, mention.country) == ("near", "UA")
    assert mention.candidate.geonames_id is None
    assert "'Mariupol'" in mention.reasons[0]


def test_an_unlisted_village_is_put_into_the_province_of_the_report(parser, place_index):
    text = "Shells fell on Kramatorsk and Sloviansk in Ukraine. Troops also fired at Novobezimenne."
    mention = _one(locations(_mentions(text, parser, place_index)), "Novobezimenne")
    assert mention.unlisted
    assert mention.size is None
    assert mention.precision == "admin1"
    assert mention.candidate.geonames_id is None


def test_an_unlisted_name_of_a_report_on_two_provinces_stays_without_point(parser, place_index):
    text = "Shells fell on Kharkiv, Lviv and Odesa. Troops also fired at Novobezimenne in Ukraine."
    mention = _one(locations(_mentions(text, parser, place_index)), "Novobezimenne")
    assert mention.candidate is None or mention.candidate.kind == "country"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Crimean police searched the boats.", ["Crimean -> UA"]),
        ("Chechen fighters left Grozny.", ["Chechen -> RU"]),
        ("Two Iraqis spoke French.", []),
        ("He was shot in Surfside, SC, on Monday.", ["SC -> None"]),  # its country is not in this index
    ],
)
def test_adjectives_and_short_forms_say_whose(text, whose, parser, place_index):
    mentions = _mentions(text, parser, place_index)
    assert [f"{m.name} -> {m.country}" for m in mentions if m.found.attributive] == whose
    assert all(m.metonym for m in mentions if m.found.attributive)


def test_adjectives_lead_to_places_of_the_index(place_index):
    missing = [
        word
        for word, (country, place) in load_adjectives().items()
        if country in COUNTRIES and not any(c.country == country for c in place_index.find(place))
    ]
    assert missing == []


def test_a_country_has_one_capital():
    units = read_units()
    entries = [e for e, _ in read_places(units, read_links(), {"US", "GB"}) if e.kind == "capital"]
    assert sorted((e.country, e.geonames_id) for e in entries) == [("GB", 2643743), ("US", 4140963)]


TOWNS = [
    ("Shells hit Aleppo's Sakhriya quarter in Syria.", "Sakhriya quarter", "Aleppo"),
    ("Syrian families fled Aleppo's walled suburb of Zahrin.", "Zahrin", "Aleppo"),
    ("Iraqi guards found a bomb at the Sabaa Gate in Mosul.", "Sabaa Gate", "Mosul"),
    ("A bomb went off outside Ninawin Library, Mosul, Iraqi police said.", "Ninawin Library", "Mosul"),
    ("The blast in Mosul, Iraq, blew out the windows of Nurani Hospital.", "Nurani Hospital", "Mosul"),
]


@pytest.mark.parametrize(("text", "name", "town"), TOWNS, ids=lambda x: x if len(x) < 20 else None)
def test_an_unlisted_name_is_put_at_the_town_it_is_said_to_lie_in(text, name, town, parser, place_index):
    found = _given(text, (name, town), parser, place_index)
    mention, holder = found
    assert mention.unlisted
    assert (mention.candidate.lat, mention.candidate.lon) == (holder.candidate.lat, holder.candidate.lon)
    assert (mention.precision, mention.candidate.geonames_id) == ("near", None)
    assert town in mention.reasons[0]


def test_what_a_state_owns_or_fights_is_not_in_its_town(parser, place_index):
    text = "Aleppo's rebels left Zahrinabad. Aleppo's war with Zahrinabad went on."
    mentions = _given(text, ("Aleppo", "Zahrinabad"), parser, place_index)
    assert mentions[1].candidate is None


def test_a_village_before_the_next_of_a_list_is_not_in_that_town(parser, place_index):
    text = "Shells fell on Zahrinabad, Aleppo and Idlib in Syria."
    assert _given(text, ("Zahrinabad", "Aleppo", "Idlib"), parser, place_index)[0].candidate is None


def test_a_short_word_of_a_name_is_the_place_so_called_and_no_by_name(parser, place_index):
    kut = _given(
        "Iraqi families fled to Kut Central Hospital.", ("Kut Central Hospital",), parser, place_index
    )[0]
    assert (kut.candidate.name, kut.precision) == ("Al-Kut", "near")
    text = "Nigerian families fled to Los Altos Hospital."  # "Los" is a by-name of Lagos
    assert _given(text, ("Los Altos Hospital",), parser, place_index)[0].candidate is None


def test_half_of_the_places_are_enough_for_a_province(parser, place_index):
    text = "Shells fell on Kharkiv, Izium, Chuhuiv, Lviv and Odesa in Ukraine. Troops shot at Novobezimenne."
    names = ("Kharkiv", "Izium", "Chuhuiv", "Lviv", "Odesa", "Novobezimenne")
    *named, mention = _given(text, names, parser, place_index)
    assert all(m.candidate for m in named)
    assert mention.unlisted
    assert "Kharkiv" in mention.reasons[0]


def test_what_an_unlisted_name_names_speaks_for_a_province_too(parser, place_index):
    text = "The Mosul Power House lies in Iraq. Crowds from Nineveh province came to Zahrinabad Street."
    names = ("Mosul Power House", "Zahrinabad Street", "Nineveh")
    house, street, _ = _given(text, names, parser, place_index)
    assert house.candidate.name == "Mosul"
    assert (street.candidate.name, street.precision) == ("Mosul", "near")


def test_an_unlisted_name_is_alike_throughout_a_report(parser, place_index):
    text = "Iraqi troops held Zahrinabad in Mosul. Others left Kharkiv and Lviv. Then Zahrinabad fell."
    parsed = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser)
    found = []
    for word in parsed.doc:
        if word.text in ("Zahrinabad", "Mosul", "Kharkiv", "Lviv"):
            end = word.idx + len(word)
            found.append(Found(word.i, word.i + 1, word.idx, end, word.text, word.text, None, "given"))
    first, *_, again = resolve(tuple(found), parsed, place_index, country_weights(parsed))
    assert first.unlisted
    assert again.unlisted
    assert first.candidate.name == again.candidate.name == "Mosul"
    assert "elsewhere" in again.reasons[0]
