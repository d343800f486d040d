"""The two sides of an event as a dyad, in the manner of UCDP.

The policy, which holds for every event:

1. Each party counts by the UCDP side of its kind (``kinds.csv``): state, nonstate, civilians, none. Those of
   kind "none" (international bodies, media, persons whose side is not known) are on no side, unless they are
   part of a state that day. Backers and mediators are on no side either.
2. A body, unit or office of a state stands for the state: its side is "Government of X" with the id of the
   state. A nonstate actor stands for itself, not for its alliance. Parties without an id keep their name.
3. The acting side is that of the actors, the other that of the targets. Where a side has organised parties
   (state or nonstate), its civilians are left out; where it has civilians only, it is "Civilians".
4. Side A is the acting side; but the state is side A where only the other side is a state, and the organised
   side where the acting side are civilians. A side that nobody is known of is ``None``.
5. The violence is state-based where both sides are organised and one is a state, non-state where neither is,
   one-sided where an organised side acts on civilians; ``None`` else (a riot of residents has no type).
   It says who stood against whom, not that the event was violent: for that see the type of the event.
   Where both sides are one and the same known party (a state's army and its division), it is ``None`` too:
   nobody is a dyad with himself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dateline.actors.kinds import load_kinds
from dateline.actors.states import load_states
from dateline.records import Event, Party

Kind = Literal["state", "nonstate", "civilians"]
Violence = Literal["state-based", "non-state", "one-sided"]
_RANK: tuple[Kind, ...] = ("state", "nonstate", "civilians")
CIVILIANS = "Civilians"


@dataclass(frozen=True, slots=True)
class Side:
    """One side: ids of known actors, names, and what it counts as; a side may be several parties."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two sides and, where both are known, the UCDP type of violence between them."""

    a: Side | None
    b: Side | None
    violence: Violence | None


def sides(event: Event) -> Dyad:
    """Give the two sides of an event by the policy at the head of this module.

    Args:
        event: any event; its parties must have been resolved to have ids and kinds.

    Returns:
        Side A and side B, ``None`` where nobody is known, and the type of violence.
    """
    acting, other = _side(event.actors), _side(event.targets)
    violence = _violence(acting, other)
    if other and acting and _first(other, acting):
        acting, other = other, acting
    return Dyad(acting, other, violence)


def _first(other: Side, acting: Side) -> bool:
    """Say whether the other side is side A: it alone is a state, or it alone is organised."""
    if acting.kind == "civilians":
        return other.kind != "civilians"
    return other.kind == "state" and acting.kind != "state"


def _violence(acting: Side | None, other: Side | None) -> Violence | None:
    if acting is None or other is None or acting.kind == "civilians":
        return None
    if other.kind == "civilians":
        return "one-sided"
    if acting.ids and acting.ids == other.ids:
        return None
    return "state-based" if "state" in (acting.kind, other.kind) else "non-state"


def _side(parties: Iterable[Party]) -> Side | None:
    known = [(party, kind) for party in parties if (kind := _kind(party))]
    if not known:
        return None
    kinds = {kind for _, kind in known}
    if kinds == {"civilians"}:
        return Side((), (CIVILIANS,), "civilians")
    organised = [_stands_for(party, kind) for party, kind in known if kind != "civilians"]
    return Side(
        ids=tuple(dict.fromkeys(id_ for id_, _ in organised if id_)),
        names=tuple(dict.fromkeys(name for _, name in organised)),
        kind=next(kind for kind in _RANK if kind in kinds),
    )


def _kind(party: Party) -> Kind | None:
    """What a party counts as; a unit of a group that is no state's counts as the group."""
    if party.kind is None or party.kind not in load_kinds():
        return None
    if _state_of(party):
        return "state"
    side = load_kinds()[party.kind].ucdp_side
    if side == "state" and party.actor_id and party.within:
        return "nonstate"
    return next((kind for kind in _RANK if kind == side), None)


def _state_of(party: Party) -> str | None:
    return next((id_ for id_ in (party.actor_id, *party.within) if id_ in _state_names()), None)


def _stands_for(party: Party, kind: Kind) -> tuple[str | None, str]:
    state = _state_of(party)
    if kind == "state" and state:
        return state, f"Government of {_state_names()[state]}"
    return party.actor_id, party.canonical or party.name


@cache
def _state_names() -> dict[str, str]:
    return {state.iso3: state.name for state in load_states().values()}
