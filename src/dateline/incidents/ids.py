"""Ids that stay: an incident keeps its id while events that bore it are in it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """Ids for groups, and where ids that no group bears any more lead now."""

    ids: tuple[str, ...]
    redirects: dict[str, str]


def name_groups(groups: Sequence[Sequence[str]], before: Mapping[str, str]) -> Named:
    """Give each group of events its id.

    A group takes over the id that most of its events had; of two groups that claim one id, the one with
    more of its events gets it, and the other a new one. An id that nobody bears any more leads to the group
    that has most of the events that bore it.

    Args:
        groups: event ids, each list sorted; every event stands in one group at most.
        before: event id to incident id, as it was. Events that are gone may be in it.

    Returns:
        One id a group, in order, and the redirects that are new.
    """
    claims: list[tuple[int, str, int]] = []
    for number, events in enumerate(groups):
        counts = Counter(before[e] for e in events if e in before)
        claims += [(-count, old, number) for old, count in counts.items()]
    given: dict[int, str] = {}
    taken: dict[str, int] = {}
    for _, old, number in sorted(claims):
        if number not in given and old not in taken:
            given[number], taken[old] = old, number
    redirects: dict[str, str] = {}
    used = set(before.values())
    for number, events in enumerate(groups):
        if number not in given:
            given[number] = new_id(events[0], used)
            used.add(given[number])
    for _, old, number in sorted(claims):
        if old not in taken:
            redirects.setdefault(old, given[number])
    return Named(tuple(given[number] for number in range(len(groups))), redirects)


def new_id(event_id: str, used: set[str] | frozenset[str] = frozenset()) -> str:
    """Make the id of an incident from its first event: ``"i"`` and 15 hex digits that are not taken."""
    for turn in range(len(used) + 1):
        made = "i" + hashlib.sha256(f"{event_id}\x1f{turn}".encode()).hexdigest()[:15]
        if made not in used:
            return made
    raise AssertionError("more ids than incidents")


def follow(incident_id: str, redirects: Mapping[str, str]) -> str:
    """Where an id leads now."""
    seen = {incident_id}
    while incident_id in redirects and redirects[incident_id] not in seen:
        incident_id = redirects[incident_id]
        seen.add(incident_id)
    return incident_id
