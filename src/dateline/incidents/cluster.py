"""Links to groups: events that belong together by most of their links, and never against a person's word.

Groups grow from the surest link on, as in agglomerative clustering with average linkage: two groups join
where the mean of the log-odds between their members is above the threshold. A pair that was never compared
counts as ``UNSEEN``. Two events of one report never stand in one group, since the coder has merged those
already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.incidents.columns import Bools, Floats, Ints
from dateline.incidents.parts import parts_of

UNSEEN = -1.0
"""Log-odds of a pair that shares no block: it was not seen to fit, nor to clash."""
Link = tuple[int, int, float]
ByRow = Mapping[int, set[int]]
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided, as pairs of row numbers, the smaller first."""

    together: frozenset[tuple[int, int]] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()


NOTHING = Constraints()


def cluster(
    size: int,
    links: tuple[Ints, Ints, Floats],
    report: Ints,
    *,
    threshold: float,
    constraints: Constraints = NOTHING,
) -> list[tuple[int, ...]]:
    """Group the rows ``0..size-1``.

    Args:
        size: how many acts there are.
        links: left and right rows and log-odds of all compared pairs.
        report: the report of each row, as a number.
        threshold: log-odds above which two groups join.
        constraints: pairs that people put together or apart.

    Returns:
        Groups of at least one row, each sorted, sorted by their first rows.
    """
    left, right, odds = links
    together, apart = _by_row(constraints.together), _by_row(constraints.apart)
    forced = np.array(sorted(constraints.together), np.int32).reshape(-1, 2)
    fit = odds > threshold
    label = parts_of(
        size, np.concatenate([left[fit], forced[:, 0]]), np.concatenate([right[fit], forced[:, 1]])
    )
    alone = np.bincount(label, minlength=1)[label] == 1
    groups: list[tuple[int, ...]] = [(int(row),) for row in np.flatnonzero(alone)]
    for rows, inside in _by_part(label, alone, left, right, odds):
        groups += _grow(rows, inside, report, threshold=threshold, together=together, apart=apart)
    return sorted(groups)


def _by_row(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    out: dict[int, set[int]] = {}
    for one, other in pairs:
        out.setdefault(one, set()).add(other)
        out.setdefault(other, set()).add(one)
    return out


def _by_part(
    label: Ints, alone: Bools, left: Ints, right: Ints, odds: Floats
) -> Iterator[tuple[list[int], list[Link]]]:
    """Each part of two rows or more, with all links inside it."""
    rows = np.flatnonzero(~alone)
    rows = rows[np.argsort(label[rows], kind="stable")]
    same = np.flatnonzero(label[left] == label[right])
    same = same[np.argsort(label[left[same]], kind="stable")]
    parts, starts = np.unique(label[rows], return_index=True)
    ends = np.append(starts[1:], len(rows))
    owners = label[left[same]]
    first, last = np.searchsorted(owners, parts), np.searchsorted(owners, parts, side="right")
    listed = left[same].tolist(), right[same].tolist(), odds[same].tolist()
    for k in range(len(parts)):
        at = slice(int(first[k]), int(last[k]))
        yield rows[starts[k] : ends[k]].tolist(), list(zip(*(part[at] for part in listed), strict=True))


def _grow(
    rows: Sequence[int],
    links: Sequence[Link],
    report: Ints,
    *,
    threshold: float,
    together: ByRow,
    apart: ByRow,
) -> list[tuple[int, ...]]:
    """Join the groups of one part: first those that people put together, then by the surest link."""
    groups = _Groups.start(rows, links, report, apart)
    for one in rows:
        for other in sorted(together.get(one, ())):
            if not groups.forbidden(groups.of[one], groups.of[other]):
                groups.join(one, other)
    # surest first; ties by row, so that the order of the links does not matter
    for one, other, odds in sorted(links, key=lambda link: (-link[2], link[0], link[1])):
        if odds <= threshold:
            break
        first, second = groups.of[one], groups.of[other]
        if first != second and groups.may_join(first, second) and groups.mean(first, second) > threshold:
            groups.join(one, other)
    return [tuple(sorted(members)) for members in groups.members.values()]


@dataclass(slots=True)
class _Groups:
    """Groups while they grow: members, reports and the sums of the log-odds between groups."""

    of: dict[int, int]
    members: dict[int, list[int]]
    reports: dict[int, set[int]]
    sums: dict[int, dict[int, tuple[float, int]]]
    apart: ByRow

    @classmethod
    def start(cls, rows: Sequence[int], links: Iterable[Link], report: Ints, apart: ByRow) -> _Groups:
        """Each row a group of its own."""
        sums: dict[int, dict[int, tuple[float, int]]] = {row: {} for row in rows}
        for one, other, odds in links:
            sums[one][other] = sums[other][one] = (odds, 1)
        return cls(
            of={row: row for row in rows},
            members={row: [row] for row in rows},
            reports={row: {int(report[row])} for row in rows},
            sums=sums,
            apart=apart,
        )

    def may_join(self, one: int, other: int) -> bool:
        """Whether no report and no person's word stands against it."""
        return not self.reports[one] & self.reports[other] and not self.forbidden(one, other)

    def forbidden(self, one: int, other: int) -> bool:
        """Whether a person keeps members of two groups apart."""
        if not self.apart:
            return False
        kept = self.members[other]
        return any(not self.apart.get(row, _NONE).isdisjoint(kept) for row in self.members[one])

    def mean(self, one: int, other: int) -> float:
        """Mean log-odds between two groups."""
        total, seen = self.sums[one].get(other, (0.0, 0))
        pairs = len(self.members[one]) * len(self.members[other])
        return (total + UNSEEN * (pairs - seen)) / pairs

    def join(self, one: int, other: int) -> None:
        """Put the groups of two rows together."""
        kept, gone = sorted((self.of[one], self.of[other]))
        if kept == gone:
            return
        for row in self.members[gone]:
            self.of[row] = kept
        self.members[kept] += self.members.pop(gone)
        self.reports[kept] |= self.reports.pop(gone)
        for third, (odds, seen) in self.sums.pop(gone).items():
            del self.sums[third][gone]
            if third != kept:
                before, count = self.sums[kept].get(third, (0.0, 0))
                self.sums[kept][third] = self.sums[third][kept] = (before + odds, count + seen)
