"""Parties that the sentence leaves out: "both sides", those whom an act hurt, the other side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.actors.kinds import load_kinds
from dateline.coding.draft import Draft
from dateline.coding.frames import Frames
from dateline.records import Effect, Party, Reason

HURT = frozenset({"killed", "injured", "casualties"})


@dataclass(frozen=True, slots=True)
class Opposition:
    """Who stands against whom in a report: for each party, how often each other one is named against it."""

    against: Mapping[str, Counter[str]]
    first: Mapping[str, Party]

    def of(self, party: Party) -> Party | None:
        """The party named most often against this one, else the only other side of the report."""
        counted = self.against.get(_key(party))
        if counted:
            return self.first[max(counted, key=lambda k: (counted[k], -self.first[k].start))]
        side = _side(party)
        others = [p for p in self.first.values() if side and _side(p) and _side(p) != side]
        return others[0] if len(others) == 1 else None

    @property
    def pair(self) -> tuple[Party, ...]:
        """The two parties named most often against each other; none where nobody stands against another."""
        counted = {(a, b): n for a, others in self.against.items() for b, n in others.items() if a < b}
        if not counted:
            return ()
        best = max(counted, key=lambda ab: counted[ab])
        return tuple(sorted((self.first[k] for k in best), key=lambda p: p.start))


def complete_sides(drafts: tuple[Draft, ...], frames: Frames) -> tuple[Draft, ...]:
    """Fill in the targets, and the second side of what takes two, that the sentence of an act leaves out.

    In turn: the two opponents behind "both sides", the party that the report names as the opponent of the one
    that acts.

    Args:
        drafts: the events of one report with parties resolved.
        frames: which types are completed how.

    Returns:
        The drafts, each addition with its reason.
    """
    sides = opposition(drafts, frames.words["hostile"])
    return tuple(_opposed(_paired(d, frames, sides), frames, sides) for d in drafts)


def add_victims(drafts: tuple[Draft, ...], frames: Frames) -> tuple[Draft, ...]:
    """Name the people whom an attack killed or hurt among its targets, unless they are named already.

    Args:
        drafts: events with parties and effects.
        frames: which types are on those whom they hurt.
    """
    return tuple(_hurt(draft, frames) for draft in drafts)


def opposition(drafts: Sequence[Draft], hostile: frozenset[str]) -> Opposition:
    """Read off the hostile acts of a report who stands against whom."""
    against: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Party] = {}
    for draft in drafts:
        if draft.trigger.event_type not in hostile:
            continue
        for party in (*draft.actors, *draft.targets):
            if _side(party):
                first.setdefault(_key(party), party)
        for actor in filter(_side, draft.actors):
            for target in filter(_side, draft.targets):
                if _key(actor) != _key(target):
                    against[_key(actor)][_key(target)] += 1
                    against[_key(target)][_key(actor)] += 1
    return Opposition(against, first)


def _key(party: Party) -> str:
    return party.actor_id or party.name.casefold()


def _side(party: Party) -> str:
    """Name the side, state or nonstate, of what takes part in a war; nothing for the rest."""
    side = load_kinds()[party.kind].ucdp_side if party.kind else "none"
    return side if side in {"state", "nonstate"} else ""


def _paired(draft: Draft, frames: Frames, sides: Opposition) -> Draft:
    """Read "both sides" as the two opponents of the report."""
    changed = {
        field: tuple(q for p in getattr(draft, field) for q in (sides.pair if _is_both(p, frames) else (p,)))
        for field in ("actors", "targets")
        if sides.pair and any(_is_both(p, frames) for p in getattr(draft, field))
    }
    reasons = [
        Reason(field=f, rule="context", detail=f"{p.name}: one of both sides", start=p.start, end=p.end)
        for f in changed
        for p in sides.pair
    ]
    return draft.because(*reasons, **changed) if changed else draft


def _is_both(party: Party, frames: Frames) -> bool:
    words = party.text.casefold().split()
    told = {"two", "both", "warring", "opposing", "rival"} & set(words[:-1])
    return bool(told) and words[-1].removesuffix("s") in frames.words["reciprocal"]


def _hurt(draft: Draft, frames: Frames) -> Draft:
    """An attack is on those whom it killed or hurt."""
    if draft.trigger.event_type not in frames.words["hurting"]:
        return draft
    named = {w for p in (*draft.targets, *draft.actors) for w in p.name.casefold().split()}
    added: list[Party] = []
    for effect in draft.effects:
        if (
            effect.kind in HURT
            and effect.who
            and effect.who not in HURT
            and not named & set(effect.who.casefold().split())
        ):
            added.append(_victims(effect))
            named |= set(effect.who.casefold().split())
    return _with(draft, "targets", added, "whom it hurt")


def _victims(effect: Effect) -> Party:
    return Party(name=str(effect.who), text=effect.text, start=effect.start, end=effect.end)


def _opposed(draft: Draft, frames: Frames, sides: Opposition) -> Draft:
    """A fight is with the other side of the report; a truce is by both."""
    event_type, actors = draft.trigger.event_type, draft.actors
    if len(actors) != 1 or draft.targets:
        return draft
    other = sides.of(actors[0])
    if other is None or _key(other) == _key(actors[0]):
        return draft
    if event_type in frames.words["two_sided"]:
        return _with(draft, "targets", [other], "the side that the report names against the actor")
    if event_type in frames.words["shared"]:
        return _with(draft, "actors", [other], "the side that the report names against the other")
    return draft


def _with(draft: Draft, field: str, added: Sequence[Party], why: str) -> Draft:
    """The draft with parties added to a field, and why."""
    reasons = [
        Reason(field=field, rule="context", detail=f"{p.name}: {why}", start=p.start, end=p.end)
        for p in added
    ]
    return draft.because(*reasons, **{field: (*getattr(draft, field), *added)}) if added else draft
