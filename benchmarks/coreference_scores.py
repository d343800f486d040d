"""Scores of coreference: MUC, B-cubed and entity-based CEAF, and their mean (CoNLL 2012).

MUC: Vilain et al. 1995. B-cubed: Bagga and Baldwin 1998. CEAF with the entity similarity of Luo 2005 (phi 4).
tests/benchmarks/test_coreference_scores.py has the examples of these papers.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

Chains = Sequence[frozenset[Hashable]]


def muc(key: Chains, response: Chains) -> tuple[float, float]:
    """Recall and precision by links."""
    return _muc_one(key, response), _muc_one(response, key)


def _muc_one(key: Chains, response: Chains) -> float:
    home = {mention: k for k, chain in enumerate(response) for mention in chain}
    kept = total = 0
    for chain in key:
        parts = len({home[m] for m in chain if m in home}) + sum(m not in home for m in chain)
        kept, total = kept + len(chain) - parts, total + len(chain) - 1
    return kept / total if total else 0.0


def b_cubed(key: Chains, response: Chains) -> tuple[float, float]:
    """Recall and precision by mentions."""
    return _cubed(key, response), _cubed(response, key)


def _cubed(key: Chains, response: Chains) -> float:
    home = {mention: chain for chain in response for mention in chain}
    size = sum(map(len, key))
    found = sum(len(chain & home.get(m, frozenset())) / len(chain) for chain in key for m in chain)
    return found / size if size else 0.0


def ceaf_entity(key: Chains, response: Chains) -> tuple[float, float]:
    """Recall and precision by the best pairing of chains."""
    likeness = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    if not likeness.size:
        return 0.0, 0.0
    rows, columns = linear_sum_assignment(-likeness)
    total = float(likeness[rows, columns].sum())
    return total / len(key), total / len(response)


def f1(recall: float, precision: float) -> float:
    """Harmonic mean."""
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def conll(key: Chains, response: Chains) -> float:
    """Mean F1 of the three."""
    return sum(f1(*score(key, response)) for score in (muc, b_cubed, ceaf_entity)) / 3
