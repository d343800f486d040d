from __future__ import annotations

import pytest

from dateline.records import Place
from dateline.web.locator import HEIGHT, WIDTH, key, locators

AT = {"text": "x", "start": 0, "end": 1}


def place(name: str, **known: object) -> Place:
    return Place(name=name, **AT, **known)  # type: ignore[arg-type]


def test_an_exact_place_is_a_point_and_a_near_one_has_a_ring() -> None:
    exact = place("Tafas", lat=32.7, lon=36.1, country="SY", precision="exact")
    near = place("near Tafas", lat=32.7, lon=36.1, country="SY", precision="near")
    drawn = locators((exact, near, exact))
    assert len(drawn) == 2
    one, other = drawn[key(exact)], drawn[key(near)]
    assert (one.x, one.y, one.ring, one.exact) == (WIDTH / 2, HEIGHT / 2, None, True)
    assert other.ring == pytest.approx(25 / 111.2 / 3.2 * HEIGHT, abs=0.1)
    assert not other.exact
    assert one.units.count("M") > 5
    assert one.meant == ""


@pytest.mark.parametrize("country", ["SY", "UA", "US", "RU", "FJ"])
def test_a_country_is_filled_without_a_point(country: str) -> None:
    whole = place("country", lat=1.0, lon=1.0, country=country, precision="country")
    one = locators([whole])[key(whole)]
    assert one.x is None
    assert one.meant.startswith("M")
    assert len(one.meant) < 40_000


def test_a_province_is_filled_and_what_is_not_known_is_not_drawn() -> None:
    province = place("Idlib", lat=35.9, lon=36.6, country="SY", admin1="Idlib", precision="admin1")
    one = locators([province])[key(province)]
    assert one.x is None
    assert one.meant.count("M") >= 1
    assert locators([place("somewhere")]) == {}
