from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.exceptions import RequestValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.web.samples import database

from dateline.store import EventFilter, Facet, Store
from dateline.web.filters import Filters, read, value_label
from dateline.web.labels import load as load_labels

LABELS = load_labels()


def filters(query: str, *kept: str) -> Filters:
    return read(parse_qsl(query, keep_blank_values=True), "/events", kept)


def test_empty_values_and_other_names_do_not_count() -> None:
    found = filters("q=&since=&type=battle&type=&sort=start&odd=1", "sort")
    assert found.pairs == (("type", "battle"),)
    assert found.kept == (("sort", "start"),)
    assert found.wanted == EventFilter(event_types=("battle",))
    assert found.url() == "/events?type=battle&sort=start"
    assert found.url("/map") == "/map?type=battle"


@pytest.mark.parametrize("query", ["since=yesterday", "status=perhaps", "box=1,2,3", "min_confidence=2"])
def test_a_wrong_value_is_said(query: str) -> None:
    with pytest.raises(RequestValidationError):
        filters(query)


def test_a_value_is_added_and_taken_away() -> None:
    found = filters("type=battle&country=SY")
    assert found.toggled("type", "shelling") == "/events?country=SY&type=battle&type=shelling"
    assert found.toggled("type", "battle") == "/events?country=SY"
    assert found.toggled("country", "YE") == "/events?type=battle&country=YE"
    assert found.toggled("country", "SY") == "/events?type=battle"


def test_chips_say_the_conditions_and_lead_on_without_them() -> None:
    found = filters("country=SY&status=negated&q=a%26b%3Cb%3E&background=false")
    said = {chip.name: (chip.label, chip.value) for chip in found.chips(LABELS)}
    assert said == {
        "country": ("country", "Syria"),
        "status": ("status", "denied"),
        "q": ("words", "a&b<b>"),
        "background": ("background", "news only"),
    }
    without = {chip.name: chip.remove for chip in found.chips(LABELS)}
    assert "status" not in without["status"]
    assert "q=a%26b%3Cb%3E" in without["status"]


def test_boxes_count_under_the_filter_and_keep_what_is_chosen(tmp_path) -> None:
    store = Store.open(database(tmp_path / "a.db"))
    found = filters("type=battle&type=siege&status=actual")
    boxes = {box.name: box for box in found.boxes(store, LABELS)}
    kinds = {one.value: one for one in next(p for p in boxes["Type"].parts if p.by == "type").choices}
    expected = store.facets([Facet.TYPE], found.wanted)[Facet.TYPE]
    assert {name: one.events for name, one in kinds.items() if name != "siege"} == {
        count.value: count.events for count in expected
    }
    assert (kinds["siege"].events, kinds["siege"].chosen) == (0, True)
    assert boxes["Type"].chosen == 2
    assert boxes["Status"].chosen == 1
    store.close()


NAMES = st.sampled_from(["type", "family", "actor", "country", "source", "outlet", "q", "report"])
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(str.strip)


@given(st.lists(st.tuples(NAMES, WORDS), max_size=8))
def test_an_address_reads_back_to_the_same_filter(pairs: list[tuple[str, str]]) -> None:
    found = read(pairs, "/events")
    again = read(parse_qsl(urlsplit(found.url()).query), "/events")
    assert again.query == found.query
    assert again.url() == found.url()
    for name, value in found.pairs:
        assert value_label(name, value, LABELS)
        gone = parse_qsl(urlsplit(found.toggled(name, value)).query)
        assert (name, value) not in gone
