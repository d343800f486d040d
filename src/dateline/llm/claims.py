"""What a model claims of a report, before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EffectClaim:
    """An effect: its kind and the words with the number."""

    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """Who says so, and how."""

    name: str
    stance: str


@dataclass(frozen=True, slots=True)
class EventClaim:
    """One event as a model tells it: plain words, nothing checked."""

    event_type: str
    status: str
    trigger: str
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    time: str | None = None
    effects: tuple[EffectClaim, ...] = ()
    sources: tuple[SourceClaim, ...] = ()
    weapons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model says of one numbered word."""

    number: int
    event_type: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The events of one answer; ``shapeless`` counts entries that are no events at all."""

    events: tuple[EventClaim, ...]
    shapeless: int = 0
