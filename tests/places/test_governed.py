"""What the words around a name say of it."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.language.parse import parse
from dateline.places.governed import shares_type
from dateline.places.mention import Found
from dateline.records import Report


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("Shells fell on hamlets in Penjwar and Hewraban districts overnight.", True),
        ("Shells fell on Penjwar, Saruchawa and Hewraban districts overnight.", True),
        ("Shells fell on Penjwar district and on two other districts.", False),
        ("Shells fell on Penjwar and districts of Erbil.", False),
        ("Shells fell on Penjwar and Hewraban overnight.", False),
    ],
)
def test_names_before_a_type_word_in_the_plural_share_it(text, shared, parser):
    doc = parse(Report(report_id="r", published=date(2021, 9, 1), text=text), parser).doc
    token = next(t for t in doc if t.text == "Penjwar")
    start = token.idx
    found = Found(token.i, token.i + 1, start, start + 7, "Penjwar", "Penjwar", None, "given")
    assert shares_type(doc, found) is shared
