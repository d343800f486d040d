"""What people decided about incidents, as pairs of events that belong together or apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from dateline.incidents.merge import Person

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision of a person on events.

    A merger has all its events in ``one``; a split keeps those of ``one`` apart from those of ``other``.
    """

    number: int
    by: str
    splits: bool
    one: tuple[str, ...]
    other: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def label(self) -> str:
        """How it is named where a link is explained."""
        why = f": {self.reason}" if self.reason else ""
        return f"{'kept apart' if self.splits else 'put together'} by {self.by} (decision {self.number}){why}"


def person_of(verdicts: Iterable[Verdict]) -> Person:
    """Turn decisions into pairs; where two speak of one pair, the later holds.

    Those put together by a chain of pairs, and then partly split, stay together only as far as no later
    decision keeps them apart.
    """
    last = _last(verdicts)
    return Person(
        together=frozenset(_sorted(pair) for pair, v in last.items() if not v.splits),
        apart=frozenset(_sorted(pair) for pair, v in last.items() if v.splits),
    )


def labels_of(verdicts: Iterable[Verdict]) -> dict[Pair, str]:
    """What is decided on each pair, in words."""
    return {pair: verdict.label for pair, verdict in _last(verdicts).items()}


def _last(verdicts: Iterable[Verdict]) -> dict[Pair, Verdict]:
    out: dict[Pair, Verdict] = {}
    for verdict in sorted(verdicts, key=lambda v: v.number):
        pairs = product(verdict.one, verdict.other) if verdict.splits else combinations(verdict.one, 2)
        out.update({frozenset(pair): verdict for pair in pairs if pair[0] != pair[1]})
    return out


def _sorted(pair: Pair) -> tuple[str, str]:
    one, other = sorted(pair)
    return one, other
