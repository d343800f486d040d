"""The scores of coreference on worked examples of the papers that define them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[2] / "benchmarks/coreference_scores.py"


@pytest.fixture(scope="module")
def scores() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coreference_scores", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def chains(*words: str) -> list[frozenset[str]]:
    return [frozenset(word) for word in words]


@pytest.mark.parametrize(
    ("key", "response", "recall", "precision"),
    [
        (("ABCD",), ("AB", "CD"), 2 / 3, 1.0),
        (("AB", "CD"), ("ABCD",), 1.0, 2 / 3),
        (("ABCD",), ("AB", "C", "D"), 1 / 3, 1.0),
    ],
)
def test_muc(
    scores: ModuleType, key: tuple[str, ...], response: tuple[str, ...], recall: float, precision: float
) -> None:
    assert scores.muc(chains(*key), chains(*response)) == pytest.approx((recall, precision))


# Bagga and Baldwin 1998: chains of 5, 2 and 5; either the small one or a large one is joined to the other
BAGGA = ("12345", "67", "89abc")


@pytest.mark.parametrize(
    ("response", "precision"), [(("12345", "6789abc"), 16 / 21), (("67", "1234589abc"), 7 / 12)]
)
def test_b_cubed(scores: ModuleType, response: tuple[str, ...], precision: float) -> None:
    found = scores.b_cubed(chains(*BAGGA), chains(*response))
    assert found == pytest.approx((1.0, precision))
    assert scores.muc(chains(*BAGGA), chains(*response)) == pytest.approx((1.0, 0.9))


# Luo 2005, table 1: what b and c get for the same truth as in Bagga and Baldwin, and all in one chain
@pytest.mark.parametrize(
    ("response", "f1"),
    [(("12345", "6789abc"), 0.733), (("1234589abc", "67"), 0.667), (("123456789abc",), 0.294)],
)
def test_ceaf(scores: ModuleType, response: tuple[str, ...], f1: float) -> None:
    assert scores.f1(*scores.ceaf_entity(chains(*BAGGA), chains(*response))) == pytest.approx(f1, abs=0.001)


def test_the_same_chains_score_one(scores: ModuleType) -> None:
    assert scores.conll(chains(*BAGGA), chains(*BAGGA)) == pytest.approx(1.0)
