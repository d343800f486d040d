"""Changing one field of an event as a reviewer says, and nothing that would make the record untrue."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from dateline.errors import RefusedError
from dateline.records import Codes, Event, Span

EDITABLE = frozenset(
    {
        "event_type",
        "status",
        "background",
        "evidence",
        "actors",
        "targets",
        "supporters",
        "mediators",
        "places",
        "time",
        "effects",
        "sources",
        "weapons",
        "part_of",
    }
)
"""Fields that a person may edit. The others say where the event stands in the text and what coded it."""


def value_at(event: Event, field: str) -> Any:
    """Return the value of a field as JSON, such as that of ``"time.start"``.

    Raises:
        RefusedError: there is no such field, or it cannot be edited.
    """
    value: Any = event.model_dump(mode="json")
    for key in _keys(field):
        value = _inside(value, key, field)
    return value


def edit(event: Event, field: str, new: Any, text: str) -> Event:
    """Change one field of an event.

    Args:
        event: the event.
        field: name of a field, or a path into it: ``"status"``, ``"time.start"``, ``"effects.0.best"``.
        new: its new value, as JSON.
        text: the report's text; every quote of the edited event must stand in it where it says.

    Raises:
        RefusedError: no such field, a value that it cannot take, or a quote that is not in the text.
    """
    keys = _keys(field)
    record = event.model_dump(mode="json")
    owner: Any = record
    for key in keys[:-1]:
        owner = _inside(owner, key, field)
    _inside(owner, keys[-1], field)
    owner[int(keys[-1]) if isinstance(owner, list) else keys[-1]] = new
    if keys == ["event_type"]:
        record |= _type_fields(str(new))
    try:
        edited = Event.model_validate(record)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or field
        raise RefusedError(f"{event.id}: {where}: {fault['msg']}; give another value for {field}") from error
    for span in spans(edited):
        if not quotes(span, text):
            what = f"{span.text!r} does not stand in the report at {span.start}-{span.end}"
            raise RefusedError(f"{event.id}: {field}: {what}; quote the report's own words")
    if edited.time and edited.time.start and edited.time.end and edited.time.start > edited.time.end:
        raise RefusedError(f"{event.id}: {field}: the time would end before it starts; give another day")
    return edited


def spans(value: object) -> Iterator[Span]:
    """Find all quotes in a record."""
    if isinstance(value, Span):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def quotes(span: Span, text: str) -> bool:
    """Say whether a quote stands in the text where it says."""
    return 0 <= span.start <= span.end and text[span.start : span.end] == span.text


def _keys(field: str) -> list[str]:
    keys = field.split(".")
    if keys[0] not in EDITABLE:
        raise RefusedError(
            f"{field}: this field cannot be edited; those that can: {', '.join(sorted(EDITABLE))}"
        )
    return keys


def _inside(value: Any, key: str, field: str) -> Any:
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
        return value[int(key)]
    raise RefusedError(
        f"{field}: the event has nothing there; edit the whole field {field.partition('.')[0]}"
    )


def _type_fields(name: str) -> dict[str, Any]:
    """Return what follows from an event type: its family and its codes in other schemes."""
    types = _types()
    if name not in types:
        raise RefusedError(f"{name}: no such event type; the codebook has: {', '.join(sorted(types))}")
    kind = types[name]
    codes = {key: kind.get(key) or None for key in Codes.model_fields if key != "ucdp"}
    return {"family": kind["family"], "codes": codes | {"ucdp": bool(kind.get("ucdp_armed_force"))}}


@cache
def _types() -> Mapping[str, Any]:
    # the file alone: reading the whole codebook would load the parser
    content = (files("dateline") / "codebook" / "types.toml").read_text(encoding="utf-8")
    data = tomllib.loads(content)
    return MappingProxyType({n: d for n, d in data.items() if isinstance(d, dict) and n != "families"})
