"""Mergers and splits of incidents: made by people, kept in the log of decisions, read back as pairs.

A merger is on the incidents and on all their events. A split is on the events that leave, then on the
incident, then on the events that stay. Decisions hold for the events, so that they outlast the incidents
and another coding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from dateline.errors import StoreError
from dateline.incidents.decide import Verdict
from dateline.store import Store
from dateline.store import incident_rows as rows
from dateline.store.chunks import chunks
from dateline.store.decisions import Decision, DecisionKind, Subject
from dateline.store.incident_tables import incident_redirects, incidents
from dateline.store.schema import decision_links, decision_objects


def merge_incidents(store: Store, ids: Sequence[str], *, by: str, reason: str | None = None) -> Decision:
    """Put incidents together for good: the machine keeps to it until the decision is undone.

    Args:
        store: the database.
        ids: two incidents or more; old ids that lead to one count as that.
        by: who decides.
        reason: why.

    Raises:
        StoreError: an incident is not there, or fewer than two different ones are named.
    """
    with store._reading() as connection:
        found = list(dict.fromkeys(resolve(connection, id_) for id_ in ids))
        if len(found) < 2:
            raise StoreError("merge: name two incidents; dateline incidents list shows them")
        events = [row.event_id for row in rows.members(connection, "incident_id", found)]
    on = [Subject(kind="incident", id=id_) for id_ in found]
    on += [Subject(kind="event", id=event) for event in events]
    return store.decide(Decision(kind=DecisionKind.MERGE, by=by, on=tuple(on), reason=reason))


def split_incident(
    store: Store, incident_id: str, leaving: Sequence[str], *, by: str, reason: str | None = None
) -> Decision:
    """Take events out of an incident for good.

    Args:
        store: the database.
        incident_id: the incident.
        leaving: ids of the events that leave it together, some of its events and not all.
        by: who decides.
        reason: why.

    Raises:
        StoreError: the incident is not there, or the events are not some of its own.
    """
    with store._reading() as connection:
        found = resolve(connection, incident_id)
        events = [row.event_id for row in rows.members(connection, "incident_id", [found])]
    strangers = [event for event in leaving if event not in events]
    if strangers:
        raise StoreError(
            f"split: {strangers[0]} is no event of {found}; dateline incidents show {found} lists them"
        )
    staying = [event for event in events if event not in leaving]
    if not leaving or not staying:
        raise StoreError(f"split: name some of the {len(events)} events of {found}, and not all")
    on = [Subject(kind="event", id=event) for event in dict.fromkeys(leaving)]
    on.append(Subject(kind="incident", id=found))
    on += [Subject(kind="event", id=event) for event in staying]
    return store.decide(Decision(kind=DecisionKind.SPLIT, by=by, on=tuple(on), reason=reason))


def resolve(connection: Connection, incident_id: str) -> str:
    """Follow an id, or the first characters of one, to the incident that bears it now.

    Raises:
        StoreError: no incident bears it, or more than one begins so.
    """
    seen: set[str] = set()
    wanted = incident_id
    while wanted not in seen:
        seen.add(wanted)
        query = select(incidents.c.id).where(incidents.c.id.startswith(wanted, autoescape=True)).limit(2)
        ids = connection.execute(query).scalars().all()
        if wanted in ids or (len(ids) == 1 and wanted):
            return wanted if wanted in ids else ids[0]
        table = incident_redirects.c
        led = select(table.new_id).where(table.old_id.startswith(wanted, autoescape=True)).limit(2)
        leads = set(connection.execute(led).scalars())
        if len(leads) != 1:
            break
        (wanted,) = leads
    raise StoreError(f"{incident_id}: no incident, or more than one, begins so; see dateline incidents list")


def verdicts(connection: Connection, wanted: Iterable[str] | None = None) -> list[Verdict]:
    """Read the mergers and splits that hold, with the ids that their events have now.

    Args:
        connection: open.
        wanted: ids of events; only decisions on these. All where ``None``.
    """
    made = rows.judgements(connection, wanted)
    numbers = [row.number for row in made]
    now = _now(connection, numbers)
    objects: dict[int, list[tuple[str, str]]] = {}
    table = decision_objects.c
    for part in chunks(numbers):
        query = select(table.decision, table.kind, table.object_id).where(table.decision.in_(part))
        for number, kind, object_id in connection.execute(query.order_by(table.decision, table.position)):
            objects.setdefault(number, []).append((kind, object_id))
    out = []
    for row in made:
        splits = row.kind == DecisionKind.SPLIT
        before, after = _sides(objects.get(row.number, []), splits=splits)
        one, other = _present(before, row.number, now), _present(after, row.number, now)
        out.append(Verdict(row.number, row.by, splits, one, other, row.reason))
    return out


def _sides(objects: Sequence[tuple[str, str]], *, splits: bool) -> tuple[list[str], list[str]]:
    """The events before and after the incident; of a merger all are on one side."""
    events = [object_id for kind, object_id in objects if kind == "event"]
    if not splits:
        return events, []
    middle = next((k for k, (kind, _) in enumerate(objects) if kind == "incident"), len(events))
    return events[:middle], events[middle:]


def _now(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], str | None]:
    table = decision_links.c
    out: dict[tuple[int, str], str | None] = {}
    for part in chunks(numbers):
        query = select(table.decision, table.object_id, table.event_id).where(table.decision.in_(part))
        out |= {(d, o): e for d, o, e in connection.execute(query)}
    return out


def _present(events: Sequence[str], number: int, now: dict[tuple[int, str], str | None]) -> tuple[str, ...]:
    found = (now.get((number, event), event) for event in events)
    return tuple(dict.fromkeys(event for event in found if event))
