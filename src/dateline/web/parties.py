"""What the knowledge base says of an actor, for pages: its names, its kind, and its ties with their dates."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dateline.web import names

if TYPE_CHECKING:  # pages start without the knowledge base
    from dateline.actors.records import Tie


@dataclass(frozen=True, slots=True)
class Known:
    """An actor as the pages name it. ``side`` is state, nonstate, civilians or none, by its kind."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    side: str
    countries: tuple[str, ...]
    lasted: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie in words, such as "part of". ``depth`` says how far up the chain of what holds the actor."""

    kind: str
    words: str
    other: str
    other_name: str
    lasted: str
    note: str
    source: str
    depth: int = 0


_UP = ("part_of", "leads")
_MOST_STEPS = 8


def known(actor_id: str) -> Known | None:
    """Return what is known of an actor, or ``None``."""
    return _actors().get(actor_id)


def matching(text: str) -> frozenset[str]:
    """Return the ids of actors of which a name, an alias or the id holds some words, in any case."""
    wanted = text.casefold().strip()
    return frozenset(
        one.id
        for one in _actors().values()
        if any(wanted in name.casefold() for name in (one.name, one.id, *one.aliases))
    )


def side_of(kind: str | None) -> str:
    """Return the side that a kind of party is counted to: state, nonstate, civilians or none."""
    from dateline.actors.kinds import load_kinds  # noqa: PLC0415

    found = load_kinds().get(kind or "")
    return found.ucdp_side if found else "none"


def chain(actor_id: str) -> tuple[Bond, ...]:
    """Return what an actor is part of or leads, all the way up, each with its dates; any day counts."""
    found: list[Bond] = []
    seen, front = {actor_id}, [actor_id]
    for depth in range(_MOST_STEPS):
        ties = [tie for id_ in front for tie in _ties().get(id_, ()) if tie.one == id_ and tie.kind in _UP]
        ties = [tie for tie in ties if tie.other not in seen]
        found += [_bond(tie, tie.one, depth) for tie in ties]
        front = list(dict.fromkeys(tie.other for tie in ties))
        seen.update(front)
    return tuple(found)


def bonds(actor_id: str) -> tuple[Bond, ...]:
    """Return the other ties of an actor, from its side: whom it backs, what is part of it, its allies."""
    mine = [tie for tie in _ties().get(actor_id, ()) if not (tie.one == actor_id and tie.kind in _UP)]
    return tuple(
        sorted((_bond(tie, actor_id) for tie in mine), key=lambda bond: (bond.kind, bond.other_name))
    )


def between(actors: Collection[str], since: date, until: date) -> Iterator[tuple[str, str, str]]:
    """List who backed or was allied with whom among some actors at some time of a period.

    Args:
        actors: ids.
        since: the first day.
        until: the last day.

    Returns:
        (one, "backed_by" or "allied_with", other).
    """
    for actor_id in sorted(actors):
        for tie in _ties().get(actor_id, ()):
            drawn = tie.kind in {"backed_by", "allied_with"} and tie.one == actor_id and tie.other in actors
            if drawn and (tie.start or since) <= until and (tie.end or until) >= since:
                yield tie.one, str(tie.kind), tie.other


def _bond(tie: Tie, seen_from: str, depth: int = 0) -> Bond:
    kind, mine = str(tie.kind), tie.one == seen_from
    other = tie.other if mine else tie.one
    return Bond(
        kind=kind,
        words=_words()[kind]["one" if mine else "other"],
        other=other,
        other_name=names.actor(other),
        lasted=_lasted(tie.start, tie.end),
        note=tie.note,
        source=tie.source,
        depth=depth,
    )


def _lasted(start: date | None, end: date | None) -> str:
    """Say a stretch of time to the year; the tables know few days."""
    if start is None and end is None:
        return ""
    if end is None:
        return f"since {start:%Y}"
    if start and start.year == end.year:
        return f"{start:%Y}"
    return f"{start:%Y}–{end:%Y}" if start else f"until {end:%Y}"


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("dateline.web") / "ties.toml").read_text(encoding="utf-8"))


@cache
def _ties() -> dict[str, tuple[Tie, ...]]:
    from dateline.actors.load import load  # noqa: PLC0415

    found: dict[str, list[Tie]] = {}
    for tie in load()[1]:
        for end in dict.fromkeys((tie.one, tie.other)):
            found.setdefault(end, []).append(tie)
    return {id_: tuple(ties) for id_, ties in found.items()}


@cache
def _actors() -> dict[str, Known]:
    # imported here: pages start without the knowledge base
    from dateline.actors.kinds import load_kinds  # noqa: PLC0415
    from dateline.actors.load import load  # noqa: PLC0415

    kinds = load_kinds()
    return {
        one.id: Known(
            id=one.id,
            name=one.name,
            aliases=one.aliases,
            kind=one.kind,
            side=one.ucdp_side or kinds[one.kind].ucdp_side,
            countries=one.countries,
            lasted=_lasted(one.start, one.end),
            note=one.note,
            source=one.source,
        )
        for one in load()[0]
    }
