"""An event in one line: what tables, lists and cards on the map show of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.records import Event
from dateline.store import Listed
from dateline.web import names, words
from dateline.web.labels import Labels


@dataclass(frozen=True, slots=True)
class Line:
    """An event in words. ``who`` and ``whom`` are names, ``place`` the first place, ``quote`` its evidence.

    ``published`` and ``report_id`` say where it stands, ``review`` and ``flagged`` what people decided.
    """

    id: str
    type: str
    family: str
    status: str
    background: bool
    who: tuple[str, ...]
    whom: tuple[str, ...]
    day: date | None
    when: str
    place: str
    area: str
    precision: str | None
    effects: tuple[str, ...]
    sources: tuple[str, ...]
    quote: str
    confidence: float
    review: str
    flagged: bool
    report_id: str
    published: date


def line(item: Listed, labels: Labels) -> Line:
    """Put an event into words.

    Args:
        item: the event with where it stands.
        labels: what types are called.
    """
    event = item.event
    place, area, precision = _place(event)
    return Line(
        id=event.id,
        type=labels.type(event.event_type),
        family=event.family,
        status=str(event.status),
        background=event.background,
        who=tuple(dict.fromkeys(party.name for party in event.actors)),
        whom=tuple(dict.fromkeys(party.name for party in event.targets)),
        day=event.time.start if event.time else None,
        when=words.when(event.time) if event.time else "",
        place=place,
        area=area,
        precision=precision,
        effects=tuple(map(words.effect, event.effects)),
        sources=tuple(dict.fromkeys(source.name for source in event.sources)),
        quote=event.evidence[0].text if event.evidence else event.trigger.text,
        confidence=event.confidence,
        review=str(item.review),
        flagged=item.flagged,
        report_id=event.report_id,
        published=event.published,
    )


def _place(event: Event) -> tuple[str, str, str | None]:
    """Return the name of the first place, the units that it lies in, and how exact it is."""
    if not event.places:
        return "", "", None
    first = event.places[0]
    country = names.country(first.country) if first.country else None
    units = [unit for unit in (first.admin1, country) if unit and unit != first.name]
    return first.name, ", ".join(units), first.precision
