"""Reads the words and rules of the date grammar and makes them ready to match."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from dateline.dates.mention import Kind
from dateline.errors import DataError

SPACE = r"(?: {1,3}| ?\n ?(?!\s*\n))"
_PART = re.compile(r"\{(_?)([a-z][a-z_]*)(?::([a-z][a-z0-9_]*))?\}")
_NAMED, _REPEATED = re.compile(r"\(\?P<\w+>"), re.compile(r"\(\?P=\w+\)")
_STRETCHES = {"stretches_month": "month", "stretches_year": "year"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday: which calendar fixes it and how."""

    calendar: str
    value: tuple[int, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists, each from the word as it stands in a text (lower case) to what it means."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    vague_numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    seasons: Mapping[str, int]
    stretches: Mapping[str, Mapping[str, tuple[int, int]]]
    operators: Mapping[str, str]
    holidays: Mapping[str, Holiday]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it matches, what stands around it, and the action that turns it into days."""

    id: str
    pattern: re.Pattern[str]
    action: str
    kind: Kind = Kind.DATE
    args: Mapping[str, Any] = field(default_factory=dict)
    proper: tuple[str, ...] = ()
    guard: str | None = None
    before: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Guards:
    """What stands before a bare month or year, and what behind a number that counts something."""

    before_month: re.Pattern[str]
    before_year: re.Pattern[str]
    counted: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules with the words they use; ``operator`` matches a word such as "since" at the end of a text.

    ``any_rule`` matches wherever a rule does: most words begin no expression of time, and one look says so.
    """

    words: Words
    rules: tuple[Rule, ...]
    any_rule: re.Pattern[str]
    operator: re.Pattern[str]
    guards: Guards


@lru_cache(maxsize=1)
def load() -> Grammar:
    """Read ``words.toml`` and ``grammar.toml`` beside this file.

    Returns:
        The grammar, read once.

    Raises:
        DataError: if a table is wrong; names every fault with its file and line.
    """
    words = _words(tomllib.loads(_read("words.toml")))
    source = _read("grammar.toml")
    table = tomllib.loads(source)
    parts = _parts(words, table["parts"])
    faults: list[str] = []
    rules = tuple(r for row in table["rule"] if (r := _rule(row, parts, source, faults)))
    if faults:
        raise DataError(faults)
    guards = Guards(**{name: re.compile(p) for name, p in table["guards"].items()})
    operator = re.compile(
        _pattern(rf"\b(?P<op>{_any(words.operators)})(?: (?:the|about|around|late on|early on))? $", {})
    )
    return Grammar(words=words, rules=rules, any_rule=_any_rule(rules), operator=operator, guards=guards)


def _any_rule(rules: Sequence[Rule]) -> re.Pattern[str]:
    """One pattern that matches at least where one of the rules does: theirs without the names of groups."""
    unnamed = (_NAMED.sub("(?:", r.pattern.pattern) for r in rules)
    return re.compile("|".join(f"(?:{_REPEATED.sub('.{1,20}', p)})" for p in unnamed))


def _read(name: str) -> str:
    return resources.files("dateline.dates").joinpath(name).read_text(encoding="utf-8")


def _words(table: dict[str, Any]) -> Words:
    holidays = {name: _holiday(row) for row in table.pop("holiday") for name in row["names"]}
    stretches = {
        unit: MappingProxyType({word: (low, high) for word, (low, high) in rows.items()})
        for unit, rows in table.pop("stretches").items()
    }
    plain = {name: MappingProxyType(rows) for name, rows in table.items()}
    return Words(holidays=MappingProxyType(holidays), stretches=MappingProxyType(stretches), **plain)


def _holiday(row: dict[str, Any]) -> Holiday:
    calendar = next(k for k in ("fixed", "easter", "orthodox", "islamic", "nth") if k in row)
    value = row[calendar]
    return Holiday(
        calendar=calendar,
        value=tuple(value) if isinstance(value, list) else (value,),
        days=row.get("days", 1),
    )


def _any(words: Mapping[str, object]) -> str:
    """An alternation of words, the longest first so that "last week of" comes before "last"."""
    return "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(words, key=lambda w: (-len(w), w)))


def _parts(words: Words, parts: Mapping[str, str]) -> dict[str, str]:
    """Every {name} of the rules as a pattern; parts may use word lists and each other."""
    lists = ("months", "weekdays", "numbers", "vague_numbers", "ordinals", "units", "seasons", "holidays")
    made = {name: rf"(?:{_any(getattr(words, name))})\b" for name in lists}
    made |= {name: f"(?:{_any(words.stretches[unit])})" for name, unit in _STRETCHES.items()}
    made["full_weekdays"] = _any({w: n for w, n in words.weekdays.items() if w.endswith("day")})
    made["dot"] = _dot({**words.months, **words.weekdays})
    waiting = dict(parts)
    while waiting:
        ready = [n for n, p in waiting.items() if all(m[2] in made for m in _PART.finditer(p))]
        if not ready:
            raise DataError([f"grammar.toml: parts {sorted(waiting)} name each other or an unknown list"])
        for name in ready:
            made[name] = _PART.sub(lambda m: f"(?:{made[m[2]]})", waiting.pop(name))
    return made


def _dot(words: Mapping[str, int]) -> str:
    """The full stop of a short name ("Aug.", "Tues."), which is none after a full one."""
    short = sorted(w for w in words if w != "may" and any(x != w and x.startswith(w) for x in words))
    return "(?:(?:" + "|".join(rf"(?<=\b{w})" for w in short) + r")\.|(?<=\bmay)\.(?= \d))?"


def _rule(row: dict[str, Any], parts: Mapping[str, str], source: str, faults: list[str]) -> Rule | None:
    """One rule ready to match, or ``None`` with its faults noted."""
    name = row.get("id", "?")
    try:
        around = {k: _around(k, row[k]) for k in ("before", "not_before", "after", "not_after") if k in row}
        return Rule(
            id=name,
            pattern=re.compile(_pattern(row["pattern"], parts)),
            action=row["action"],
            kind=Kind(row.get("kind", "date")),
            args=MappingProxyType(row.get("args", {})),
            proper=tuple(row.get("proper", ())),
            guard=row.get("guard"),
            **around,
        )
    except (KeyError, ValueError, re.error) as error:
        line = source[: source.find(f'id = "{name}"')].count("\n") + 1
        faults.append(f"grammar.toml:{line}: rule {name!r}: {error!r}")
        return None


def _pattern(pattern: str, parts: Mapping[str, str]) -> str:
    def part(m: re.Match[str]) -> str:
        body = parts[m[2]]
        return f"(?:{body})" if m[1] else f"(?P<{m[3] or m[2]}>{body})"

    return _PART.sub(part, pattern).replace(" ", SPACE).replace(SPACE + "?", f"(?:{SPACE})?") + r"(?!\w)"


def _around(side: str, pattern: str) -> re.Pattern[str]:
    spaced = pattern.replace(" ", SPACE)
    return re.compile(f"(?:{spaced})$" if side.endswith("before") else spaced)
