"""The filter that all screens share: between the query string, the store, and what the bar shows.

This is the only place that knows how a filter is written in an address. Names and values are those of the API
(``api/params.py``), so that an address of a page and one of the API differ in their path alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from dateline.store import EventFilter, Facet, Store
from dateline.web import names
from dateline.web.api.params import EventQuery
from dateline.web.labels import Labels

Pairs = tuple[tuple[str, str], ...]
MOST_CHOICES = 40
"""Values that a box shows of a facet: those with the most events."""

_FACETS = {"type": Facet.TYPE} | {str(facet): facet for facet in Facet if facet is not Facet.TYPE}
_VERDICTS = frozenset({"review", "flagged"})
_MANY = frozenset({"type", "family", "status", "precision", "review"})


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and the address without it."""

    name: str
    label: str
    value: str
    remove: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a box. ``address`` chooses it, or where it is ``chosen`` takes it away.

    ``events`` is ``None`` where they are not counted.
    """

    value: str
    label: str
    events: int | None
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A list of choices in a box; ``many`` says whether several can be chosen.

    ``later`` is where the choices come from once the box is opened; there are then none but the chosen.
    """

    by: str
    title: str
    many: bool
    choices: tuple[Choice, ...]
    later: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the bar, and how many of its values are chosen."""

    name: str
    parts: tuple[Part, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for. Make it with ``read``, or let a route have it as ``Filtered``.

    ``path`` is the page that the addresses of this filter lead to, ``kept`` what the page itself asks for
    beside the filter (its order, its view), which stays when the filter changes. ``origin`` is what whole
    addresses begin with.
    """

    query: EventQuery
    path: str
    kept: Pairs = ()
    origin: str = ""

    @property
    def wanted(self) -> EventFilter:
        """The filter that the store understands."""
        return self.query.filter()

    @property
    def pairs(self) -> Pairs:
        """The conditions as names and values, always in the same order."""
        plain = self.query.model_dump(mode="json", exclude_defaults=True)
        return tuple((name, text) for name, value in plain.items() for text in _texts(value))

    @property
    def query_string(self) -> str:
        """The conditions as a query string, without what the page asks for."""
        return urlencode(self.pairs)

    def url(self, path: str | None = None, /, **changes: object) -> str:
        """Return an address with this filter.

        Args:
            path: the page; this page, with what it asks for beside the filter, where ``None``.
            changes: names with new values; ``None`` takes one away. Lists are written value by value.
        """
        pairs = self.pairs + (self.kept if path is None else ())
        kept = [(name, value) for name, value in pairs if name not in changes]
        new = [(name, text) for name, value in changes.items() if value is not None for text in _texts(value)]
        query = urlencode(kept + new)
        return (path or self.path) + (f"?{query}" if query else "")

    def toggled(self, name: str, value: str) -> str:
        """Return the address with one value more, or without it where it is chosen already."""
        chosen = [old for other, old in self.pairs if other == name]
        if name not in _MANY:
            return self.url(**{name: None if value in chosen else value})
        rest = [old for old in chosen if old != value]
        return self.url(**{name: rest if value in chosen else [*rest, value]})

    def chips(self, labels: Labels) -> tuple[Chip, ...]:
        """Return the conditions in words, each with the address without it."""
        named = _data()["names"]
        return tuple(
            Chip(name, named[name], value_label(name, value, labels), self.toggled(name, value))
            for name, value in self.pairs
        )

    def boxes(self, store: Store, labels: Labels) -> tuple[Box, ...]:
        """Count the values of every box under this filter; a box's own condition does not count for it."""
        parts = [part for box in _data()["box"] for part in box["parts"]]
        by = [_FACETS[part["by"]] for part in parts if not {"fixed", "later"} & set(part)]
        counted = store.facets(by, self.wanted, limit=MOST_CHOICES)
        return tuple(self._box(box, counted, labels) for box in _data()["box"])

    def uncounted(self, labels: Labels, countries: Sequence[str]) -> tuple[Box, ...]:
        """Return the boxes without numbers: all values of the codebook, none of what people decided.

        Args:
            labels: the types and families.
            countries: codes of those to choose from.
        """
        known: dict[str, Iterable[str]] = {"type": labels.types, "family": labels.families}
        known |= {name: _data()["values"][name] for name in ("status", "precision", "background")}
        known["country"] = countries
        boxes = []
        for box in _data()["box"]:
            listed = (
                (part, self._choices(part["by"], dict.fromkeys(known.get(part["by"], ())), labels, None))
                for part in box["parts"]
            )
            parts = tuple(
                Part(part["by"], part["title"], part["by"] in _MANY, choices)
                for part, choices in listed
                if choices and part["by"] not in _VERDICTS
            )
            if parts:
                boxes.append(Box(box["name"], parts, _number_chosen(parts)))
        return tuple(boxes)

    def part(self, by: str, store: Store, labels: Labels) -> Part:
        """Count the values of a part that is counted later.

        Raises:
            KeyError: there is no such part.
        """
        parts = {part["by"]: part for box in _data()["box"] for part in box["parts"] if "later" in part}
        counted = store.facets([_FACETS[by]], self.wanted, limit=MOST_CHOICES)
        return self._part(parts[by], counted, labels)

    def _box(self, box: Mapping[str, Any], counted: Mapping[Facet, Any], labels: Labels) -> Box:
        parts = tuple(self._part(part, counted, labels) for part in box["parts"])
        return Box(box["name"], parts, _number_chosen(parts))

    def _part(self, part: Mapping[str, Any], counted: Mapping[Facet, Any], labels: Labels) -> Part:
        by = part["by"]
        numbers: dict[str, int | None] = {}
        if "fixed" in part:
            numbers = dict.fromkeys(_data()["values"][by])
        elif _FACETS[by] in counted:
            numbers = {one.value: one.events for one in counted[_FACETS[by]] if one.value is not None}
        later = "later" in part and _FACETS[by] not in counted
        unknown = None if "fixed" in part or later else 0
        address = self.url(f"/filter/{by}", on=self.path, **dict(self.kept)) if later else None
        return Part(by, part["title"], by in _MANY, self._choices(by, numbers, labels, unknown), address)

    def _choices(
        self, by: str, numbers: Mapping[str, int | None], labels: Labels, unknown: int | None
    ) -> tuple[Choice, ...]:
        """List values; what is chosen stays in sight, though nothing else may be left of it."""
        chosen = [value for name, value in self.pairs if name == by]
        every = dict(numbers) | {value: unknown for value in chosen if value not in numbers}
        return tuple(
            Choice(value, value_label(by, value, labels), number, value in chosen, self.toggled(by, value))
            for value, number in every.items()
        )


def read(pairs: Iterable[tuple[str, str]], path: str, kept: Sequence[str] = ()) -> Filters:
    """Read a filter from the names and values of an address; empty values and other names do not count.

    Args:
        pairs: names and values.
        path: the page of the address.
        kept: further names that the page asks for and that links on it keep.

    Raises:
        RequestValidationError: a value is none that its condition takes.
    """
    given = [(name, value.strip()) for name, value in pairs if value.strip()]
    known = EventQuery.model_fields
    content: dict[str, Any] = {}
    for name, value in given:
        if name in _MANY:
            content.setdefault(name, []).append(value)
        elif name in known:
            content[name] = value
    try:
        query = EventQuery.model_validate(content)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    return Filters(query, path, tuple(pair for pair in given if pair[0] in kept))


def _number_chosen(parts: Iterable[Part]) -> int:
    return sum(one.chosen for part in parts for one in part.choices)


KEPT = (
    "sort",
    "order",
    "view",
    "by",
    "lanes",
    "ego",
    "steps",
    "pair",
    "named",
    "columns",
    "second",
    "seed",
    "size",
    "several",
)
"""Names that screens ask for beside the filter; links on a page keep them."""


def _filtered(request: Request) -> Filters:
    found = read(request.query_params.multi_items(), request.url.path, KEPT)
    return replace(found, origin=str(request.base_url).rstrip("/"))


Filtered = Annotated[Filters, Depends(_filtered)]
"""The filter of the address, for a route's parameter."""


def value_label(name: str, value: str, labels: Labels) -> str:
    """Say one value of a condition in words."""
    known = _data()["values"].get(name, {})
    if value in known:
        return str(known[value])
    say = {"type": labels.type, "family": labels.family, "country": names.country}
    say |= dict.fromkeys(("actor", "who", "whom"), names.actor)
    return say[name](value) if name in say else "this rectangle" if name == "box" else value


def _texts(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("dateline.web") / "filters.toml").read_text(encoding="utf-8"))
