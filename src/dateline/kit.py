"""The loaded resources that every stage is given: made once, passed in, never global."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from spacy.language import Language

from dateline import codebook
from dateline.actors.knowledge import Knowledge
from dateline.codebook import Codebook
from dateline.coding import frames, status, votes
from dateline.coding.frames import Frames
from dateline.coding.status import Cues
from dateline.coding.votes import Engine
from dateline.language.parse import PARSER_NAME, load_parser
from dateline.language.tagger import Tagger
from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path
from dateline.records import Coder

MIN_CONFIDENCE = 0.5


@dataclass(frozen=True)
class Kit:
    """What coding needs. Make one with :meth:`load` and use it for any number of reports."""

    parser: Language
    codebook: Codebook
    frames: Frames
    cues: Cues
    places: PlaceIndex
    actors: Knowledge
    tagger: Tagger | None
    engine: Engine
    weights: Mapping[str, float]
    min_confidence: float
    coder: Coder

    @classmethod
    def load(
        cls,
        *,
        engine: Engine | str = Engine.BOTH,
        model: Path | str | None = None,
        places: Path | None = None,
        actors: Sequence[Path] = (),
        min_confidence: float = MIN_CONFIDENCE,
    ) -> Kit:
        """Load everything; about a second and a half, once a process.

        Args:
            engine: ``"rules"`` (lexicon and syntax), ``"model"`` (the trained tagger) or ``"both"``.
            model: folder of a tagger, or ``"large"`` for the one in the user's data folder; by default the
                one that ships with the package.
            places: the place index; by default the one that ``dateline places build`` makes.
            actors: folders with a user's own tables of parties, laid over ours; later ones win.
            min_confidence: events below this confidence are left out (0..1).

        Raises:
            MissingIndexError: the place index has not been built.
            DataError: data files are wrong, or there is no such model; the message names file and line.
        """
        engine = Engine(engine)
        book = codebook.load()
        index = PlaceIndex.open(places or default_index_path())
        tagger = None if engine is Engine.RULES else Tagger.load(model)
        own = tagger.labels.votes if tagger else {}
        coder = Coder(
            engine=engine,
            version=metadata.version("dateline"),
            model=tagger.labels.name if tagger else PARSER_NAME,
            codebook=book.version,
            gazetteer=index.version,
            min_confidence=min_confidence,
        )
        return cls(
            parser=load_parser(),
            codebook=book,
            frames=frames.load(),
            cues=status.load(),
            places=index,
            actors=Knowledge.load(actors),
            tagger=tagger,
            engine=engine,
            weights=votes.of_model(own, engine),
            min_confidence=min_confidence,
            coder=coder,
        )
