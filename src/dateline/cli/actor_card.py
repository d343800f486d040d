"""One party as lines of text."""

from __future__ import annotations

from datetime import date

from dateline.actors.knowledge import Knowledge
from dateline.actors.records import Actor, Period, Tie
from dateline.actors.sources import load_sources


def card(actor: Actor, knowledge: Knowledge, day: date) -> str:
    """Write a party with its names, dates, codes and ties.

    Args:
        actor: the party.
        knowledge: the knowledge base.
        day: ties that hold then are marked with ``*``.
    """
    sources = load_sources()
    lines = [f"{actor.id}\t{actor.name}", f"  kind\t{actor.kind}"]
    codes = f"ACLED inter {actor.acled_inter or '-'}, UCDP {actor.ucdp_side}, PLOVER {actor.plover or '-'}"
    rows = [
        ("countries", ", ".join(actor.countries)),
        ("names", " | ".join(actor.aliases)),
        ("years", f"{actor.start or '?'} to {actor.end or ''}".rstrip() if actor.start or actor.end else ""),
        ("codes", codes),
        ("note", actor.note),
        ("source", sources[actor.source].rests_on if actor.source in sources else actor.source),
        ("from", actor.origin),
    ]
    lines += [f"  {label}\t{value}" for label, value in rows if value]
    lines += [_period(period, day) for period in actor.periods]
    lines += [_tie(tie, actor.id, knowledge, day) for tie in knowledge.ties.get(actor.id, ())]
    return "\n".join(lines)


def _period(period: Period, day: date) -> str:
    mark = "*" if period.holds(day) else " "
    return f"{mark} then {period.name}\t{period.start}..{period.end or ''}\t{period.note}".rstrip()


def _tie(tie: Tie, actor_id: str, knowledge: Knowledge, day: date) -> str:
    mark = "*" if tie.holds(day) else " "
    years = f"{tie.start or ''}..{tie.end or ''}" if tie.start or tie.end else ""
    one = "" if tie.one == actor_id else f"{knowledge.actors[tie.one].name} "
    other = knowledge.actors[tie.other].name if tie.one == actor_id else "it"
    verb = tie.kind.value.replace("_", " ")
    return f"{mark} {one}{verb} {other}\t{years}\t{tie.note}".rstrip()
