"""Copied texts are found, retold ones are not."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.incidents.copies import find_copies
from dateline.incidents.records import Copies
from dateline.records import Report

WIRE = (
    "Gunmen on motorcycles attacked a convoy of merchants near the river crossing at Tamba on Sunday, "
    "killing eleven people and burning three lorries, the mayor said. Soldiers who came from the "
    "garrison an hour later found nobody. It was the fourth attack on the road to the capital this "
    "month, and drivers have begun to travel at night. The provincial governor promised an escort for "
    "each market day but gave no date on which it would begin."
)
RETOLD = (
    "Eleven traders died on Sunday when armed men on motorcycles fell upon their vehicles close to "
    "Tamba, where the road crosses the river. Three lorries were set on fire, according to the mayor. "
    "The army arrived too late. Drivers on the road to the capital, hit for the fourth time in a month, "
    "now prefer the night; the governor speaks of escorts."
)


def report(name: str, text: str, day: int = 3, body: int = 0) -> Report:
    return Report(report_id=name, published=date(2019, 3, day), text=text, body=body)


def test_an_agency_text_cut_and_touched_up_is_a_copy_of_the_earliest() -> None:
    touched = WIRE.replace("Gunmen on motorcycles", "Armed men").replace("the mayor said", "officials said")
    found = find_copies([report("b", touched, 4), report("a", WIRE), report("c", WIRE[:-110], 5)])
    assert found == (Copies(original="a", copies=("b", "c")),)


@pytest.mark.parametrize(
    "other",
    [report("b", RETOLD), report("b", WIRE, 20), report("b", "")],
    ids=["retold", "weeks later", "empty"],
)
def test_no_copy(other: Report) -> None:
    assert find_copies([report("a", WIRE), other]) == ()


def test_the_dateline_does_not_count() -> None:
    head = "TAMBA, March 4 (Agency) - "
    (found,) = find_copies([report("a", WIRE), report("b", head + WIRE, 4, len(head))])
    assert found.copies == ("b",)


def test_order_does_not_matter() -> None:
    three = [report("a", WIRE), report("b", WIRE + " More follows.", 4), report("c", RETOLD)]
    assert find_copies(three) == find_copies(three[::-1])
