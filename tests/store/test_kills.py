"""A killed run and a killed reviewer lose nothing acknowledged; ``benchmarks/`` kills far more often."""

from __future__ import annotations

import importlib.util
import os
import random
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("store_kills", ROOT / "benchmarks" / "store_kills.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kills_lose_nothing(address: str, tmp_path: Path) -> None:
    assert SCRIPT.run(address, tmp_path / "acks", 3, random.Random(5), None) == 0
    assert "r" in (tmp_path / "acks").read_text()


def test_a_loss_would_be_noticed(tmp_path: Path) -> None:
    address = str(tmp_path / "a.db")
    SCRIPT.Store.open(address).close()
    acks = tmp_path / "acks"
    acks.write_text("rr1 d1 ")
    assert SCRIPT.check(address, acks) == {"reports lost": 1, "decisions lost": 1}
