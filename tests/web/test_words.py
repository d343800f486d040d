from __future__ import annotations

import pytest
from tests.web.samples import REPORT, events

from dateline.records import Effect, Place, When
from dateline.web import words


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2022-03-03", "2022-03-03", "3 Mar 2022"),
        ("2022-03-03", "2022-03-09", "3 to 9 Mar 2022"),
        ("2022-02-27", "2022-03-01", "27 Feb 2022 to 1 Mar 2022"),
        (None, "2022-03-01", "until 1 Mar 2022"),
        ("2022-03-01", None, "from 1 Mar 2022"),
        (None, None, "not known"),
    ],
)
def test_when(start: str | None, end: str | None, said: str) -> None:
    assert words.when(When(start=start, end=end, precision="days")) == said


@pytest.mark.parametrize(
    ("low", "best", "high", "said"),
    [
        (4, 4, 4, "4 killed"),
        (3, 3, None, "at least 3 killed"),
        (3, None, None, "at least 3 killed"),
        (20, None, 99, "20–99 killed"),
        (5, 7, 9, "7 (5–9) killed"),
        (None, None, 10, "up to 10 killed"),
        (None, None, None, "killed, number not given"),
    ],
)
def test_effect(low: int | None, best: int | None, high: int | None, said: str) -> None:
    assert (
        words.effect(Effect(kind="killed", low=low, best=best, high=high, text="x", start=0, end=1)) == said
    )


def test_where_names_the_units_and_the_precision_but_not_the_place_again() -> None:
    place = Place(name="Goma", text="Goma", start=0, end=4, country="CD", admin1="Goma", precision="near")
    assert words.where(place) == "CD, near this place"


def test_the_quote_is_the_sentence_of_the_trigger() -> None:
    quoted = {event.event_type: words.quote(REPORT, event) for event in events()}
    assert quoted["air_strike"] == ("The army denied that it had ", "bombed", " the town.")
    assert quoted["shelling"][0] == "Rebels "
    assert quoted["relief"] == ("A convoy ", "arrived", ".")
