"""What the screen of one incident shows: each source with its words and figures, and what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.incidents.records import Figure, FusedToll, Incident, Member
from dateline.records import Event
from dateline.store import Decision, DecisionKind, Store
from dateline.store.state import standing
from dateline.web import words


@dataclass(frozen=True, slots=True)
class Telling:
    """One event of an incident: its sentence, and for each toll of the incident the figure that it gives."""

    member: Member
    event: Event | None
    quote: tuple[str, str, str]
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A merger or split that somebody made of events of an incident; ``holds`` until it is undone."""

    decision: Decision
    holds: bool


def tellings(store: Store, incident: Incident) -> list[Telling]:
    """Return the events of an incident, each with its sentence and figures."""
    out = []
    for member in incident.members:
        event, report = store.event(member.event_id), store.report(member.report_id)
        said = words.quote(report, event) if event and report else ("", member.trigger, "")
        figures = tuple(_figure(toll, member.event_id) for toll in incident.tolls)
        out.append(Telling(member, event, said, figures))
    return out


def _figure(toll: FusedToll, event_id: str) -> Figure | None:
    return next((figure for figure in toll.figures if figure.event_id == event_id), None)


def rulings(store: Store, members: Sequence[Member]) -> list[Ruling]:
    """Return the mergers and splits of some events, newest first, with those that were undone."""
    kinds = (DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.UNDO)
    log: dict[int, Decision] = {}
    for member in members:
        log |= {one.number: one for one in store.decisions(event_id=member.event_id, kinds=kinds)}
    holding = {one.number for one in standing(log.values())}
    made = [one for one in log.values() if one.kind is not DecisionKind.UNDO]
    return [Ruling(one, one.number in holding) for one in sorted(made, key=lambda one: -one.number)]
