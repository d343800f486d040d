"""Actors, the ties between them, and what a name was resolved to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TieKind(StrEnum):
    """How one actor stands to another."""

    PART_OF = "part_of"
    SPLINTER_OF = "splinter_of"
    SUCCESSOR_OF = "successor_of"
    BACKED_BY = "backed_by"
    ALLIED_WITH = "allied_with"
    OPPOSED_TO = "opposed_to"
    LEADS = "leads"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of actor with its codes in other schemes.

    ``acled_inter`` is 1 to 8 or ``None``, ``ucdp_side`` one of state, nonstate, civilians, none, ``plover`` a
    sector code; ``described`` marks kinds that parties without a row of their own may have.
    """

    name: str
    acled_inter: int | None
    ucdp_side: str
    plover: str
    described: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a body of a state existed under one name; ``end`` is ``None`` where it still does."""

    name: str
    start: date
    end: date | None
    note: str

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Actor:
    """One party, office, body or person.

    ``aliases`` are further names, acronyms and spellings; ``countries`` the ISO 3166-1 codes of where it
    belongs and acts, home first; ``start`` and ``end`` its first and last day, ``None`` where not known
    or not over; ``origin`` the data file and line that it comes from; ``source`` a code of ``sources.csv``
    (in a user's own table any words). ``periods`` are those of a body of a state that was dissolved,
    founded anew or renamed; most actors have none.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    countries: tuple[str, ...]
    start: date | None
    end: date | None
    acled_inter: int | None
    ucdp_side: str
    plover: str
    note: str
    origin: str
    source: str
    periods: tuple[Period, ...] = ()

    @property
    def country(self) -> str | None:
        """The home country, where there is one."""
        return self.countries[0] if self.countries else None

    def name_on(self, day: date) -> str:
        """Name the actor as it was called on a day; the last of its names where two fit."""
        return next((period.name for period in reversed(self.periods) if period.holds(day)), self.name)

    def existed(self, day: date) -> bool:
        """Say whether the actor is known to have existed on a day (unknown bounds do not bind)."""
        if self.periods and not any(period.holds(day) for period in self.periods):
            return False
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Tie:
    """A dated relation from ``one`` to ``other``, both ids of actors ("one is part of other")."""

    one: str
    kind: TieKind
    other: str
    start: date | None
    end: date | None
    note: str
    origin: str
    source: str

    def holds(self, day: date) -> bool:
        """Say whether the tie holds on a day (unknown bounds do not bind)."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another actor that a name may mean, with its score (0..1) and why it has that score."""

    actor_id: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name means.

    ``actor_id`` is ``None`` where no actor of the knowledge base is meant for sure; ``kind`` and ``country``
    then describe the party as far as the words do. ``name`` is the canonical name, or the name as given.
    ``side`` is the body that a person leads or acts for on the report's day. ``score`` (0..1) says how sure
    the choice is.
    """

    actor_id: str | None
    name: str
    kind: str | None
    country: str | None
    score: float
    reasons: tuple[str, ...] = ()
    side: str | None = None
    alternatives: tuple[Alternative, ...] = ()
