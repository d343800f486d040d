"""Short forms made of the initials of a name that the report gives in full."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.language.parse import parse
from dateline.places.context import country_weights
from dateline.places.mention import Found
from dateline.places.resolve import resolve
from dateline.records import Report


def _placed(text, names, parser, place_index):
    parsed = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser)
    found = []
    for name in names:
        start = text.index(name)
        span = parsed.doc.char_span(start, start + len(name), alignment_mode="expand")
        found.append(Found(span.start, span.end, start, start + len(name), name, name, None, "given"))
    return resolve(tuple(found), parsed, place_index, country_weights(parsed))


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        ("Troops left South Kivu on Monday. Aid groups in SK were glad.", "South Kivu", "SK"),
        ("Shelling hit Deir ez-Zor in Syria. Families in D.Z. fled.", "Deir ez-Zor", "D.Z."),
        ("The army holds North Darfur. N&D is quiet, the army said.", "North Darfur", "N&D"),
    ],
)
def test_a_short_form_means_the_name_with_these_initials(text, full, short, parser, place_index):
    named, meant = _placed(text, (full, short), parser, place_index)
    assert named.candidate is not None
    assert meant.candidate == named.candidate
    assert meant.precision == named.precision
    assert full in meant.reasons[0]


def test_initials_of_two_places_mean_neither(parser, place_index):
    text = "Troops left South Kivu for South Kordofan. Aid groups in SK were glad."
    *named, short = _placed(text, ("South Kivu", "South Kordofan", "SK"), parser, place_index)
    assert all(m.candidate for m in named)
    assert short.candidate is None


@pytest.mark.parametrize("name", ["Skadovska", "NK", "S"])
def test_other_names_are_no_short_forms(name, parser, place_index):
    text = f"Troops left South Kivu. Aid groups in {name} were glad."
    assert _placed(text, ("South Kivu", name), parser, place_index)[1].candidate is None
