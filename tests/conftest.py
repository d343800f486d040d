"""What all tests share: the parser is loaded once, the place index is built once in a temporary folder."""

from __future__ import annotations

import pytest
from spacy.language import Language

from dateline.language.parse import load_parser


@pytest.fixture(scope="session")
def parser() -> Language:
    """The English parser."""
    return load_parser()
