"""What a name is resolved in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.actors.knowledge import Knowledge


@dataclass(frozen=True)
class Scene:
    """The report around a name: day, countries (main one first), text; ``at`` is where the name stands."""

    knowledge: Knowledge
    published: date
    countries: tuple[str, ...]
    text: str
    at: int | None
