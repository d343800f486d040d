"""The data that goes through Dateline: a report goes in, coded events come out.

Every record is frozen. Offsets are half-open and count characters of ``Report.text``, so that
``report.text[start:end] == text`` holds for every piece of evidence. What is not known is ``None`` or an
empty tuple, never an empty string or a guess.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.stages import DealStage


class Record(BaseModel):
    """Settings that all records share: frozen, and no field that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Status(StrEnum):
    """Whether an act happened (codebook, section 4)."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"


class Stance(StrEnum):
    """How a source stands to what it is cited for."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"


class Span(Record):
    """A stretch of a report's text."""

    text: str
    start: int
    end: int


class Report(Record):
    """One dated news report, as it was read.

    ``text`` is kept exactly as given, so that offsets stay true for whoever holds the original; ``body``
    says where the story starts when the text opens with metadata such as ``date 2021-09-01`` or
    ``BEIRUT, Aug 30 (Agency) -``.
    """

    report_id: str
    published: date
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    body: int = 0
    dateline_place: Span | None = None
    origin: str | None = None

    @property
    def content_hash(self) -> str:
        """A fingerprint of what is coded: the text and its date (first 16 hex digits of sha-256)."""
        return hashlib.sha256(f"{self.published}\n{self.text}".encode()).hexdigest()[:16]


class Party(Span):
    """A side of an event as one phrase names it.

    ``name`` is what the codebook calls the party (articles dropped, pronouns solved); ``text`` the phrase
    nearest the trigger that refers to it. ``canonical``, ``ties`` and ``within`` are what the knowledge base
    says of ``actor_id`` on the report's date: its name, how it stands to others in words, nearest first, and
    the ids of the actors that it is part of, nearest first; empty where ``actor_id`` is ``None``.
    """

    name: str
    actor_id: str | None = None
    canonical: str | None = None
    ties: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None


class Place(Span):
    """A place of an event. Coordinates never come without ``precision``.

    ``kind`` is what sort of place it is ("place", "camp", "river" ...), ``where_prec`` the UCDP code of the
    precision: 1 the place itself, 2 within some 25 km, 3 second-level unit, 4 first-level unit, 5 a line or a
    loosely bounded area, 6 a country, 7 international waters; ``None`` where nothing is known.
    """

    name: str
    kind: str | None = None
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    precision: Literal["exact", "near", "admin2", "admin1", "country", "larger"] | None = None
    where_prec: int | None = None


class When(Record):
    """First and last calendar day of an event, both inclusive.

    ``text``, ``text_start`` and ``text_end`` are the words in the report that say so; all three are ``None``
    where the time is inherited (``reasons`` of the event say from what). ``date_prec`` is the UCDP code: 1 a
    day, 2 two to six days, 3 a week, 4 up to a month, 5 longer. ``anchor`` says what the days are counted
    from: nothing (``calendar``: the words give the whole date), the day of publication (``report``), another
    time of the text (``time``) or another event (``event``); ``anchor_text`` are the words of these two.
    """

    start: date | None
    end: date | None
    precision: Literal["day", "days", "week", "month", "season", "year", "more"]
    text: str | None = None
    text_start: int | None = None
    text_end: int | None = None
    edtf: str | None = None
    date_prec: int | None = None
    anchor: Literal["calendar", "report", "time", "event"] | None = None
    anchor_text: str | None = None


class Effect(Span):
    """What an event did to people: a range, never a bare guess (codebook, section 4)."""

    kind: Literal["killed", "injured", "displaced", "captured", "missing", "released", "casualties"]
    low: int | None
    best: int | None
    high: int | None
    who: str | None = None
    unit: Literal["persons", "families"] = "persons"
    civilian: bool | None = None


class Source(Span):
    """Who says so, as named in the report, and the words that attribute it."""

    name: str
    kind: str | None = None
    stance: Stance = Stance.ASSERTS


class Reason(Record):
    """Why one field was read as it was: the rule that fired and what it saw."""

    field: str
    rule: str
    detail: str
    start: int | None = None
    end: int | None = None


class Codes(Record):
    """The same event in the codes of other schemes (codebook/crosswalk)."""

    plover: str | None = None
    plover_mode: str | None = None
    cameo: str | None = None
    acled_event_type: str | None = None
    acled_sub_event_type: str | None = None
    ucdp: bool = False


class Coder(Record):
    """What coded an event, so that a figure can be traced to the versions behind it."""

    engine: str
    version: str
    model: str | None = None
    codebook: str
    gazetteer: str | None = None
    min_confidence: float | None = None


class Event(Record):
    """One kind of act, by one side, towards one side, in one stretch of time, with one status."""

    id: str
    report_id: str
    published: date
    event_type: str
    family: str
    status: Status
    background: bool = False
    trigger: Span
    evidence: tuple[Span, ...] = ()
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    supporters: tuple[Party, ...] = ()
    mediators: tuple[Party, ...] = ()
    places: tuple[Place, ...] = ()
    time: When | None = None
    effects: tuple[Effect, ...] = ()
    sources: tuple[Source, ...] = ()
    weapons: tuple[Span, ...] = ()
    part_of: str | None = None
    codes: Codes = Codes()
    confidence: float = Field(ge=0.0, le=1.0)
    reasons: tuple[Reason, ...] = ()
    coder: Coder


class Answer(Span):
    """What one party says to a deal, with the words that say so.

    ``accepted``; ``conditional`` where it depends on something; ``rejected``; ``pending`` where an answer is
    still to come, by ``due`` if the report says so; ``broke`` where the party left or violated the deal.
    """

    party: Party
    answer: Literal["accepted", "conditional", "rejected", "pending", "broke"]
    due: date | None = None
    due_text: str | None = None
    event: str | None = None


class Term(Span):
    """Something that a deal lays down; ``event`` is the coded event, ``None`` where the words are not one."""

    event: str | None = None


class Agreement(Record):
    """A deal as one report tells it: who offered it, what each party answered, and what it lays down.

    ``stage`` sums it up: ``broken``, ``rejected``, ``in_force``, ``accepted`` (all answers are yes),
    ``pending`` (an answer is still to come), ``proposed`` or ``reported`` (named only). ``predecessor`` is
    the phrase for the deal before it and ``predecessor_id`` that deal. ``past`` marks a deal of long ago.
    """

    id: str
    report_id: str
    published: date
    name: str
    kind: Literal["offer", "deal", "truce"]
    stage: DealStage
    past: bool = False
    proposers: tuple[Party, ...] = ()
    mediators: tuple[Party, ...] = ()
    answers: tuple[Answer, ...] = ()
    terms: tuple[Term, ...] = ()
    in_force: Span | None = None
    breach: Span | None = None
    predecessor: Span | None = None
    predecessor_id: str | None = None
    events: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    reasons: tuple[Reason, ...] = ()
    coder: Coder

    def overdue(self, on: date) -> tuple[Answer, ...]:
        """List the answers that were due before a day and that this report does not have yet."""
        return tuple(a for a in self.answers if a.answer == "pending" and a.due and a.due < on)


class Coded(Record):
    """A report with the events found in it, and the deals that some of them belong to."""

    report: Report
    events: tuple[Event, ...]
    agreements: tuple[Agreement, ...] = ()


def event_id(report_id: str, event_type: str, start: int, end: int, ordinal: int = 0) -> str:
    """Make the stable id of an event: the same report, type and trigger give the same id on every run.

    Args:
        report_id: id of the report.
        event_type: codebook type.
        start: first character of the trigger.
        end: character after the trigger.
        ordinal: 0, or 1 for the second direction of an act told by one trigger ("traded fire").

    Returns:
        ``"e"`` and 15 hex digits of a sha-256.
    """
    key = f"{report_id}\x1f{event_type}\x1f{start}\x1f{end}\x1f{ordinal}"
    return "e" + hashlib.sha256(key.encode()).hexdigest()[:15]


def agreement_id(report_id: str, start: int) -> str:
    """Make the stable id of a deal from its report and the first character of its first phrase."""
    return "a" + hashlib.sha256(f"{report_id}\x1fagreement\x1f{start}".encode()).hexdigest()[:15]
