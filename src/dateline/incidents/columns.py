"""Acts as columns of numbers, so that a million of them fit into memory and are compared by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from dateline.incidents.acts import Act, WhereKey, WhoKey
from dateline.incidents.common import Common
from dateline.incidents.kinds import Kinds

WIDTH = 4
"""How many parties and places of one event are compared; few events name more."""
TOLLS = ("killed", "injured", "casualties", "displaced", "captured", "missing", "released")
"""The effects in the order of the columns of ``low``, ``best`` and ``high``."""
NO_DAY = 0
"""Stands for no day; the first day of the year 1 is day 1."""
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """Acts as arrays with one row an act.

    Lists of parties and places hold numbers into ``whos`` and ``wheres``, filled up with -1. ``low``,
    ``best`` and ``high`` have a column for each of ``TOLLS``, not-a-number where unknown. ``words`` and
    ``trigger`` are rows of length 1 over stems weighted by how telling they are. ``copy_of`` numbers the
    groups of reports that are copies of one another. ``deal_start`` and ``deal_end`` are the days of the deal
    that an act is a term of.
    """

    ids: tuple[str, ...]
    reports: tuple[str, ...]
    types: tuple[str, ...]
    groups: tuple[str, ...]
    classes: tuple[str, ...]
    countries: tuple[str, ...]
    whos: tuple[WhoKey, ...]
    wheres: tuple[WhereKey, ...]
    report: Ints
    published: Ints
    type: Ints
    group: Ints
    klass: Ints
    country: Ints
    real: Bools
    negated: Bools
    possible: Bools
    start: Ints
    end: Ints
    deal_start: Ints
    deal_end: Ints
    actors: Ints
    targets: Ints
    places: Ints
    low: Floats
    best: Floats
    high: Floats
    words: csr_matrix
    trigger: csr_matrix
    copy_of: Ints

    def __len__(self) -> int:
        return len(self.ids)


class _Numbers:
    """Gives each new value the next number."""

    def __init__(self) -> None:
        self.by_value: dict[Hashable, int] = {}

    def __call__(self, value: Hashable) -> int:
        return self.by_value.setdefault(value, len(self.by_value))

    def column(self, values: Iterable[Hashable | None], size: int) -> Ints:
        """Number each value; ``None`` is -1."""
        return np.fromiter((-1 if v is None else self(v) for v in values), np.int32, size)

    def padded(self, lists: Iterable[Sequence[Hashable]], size: int) -> Ints:
        """Number each value of each list, up to ``WIDTH`` of them."""
        out = np.full((size, WIDTH), -1, np.int32)
        for row, values in enumerate(lists):
            for column, value in enumerate(values[:WIDTH]):
                out[row, column] = self(value)
        return out


def columns_of(
    acts: Sequence[Act], *, kinds: Kinds, common: Common, original: Mapping[str, str] | None = None
) -> Columns:
    """Turn acts into columns.

    Args:
        acts: the acts; row numbers are places in this list.
        kinds: groups and classes of the types.
        common: weights of the stems.
        original: report id to the id of the report that it is a copy of; reports without one are missing.
    """
    size = len(acts)
    reports, types, groups, classes = _Numbers(), _Numbers(), _Numbers(), _Numbers()
    countries, whos, wheres, copies = _Numbers(), _Numbers(), _Numbers(), _Numbers()
    first = original or {}

    def ints(value: Callable[[Act], int]) -> Ints:
        return np.fromiter(map(value, acts), np.int32, size)

    numbers = {
        "report": reports.column((a.report_id for a in acts), size),
        "published": ints(lambda a: a.published),
        "type": types.column((a.event_type for a in acts), size),
        "group": groups.column((kinds.group_for(a.event_type) for a in acts), size),
        "klass": classes.column((kinds.class_for(a.event_type) for a in acts), size),
        "country": countries.column((a.country for a in acts), size),
        "start": ints(lambda a: a.start or NO_DAY),
        "end": ints(lambda a: a.end or NO_DAY),
        "deal_start": ints(lambda a: a.deal[0] if a.deal else NO_DAY),
        "deal_end": ints(lambda a: a.deal[1] if a.deal else NO_DAY),
        "actors": whos.padded((a.actors for a in acts), size),
        "targets": whos.padded((a.targets for a in acts), size),
        "places": wheres.padded((a.places for a in acts), size),
        "copy_of": copies.column((first.get(a.report_id, a.report_id) for a in acts), size),
    }
    low, best, high = _tolls(acts)
    return Columns(
        ids=tuple(a.id for a in acts),
        reports=_names(reports),
        types=_names(types),
        groups=_names(groups),
        classes=_names(classes),
        countries=_names(countries),
        whos=_names(whos),
        wheres=_names(wheres),
        real=np.fromiter((a.real for a in acts), np.bool_, size),
        negated=np.fromiter((a.status == "negated" for a in acts), np.bool_, size),
        possible=np.fromiter((a.status == "possible" for a in acts), np.bool_, size),
        low=low,
        best=best,
        high=high,
        words=_weighted((a.words for a in acts), size, common),
        trigger=_weighted((a.trigger for a in acts), size, common),
        **numbers,
    )


def _names(numbers: _Numbers) -> tuple[Any, ...]:
    return tuple(numbers.by_value)


def _tolls(acts: Sequence[Act]) -> tuple[Floats, Floats, Floats]:
    low, best, high = (np.full((len(acts), len(TOLLS)), np.nan, np.float32) for _ in range(3))
    place = {kind: k for k, kind in enumerate(TOLLS)}
    for row, act in enumerate(acts):
        for toll in act.tolls:
            column = place[toll.kind]
            for matrix, value in ((low, toll.low), (best, toll.best), (high, toll.high)):
                if value is not None:
                    matrix[row, column] = value
    return low, best, high


def _weighted(lists: Iterable[Sequence[str]], size: int, common: Common) -> csr_matrix:
    """Rows of unit length over the stems, each weighted by how telling it is."""
    numbers = _Numbers()
    weights: list[float] = []
    indices: list[int] = []
    ends = np.zeros(size + 1, np.int64)
    for row, stems in enumerate(lists, 1):
        for stem in stems:
            number = numbers(stem)
            if number == len(weights):
                weights.append(common.weight(stem))
            indices.append(number)
        ends[row] = len(indices)
    columns = np.array(indices, np.int32)
    data = np.array(weights or [0.0], np.float32)[columns] if indices else np.zeros(0, np.float32)
    squares = np.concatenate([[0.0], np.cumsum(data.astype(np.float64) ** 2)])
    length = np.sqrt(np.maximum(squares[ends[1:]] - squares[ends[:-1]], 1e-12))
    unit = (data / np.repeat(length, np.diff(ends))).astype(np.float32)
    return csr_matrix((unit, columns, ends), shape=(size, max(1, len(weights))))
