"""Who does what to whom, under a filter: the parties of events without the rest of them, and their counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from dateline.store import EventFilter, Store
from dateline.store.filters import conditions, stretches
from dateline.store.schema import event_parties, events


@dataclass(frozen=True, slots=True)
class Side:
    """A party as an event has it. ``key`` is its id, or "name:" and its name where it is not known.

    ``within`` are the ids of what it was part of on the report's day, nearest first.
    """

    key: str
    actor_id: str | None
    name: str
    kind: str | None
    within: tuple[str, ...]

    def belongs(self, actor_id: str) -> bool:
        """Say whether this is an actor or something that was part of it."""
        return self.actor_id == actor_id or actor_id in self.within


@dataclass(frozen=True, slots=True)
class Deed:
    """An event as something that ``who`` did to ``whom``; either may be empty."""

    event_id: str
    event_type: str
    family: str
    published: date
    who: tuple[Side, ...]
    whom: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of events in which an actor, or something that is part of it, takes part.

    ``acts`` and ``bears`` are those in which it is who and whom.
    """

    actor_id: str
    events: int
    acts: int
    bears: int


def read_deeds(store: Store, wanted: EventFilter, actors: Collection[str], *, limit: int) -> tuple[Deed, ...]:
    """Return the events in which any of some actors takes part, the latest reports first.

    Args:
        store: the database.
        wanted: conditions.
        actors: ids; what belongs to them counts too.
        limit: how many at most.
    """
    taking_part = select(event_parties.c.event_id).where(event_parties.c.actor_id.in_(tuple(actors)))
    columns = (events.c.id, events.c.event_type, events.c.family, events.c.published)
    parties = (events.c.record["actors"].label("who"), events.c.record["targets"].label("whom"))
    query = select(*columns, *parties).where(events.c.id.in_(taking_part))
    query = query.order_by(events.c.published.desc(), events.c.id).limit(limit)
    with store._reading() as connection:
        query = query.where(*conditions(wanted, connection.dialect.name))
        rows = connection.execute(query).all()
    return tuple(Deed(*row[:4], _sides(row[4]), _sides(row[5])) for row in rows)


def tallies(store: Store, wanted: EventFilter) -> tuple[Tally, ...]:
    """Count the events of every actor, those with the most first.

    Args:
        store: the database.
        wanted: conditions.
    """
    role = event_parties.c.role
    counts = (
        func.count(event_parties.c.event_id.distinct()),
        func.sum(case((role == "actor", 1), else_=0)),
        func.sum(case((role == "target", 1), else_=0)),
    )
    query = select(event_parties.c.actor_id, *counts).group_by(event_parties.c.actor_id)
    found: dict[str, list[int]] = {}
    with store._reading() as connection:
        for tests in stretches(wanted, connection.dialect.name):
            # a join would sort by actor what a list of ids lets the index tell
            met = [event_parties.c.event_id.in_(select(events.c.id).where(*tests))] if tests else []
            for actor_id, *numbers in connection.execute(query.where(*met)):
                old = found.setdefault(actor_id, [0, 0, 0])
                found[actor_id] = [one + more for one, more in zip(old, numbers, strict=True)]
    made = (Tally(actor_id, *numbers) for actor_id, numbers in found.items())
    return tuple(sorted(made, key=lambda one: (-one.events, one.actor_id)))


def _sides(parties: list[Mapping[str, Any]] | None) -> tuple[Side, ...]:
    made = {side.key: side for side in map(_side, parties or ())}
    return tuple(made.values())


def _side(party: Mapping[str, Any]) -> Side:
    actor_id, name = party.get("actor_id"), party["name"]
    return Side(
        key=actor_id or f"name:{name.casefold()}",
        actor_id=actor_id,
        name=party.get("canonical") or name,
        kind=party.get("kind"),
        within=tuple(party.get("within") or ()),
    )
