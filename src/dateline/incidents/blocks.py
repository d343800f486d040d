"""Which events are worth comparing: those that share a key, and few of those where many share it.

A key is made of a month, a group of kindred types and a place, a party or a toll, so that blocks lie inside
one country and month by construction; days near the end of a month belong to both months. What is unknown
makes no key: events without a place never meet for having none.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.incidents.acts import Act, WhereKey, WhoKey
from dateline.incidents.columns import NO_DAY, Columns, Ints
from dateline.incidents.kinds import Kinds
from dateline.places.fold import is_latin, skeleton

Keys = NDArray[np.int64]
OVERLAP = 4
"""Days by which the partitions of two months overlap."""
WINDOW = 30
"""With how many neighbours by day an event is compared in a block of a place or toll."""
COARSE_WINDOW = 10
"""The same in a block of a party or country."""
FARTHEST = 14
"""Days between two dated events beyond which they are not compared."""
_LONG = 100
_SMALL_TOLL = 2
_MASK = (1 << 63) - 1
_STIR = 0x9E3779B97F4A7C15
_PLAN = 0x5A5A5A5A5A5A5A5A  # even: what is odd stays odd
_WIDE = frozenset({"admin1", "admin2"})


class Pairs(NamedTuple):
    """Row numbers of the acts to compare, the smaller first."""

    left: Ints
    right: Ints


def keys_of(act: Act, kinds: Kinds) -> tuple[int, ...]:
    """Make the keys of the blocks that an act stands in; the same in every process and on every machine.

    What is planned and what happened share their keys: ``pairs_of`` keeps them apart, ``crossing_pairs``
    does not.

    Args:
        act: the act.
        kinds: the groups of kindred types.

    Returns:
        Whole numbers of 63 bits, each once: odd ones for places and tolls, even ones for parties and
        countries, whose blocks are larger and tell less.
    """
    group = kinds.group_for(act.event_type)
    fine, coarse = tuple(dict.fromkeys(_fine(act))), tuple(dict.fromkeys(_coarse(act)))
    roots = [_mix(month, _hash(group)) for month in _periods(act)]
    keys = [_mix(root, what) | 1 for root in roots for what in fine]
    keys += [_mix(root, what) & ~1 for root in roots for what in coarse]
    return tuple(dict.fromkeys(keys))


def day_of(act: Act) -> int:
    """The day that an act is sorted by in its blocks: its first, or that of its report."""
    return act.start or act.published


class KeyTable(NamedTuple):
    """All keys of some acts, and the row that each belongs to."""

    keys: Keys
    rows: Ints


def pairs_of(table: KeyTable, columns: Columns, *, window: int = WINDOW) -> Pairs:
    """List the pairs to compare.

    Args:
        table: the keys of the acts.
        columns: the acts.
        window: with how many neighbours by day an act is compared in each block.

    Returns:
        Each pair once, sorted. Pairs within one report are none, since the coder has merged those, but for a
        denial and what it denies.
    """
    keys, rows = table
    return _windowed(keys ^ np.where(columns.real[rows], 0, _PLAN), rows, columns, window, crossing=False)


def crossing_pairs(table: KeyTable, columns: Columns, *, window: int = WINDOW) -> Pairs:
    """List the pairs of a plan and a happening, as ``pairs_of`` does those of two of a kind."""
    keys, rows = table
    shared = np.isin(keys, np.unique(keys[~columns.real[rows]]))
    return _windowed(keys[shared], rows[shared], columns, window, crossing=True)


def key_table(acts: Sequence[Act], kinds: Kinds) -> KeyTable:
    """Make the keys of all acts.

    Args:
        acts: the acts; row numbers are places in this list.
        kinds: the groups of kindred types.
    """
    flat, counts = array("q"), np.zeros(len(acts), np.int64)
    for row, act in enumerate(acts):
        before = len(flat)
        flat.extend(keys_of(act, kinds))
        counts[row] = len(flat) - before
    keys = np.frombuffer(flat, np.int64) if flat else np.zeros(0, np.int64)
    return KeyTable(keys, np.repeat(np.arange(len(acts), dtype=np.int32), counts))


def _windowed(keys: Keys, rows: Ints, columns: Columns, window: int, *, crossing: bool) -> Pairs:
    """Pair each row with the next ones of its block, by day."""
    days = np.where(columns.start == NO_DAY, columns.published, columns.start)[rows]
    order = np.lexsort((rows, days, keys))
    keys, rows = keys[order], rows[order]
    size, kept = len(columns), [np.zeros(0, np.int64)]
    at = np.arange(len(keys))
    for step in range(1, window + 1):
        # positions whose block reaches this far; the others are done with
        at = at[at < len(keys) - step]
        if step > COARSE_WINDOW:
            at = at[keys[at] & 1 == 1]
        at = at[keys[at] == keys[at + step]]
        if len(at) == 0:
            break
        one, other = rows[at], rows[at + step]
        fit = comparable(columns, one, other, crossing=crossing)
        low, high = np.minimum(one, other)[fit], np.maximum(one, other)[fit]
        kept.append(np.unique(low.astype(np.int64) * size + high))
    both = np.unique(np.concatenate(kept))
    return Pairs((both // max(size, 1)).astype(np.int32), (both % max(size, 1)).astype(np.int32))


def comparable(columns: Columns, one: Ints, other: Ints, *, crossing: bool = False) -> NDArray[np.bool_]:
    """Whether pairs may be one happening at all: another report, both real or both plans, days not far apart.

    Args:
        columns: the acts.
        one: row numbers.
        other: row numbers.
        crossing: ask for one real and one planned instead.
    """
    # within one report a denial may stand beside what it denies
    apart = (columns.report[one] != columns.report[other]) | (columns.negated[one] != columns.negated[other])
    fit = apart & ((columns.real[one] != columns.real[other]) == crossing)
    gap = np.maximum(columns.start[one], columns.start[other]) - np.minimum(
        columns.end[one], columns.end[other]
    )
    dated = (columns.start[one] != NO_DAY) & (columns.start[other] != NO_DAY)
    return np.asarray(fit & ~(dated & (gap > FARTHEST)))


def _periods(act: Act) -> Iterator[int]:
    """Months that an act touches, as numbers; years for what lasts long; the report's month where undated."""
    if act.start is None or act.end is None:
        month = _month(act.published)
        yield from (month, month - 1)
    elif act.end - act.start > _LONG:
        yield from {-date.fromordinal(act.start).year, -date.fromordinal(act.end).year}
    else:
        yield from range(_month(act.start - OVERLAP), _month(act.end + OVERLAP) + 1)


@lru_cache(maxsize=1 << 15)
def _month(day: int) -> int:
    when = date.fromordinal(max(1, day))
    return when.year * 12 + when.month


def _coarse(act: Act) -> Iterator[int]:
    """The parties of an act and its country, as numbers."""
    for party in (*act.actors, *act.targets):
        yield from _party_parts(party)
    if act.country:
        yield _hash(f"c:{act.country}")


def _fine(act: Act) -> Iterator[int]:
    """The places and tolls of an act, as numbers."""
    for place in act.places:
        yield from _place_parts(place)
    if act.country:
        for toll in act.tolls:
            if toll.best is not None and toll.best > _SMALL_TOLL:
                yield _mix(_hash(f"t:{act.country}:{toll.kind}"), toll.best)


@lru_cache(maxsize=1 << 18)
def _place_parts(place: WhereKey) -> tuple[int, ...]:
    parts = [f"n:{skeleton(place.name) if is_latin(place.name) else place.name}"]
    if place.geonames_id:
        parts.append(f"g:{place.geonames_id}")
    if place.admin1 and place.precision in _WIDE:
        parts.append(f"a:{place.country}:{place.admin1}")
    return tuple(map(_hash, parts))


@lru_cache(maxsize=1 << 18)
def _party_parts(party: WhoKey) -> tuple[int, ...]:
    names = [f"w:{party.actor_id or party.name}"] if party.actor_id or party.name else []
    return tuple(map(_hash, [*names, *(f"w:{whole}" for whole in party.within[:1])]))


@lru_cache(maxsize=1 << 18)
def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") & _MASK


def _mix(one: int, other: int) -> int:
    mixed = (one * _STIR + other + 0x7F4A7C15) & _MASK
    return (mixed ^ (mixed >> 29)) * _STIR & _MASK
