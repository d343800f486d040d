"""What countries and actors are called on a page, by their ids."""

from __future__ import annotations

from functools import cache


def country(code: str) -> str:
    """Return the name of a country; a code that is none is its own name."""
    found = _countries().get(code)
    return found if found else code


def actor(actor_id: str) -> str:
    """Return the name of an actor; an id that is unknown is its own name."""
    return _actors().get(actor_id, actor_id)


@cache
def _countries() -> dict[str, str]:
    from dateline.export.countries import load_codes  # noqa: PLC0415

    return {code: one.name for code, one in load_codes().items()}


@cache
def _actors() -> dict[str, str]:
    # imported here: pages start without the knowledge base
    from dateline.actors.load import load  # noqa: PLC0415

    return {one.id: one.name for one in load()[0]}
