"""Words that can be times stand in names, too."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.dates import find_times


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gunmen raided Qala-ye Now at the pass.", []),
        ("Troops left Qal'ah-ye Now, the seat of Badghis.", []),
        ("Troops from Now Zad left.", []),
        ("Rebels now hold the bridge.", ["now"]),
        ("Now the rebels hold the bridge.", ["Now"]),
        ("The bridge fell. Now the rebels hold it.", ["Now"]),
        ("“Now the rebels hold it,” he said.", ["Now"]),
        ("REBELS NOW HOLD THE BRIDGE.", ["NOW"]),
    ],
)
def test_now_in_a_name_is_no_time(text: str, found: list[str]) -> None:
    assert [m.text for m in find_times(text, published=date(2011, 3, 4))] == found
