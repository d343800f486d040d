"""What all tests share: the parser is loaded once, the place index is built once in a temporary folder."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from spacy.language import Language

from dateline.language.parse import load_parser
from dateline.places.build import build_index
from dateline.places.index import PlaceIndex

# a busy machine is no fault of what is tested: no example has a deadline
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# the countries of the test sentences: the whole world would take half a minute
COUNTRIES = ("SY", "IQ", "YE", "UA", "NG", "SD", "CD", "RU", "JO")


@pytest.fixture(scope="session")
def parser() -> Language:
    """The English parser."""
    return load_parser()


@pytest.fixture(scope="session")
def place_index(tmp_path_factory: pytest.TempPathFactory) -> PlaceIndex:
    """A place index of a few countries."""
    path = tmp_path_factory.mktemp("places") / "places.sqlite"
    build_index(path, countries=COUNTRIES)
    return PlaceIndex.open(path)
