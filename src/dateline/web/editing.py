"""Turns the form in which a reviewer edits an event into the new values of the fields that were changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from dateline.errors import RefusedError
from dateline.records import Effect, Event, Place, Stance, Status, When

PARTIES = ("actors", "targets", "supporters", "mediators")
LISTS = (*PARTIES, "places", "effects", "sources", "weapons", "evidence")
STATUSES = tuple(map(str, Status))
STANCES = tuple(map(str, Stance))
PLACE_PRECISIONS: tuple[str, ...] = get_args(get_args(Place.model_fields["precision"].annotation)[0])
TIME_PRECISIONS: tuple[str, ...] = get_args(When.model_fields["precision"].annotation)
EFFECT_KINDS: tuple[str, ...] = get_args(Effect.model_fields["kind"].annotation)
UNITS: tuple[str, ...] = get_args(Effect.model_fields["unit"].annotation)

_NUMBERS = frozenset({"low", "best", "high"})
_DEGREES = frozenset({"lat", "lon"})
_SURE = frozenset({"kind", "unit", "stance", "name", "text"})
"""Keys that a value always has; the others are ``None`` where nothing is written."""
_KNOWN_OF_NAME = ("canonical", "kind", "country", "actor_id")
_KNOWN_OF_PLACE = ("geonames_id", "lat", "lon", "country", "admin1", "admin2", "where_prec")
_KNOWN_OF_TIME = ("edtf", "date_prec", "anchor", "anchor_text")
_DAYS = ("start", "end", "precision")


def changes(event: Event, form: Mapping[str, str], text: str) -> list[tuple[str, Any]]:
    """Return the fields that a form changes, each with its new value as JSON.

    Args:
        event: the event as it stands.
        form: ``status``, ``event_type``, ``background``, ``part_of``, ``time.start``, ``actors.0.name`` and
            so on. Rows that are left blank are no values. A field of which the form says nothing stays.
        text: the report's text; words that were changed are looked for near the trigger.

    Raises:
        RefusedError: numbers that are none, or words that the report does not hold; all of them are named.
    """
    record = event.model_dump(mode="json")
    wrong: list[str] = []
    found: dict[str, Any] = {name: form[name] for name in ("event_type", "status") if name in form}
    if "background.given" in form:
        found["background"] = "background" in form
    if "part_of" in form:
        found["part_of"] = form["part_of"] or None
    if any(key.startswith("time.") for key in form):
        found["time"] = _time(record["time"], form, _Text(text, event.trigger.start, wrong))
    for name in LISTS:
        if any(key.startswith(f"{name}.") for key in form):
            found[name] = _values(name, record[name], form, _Text(text, event.trigger.start, wrong))
    if wrong:
        raise RefusedError("; ".join(wrong))
    return [(name, value) for name, value in found.items() if value != record[name]]


@dataclass(frozen=True, slots=True)
class _Text:
    """The report's text, where the trigger starts, and what was found wrong so far."""

    text: str
    trigger: int
    wrong: list[str]


def _values(name: str, old: list[Any], form: Mapping[str, str], report: _Text) -> list[Any]:
    """Read the rows of one list."""
    out = []
    for number in _rows(name, form):
        start = f"{name}.{number}."
        given = {k.removeprefix(start): v.strip() for k, v in form.items() if k.startswith(start)}
        words, called = given.get("text", ""), given.get("name", "")
        if not words and not called:
            continue
        before = old[number] if number < len(old) else {}
        row = _row(name, before, given, report.wrong)
        row |= _span(words or called, before, report)
        if name not in {"weapons", "evidence", "effects"}:
            row["name"] = called or words
        out.append(row)
    return out


def _rows(name: str, form: Mapping[str, str]) -> list[int]:
    numbers = (key.split(".")[1] for key in form if key.startswith(f"{name}.") and key.count(".") == 2)
    return sorted({int(number) for number in numbers if number.isdecimal() and len(number) < 4})


def _row(name: str, before: Mapping[str, Any], given: Mapping[str, str], wrong: list[str]) -> dict[str, Any]:
    """Lay what was given over what was there; what only held for another name is dropped."""
    row = dict(before)
    if before and given.get("name", before.get("name")) != before.get("name"):
        stale = _KNOWN_OF_PLACE if name == "places" else _KNOWN_OF_NAME if name in PARTIES else ()
        same = {key for key in stale if key in given and given[key] != _plain(before.get(key))}
        row |= {key: None for key in stale if key not in same}
        if name in PARTIES:
            row |= {"ties": [], "within": []}
        given = {key: value for key, value in given.items() if key not in stale or key in same}
    for key, value in given.items():
        if key in {"text", "name"}:
            continue
        if value or key not in _SURE:
            row[key] = _number(name, key, value, wrong) if key in _NUMBERS | _DEGREES else value or None
    return row


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _number(name: str, key: str, value: str, wrong: list[str]) -> float | int | None:
    if not value:
        return None
    try:
        return float(value) if key in _DEGREES else int(value)
    except ValueError:
        wrong.append(f"{name}: {key}: {value!r} is no number")
        return None


def _span(words: str, before: Mapping[str, Any], report: _Text) -> dict[str, Any]:
    """Find words in the report: where they were, else nearest to the trigger."""
    if before and words == before["text"]:
        return {key: before[key] for key in ("text", "start", "end")}
    start = _nearest(words, report.text, before.get("start", report.trigger))
    if start is None:
        report.wrong.append(f"the report does not say {words!r}; copy the words from it")
        return {"text": words, "start": 0, "end": 0}
    return {"text": words, "start": start, "end": start + len(words)}


def _nearest(words: str, text: str, near: int) -> int | None:
    """The start of the occurrence of some words that is nearest to an offset."""
    return min(_all(words, text), key=lambda start: abs(start - near), default=None)


def _all(words: str, text: str) -> Iterable[int]:
    start = text.find(words)
    while start >= 0 and words:
        yield start
        start = text.find(words, start + 1)


def _time(old: dict[str, Any] | None, form: Mapping[str, str], report: _Text) -> dict[str, Any] | None:
    """Read the days and the words that say them."""
    given = {
        key.removeprefix("time."): value.strip() for key, value in form.items() if key.startswith("time.")
    }
    days = {key: given.get(key) or None for key in _DAYS}
    if not days["start"] and not days["end"]:
        return None
    before = old or {}
    days["precision"] = days["precision"] or "day"
    row = before | days
    if any(before.get(key) != days[key] for key in _DAYS):
        row |= dict.fromkeys(_KNOWN_OF_TIME)
    words = given.get("text", "")
    if words == (before.get("text") or ""):
        return row
    span: dict[str, Any] = {"text": None, "start": None, "end": None}
    if words:
        span = _span(words, {}, report)
    return row | {"text": words or None, "text_start": span["start"], "text_end": span["end"]}
