"""A place as a report mentions it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.places.index import Candidate
from dateline.places.sources import Precision

# UCDP GED codebook, "where_prec": 1 to 4 and 6 by precision; 5 a line or a loosely bounded area, 7 the sea
_WHERE_PREC = {"exact": 1, "near": 2, "admin2": 3, "admin1": 4, "country": 6}
_LINES = frozenset(("road", "river", "line"))
_SEAS = frozenset(("sea", "ocean", "strait", "gulf"))


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of tokens that names a place, before it is known which.

    ``first`` and ``last`` are the token numbers at both ends (``last`` excluded), ``start`` and ``end`` the
    characters. ``name`` is the name as reported ("Deraa province"), ``core`` what the gazetteer is asked for
    ("Deraa"), ``kind`` what the type word beside it says, ``how`` what it was recognised by. ``described``
    marks places without a name of their own ("the Jordanian border"), ``attributive`` names that say whose
    something is and not where: peoples ("Cuban"), and places in the names of bodies ("Alberta Liquor Board").
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    core: str
    kind: str | None
    how: str
    direction: bool = False
    described: bool = False
    attributive: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a report, with the place of the gazetteer that it most likely means.

    ``candidate`` is ``None`` where the gazetteer has none; ``alternatives`` are the others, best first,
    each with its score; ``unlisted`` marks a name that the gazetteer lacks, where ``candidate`` is the place
    that it lies in or near; ``metonym`` marks a name that stands for no location here: for a government, a
    people, a body.
    """

    found: Found
    candidate: Candidate | None
    precision: Precision | None
    country: str | None
    metonym: bool
    score: float
    reasons: tuple[str, ...] = ()
    alternatives: tuple[tuple[Candidate, float], ...] = ()
    unlisted: bool = False

    @property
    def first(self) -> int:
        """Number of the first token."""
        return self.found.first

    @property
    def last(self) -> int:
        """Number of the token after the last."""
        return self.found.last

    @property
    def start(self) -> int:
        """First character."""
        return self.found.start

    @property
    def end(self) -> int:
        """Character after the last."""
        return self.found.end

    @property
    def name(self) -> str:
        """The name as reported, without article."""
        return self.found.name

    @property
    def kind(self) -> str | None:
        """What kind of place it is, by its type word or the gazetteer."""
        return self.found.kind or (self.candidate.kind if self.candidate else None)

    @property
    def size(self) -> Precision | None:
        """How large the place itself is, as a precision; ``None`` where the gazetteer lacks it."""
        return None if self.unlisted else self.precision

    @property
    def where_prec(self) -> int | None:
        """The UCDP code of the precision, 1 to 7; ``None`` for a continent and a place that is not known."""
        if self.precision is None or (self.candidate and self.candidate.kind == "larger"):
            return None
        if self.kind in _LINES or self.found.described:
            return 5
        if self.precision == "larger":
            return 7 if self.candidate and self.candidate.kind in _SEAS else 5
        return _WHERE_PREC[self.precision]


def locations(mentions: Iterable[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Leave out the mentions that say whose something is and not where ("Cuban", "Alberta Liquor Board")."""
    return tuple(m for m in mentions if not m.found.attributive)
