"""What the reader shows of one report: the pieces of its text and the cards of its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from dateline.export import words as plain
from dateline.records import Coded, Event, Party, Reason, Report, Status
from dateline.store import Listed, Review
from dateline.web import words
from dateline.web.highlight import Mark, Role, Segment, marks_of, segment
from dateline.web.labels import Labels
from dateline.web.locator import Locator, key, locators
from dateline.web.missing import Missing, missing


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text as it is drawn.

    ``events`` and ``roles`` are parallel, the event that a click leads to first; ``anchors`` are the events
    whose trigger begins here; ``style`` are the classes of the stylesheet.
    """

    text: str
    events: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    anchors: tuple[str, ...] = ()
    style: str = ""
    says: str = ""
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a row: what is coded, the words that say it where they add to it, and a remark.

    ``map`` is the key of a drawing of where it lies, ``actor_id`` that of a known party.
    """

    name: str
    said: str | None = None
    note: str | None = None
    event_id: str | None = None
    map: str | None = None
    actor_id: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a card with its values; ``role`` is the style of the spans that say it."""

    label: str
    role: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One event as a card. ``review`` and ``flagged`` are what people decided on it."""

    event: Event
    label: str
    definition: str
    family: str
    rows: tuple[Row, ...]
    quote: tuple[str, str, str]
    reasons: tuple[tuple[str, tuple[Reason, ...]], ...]
    codes: tuple[tuple[str, str], ...]
    review: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as the reader shows it: its text in pieces, and its cards.

    ``header`` are the lines of metadata that the text opens with, ``lead`` is the dateline before the story.
    ``maps`` are drawings of places by their key, ``missing`` is what was not coded; ``reviewed`` counts
    cards.
    """

    report: Report
    header: tuple[Piece, ...]
    lead: tuple[Piece, ...]
    story: tuple[Piece, ...]
    cards: tuple[Card, ...]
    statuses: tuple[tuple[str, int], ...]
    background: int
    maps: Mapping[str, Locator]
    missing: tuple[Missing, ...]
    reviewed: int


def read(coded: Coded, labels: Labels, standing: Iterable[Listed] = ()) -> Reading:
    """Prepare a report and its events for the reader.

    Args:
        coded: the report with its events.
        labels: what types and families are called.
        standing: where the events stand in review; those that are not among them are not reviewed.

    Returns:
        Cards in the order of their triggers, and pieces that make up the report's text exactly.
    """
    report = coded.report
    events = {event.id: event for event in sorted(coded.events, key=lambda event: event.trigger.start)}
    marks = [mark for event in events.values() for mark in marks_of(event)]
    headed = report.text.rfind("\n", 0, report.body) + 1
    segments = segment(report.text, marks, cuts=(headed, report.body))
    counts = {status: sum(event.status is status for event in events.values()) for status in Status}
    stands = {item.event.id: item for item in standing}
    cards = tuple(_card(event, report, events, labels, stands.get(event.id)) for event in events.values())
    return Reading(
        report=report,
        header=tuple(_piece(part, events, labels) for part in segments if part.start < headed),
        lead=tuple(_piece(part, events, labels) for part in segments if headed <= part.start < report.body),
        story=tuple(_piece(part, events, labels) for part in segments if part.start >= report.body),
        cards=cards,
        statuses=tuple((str(status), count) for status, count in counts.items() if count),
        background=sum(event.background for event in events.values()),
        maps=locators(place for event in events.values() for place in event.places),
        missing=missing(events.values()),
        reviewed=sum(card.review != Review.CANDIDATE for card in cards),
    )


def _piece(part: Segment, events: Mapping[str, Event], labels: Labels) -> Piece:
    drawn = sorted(part.marks, key=_rank)
    if not drawn:
        return Piece(part.text)
    first = drawn[0]
    linked = [mark for mark in drawn if mark.role is not Role.QUOTE]
    told = dict.fromkeys(f"{labels.type(events[mark.event_id].event_type)}: {mark.role}" for mark in linked)
    return Piece(
        text=part.text,
        events=tuple(mark.event_id for mark in drawn),
        roles=tuple(mark.role for mark in drawn),
        anchors=tuple(mark.event_id for mark in part.starting if mark.role is Role.TRIGGER),
        style=_style(first, events[first.event_id]),
        says="; ".join(told),
        linked=bool(linked),
    )


def _rank(mark: Mark) -> tuple[bool, bool, int, int]:
    """Order marks over one segment: triggers first, then the shortest span, whole quotes last."""
    return mark.role is Role.QUOTE, mark.role is not Role.TRIGGER, mark.end - mark.start, mark.start


def _style(mark: Mark, event: Event) -> str:
    return f"r-{mark.role} s-{event.status}" + (" background" if event.background else "")


def _card(
    event: Event, report: Report, events: Mapping[str, Event], labels: Labels, stands: Listed | None
) -> Card:
    codes = event.codes
    schemes = (
        ("PLOVER", " / ".join(filter(None, (codes.plover, codes.plover_mode)))),
        ("CAMEO", codes.cameo),
        ("ACLED", codes.acled_sub_event_type or codes.acled_event_type),
        ("UCDP", "armed force" if codes.ucdp else None),
    )
    return Card(
        event=event,
        label=labels.type(event.event_type),
        definition=labels.definitions.get(event.event_type, ""),
        family=labels.family(event.family),
        rows=tuple(row for row in _rows(event, events, labels) if row.values),
        quote=words.quote(report, event),
        reasons=tuple(
            (field, tuple(group)) for field, group in groupby(event.reasons, lambda reason: reason.field)
        ),
        codes=tuple((scheme, code) for scheme, code in schemes if code),
        review=str(stands.review if stands else Review.CANDIDATE),
        flagged=stands.flagged if stands else False,
    )


def _rows(event: Event, events: Mapping[str, Event], labels: Labels) -> tuple[Row, ...]:
    whole = events.get(event.part_of or "")
    part = (
        (Value(labels.type(whole.event_type), said=whole.trigger.text, event_id=whole.id),) if whole else ()
    )
    return (
        Row("who", Role.WHO, _parties(event.actors)),
        Row("to whom", Role.WHOM, _parties(event.targets)),
        Row("backed by", Role.BACKER, _parties(event.supporters)),
        Row("mediated by", Role.MEDIATOR, _parties(event.mediators)),
        Row("where", Role.WHERE, _where(event)),
        Row("when", Role.WHEN, _time(event)),
        Row("effect", Role.EFFECT, _values((words.effect(e), e.text, None) for e in event.effects)),
        Row("with", Role.WEAPON, _values((span.text, None, None) for span in event.weapons)),
        Row("according to", Role.SOURCE, _values((plain.source(s), s.text, None) for s in event.sources)),
        Row("part of", "part", part),
    )


def _parties(parties: Iterable[Party]) -> tuple[Value, ...]:
    parties = tuple(parties)
    values = _values((party.name, party.text, plain.standing(party)) for party in parties)
    return tuple(
        replace(value, actor_id=party.actor_id) for value, party in zip(values, parties, strict=True)
    )


def _where(event: Event) -> tuple[Value, ...]:
    values = _values((place.name, place.text, words.where(place)) for place in event.places)
    return tuple(replace(value, map=key(place)) for value, place in zip(values, event.places, strict=True))


def _values(items: Iterable[tuple[str, str | None, str | None]]) -> tuple[Value, ...]:
    """Make values; words that only repeat the name, with an article or a number, are left out."""
    return tuple(
        Value(name, None if said and _repeats(name, said) else said, note) for name, said, note in items
    )


def _repeats(name: str, said: str) -> bool:
    return name.casefold() in said.casefold()


def _time(event: Event) -> tuple[Value, ...]:
    time = event.time
    if time is None:
        return ()
    inherited = "not said of this event; see why" if time.text is None else None
    return (Value(words.when(time), time.text, inherited),)
