"""Who acts on whom around one actor: parties as nodes, what they do to one another as edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dateline.store import EventFilter, Store
from dateline.store.deeds import Deed, Side, read_deeds

MOST_NODES = 150
MOST_DEEDS = 800
"""Events that a network is made of; those of the latest reports."""


@dataclass(frozen=True, slots=True)
class Node:
    """A party. ``events`` counts those of its edges, ``within`` are the ids of what it is part of.

    ``ring`` is 0 for the ego and what belongs to it, 1 for those that act on them or are acted on, else 2.
    ``above`` is the nearest party among the nodes that it is part of, ``group`` the id of what it is drawn
    in together with others that belong to the same.
    """

    key: str
    actor_id: str | None
    name: str
    kind: str | None
    events: int
    within: tuple[str, ...]
    ring: int = 0
    above: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """What one party does to another. ``types`` and ``families`` count its events, most first."""

    key: str
    who: str
    whom: str
    events: tuple[str, ...]
    types: tuple[tuple[str, int], ...]
    families: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, those with the most events first.

    ``since`` and ``until`` are the first and the last day of their reports. ``alone`` counts events that
    name one side only, ``left_out`` parties beyond those drawn; ``cut`` says that there are more events than
    were read.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    alone: int
    left_out: int
    cut: bool
    since: date | None
    until: date | None


def around(store: Store, wanted: EventFilter, ego: str, *, steps: int = 1, most: int = MOST_NODES) -> Network:
    """Read the network around an actor.

    Args:
        store: the database.
        wanted: conditions on events.
        ego: id of the actor; what is part of it counts as it.
        steps: 1 for those that it acts on or that act on it, 2 for what these do as well.
        most: nodes at most.
    """
    deeds = own = read_deeds(store, wanted, (ego,), limit=MOST_DEEDS)
    centre = _near(own, ego)
    if steps > 1:
        known = {side.actor_id for side in centre.values() if side.actor_id}
        deeds = read_deeds(store, wanted, sorted(known | {ego}), limit=MOST_DEEDS)
    else:
        centre = {key: side for key, side in centre.items() if side.belongs(ego)}
    edges = tuple(edge for edge in _edges(deeds) if edge.who in centre or edge.whom in centre)
    alone = sum(1 for deed in own if not (deed.who and deed.whom))
    return _network(deeds, edges, ego, alone, most)


def _near(deeds: Iterable[Deed], ego: str) -> dict[str, Side]:
    """Find the parties of pairs of which one side belongs to the ego."""
    pairs = ((one, other) for deed in deeds for one in deed.who for other in deed.whom)
    near = [pair for pair in pairs if any(side.belongs(ego) for side in pair)]
    return {side.key: side for pair in near for side in pair}


def _edges(deeds: Iterable[Deed]) -> tuple[Edge, ...]:
    found: dict[tuple[str, str], dict[str, Deed]] = {}
    for deed in deeds:
        for one in deed.who:
            for other in deed.whom:
                found.setdefault((one.key, other.key), {})[deed.event_id] = deed
    made = (_edge(who, whom, tuple(told.values())) for (who, whom), told in found.items())
    return tuple(sorted(made, key=lambda edge: (-len(edge.events), edge.key)))


def _edge(who: str, whom: str, told: tuple[Deed, ...]) -> Edge:
    types = Counter(deed.event_type for deed in told)
    families = Counter(deed.family for deed in told)
    ids = tuple(deed.event_id for deed in told)
    return Edge(f"{who}>{whom}", who, whom, ids, tuple(types.most_common()), tuple(families.most_common()))


def _network(deeds: tuple[Deed, ...], edges: tuple[Edge, ...], ego: str, alone: int, most: int) -> Network:
    sides = {side.key: side for deed in reversed(deeds) for side in (*deed.who, *deed.whom)}
    events: dict[str, set[str]] = {}
    for edge in edges:
        for key in (edge.who, edge.whom):
            events.setdefault(key, set()).update(edge.events)
    ranked = sorted(events, key=lambda key: (key != ego, -len(events[key]), key))
    kept = frozenset(ranked[:most])
    nodes = tuple(
        Node(key, side.actor_id, side.name, side.kind, len(events[key]), side.within)
        for key, side in ((key, sides[key]) for key in ranked[:most])
    )
    shown = tuple(edge for edge in edges if edge.who in kept and edge.whom in kept)
    days = [deed.published for deed in deeds]
    return Network(
        nodes=_placed(nodes, shown, ego),
        edges=shown,
        alone=alone,
        left_out=len(ranked) - len(kept),
        cut=len(days) >= MOST_DEEDS,
        since=min(days, default=None),
        until=max(days, default=None),
    )


def _placed(nodes: tuple[Node, ...], edges: Iterable[Edge], ego: str) -> tuple[Node, ...]:
    """Say of each node how far from the ego it is, and what it is drawn in."""
    present = {node.key for node in nodes}
    inner = {node.key for node in nodes if ego in (node.key, *node.within)}
    pairs = [(edge.who, edge.whom) for edge in edges]
    near = {end for pair in pairs for end in pair if inner.intersection(pair)} - inner
    groups = _groups(nodes, ego)
    return tuple(
        replace(
            node,
            ring=0 if node.key in inner else 1 if node.key in near else 2,
            above=next((key for key in node.within if key in present and key != node.key), None),
            group=groups.get(node.key),
        )
        for node in nodes
    )


def _groups(nodes: Iterable[Node], ego: str) -> dict[str, str]:
    """Put those together that belong to the same: the ego, else the outermost that they are part of.

    What the ego itself is part of makes no group: it would have to hold the middle and the others too.
    """
    chains = {node.key: (node.key, *node.within) for node in nodes if node.actor_id}
    over = {above for chain in chains.values() if ego in chain for above in chain[chain.index(ego) + 1 :]}
    tops = {
        key: ego if ego in chain else next((id_ for id_ in reversed(chain) if id_ not in over), key)
        for key, chain in chains.items()
    }
    members = Counter(tops.values())
    return {key: top for key, top in tops.items() if members[top] > 1}
