"""The parts into which links tie the events: which pairs were not compared, and the weakest link."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from dateline.incidents.blocks import Pairs
from dateline.incidents.columns import Bools, Floats, Ints

WHOLE = 60
"""Largest part whose pairs are all compared; a larger one has enough links of its own."""


def parts_of(size: int, left: Ints, right: Ints) -> Ints:
    """Number the parts of a graph: one number a row."""
    graph = coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int32)


def missing_pairs(size: int, pairs: Pairs, kept: Bools) -> Pairs:
    """List the pairs inside the parts that blocks did not bring together.

    What a part becomes then depends on its own events alone, and not on who shared a block with them.

    Args:
        size: how many rows there are.
        pairs: the pairs that were compared, the smaller row first.
        kept: which of them are links.
    """
    label = parts_of(size, pairs.left[kept], pairs.right[kept])
    counts = np.bincount(label, minlength=1)
    inside = np.flatnonzero((counts[label] > 2) & (counts[label] <= WHOLE))
    inside = inside[np.argsort(label[inside], kind="stable")]
    found = []
    # each row with the next ones of its part; a part's rows stand together and in order
    for step in range(1, WHOLE):
        if len(inside) <= step:
            break
        here = np.flatnonzero(label[inside[:-step]] == label[inside[step:]])
        if len(here) == 0:
            break
        found.append(inside[here].astype(np.int64) * size + inside[here + step])
    wanted = np.concatenate(found) if found else np.zeros(0, np.int64)
    seen = pairs.left.astype(np.int64) * size + pairs.right
    more = np.setdiff1d(wanted, seen)
    return Pairs((more // max(size, 1)).astype(np.int32), (more % max(size, 1)).astype(np.int32))


def weakest_link(
    size: int, groups: Sequence[tuple[int, ...]], left: Ints, right: Ints, odds: Floats
) -> dict[int, float]:
    """Find the weakest link that a group cannot do without, by the number of the group.

    It is the smallest link of the group's maximum spanning tree: the strongest chain is as strong as that.
    Groups of one have none; where only a person holds a group together there is none either.
    """
    owner = np.full(size, -1, np.int32)
    for number, rows in enumerate(groups):
        if len(rows) > 1:
            owner[list(rows)] = number
    same = np.flatnonzero((owner[left] >= 0) & (owner[left] == owner[right]))
    same = same[np.argsort(-odds[same], kind="stable")]
    root = {row: row for row in np.flatnonzero(owner >= 0).tolist()}
    found: dict[int, float] = {}
    for one, other, value in zip(left[same].tolist(), right[same].tolist(), odds[same].tolist(), strict=True):
        first, second = _root(root, one), _root(root, other)
        if first != second:
            root[first] = second
            found[int(owner[one])] = value
    return found


def _root(root: dict[int, int], row: int) -> int:
    while root[row] != row:
        root[row] = root[root[row]]
        row = root[row]
    return row
