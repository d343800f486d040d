"""Reads the codebook's files and checks them: every fault is named with file and line, all at once."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.codebook.conditions import Classes, Condition, WordClass, parse_conditions
from dateline.errors import DataError
from dateline.records import Codes

HERE = Path(__file__).parent
COLUMNS = ["type", "lemma", "pos", "when", "unless", "example"]
PARTS_OF_SPEECH = frozenset({"verb", "noun", "adj", "any"})
CODE_FIELDS = ("plover", "plover_mode", "cameo", "acled_event_type", "acled_sub_event_type")
UNSEEN_SCORE = 0.45  # what a row is worth that never fired on the training reports


@dataclass(frozen=True, slots=True)
class EventType:
    """One event type of the codebook: what it is, how it looks, and its codes in other schemes."""

    name: str
    family: str
    label: str
    definition: str
    examples: tuple[Mapping[str, str], ...]
    two_sided: bool
    codes: Codes


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """One row of the trigger lexicon. ``score`` (0..1) is how often it was right on the training reports."""

    event_type: str
    lemma: str
    pos: str
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    example: str
    where: str
    score: float


@dataclass(frozen=True)
class Codebook:
    """All that defines an event. ``rows`` maps a lemma to its trigger rows, most specific first."""

    version: str
    types: Mapping[str, EventType]
    families: Mapping[str, str]
    classes: Classes
    rows: Mapping[str, tuple[TriggerRow, ...]]

    def types_of(self, *families: str) -> frozenset[str]:
        """Names of the types in the given families."""
        return frozenset(n for n, t in self.types.items() if t.family in families)


@lru_cache(maxsize=4)
def load(folder: Path = HERE) -> Codebook:
    """Read and check the codebook.

    Args:
        folder: where ``types.toml``, ``classes.toml``, ``scores.csv`` and ``triggers/*.csv`` lie.

    Returns:
        The codebook, ready for coding.

    Raises:
        DataError: every fault found, one line each, with file and line.
    """
    faults: list[str] = []
    data = _toml(folder / "types.toml", faults)
    types = {n: _event_type(n, d, faults) for n, d in data.items() if isinstance(d, dict) and n != "families"}
    families = {n: str(f.get("label", n)) for n, f in data.get("families", {}).items()}
    classes = read_classes(_toml(folder / "classes.toml", faults), faults)
    scores = _scores(folder / "scores.csv")
    rows = [
        row
        for file in sorted((folder / "triggers").glob("*.csv"))
        for row in _rows(file, classes, types, scores, faults)
    ]
    if faults:
        raise DataError(faults)
    return Codebook(
        version=f"{data['version']}+{_digest(folder)}",
        types=MappingProxyType(types),
        families=MappingProxyType(families),
        classes=classes,
        rows=MappingProxyType(_by_lemma(rows)),
    )


def _digest(folder: Path) -> str:
    """Eight hex digits that change with any word of the codebook, so that a changed codebook codes anew."""
    files = sorted(p for p in folder.rglob("*") if p.suffix in {".toml", ".csv"})
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()[:8]


def _toml(file: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(f"{file.name}:1: the file is missing; restore it from the package")
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{file.name}: {error}")
    return {}


def _event_type(name: str, data: Mapping[str, Any], faults: list[str]) -> EventType:
    missing = [k for k in ("family", "label", "definition", "examples") if not data.get(k)]
    if missing:
        faults.append(f"types.toml: [{name}] lacks {', '.join(missing)}")
    codes = {k: data.get(k) or None for k in CODE_FIELDS}
    return EventType(
        name=name,
        family=str(data.get("family", "")),
        label=str(data.get("label", name)),
        definition=str(data.get("definition", "")),
        examples=tuple(data.get("examples", ())),
        two_sided=bool(data.get("two_sided")),
        codes=Codes(**codes, ucdp=bool(data.get("ucdp_armed_force"))),
    )


def read_classes(data: Mapping[str, Any], faults: list[str]) -> Classes:
    """Build the word classes, following ``includes``; faults are added to the list."""

    def gather(name: str, seen: tuple[str, ...]) -> tuple[set[str], set[str]]:
        if name in seen or name not in data:
            faults.append(
                f"classes.toml: [{seen[-1]}] includes {name!r}, which is missing or goes in a circle"
            )
            return set(), set()
        entry = data[name]
        words, entities = set(entry.get("words", ())), set(entry.get("entities", ()))
        for other in entry.get("includes", ()):
            more_words, more_entities = gather(other, (*seen, name))
            words |= more_words
            entities |= more_entities
        return words, entities

    found = {name: gather(name, ()) for name in data}
    return MappingProxyType(
        {
            n: WordClass(frozenset(w), frozenset(e), bool(data[n].get("nominal")))
            for n, (w, e) in found.items()
        }
    )


def csv_lines(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a commented CSV file with line numbers, without lines that start with ``#``."""
    lines = file.read_text(encoding="utf-8").splitlines()
    first = next((k for k, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(io.StringIO("\n".join(lines[first:])), strict=True)
    for row in reader:
        yield first + reader.line_num, row


def smoothed(right: int, seen: int) -> float:
    """The share of right firings, drawn to the mean of all rows where a row was seen little."""
    return (right + 2 * UNSEEN_SCORE) / (seen + 2)


def _scores(file: Path) -> dict[tuple[str, ...], float]:
    """How often each row was right on the training reports, drawn to the mean where seen little."""
    if not file.exists():
        return {}
    return {
        (r["type"], r["lemma"], r["pos"], r["when"], r["unless"]): (smoothed(int(r["right"]), int(r["seen"])))
        for _, r in csv_lines(file)
    }


def _rows(
    file: Path,
    classes: Classes,
    types: Mapping[str, EventType],
    scores: Mapping[tuple[str, ...], float],
    faults: list[str],
) -> Iterator[TriggerRow]:
    seen: dict[tuple[str, ...], int] = {}
    try:
        for line, data in csv_lines(file):
            where = f"triggers/{file.name}:{line}"
            if list(data) != COLUMNS or None in data.values():
                faults.append(f"{where}: a row needs the columns {','.join(COLUMNS)}")
                continue
            key = tuple(data[c].strip() for c in COLUMNS[:5])
            if key in seen:
                faults.append(f"{where}: the same row stands in line {seen[key]}")
                continue
            seen[key] = line
            row = _row(
                data,
                where=where,
                classes=classes,
                types=types,
                score=scores.get(key, UNSEEN_SCORE),
                faults=faults,
            )
            if row:
                yield row
    except csv.Error as error:
        faults.append(f"triggers/{file.name}: {error}")


def _row(
    data: Mapping[str, str],
    *,
    where: str,
    classes: Classes,
    types: Mapping[str, EventType],
    score: float,
    faults: list[str],
) -> TriggerRow | None:
    wrong = []
    if data["type"] not in types:
        wrong.append(f"{data['type']!r} is not an event type")
    if data["pos"] not in PARTS_OF_SPEECH:
        wrong.append(f"pos {data['pos']!r} is not one of {', '.join(sorted(PARTS_OF_SPEECH))}")
    if not data["lemma"] or data["lemma"] != data["lemma"].lower() or " " in data["lemma"]:
        wrong.append(f"lemma {data['lemma']!r} must be one lower-case word")
    if not data["example"].strip():
        wrong.append("an example sentence is missing")
    try:
        when = parse_conditions(data["when"], classes)
        unless = parse_conditions(data["unless"], classes)
    except ValueError as error:
        wrong.append(str(error))
    if wrong:
        faults.extend(f"{where}: {w}" for w in wrong)
        return None
    return TriggerRow(data["type"], data["lemma"], data["pos"], when, unless, data["example"], where, score)


def _by_lemma(rows: Iterable[TriggerRow]) -> dict[str, tuple[TriggerRow, ...]]:
    """Group by lemma; the row with the most conditions comes first, then file order."""
    grouped: dict[str, list[TriggerRow]] = {}
    for row in rows:
        grouped.setdefault(row.lemma, []).append(row)
    return {k: tuple(sorted(v, key=lambda r: -len(r.when))) for k, v in grouped.items()}
