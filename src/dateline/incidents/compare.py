"""How two acts compare, field by field: a named level for each comparison, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from dateline.incidents.columns import NO_DAY, TOLLS, Bools, Columns, Floats, Ints
from dateline.incidents.likeness import WHERE, WHO, where_level, who_level

Levels = NDArray[np.uint8]
Memo = dict[tuple[str, int], int]

_WHO_LEVELS = ("unnamed", "one_unnamed", *WHO)
LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "type": ("kindred", "same"),
        "when": (
            *("apart", "week", "near", "next_day", "inside_long", "within", "span", "day"),
            *("one_undated", "undated", "one_undated_late", "undated_late"),
        ),
        "where": ("unplaced", "one_unplaced", *WHERE),
        "actor": (*_WHO_LEVELS, "swapped"),
        "target": _WHO_LEVELS,
        "toll": ("apart", "close", "one_sided", "none", "same", "same_large"),
        "words": ("none", "few", "some", "many", "most"),
        "trigger": ("none", "some", "most"),
        "telling": ("both", "one_denied", "one_possible"),
        "deal": ("unknown", "other", "same"),
        "copy": ("no", "copied", "copied_words"),
    }
)
"""The comparisons and the names of their levels; a level is a place in its tuple."""
COMPARISONS = tuple(LEVELS)
_WORD_STEPS = (0.04, 0.12, 0.25, 0.45)
_TRIGGER_STEPS = (0.15, 0.6)
_LARGE_TOLL = 5
_DAYS_NEAR, _DAYS_WEEK = 4, 10
_SMALL_SHARE = 0.2


def compare(columns: Columns, left: Ints, right: Ints, *, memo: Memo | None = None) -> Levels:
    """Compare pairs of acts.

    Args:
        columns: the acts.
        left: row numbers.
        right: row numbers, as many.
        memo: keeps what was found of parties and places between calls on the same columns.

    Returns:
        One row a pair, one column for each of ``COMPARISONS``: the number of its level.
    """
    kept = {} if memo is None else memo
    words = _cosine(columns.words, left, right)
    trigger = _cosine(columns.trigger, left, right)
    found = {
        "type": (columns.type[left] == columns.type[right]).astype(np.uint8),
        "when": _when(columns, left, right),
        "where": _places(columns, left, right, kept),
        "actor": _actors(columns, left, right, kept),
        "target": _parties(columns, columns.targets, left, right, kept),
        "toll": _toll(columns, left, right),
        "words": np.digitize(words, _WORD_STEPS).astype(np.uint8),
        "trigger": np.digitize(trigger, _TRIGGER_STEPS).astype(np.uint8),
        "telling": _telling(columns, left, right),
        "deal": _deal(columns, left, right),
        "copy": _copy(columns, left, right, words),
    }
    return np.stack([found[name] for name in COMPARISONS], axis=1)


def level(comparison: str, name: str) -> int:
    """The number of a level."""
    return LEVELS[comparison].index(name)


def _when(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Days against days. Periods that share at least half of their days are one span."""
    start1, end1 = columns.start[left], columns.end[left]
    start2, end2 = columns.start[right], columns.end[right]
    first, last = np.maximum(start1, start2), np.minimum(end1, end2)
    gap = first - last
    union = np.maximum(end1, end2) - np.minimum(start1, start2) + 1
    share = (last - first + 1) / np.maximum(union, 1)
    out = np.full(len(left), level("when", "apart"), np.uint8)
    for limit, name in ((_DAYS_WEEK, "week"), (_DAYS_NEAR, "near"), (1, "next_day"), (0, "inside_long")):
        out[gap <= limit] = level("when", name)
    out[(gap <= 0) & ((union <= _DAYS_WEEK) | (share > _SMALL_SHARE))] = level("when", "within")
    out[(gap <= 0) & (share >= 0.5)] = level("when", "span")
    out[(gap == 0) & (union == 1)] = level("when", "day")
    return _undated(columns, left, right, out)


def _undated(columns: Columns, left: Ints, right: Ints, out: Levels) -> Levels:
    """Without days, the days of the reports tell a little: late is more than some days apart."""
    dated1, dated2 = columns.start[left] != NO_DAY, columns.start[right] != NO_DAY
    told1 = np.where(dated1, columns.start[left], columns.published[left])
    told2 = np.where(dated2, columns.start[right], columns.published[right])
    late = np.where(np.abs(told1 - told2) > _DAYS_NEAR, 2, 0)
    out[dated1 != dated2] = level("when", "one_undated")
    out[~dated1 & ~dated2] = level("when", "undated")
    return np.where(dated1 & dated2, out, out + late).astype(np.uint8)


def _telling(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Whether one is denied, or one only possible where the other is planned."""
    out = np.full(len(left), level("telling", "both"), np.uint8)
    plans = ~columns.real[left] & ~columns.real[right]
    out[plans & (columns.possible[left] != columns.possible[right])] = level("telling", "one_possible")
    out[columns.negated[left] != columns.negated[right]] = level("telling", "one_denied")
    return out


def _deal(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Whether two plans are terms of deals of one time; the same terms come back in the next deal."""
    gap = np.maximum(columns.deal_start[left], columns.deal_start[right]) - np.minimum(
        columns.deal_end[left], columns.deal_end[right]
    )
    dated = (columns.deal_start[left] != NO_DAY) & (columns.deal_start[right] != NO_DAY)
    known = dated & ~columns.real[left] & ~columns.real[right]
    met = np.where(gap <= 1, level("deal", "same"), level("deal", "other"))
    return np.where(known, met, level("deal", "unknown")).astype(np.uint8)


def _places(columns: Columns, left: Ints, right: Ints, memo: Memo) -> Levels:
    values = columns.wheres

    def judge(i: int, j: int) -> int:
        return where_level(values[i], values[j])

    one, other = columns.places[left], columns.places[right]
    best = _best_of_lists(one, other, memo, size=len(values), what="where", judge=judge)
    return _with_missing(best, one, other)


def _parties(
    columns: Columns, lists: Ints, left: Ints, right: Ints, memo: Memo, *, others: Ints | None = None
) -> Levels:
    """Compare the lists of two acts; ``others`` is the list of the right one where it is another field."""
    values = columns.whos

    def judge(i: int, j: int) -> int:
        return who_level(values[i], values[j])

    second = lists if others is None else others
    best = _best_of_lists(lists[left], second[right], memo, size=len(values), what="who", judge=judge)
    return _with_missing(best, lists[left], second[right])


def _actors(columns: Columns, left: Ints, right: Ints, memo: Memo) -> Levels:
    """Actors against actors; swapped where each one's actor is the other's target, as in an exchange."""
    out = _parties(columns, columns.actors, left, right, memo)
    rows = np.flatnonzero(out == level("actor", "other"))
    one, other = left[rows], right[rows]
    there = _parties(columns, columns.actors, one, other, memo, others=columns.targets)
    back = _parties(columns, columns.targets, one, other, memo, others=columns.actors)
    kin = level("actor", "kin")
    out[rows[(there >= kin) & (back >= kin)]] = level("actor", "swapped")
    return out


def _with_missing(best: Ints, one: Ints, other: Ints) -> Levels:
    """Levels 0 and 1 are for neither and only one side having any."""
    named = (one[:, 0] >= 0).astype(np.int32) + (other[:, 0] >= 0)
    return np.where(named == 2, best + 2, named).astype(np.uint8)


def _best_of_lists(
    left: Ints, right: Ints, memo: Memo, *, size: int, what: str, judge: Callable[[int, int], int]
) -> Ints:
    """The most alike of all pairs of two lists; each pair of values is judged once and remembered."""
    one, other = left.astype(np.int64), right.astype(np.int64)
    best = np.full(len(left), -1, np.int32)
    for i in range(one.shape[1]):
        for j in range(other.shape[1]):
            rows = np.flatnonzero((one[:, i] >= 0) & (other[:, j] >= 0))
            if len(rows) == 0:
                continue
            low = np.minimum(one[rows, i], other[rows, j])
            key = low * size + np.maximum(one[rows, i], other[rows, j])
            distinct, inverse = np.unique(key, return_inverse=True)
            found = np.fromiter((_remember(memo, what, k, size, judge) for k in distinct.tolist()), np.int32)
            best[rows] = np.maximum(best[rows], found[inverse])
    return best


def _remember(memo: Memo, what: str, key: int, size: int, judge: Callable[[int, int], int]) -> int:
    known = memo.get((what, key))
    if known is None:
        known = memo[what, key] = judge(*divmod(key, size))
    return known


def _toll(columns: Columns, left: Ints, right: Ints) -> Levels:
    """The most telling effect that both have: equal, close (ranges meet, or a third apart), or apart."""
    out = np.full(len(left), level("toll", "none"), np.uint8)
    any1, any2 = _has_toll(columns, left), _has_toll(columns, right)
    out[any1 != any2] = level("toll", "one_sided")
    for k in reversed(range(len(TOLLS))):
        one, other = columns.best[left, k], columns.best[right, k]
        both = ~np.isnan(one) & ~np.isnan(other)
        with np.errstate(invalid="ignore"):
            larger, smaller = np.maximum(one, other), np.minimum(one, other)
            meets = _meets(columns, left, right, k) | (smaller >= larger * 0.6) | (larger - smaller <= 1)
            out[both & ~meets] = level("toll", "apart")
            out[both & meets] = level("toll", "close")
            out[both & (one == other)] = level("toll", "same")
            out[both & (one == other) & (one >= _LARGE_TOLL)] = level("toll", "same_large")
    return out


def _has_toll(columns: Columns, rows: Ints) -> Bools:
    return np.asarray(~np.isnan(columns.best[rows]).all(axis=1))


def _meets(columns: Columns, left: Ints, right: Ints, k: int) -> Bools:
    """Whether two ranges share a number; an unknown bound is the best figure."""

    def bounds(rows: Ints) -> tuple[Floats, Floats]:
        best = columns.best[rows, k]
        low, high = columns.low[rows, k], columns.high[rows, k]
        return np.where(np.isnan(low), best, low), np.where(np.isnan(high), best, high)

    low1, high1 = bounds(left)
    low2, high2 = bounds(right)
    return np.asarray((low1 <= high2) & (low2 <= high1))


def _cosine(matrix: csr_matrix, left: Ints, right: Ints) -> Floats:
    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1), np.float32).ravel()


def _copy(columns: Columns, left: Ints, right: Ints, words: Floats) -> Levels:
    """In copies of one text the same sentence tells the same event, and another sentence another."""
    copied = columns.copy_of[left] == columns.copy_of[right]
    out = np.where(copied, level("copy", "copied"), level("copy", "no")).astype(np.uint8)
    out[copied & (words >= 0.6)] = level("copy", "copied_words")
    return out
