"""Which days since 1990 a state has no head in the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.actors.knowledge import Knowledge
from dateline.actors.records import TieKind
from dateline.actors.states import State

SINCE = date(1990, 1, 1)
OFFICES = ("president", "pm", "gov")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days, both included, on which nobody is known to be head of state or government of a state."""

    state: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def headless(
    know: Knowledge, *, until: date, since: date = SINCE, at_least: int = 100
) -> Mapping[str, tuple[Gap, ...]]:
    """List the gaps in the heads of each state.

    Args:
        know: the knowledge base.
        until: the last day looked at.
        since: the first; a state that is younger is looked at from its own first day.
        at_least: days of a gap that counts. Many terms are known by the month only, and a hand-over with
            an acting head takes weeks, so that shorter ones say little.

    Returns:
        The states with gaps, by the first part of the ids of their bodies ("syr").
    """
    found = {s.iso3: _gaps(know, s, since, until) for s in know.states.values()}
    kept = {iso: tuple(gap for gap in gaps if gap.days >= at_least) for iso, gaps in found.items()}
    return {iso: gaps for iso, gaps in kept.items() if gaps}


def _gaps(know: Knowledge, state: State, since: date, until: date) -> Sequence[Gap]:
    at, last = max(since, state.start or since), min(until, state.end or until)
    terms = sorted(
        (tie.start or date.min, tie.end or date.max)
        for office in OFFICES
        for tie in know.ties.get(state.body_id(office), ())
        if tie.kind is TieKind.LEADS and tie.other == state.body_id(office)
    )
    gaps: list[Gap] = []
    for start, end in terms:
        if start > last:
            break
        if start > at:
            gaps.append(Gap(state.iso3, at, start - _DAY))
        if end >= last:
            return gaps
        at = max(at, end + _DAY)
    return [*gaps, Gap(state.iso3, at, last)] if at <= last else gaps
