"""Reads the answer of a model, however it is wrapped: fences, chatter, stray commas, cut off half-way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import json_repair

from dateline.llm.claims import Claims, EffectClaim, EventClaim, Judgement, SourceClaim

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_LONGEST = 200_000  # characters; no report has so many events
_DEEPEST = 12


class AnswerError(ValueError):
    """An answer that cannot be read; the message says what is wrong, for the model to mend it."""


def read_events(answer: str) -> Claims:
    """Read the answer to a coding prompt.

    Raises:
        AnswerError: it holds no list of events.
    """
    entries = _listed(answer, "events", mark="trigger")
    found = [claim for entry in entries if (claim := _event(entry)) is not None]
    if entries and not found:
        raise AnswerError("none of its entries has the keys event_type and trigger")
    return Claims(tuple(found), len(entries) - len(found))


def read_judgements(answer: str) -> tuple[Judgement, ...]:
    """Read the answer to a judging prompt.

    Raises:
        AnswerError: it holds no list of judgements.
    """
    out = []
    for entry in _listed(answer, "judgements", mark="number"):
        number = entry.get("number")
        if isinstance(number, int | str) and str(number).strip().isdigit():
            out.append(Judgement(int(number), _word(entry.get("event_type"))))
    return tuple(out)


def _listed(answer: str, key: str, *, mark: str) -> list[dict[str, Any]]:
    """The entries of the list named ``key``; a bare list or a single entry is taken for it."""
    data = _json(answer)
    if isinstance(data, dict) and mark in data and key not in data:
        data = [data]
    if isinstance(data, dict):
        data = data.get(key)
    if not isinstance(data, list):
        raise AnswerError(f'it is not a JSON object with the list "{key}"')
    return [entry for entry in data if isinstance(entry, dict)]


def _json(answer: str) -> Any:
    text = _THOUGHT.sub("", answer[:_LONGEST]).strip()
    fenced = _FENCE.search(text)
    text = fenced[1] if fenced else text
    start = min((k for k in (text.find("{"), text.find("[")) if k >= 0), default=-1)
    if start < 0:
        raise AnswerError("it holds no JSON")
    if _depth(text) > _DEEPEST:
        raise AnswerError("its brackets are nested too deeply")
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except ValueError:
        return json_repair.loads(text[start:], skip_json_loads=True)


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        depth += (char in "{[") - (char in "}]")
        deepest = max(deepest, depth)
    return deepest


def _event(entry: dict[str, Any]) -> EventClaim | None:
    trigger, event_type = _phrase(entry.get("trigger")), _word(entry.get("event_type"))
    if not trigger or not event_type:
        return None
    return EventClaim(
        event_type=event_type,
        status=_word(entry.get("status")),
        trigger=trigger,
        actors=_phrases(entry.get("actors")),
        targets=_phrases(entry.get("targets")),
        supporters=_phrases(entry.get("supporters")),
        mediators=_phrases(entry.get("mediators")),
        places=_phrases(entry.get("places")),
        time=_phrase(entry.get("time")),
        effects=tuple(_effects(entry.get("effects"))),
        sources=tuple(_sources(entry.get("sources"))),
        weapons=_phrases(entry.get("weapons")),
    )


def _effects(value: Any) -> Iterable[EffectClaim]:
    for each in _many(value):
        kind = _word(each.get("kind")) if isinstance(each, dict) else ""
        quote = _phrase(each.get("quote") if isinstance(each, dict) else each)
        if quote:
            yield EffectClaim(kind, quote)


def _sources(value: Any) -> Iterable[SourceClaim]:
    for each in _many(value):
        name = _phrase(each)
        if name:
            yield SourceClaim(name, _word(each.get("stance")) if isinstance(each, dict) else "")


def _phrases(value: Any) -> tuple[str, ...]:
    found = (_phrase(each) for each in _many(value))
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))


def _many(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _phrase(value: Any) -> str | None:
    """Words, also where a model gives an object or a number for them."""
    if isinstance(value, dict):
        value = next((value[k] for k in ("text", "name", "quote") if value.get(k)), None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _word(value: Any) -> str:
    return value.strip().lower().replace(" ", "_") if isinstance(value, str) else ""
