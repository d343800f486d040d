"""What merging hands on: incidents, how their members hang together, and the figures of each source."""

from __future__ import annotations

from datetime import date

from dateline.records import Place, Record, Status


class Weight(Record):
    """One signed weight of a link: the comparison, how it came out, and what was compared."""

    name: str
    level: str
    value: float
    detail: str = ""


class Link(Record):
    """Why two events are one happening, or are not: a prior and signed weights that add up to log-odds.

    ``decided`` names the decision of a person that overrules the sum.
    """

    one: str
    other: str
    odds: float
    prior: float
    weights: tuple[Weight, ...]
    decided: str | None = None

    @property
    def chance(self) -> float:
        """The log-odds as a probability."""
        from math import exp  # noqa: PLC0415

        return 1 / (1 + exp(-self.odds))


class Figure(Record):
    """What one report says of one effect on one side."""

    event_id: str
    report_id: str
    published: date
    outlet: str | None
    kind: str
    side: str
    low: int | None
    best: int | None
    high: int | None
    who: str | None
    text: str
    copied: bool = False


class FusedToll(Record):
    """One effect on one side over all reports; ``basis`` is the event whose figure is the best."""

    kind: str
    side: str
    low: int | None
    best: int | None
    high: int | None
    basis: str
    figures: tuple[Figure, ...]


class FusedTime(Record):
    """The days of an incident and the event that gives them."""

    start: date
    end: date
    precision: str
    basis: str
    agreeing: int


class FusedPlace(Record):
    """The place of an incident, the event that gives it, and in how many independent reports it stands."""

    place: Place
    basis: str
    agreeing: int


class Member(Record):
    """One event of an incident."""

    event_id: str
    report_id: str
    published: date
    outlet: str | None
    event_type: str
    status: Status
    trigger: str
    copy_of: str | None = None


class Incident(Record):
    """One happening as many reports tell it.

    ``reports`` counts all reports, ``independent`` the outlets that are not copies of one another. ``killed``
    and ``injured`` are low, best and high over the sides, from one report and never summed over reports.
    ``weakest`` is the log-odds of the weakest link that holds it together, ``None`` for a single event.
    ``fulfils`` names the planned incident that this one carries out.
    """

    id: str
    event_type: str
    family: str
    status: Status
    types: tuple[str, ...]
    time: FusedTime | None
    place: FusedPlace | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    tolls: tuple[FusedToll, ...]
    killed: tuple[int | None, int | None, int | None]
    injured: tuple[int | None, int | None, int | None]
    members: tuple[Member, ...]
    reports: int
    independent: int
    denied_by: tuple[str, ...]
    first_report: date
    last_report: date
    weakest: float | None = None
    fulfils: str | None = None
    fulfilled_by: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """One line: type, place, days."""
        where = f" in {self.place.place.name}" if self.place else ""
        when = ""
        if self.time:
            same = self.time.start == self.time.end
            when = f", {self.time.start}" if same else f", {self.time.start} to {self.time.end}"
        return f"{self.event_type}{where}{when}"


class Copies(Record):
    """Reports that are copies of one text; ``original`` is the earliest."""

    original: str
    copies: tuple[str, ...]
