"""The query parameters that choose events: the same names everywhere; all conditions must hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from dateline.records import Status
from dateline.store import EventFilter, Review

_LINE = r"^[^\x00-\x1f\x7f]*$"
_MANY = 50
MOST = 2**31 - 1
"""The greatest number that a database column holds."""

Limit = Annotated[int, Query(ge=1, le=1000, description="how many at most", examples=[100])]
Cursor = Annotated[
    str | None,
    Query(
        max_length=1000,
        pattern=r"^[\w-]*$",
        description="that of the page before",
        examples=[""],
    ),
]
Name = Annotated[str, Field(max_length=200, pattern=_LINE)]


class EventQuery(BaseModel):
    """Which events are asked for; what is left out does not count."""

    model_config = ConfigDict(extra="forbid")

    report: Name | None = Field(None, description="id of the report", examples=["daraa-2021-09-01"])
    type: list[Name] = Field(
        default=[], max_length=_MANY, description="event type; any of several", examples=[["shelling"]]
    )
    family: list[Name] = Field(
        default=[],
        max_length=_MANY,
        description="family of types; any of several",
        examples=[["armed_violence"]],
    )
    status: list[Status] = Field(
        default=[], max_length=_MANY, description="any of several", examples=[["actual"]]
    )
    background: bool | None = Field(None, description="whether the report only recalls it", examples=[False])
    since: date | None = Field(
        None, description="events that are over before this day do not count", examples=["2021-08-01"]
    )
    until: date | None = Field(
        None, description="events that begin after this day do not count", examples=["2021-08-31"]
    )
    country: Name | None = Field(None, description="ISO code of the first country", examples=["SY"])
    box: str | None = Field(
        None,
        pattern=r"^-?\d{1,3}(\.\d{1,9})?(,-?\d{1,3}(\.\d{1,9})?){3}$",
        description="west,south,east,north in degrees",
        examples=["35.5,32.0,42.4,37.4"],
    )
    precision: list[Name] = Field(
        default=[], max_length=_MANY, description="of the place; any of several", examples=[["exact"]]
    )
    min_killed: int | None = Field(
        None, ge=0, le=MOST, description="at least so many killed, by the best number", examples=[1]
    )
    min_confidence: float | None = Field(None, ge=0, le=1, examples=[0.5])
    actor: Name | None = Field(
        None, description="id of an actor; what belongs to it counts too", examples=["syr.army"]
    )
    who: Name | None = Field(
        None, description="id of an actor that acts; what belongs to it counts too", examples=["syr.army"]
    )
    whom: Name | None = Field(
        None, description="id of an actor that is acted on, in the same way", examples=["syr"]
    )
    source: Name | None = Field(None, description="who is cited for the event", examples=["state media"])
    outlet: Name | None = Field(None, description="who published the report", examples=["Agency"])
    review: list[Review] = Field(
        default=[], max_length=_MANY, description="how far it is reviewed", examples=[["accepted"]]
    )
    flagged: bool | None = Field(None, description="whether it is marked for another look", examples=[True])
    released: bool | None = Field(None, description="whether it is in a release", examples=[True])
    q: Name | None = Field(
        None, description="words that the report holds, the last as the start of a word", examples=["shelled"]
    )

    @field_validator("box")
    @classmethod
    def _in_the_world(cls, box: str | None) -> str | None:
        if box is not None:
            west, south, east, north = map(float, box.split(","))
            if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90 or south > north:
                raise ValueError("is no box of degrees: west,south,east,north")
        return box

    def filter(self) -> EventFilter:
        """Return the filter that the store understands."""
        west_to_north = tuple(map(float, self.box.split(","))) if self.box else None
        return EventFilter(
            report_id=self.report,
            event_types=tuple(self.type),
            families=tuple(self.family),
            statuses=tuple(self.status),
            background=self.background,
            since=self.since,
            until=self.until,
            country=self.country,
            box=west_to_north,  # type: ignore[arg-type]
            precisions=tuple(self.precision),
            min_killed=self.min_killed,
            min_confidence=self.min_confidence,
            actor=self.actor,
            who=self.who,
            whom=self.whom,
            source=self.source,
            outlet=self.outlet,
            reviews=tuple(self.review),
            flagged=self.flagged,
            released=self.released,
            search=self.q,
        )


Wanted = Annotated[EventQuery, Query()]
