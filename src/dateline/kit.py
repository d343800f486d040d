"""The loaded resources that every stage is given: made once, passed in, never global."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from spacy.language import Language

from dateline import codebook
from dateline.codebook import Codebook
from dateline.coding import frames, status
from dateline.coding.frames import Frames
from dateline.coding.status import Cues
from dateline.language.parse import PARSER_NAME, load_parser
from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path
from dateline.records import Coder

ENGINE = "rules"
MIN_CONFIDENCE = 0.35


@dataclass(frozen=True)
class Kit:
    """What coding needs. Make one with :meth:`load` and use it for any number of reports."""

    parser: Language
    codebook: Codebook
    frames: Frames
    cues: Cues
    places: PlaceIndex
    min_confidence: float
    coder: Coder

    @classmethod
    def load(cls, *, places: Path | None = None, min_confidence: float = MIN_CONFIDENCE) -> Kit:
        """Load everything; about a second and a half, once a process.

        Args:
            places: the place index; by default the one that ``dateline places build`` makes.
            min_confidence: events below this confidence are left out (0..1).

        Raises:
            MissingIndexError: the place index has not been built.
            DataError: data files are wrong; the message names file and line.
        """
        book = codebook.load()
        index = PlaceIndex.open(places or default_index_path())
        coder = Coder(
            engine=ENGINE,
            version=metadata.version("dateline"),
            model=PARSER_NAME,
            codebook=book.version,
            gazetteer=index.version,
        )
        return cls(load_parser(), book, frames.load(), status.load(), index, min_confidence, coder)
