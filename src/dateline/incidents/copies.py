"""Which reports are copies of one another: the same agency text, cut or touched up by another outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from dateline.incidents.records import Copies
from dateline.records import Report

Signature = NDArray[np.uint32]
SIZE = 128
"""Hashes of a signature; the Jaccard index is estimated to about 0.04 near one half."""
LIKE = 0.4
"""Share of shingles from which a report is a copy: a rewritten fifth of the words costs half the shingles."""
DAYS = 5
"""Days between two reports beyond which the later is no copy."""
_SHINGLE = 4
_ROWS = 4
_WORD = re.compile(r"\w+")


def signature(text: str) -> Signature:
    """Sketch a text by its runs of four words, as MinHash (Broder 1997) does.

    Args:
        text: the story, without dateline.
    """
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
    sketch = _blank().copy()
    sketch.update_batch([run.encode() for run in sorted(runs)])
    return np.asarray(sketch.hashvalues, np.uint32)


def bands(sketch: Signature) -> tuple[int, ...]:
    """Cut a signature into bands: two texts that share one band are worth comparing."""
    parts = sketch.reshape(-1, _ROWS)
    # 63 bits, the same on every machine; the place of the band counts
    out = []
    for k, part in enumerate(parts.tolist()):
        mixed = k
        for value in part:
            mixed = (mixed * 0x9E3779B97F4A7C15 + value + 1) & ((1 << 63) - 1)
        out.append(mixed)
    return tuple(out)


def alike(one: Signature, other: Signature) -> float:
    """Estimate which share of the shingles two texts have in common (0..1)."""
    return float(np.mean(one == other))


def find_copies(reports: Iterable[Report]) -> tuple[Copies, ...]:
    """Group reports that are copies of one text.

    Args:
        reports: the reports, in any order.

    Returns:
        The groups of two reports or more. The original is the earliest; of one day, the longest text.
    """
    kept = sorted(reports, key=order)
    sketches = {r.report_id: signature(r.text[r.body :]) for r in kept}
    days = {r.report_id: r.published for r in kept}
    found = originals(list(sketches), sketches, days)
    groups: dict[str, list[str]] = {}
    for copy, original in found.items():
        groups.setdefault(original, []).append(copy)
    return tuple(Copies(original=o, copies=tuple(sorted(c))) for o, c in sorted(groups.items()))


def order(report: Report) -> tuple[date, int, str]:
    """Sort key by which the first of a group of copies is the original."""
    return report.published, -len(report.text), report.report_id


def originals(
    names: Iterable[str], sketches: Mapping[str, Signature], days: Mapping[str, date]
) -> dict[str, str]:
    """Map each copy to its original.

    Args:
        names: ids of reports, the earliest first.
        sketches: their signatures.
        days: their days of publication.
    """
    by_band: dict[int, list[str]] = {}
    first: dict[str, str] = {}
    for name in names:
        mine = bands(sketches[name])
        near = (o for o in _candidates(mine, by_band) if (days[name] - days[o]).days <= DAYS)
        likes = [(alike(sketches[name], sketches[other]), other) for other in near]
        best = max(likes, default=(0.0, ""), key=lambda pair: (pair[0], pair[1]))
        if best[0] >= LIKE:
            first[name] = first.get(best[1], best[1])
        for band in mine:
            by_band.setdefault(band, []).append(name)
    return first


def _candidates(mine: Iterable[int], by_band: Mapping[int, list[str]]) -> Iterator[str]:
    yield from dict.fromkeys(name for band in mine for name in by_band.get(band, ()))


@lru_cache(maxsize=1)
def _blank() -> MinHash:
    # made once: making its permutations anew for each text would cost more than hashing it
    return MinHash(num_perm=SIZE, seed=1, scheme="affine32")
