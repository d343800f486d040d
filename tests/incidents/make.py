"""Events in a few words, and the reports that they stand in, for the tests of merging."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateline.incidents.acts import Act, acts_of
from dateline.incidents.kinds import load
from dateline.records import Coder, Effect, Event, Party, Place, Report, Source, Span, When

CODER = Coder(engine="test", version="0", codebook="1.0")
FAMILIES = {
    "shelling": "armed_violence",
    "battle": "armed_violence",
    "armed_attack": "armed_violence",
    "accusation": "statement",
    "release": "negotiation",
    "ceasefire": "negotiation",
    "agreement": "negotiation",
    "talks": "negotiation",
}
KINDS = {"army": "military", "rebels": "rebels"}
SPOTS = {
    "Qaryat": (33.5, 44.2, "IQ", "Anbar"),
    "Tel Zaher": (33.52, 44.22, "IQ", "Anbar"),
    "Mandal": (36.1, 42.9, "IQ", "Ninawa"),
    "Orsk": (48.1, 37.7, "UA", "Donetsk"),
}


def event(
    name: str,
    *,
    report: str = "r1",
    kind: str = "shelling",
    day: str | None = "2016-05-03",
    until: str | None = None,
    told: str = "2016-05-04",
    place: str | None = "Qaryat",
    actors: tuple[str, ...] = ("army",),
    targets: tuple[str, ...] = ("market",),
    killed: int | tuple[int | None, int | None, int | None] | None = None,
    who: str = "people",
    status: str = "actual",
    words: str = "shells hit the market",
    sources: tuple[tuple[str, str], ...] = (),
    start: int = 0,
    part_of: str | None = None,
) -> Event:
    """One event; ``name`` is its id."""
    span = Span(text=words, start=start, end=start + len(words))
    low, best, high = killed if isinstance(killed, tuple) else (killed, killed, killed)
    effect = Effect(
        text=f"{best} {who}", start=0, end=1, kind="killed", low=low, best=best, high=high, who=who
    )
    return Event(
        id=name,
        report_id=report,
        published=date.fromisoformat(told),
        event_type=kind,
        family=FAMILIES[kind],
        status=status,
        trigger=span,
        actors=tuple(map(_party, actors)),
        targets=tuple(map(_party, targets)),
        places=(spot(place),) if place else (),
        time=_when(day, until) if day else None,
        effects=(effect,) if killed is not None else (),
        sources=tuple(Source(text=s, start=0, end=len(s), name=s, stance=stance) for s, stance in sources),
        part_of=part_of,
        confidence=0.9,
        coder=CODER,
    )


def spot(name: str, precision: str = "exact") -> Place:
    """A place of ``SPOTS``; one that is not there has no coordinates."""
    lat, lon, country, admin1 = SPOTS.get(name, (None, None, None, None))
    known: Any = {"lat": lat, "lon": lon, "country": country, "admin1": admin1}
    return Place(text=name, start=0, end=len(name), name=name, precision=precision if lat else None, **known)


def report_of(*events: Event, outlet: str | None = None) -> Report:
    """The report that some events stand in; its text is their words, each at its place."""
    first = events[0]
    text = [" "] * max(e.trigger.end for e in events)
    for one in events:
        text[one.trigger.start : one.trigger.end] = one.trigger.text
    return Report(report_id=first.report_id, published=first.published, text="".join(text), outlet=outlet)


def acts(*events: Event) -> list[Act]:
    """The acts of some events."""
    return acts_of(events, kinds=load())


def _party(name: str) -> Party:
    return Party(text=name, start=0, end=len(name), name=name, kind=KINDS.get(name))


def _when(day: str, until: str | None) -> When:
    end = date.fromisoformat(until or day)
    return When(start=date.fromisoformat(day), end=end, precision="day" if until is None else "days")
