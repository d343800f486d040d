"""One record of many: the days, place, type and toll of an incident, each with the event that gives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dateline.incidents.records import FusedPlace, FusedTime, Incident, Member
from dateline.incidents.tolls import fuse_tolls, total
from dateline.places.fold import fold
from dateline.records import Event, Party, Place, Stance, Status

_FINENESS = ("exact", "near", "admin2", "admin1", None, "country", "larger")
_NAMES = 6


def fuse(
    incident_id: str,
    events: Sequence[Event],
    *,
    outlets: Mapping[str, str | None],
    original: Mapping[str, str],
    weakest: float | None = None,
) -> Incident:
    """Fuse the events of one incident.

    Args:
        incident_id: its id.
        events: its events.
        outlets: report id to outlet, as far as known.
        original: report id to the report that it is a copy of.
        weakest: log-odds of its weakest link.
    """
    members = sorted(events, key=lambda e: (e.published, e.report_id, e.trigger.start))
    # a copy is no witness of its own: it counts where nothing else does
    own = [e for e in members if e.report_id not in original] or members
    kind = _most([e.event_type for e in own])
    tolls = fuse_tolls(members, outlets=outlets, original=original)
    return Incident(
        id=incident_id,
        event_type=kind,
        family=next(e.family for e in own if e.event_type == kind),
        status=_status(members),
        types=tuple(dict.fromkeys([kind, *sorted({e.event_type for e in members})])),
        time=_time(own),
        place=_place(own),
        actors=_names(e.actors for e in own),
        targets=_names(e.targets for e in own),
        tolls=tolls,
        killed=total(own, "killed"),
        injured=total(own, "injured"),
        members=tuple(_member(e, outlets, original) for e in members),
        reports=len({e.report_id for e in members}),
        independent=count_independent((e.report_id for e in own), outlets),
        denied_by=_deniers(members),
        first_report=members[0].published,
        last_report=max(e.published for e in members),
        weakest=weakest,
    )


def count_independent(reports: Iterable[str], outlets: Mapping[str, str | None]) -> int:
    """Count the outlets of reports; a report whose outlet is not known counts as one of its own."""
    return len({outlets.get(r) or f"report {r}" for r in reports})


def _most(values: Sequence[str]) -> str:
    """The most frequent value; of several the first."""
    counts = Counter(values)
    return max(dict.fromkeys(values), key=lambda v: counts[v])


def _status(events: Sequence[Event]) -> Status:
    """Told as done by anyone, it is actual; a denial alone leaves it negated."""
    told = {e.status for e in events}
    order = (Status.ACTUAL, Status.NEGATED, Status.PLANNED, Status.POSSIBLE)
    return next(status for status in order if status in told)


def _time(events: Sequence[Event]) -> FusedTime | None:
    """The days that most reports give; of several the shortest span, then the earliest report."""
    dated = [(e, e.time.start or e.time.end, e.time.end or e.time.start) for e in events if e.time]
    known = [(e, start, end) for e, start, end in dated if start and end]
    if not known:
        return None
    # periods that go on grow from report to report: the longest is the latest word on them
    counts = Counter((start, end) for _, start, end in known)
    event, start, end = min(known, key=lambda k: (-counts[k[1:]], k[2] - k[1], k[0].published))
    precision = event.time.precision if event.time else "day"
    return FusedTime(start=start, end=end, precision=precision, basis=event.id, agreeing=counts[start, end])


def _place(events: Sequence[Event]) -> FusedPlace | None:
    """The finest place; of several as fine the one that most reports name, then the first."""
    found = [(e, p) for e in events for p in e.places[:1]]
    if not found:
        return None
    counts = Counter(_place_key(p) for _, p in found)
    event, place = min(
        found,
        key=lambda pair: (
            -min(2, counts[_place_key(pair[1])]),
            _FINENESS.index(pair[1].precision),
            -counts[_place_key(pair[1])],
        ),
    )
    return FusedPlace(place=place, basis=event.id, agreeing=counts[_place_key(place)])


def _place_key(place: Place) -> str:
    return str(place.geonames_id or fold(place.name))


def _names(lists: Iterable[Sequence[Party]]) -> tuple[str, ...]:
    """Names by how many reports give them; a known party goes by its own name."""
    counts: Counter[str] = Counter()
    for parties in lists:
        counts.update(dict.fromkeys((p.canonical or p.name for p in parties), 1))
    return tuple(name for name, _ in counts.most_common(_NAMES))


def _member(event: Event, outlets: Mapping[str, str | None], original: Mapping[str, str]) -> Member:
    return Member(
        event_id=event.id,
        report_id=event.report_id,
        published=event.published,
        outlet=outlets.get(event.report_id),
        event_type=event.event_type,
        status=event.status,
        trigger=event.trigger.text,
        copy_of=original.get(event.report_id),
    )


def _deniers(events: Sequence[Event]) -> tuple[str, ...]:
    """Who denies it: sources that do, and for an event told only as denied those that are cited for it."""
    names: dict[str, None] = {}
    for event in events:
        for source in event.sources:
            if source.stance is Stance.DENIES or event.status is Status.NEGATED:
                names[source.name] = None
    return tuple(names)
