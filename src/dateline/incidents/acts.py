"""What merging looks at of one event: the few facts by which two reports can be seen to tell of one act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from dateline.incidents.kin import kindred
from dateline.incidents.kinds import Kinds
from dateline.incidents.words import sentence_at, stems
from dateline.places.fold import fold, skeleton
from dateline.records import Effect, Event, Party, Place, Status

UNREAL = frozenset({Status.PLANNED, Status.POSSIBLE})
_COUNTED = ("killed", "injured", "casualties", "displaced", "captured", "missing", "released")


class WhoKey(NamedTuple):
    """A party as merging sees it: its folded name, and what the knowledge base says of it."""

    name: str
    actor_id: str | None = None
    within: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None


class WhereKey(NamedTuple):
    """A place as merging sees it."""

    name: str
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: str | None = None


class Toll(NamedTuple):
    """Persons of one effect, over all groups that the event names."""

    kind: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """One event as merging sees it. Days are proleptic ordinals (``date.toordinal``); both are inclusive.

    ``deal`` are the first and last day of the deal that the event is a term of, where the deal has any.
    """

    id: str
    report_id: str
    published: int
    event_type: str
    family: str
    status: str
    start: int | None
    end: int | None
    country: str | None
    actors: tuple[WhoKey, ...]
    targets: tuple[WhoKey, ...]
    places: tuple[WhereKey, ...]
    tolls: tuple[Toll, ...]
    words: tuple[str, ...]
    trigger: tuple[str, ...]
    deal: tuple[int, int] | None = None

    @property
    def real(self) -> bool:
        """Whether it is told as having happened, or denied: not as planned or possible."""
        return self.status not in UNREAL


def act_of(
    event: Event,
    *,
    kinds: Kinds,
    text: str | None = None,
    country: str | None = None,
    whole: Event | None = None,
) -> Act:
    """Take from an event what merging looks at.

    Args:
        event: the event.
        kinds: says which types have two equal sides, whose parties are then one list.
        text: text of its report, for the words of the sentence; without it only the evidence gives words.
        country: where the report plays, for an event whose own places have no country.
        whole: the event that it is a term or a part of, where the report tells it.
    """
    actors, targets = tuple(map(_who, event.actors)), tuple(map(_who, event.targets))
    if event.event_type in kinds.two_sided:
        actors, targets = (*actors, *targets), ()
    told = [span.text for span in (event.trigger, *event.evidence)]
    if text is not None:
        told.append(sentence_at(text, event.trigger.start, event.trigger.end))
    # places and parties are compared on their own: their names would count twice
    names = frozenset(stems(" ".join([p.name for p in event.actors] + [p.name for p in event.places])))
    start, end = _span_of(event)
    return Act(
        id=event.id,
        report_id=event.report_id,
        published=event.published.toordinal(),
        event_type=event.event_type,
        family=event.family,
        status=str(event.status),
        start=start,
        end=end,
        country=next((p.country for p in event.places if p.country), country),
        actors=tuple(dict.fromkeys(actors)),
        targets=tuple(dict.fromkeys(targets)),
        places=tuple(dict.fromkeys(map(_where, event.places))),
        tolls=_tolls(event.effects),
        words=_without(names, stems(" ".join(told))),
        trigger=_without(names, kindred(stems(event.trigger.text))),
        deal=_deal(whole, kinds),
    )


def acts_of(events: Iterable[Event], *, kinds: Kinds, texts: Mapping[str, str] | None = None) -> list[Act]:
    """Take the acts of many events; an event without a country gets that of most places in its report.

    Args:
        events: the events, in any order.
        kinds: facts about the types.
        texts: report id to text, as far as known.
    """
    kept = list(events)
    votes: dict[str, Counter[str]] = {}
    for event in kept:
        votes.setdefault(event.report_id, Counter()).update(p.country for p in event.places if p.country)
    # of two countries named as often the first by name, so that the order of events does not matter
    main = {report: max(sorted(seen), key=lambda c: seen[c]) for report, seen in votes.items() if seen}
    known, by_id = texts or {}, {event.id: event for event in kept}
    return [
        act_of(
            e,
            kinds=kinds,
            text=known.get(e.report_id),
            country=main.get(e.report_id),
            whole=by_id.get(e.part_of) if e.part_of else None,
        )
        for e in kept
    ]


def _without(names: frozenset[str], found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem for stem in found if stem not in names)


def _who(party: Party) -> WhoKey:
    return WhoKey(fold(party.name), party.actor_id, party.within, party.kind, party.country)


def _where(place: Place) -> WhereKey:
    # sources write one province in several ways ("Dar'ā", "Daraa")
    unit = skeleton(fold(place.admin1)) if place.admin1 else None
    return WhereKey(
        fold(place.name), place.geonames_id, place.lat, place.lon, place.country, unit, place.precision
    )


def _span_of(event: Event) -> tuple[int | None, int | None]:
    """First and last day; where only one is known both are that one."""
    if event.time is None:
        return None, None
    start, end = _day(event.time.start), _day(event.time.end)
    return start or end, end or start


def _deal(whole: Event | None, kinds: Kinds) -> tuple[int, int] | None:
    if whole is None or whole.event_type not in kinds.deal:
        return None
    start, end = _span_of(whole)
    return (start, end) if start and end else None


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _tolls(effects: Iterable[Effect]) -> tuple[Toll, ...]:
    """Add up the groups of one effect: a bound is known only where each group has it."""
    kept = list(effects)
    out = []
    for kind in _COUNTED:
        these = [e for e in kept if e.kind == kind]
        if these:
            sums = [_sum([getattr(e, part) for e in these]) for part in ("low", "best", "high")]
            out.append(Toll(kind, *sums))
    return tuple(out)


def _sum(values: list[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if len(known) == len(values) else None


def to_json(act: Act) -> list[Any]:
    """Write an act as a list for JSON; ``from_json`` reads it."""
    return [getattr(act, field.name) for field in fields(Act)]


def from_json(values: Sequence[Any]) -> Act:
    """Read an act that ``to_json`` wrote."""
    known = dict(zip((field.name for field in fields(Act)), values, strict=True))
    for name, kind in (("actors", WhoKey), ("targets", WhoKey), ("places", WhereKey), ("tolls", Toll)):
        known[name] = tuple(kind(*map(_frozen, value)) for value in known[name])
    known |= {name: _frozen(known[name]) for name in ("words", "trigger", "deal")}
    return Act(**known)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
