"""What a language model is told, read from ``data/prompts.toml``."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dateline.errors import DataError

FILE = Path(__file__).parent / "data" / "prompts.toml"
_TEXTS = (("code", "task"), ("code", "answer"), ("judge", "task"), ("judge", "answer"), ("repair", "words"))


@dataclass(frozen=True, slots=True)
class Example:
    """A report of our own with its coding, as a model should answer: ``answer`` is JSON."""

    published: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class PromptWords:
    """The fixed parts of prompts."""

    code_task: str
    code_answer: str
    judge_task: str
    judge_answer: str
    repair: str
    rules: tuple[str, ...]
    examples: tuple[Example, ...]


@cache
def load(path: Path = FILE) -> PromptWords:
    """Read the parts of prompts.

    Raises:
        DataError: a part is missing, or the answer of an example is no JSON.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    faults = [f"{path.name}:1: [{t}] lacks {k!r}" for t, k in _TEXTS if not raw.get(t, {}).get(k)]
    faults += [] if raw.get("rules", {}).get("lines") else [f"{path.name}:1: [rules] lacks 'lines'"]
    examples = tuple(_example(row, number, path, faults) for number, row in enumerate(raw["examples"], 1))
    if faults:
        raise DataError(faults)
    return PromptWords(
        code_task=raw["code"]["task"].strip(),
        code_answer=raw["code"]["answer"].strip(),
        judge_task=raw["judge"]["task"].strip(),
        judge_answer=raw["judge"]["answer"].strip(),
        repair=raw["repair"]["words"].strip(),
        rules=tuple(raw["rules"]["lines"]),
        examples=examples,
    )


def _example(row: dict[str, Any], number: int, path: Path, faults: list[str]) -> Example:
    try:
        json.loads(row["answer"])
    except ValueError as error:
        faults.append(f"{path.name}:1: the answer of example {number} is no JSON: {error}")
    return Example(str(row["published"]), row["text"].strip(), row["answer"].strip())
