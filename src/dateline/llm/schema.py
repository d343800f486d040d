"""The form of an answer as a JSON schema, with the closed lists of the codebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from dateline.codebook import Codebook
from dateline.records import Effect, Stance, Status

PARTY_FIELDS = ("actors", "targets", "supporters", "mediators")
EFFECT_KINDS: tuple[str, ...] = get_args(Effect.model_fields["kind"].annotation)
NONE = "none"
MOST = 12
"""Entries that a list of an event may have: a small model that repeats itself must come to an end."""


def event_schema(codebook: Codebook) -> dict[str, Any]:
    """The schema of the answer to a coding prompt; types are those of the codebook, a user's own included."""
    names = _list_of({"type": "string"})
    effect = _object(kind=_one_of(EFFECT_KINDS), quote={"type": "string"})
    source = _object(name={"type": "string"}, stance=_one_of(Stance))
    event = _object(
        event_type=_one_of(codebook.types),
        status=_one_of(Status),
        trigger={"type": "string"},
        **dict.fromkeys(PARTY_FIELDS, names),
        places=names,
        time={"type": ["string", "null"]},
        effects=_list_of(effect),
        sources=_list_of(source),
        weapons=names,
    )
    return _object(events={"type": "array", "items": event})


def judge_schema(codebook: Codebook) -> dict[str, Any]:
    """The schema of the answer to a judging prompt."""
    judgement = _object(
        number={"type": "integer"},
        event_type=_one_of((*codebook.types, NONE)),
    )
    return _object(judgements={"type": "array", "items": judgement})


def _one_of(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(value) for value in values]}


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "maxItems": MOST}


def _object(**fields: Any) -> dict[str, Any]:
    # "strict" servers ask for all keys and no other
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
