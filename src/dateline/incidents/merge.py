"""The whole of merging on one screen: acts go in, groups of events that tell of one happening come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.incidents import common, kinds
from dateline.incidents import weights as scale
from dateline.incidents.acts import Act
from dateline.incidents.blocks import Pairs, comparable, crossing_pairs, key_table, pairs_of
from dateline.incidents.cluster import Constraints, cluster
from dateline.incidents.columns import Bools, Columns, Floats, Ints, columns_of
from dateline.incidents.compare import Memo, compare
from dateline.incidents.fulfil import chances, fulfilled
from dateline.incidents.parts import missing_pairs, weakest_link
from dateline.incidents.weights import Weights

THRESHOLD = 1.6
"""Log-odds from which two groups are one; above even, since a wrong merger hides an event."""
CHUNK = 200_000
"""Pairs that are compared at a time, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class Person:
    """What people decided, as pairs of event ids: ``together`` are one happening, ``apart`` are two."""

    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


NOBODY = Person()


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one happening, and the log-odds of the weakest link that holds them together."""

    events: tuple[str, ...]
    weakest: float | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging finds.

    ``links`` are pairs of events with their log-odds, where above the threshold; ``chances`` happenings and
    plans that they may carry out; ``fulfils`` the first events of a group and of the planned one that it
    carries out.
    """

    groups: tuple[Group, ...]
    links: tuple[tuple[str, str, float], ...]
    chances: tuple[tuple[str, str, float], ...]
    fulfils: tuple[tuple[str, str], ...]


def merge(
    acts: Sequence[Act],
    *,
    original: Mapping[str, str] | None = None,
    person: Person = NOBODY,
    weights: Weights | None = None,
) -> Merged:
    """Merge acts into happenings.

    Args:
        acts: the acts. Their order does not matter to the groups.
        original: report id to the id of the report that it is a copy of.
        person: what people decided; it holds whatever the weights say.
        weights: the weights of links; those of the package by default.

    Returns:
        The groups: each act stands in one.
    """
    ordered = sorted(acts, key=lambda act: act.id)
    known, used = kinds.load(), weights or scale.load()
    columns = columns_of(ordered, kinds=known, common=common.load(), original=original)
    memo: Memo = {}
    table = key_table(ordered, known)
    pairs = pairs_of(table, columns)
    odds = odds_of(columns, pairs, used, memo)
    kept = odds > THRESHOLD
    more = missing_pairs(len(columns), pairs, kept)
    more = _fit(more, comparable(columns, more.left, more.right))
    rest = odds_of(columns, more, used, memo)
    left, right = np.concatenate([pairs.left, more.left]), np.concatenate([pairs.right, more.right])
    both = np.concatenate([odds, rest])
    groups = cluster(
        len(columns),
        (left, right, both),
        _report_of(columns),
        threshold=THRESHOLD,
        constraints=_rows(columns, person),
    )
    crossing = crossing_pairs(table, columns)
    found = chances(columns, crossing, odds_of(columns, crossing, used, memo))
    return Merged(
        groups=_groups(columns, groups, left, right, both),
        links=_links(columns, left, right, both),
        chances=tuple((columns.ids[one.done], columns.ids[one.plan], one.odds) for one in found),
        fulfils=tuple((columns.ids[a], columns.ids[b]) for a, b in fulfilled(len(columns), found, groups)),
    )


def odds_of(columns: Columns, pairs: Pairs, weights: Weights, memo: Memo | None = None) -> Floats:
    """Compare pairs and add their weights up, a chunk at a time."""
    out = np.zeros(len(pairs.left), np.float32)
    kept: Memo = {} if memo is None else memo
    for first in range(0, len(out), CHUNK):
        part = slice(first, first + CHUNK)
        levels = compare(columns, pairs.left[part], pairs.right[part], memo=kept)
        classes = scale.classes_of(columns, weights, pairs.left[part])
        out[part] = scale.score(levels, classes, weights)
    return out


def _fit(pairs: Pairs, fit: Bools) -> Pairs:
    return Pairs(pairs.left[fit], pairs.right[fit])


def _report_of(columns: Columns) -> Ints:
    """The report of each row; a denial has a number of its own, so that it may join what it denies."""
    own = len(columns.reports) + np.arange(len(columns), dtype=np.int32)
    return np.where(columns.negated, own, columns.report).astype(np.int32)


def _rows(columns: Columns, person: Person) -> Constraints:
    if not person.together and not person.apart:
        return Constraints()
    row = {event: k for k, event in enumerate(columns.ids)}

    def numbers(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[int, int]]:
        known = ((row[a], row[b]) for a, b in pairs if a in row and b in row)
        return frozenset((min(pair), max(pair)) for pair in known)

    return Constraints(together=numbers(person.together), apart=numbers(person.apart))


def _groups(
    columns: Columns, groups: Sequence[tuple[int, ...]], left: Ints, right: Ints, odds: Floats
) -> tuple[Group, ...]:
    weakest = weakest_link(len(columns), groups, left, right, odds)
    return tuple(
        Group(tuple(columns.ids[row] for row in rows), weakest.get(k)) for k, rows in enumerate(groups)
    )


def _links(columns: Columns, left: Ints, right: Ints, odds: Floats) -> tuple[tuple[str, str, float], ...]:
    rows = np.flatnonzero(odds > THRESHOLD)
    named = zip(left[rows].tolist(), right[rows].tolist(), odds[rows].tolist(), strict=True)
    return tuple(sorted((*sorted((columns.ids[a], columns.ids[b])), o) for a, b, o in named))
