"""The screens in the order in which the pages name them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A screen: its address, its name, and what the addresses of its further pages begin with."""

    path: str
    name: str
    below: str = ""

    def holds(self, path: str) -> bool:
        """Say whether a page belongs to this screen."""
        return path == self.path or bool(self.below and path.startswith(self.below))


NAV = (
    Item("/", "Dashboard"),
    Item("/reports", "Reports", "/r/"),
    Item("/events", "Events"),
    Item("/map", "Map"),
    Item("/timeline", "Timeline"),
    Item("/actors", "Actors", "/actors/"),
    Item("/agreements", "Agreements"),
    Item("/incidents", "Incidents", "/incidents/"),
    Item("/review", "Review", "/review/"),
)
"""All screens; those that have no route are not shown."""


def shown(paths: Collection[str]) -> tuple[Item, ...]:
    """Return the screens that have a route."""
    return tuple(item for item in NAV if item.path in paths)
