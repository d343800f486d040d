"""Pages and counts give what going through all events gives, on both databases."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.fake_coder import event

from dateline.errors import StoreError
from dateline.records import Coded, Effect, Event, Party, Place, Report, Source, When
from dateline.store import (
    Decision,
    DecisionKind,
    EventFilter,
    Facet,
    Listed,
    Review,
    Sort,
    Store,
    Subject,
)

TEXT = "Troops shelled Tafas, killing four. " * 3
SPAN = {"text": "Troops", "start": 0, "end": 6}


def made(report: Report, number: int, pick: random.Random) -> Event:
    fields: dict[str, object] = {
        "confidence": pick.choice([0.5, 0.6, 0.9]),
        "background": pick.random() < 0.2,
    }
    fields["event_type"], fields["family"] = pick.choice(
        [("shelling", "armed_violence"), ("battle", "armed_violence"), ("meeting", "negotiation")]
    )
    fields["status"] = pick.choice(["actual", "planned"])
    if pick.random() < 0.8:
        day = date(2021, 1, 1) + timedelta(days=pick.randrange(200))
        length = pick.choice([0, 0, 3, 40, 400, None])
        end = None if length is None else day + timedelta(days=length)
        fields["time"] = When(start=day, end=end, precision="days")
    if pick.random() < 0.7:
        where = {"country": pick.choice(["SY", "IQ"]), "precision": pick.choice(["exact", "country"])}
        fields["places"] = (
            Place(name="x", lat=pick.uniform(30, 40), lon=pick.uniform(30, 40), **SPAN, **where),
        )
    if pick.random() < 0.5:
        dead = pick.randrange(5)
        fields["effects"] = (Effect(kind="killed", low=dead, best=dead, high=dead, **SPAN),)
    if pick.random() < 0.7:
        actor, within = pick.choice([("syr.army", ("syr",)), ("syr", ()), ("irq", ())])
        fields["actors"] = fields["targets"] = (Party(name="a", actor_id=actor, within=within, **SPAN),)
    if pick.random() < 0.5:
        fields["sources"] = (Source(name=pick.choice(["SANA", "sana", "AP"]), **SPAN),)
    return event(report, number, number + 3, **fields)


@pytest.fixture
def filled(store: Store) -> Store:
    pick = random.Random(3)
    for number in range(40):
        report = Report(
            report_id=f"r{number}",
            published=date(2021, 1, 1) + timedelta(days=pick.randrange(60)),
            text=TEXT + pick.choice(["Talks in Daraâ.", "Nothing else."]),
            outlet=pick.choice(["AP", "AFP", None]),
        )
        events = tuple(made(report, place, pick) for place in range(pick.randrange(5)))
        store.save(Coded(report=report, events=events), coder_key="k")
    for found in itertools.islice(store.events(), 0, None, 4):
        kind = pick.choice([DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.FLAG])
        store.decide(Decision(kind=kind, by="amal", on=(Subject(kind="event", id=found.id),)))
    return store


FILTERS = (
    EventFilter(),
    EventFilter(families=("armed_violence",), statuses=("actual",)),  # type: ignore[arg-type]
    EventFilter(country="SY", precisions=("exact",), reviews=(Review.CANDIDATE, Review.ACCEPTED)),
    EventFilter(actor="syr"),
    EventFilter(actor="syr.army", event_types=("battle",)),
    EventFilter(since=date(2021, 3, 1), until=date(2021, 3, 31)),
    EventFilter(since=date(2021, 6, 1)),
    EventFilter(until=date(2021, 2, 1), actor="irq"),
    EventFilter(until=date(2021, 2, 10)),
    EventFilter(since=date(2021, 1, 15), until=date(2021, 3, 20)),
    EventFilter(since=date(2021, 2, 1), until=date(2021, 2, 28)),
    EventFilter(since=date(2021, 2, 3), until=date(2021, 2, 3)),
    EventFilter(since=date(2021, 2, 9), until=date(2021, 2, 1)),
    EventFilter(since=date.min, until=date.max),
    EventFilter(since=date.max),
    EventFilter(search="daraa"),
    EventFilter(box=(32.0, 31.0, 38.0, 39.0), background=False),
    EventFilter(source="Sana", outlet="AP", min_confidence=0.6),
    EventFilter(flagged=True),
    EventFilter(min_killed=2, since=date.min),
)


def everything(store: Store, wanted: EventFilter) -> list[Listed]:
    found: list[Listed] = []
    cursor = None
    while True:
        page = store.page(wanted, limit=7, cursor=cursor)
        found += page.events
        cursor = page.cursor
        if cursor is None:
            return found


def value(item: Listed, by: Facet, outlets: dict[str, str | None]) -> set[str | None]:
    event = item.event
    place = next((p.country for p in event.places if p.country), None)
    ids = {id_ for p in (*event.actors, *event.targets) if p.actor_id for id_ in (p.actor_id, *p.within)}
    start = event.time.start if event.time else None
    return {
        Facet.TYPE: {event.event_type},
        Facet.FAMILY: {event.family},
        Facet.STATUS: {str(event.status)},
        Facet.REVIEW: {str(item.review)},
        Facet.COUNTRY: {place},
        Facet.PRECISION: {next((str(p.precision) for p in event.places if p.precision), None)},
        Facet.MONTH: {f"{start:%Y-%m}" if start else None},
        Facet.ACTOR: ids,
        Facet.SOURCE: {s.name.casefold() for s in event.sources},
        Facet.OUTLET: {outlets[event.report_id]},
    }[by]


OWN = {"event_type": "event_types", "family": "families", "status": "statuses", "review": "reviews"}


def test_counts_are_those_of_going_through_all_events(filled: Store) -> None:
    outlets = {r.report_id: r.outlet for r in filled.reports()}
    for wanted in FILTERS:
        assert (
            filled.count_events(wanted) == len(everything(filled, wanted)) == len(list(filled.events(wanted)))
        )
        counted = filled.facets(Facet, wanted)
        survey = filled.survey(Facet, wanted)
        assert (survey.total, survey.facets) == (filled.count_events(wanted), counted)
        for by in Facet:
            own = OWN.get(by, {"precision": "precisions"}.get(by, str(by)))
            empty = getattr(EventFilter(), own, None)
            rest = replace(wanted, **{own: empty}) if hasattr(wanted, own) else wanted
            expected = Counter(v for item in everything(filled, rest) for v in value(item, by, outlets))
            assert {c.value: c.events for c in counted[by]} == dict(expected), (wanted, by)


def test_facets_are_in_order_and_may_be_cut(filled: Store) -> None:
    counted = filled.facets([Facet.TYPE, Facet.MONTH, Facet.ACTOR], limit=2)
    types = counted[Facet.TYPE]
    assert types[0].events >= types[1].events
    assert len(types) == len(counted[Facet.ACTOR]) == 2
    months = [count.value for count in filled.facets([Facet.MONTH])[Facet.MONTH]]
    assert months[0] is None
    assert months[1:] == sorted(str(month) for month in months[1:])


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", Sort)
def test_pages_in_each_order_hold_each_event_once(filled: Store, sort: Sort, descending: bool) -> None:
    def key(item: Listed) -> tuple[bool, object, str]:
        found = item.event
        dead = [e.best for e in found.effects]
        at = {
            Sort.PUBLISHED: found.published,
            Sort.START: found.time.start if found.time else None,
            Sort.CONFIDENCE: found.confidence,
            Sort.KILLED: dead[0] if dead else None,
        }[sort]
        return at is not None, at or 0, found.id

    items = everything(filled, EventFilter())
    expected = [i.event.id for i in sorted(items, key=key, reverse=descending)]
    for limit in (1, 6, 1000):
        found: list[str] = []
        cursor = None
        while True:
            page = filled.page(sort=sort, descending=descending, limit=limit, cursor=cursor)
            found += [item.event.id for item in page.events]
            cursor = page.cursor
            if cursor is None:
                break
        assert found == expected


def test_events_that_come_in_between_shift_nothing(filled: Store) -> None:
    first = filled.page(limit=5)
    report = Report(report_id="new", published="2022-01-01", text=TEXT)
    filled.save(Coded(report=report, events=(event(report, 0, 6),)), coder_key="k")
    again = filled.page(limit=5, cursor=first.cursor)
    assert not {i.event.id for i in first.events} & {i.event.id for i in again.events}
    assert len(everything(filled, EventFilter())) == filled.count_events()


@pytest.mark.parametrize(
    "bad", ["x", "é", "e30", "W10", "WyJwdWJsaXNoZWQiLHRydWUsMSwiZSJd", "=" * 9, "bnVsbA"]
)
def test_a_cursor_that_is_none_is_refused(bad: str, filled: Store) -> None:
    with pytest.raises(StoreError, match="cursor"):
        filled.page(cursor=bad)


def test_a_cursor_of_another_order_is_refused(filled: Store) -> None:
    cursor = filled.page(limit=1).cursor
    with pytest.raises(StoreError, match="cursor"):
        filled.page(sort=Sort.KILLED, cursor=cursor)
    with pytest.raises(StoreError, match="cursor"):
        filled.page(descending=False, cursor=cursor)
