"""The log of what people decided: who, when, what, on what, and why. It is only added to.

A decision is undone by another one that says so. What the decisions on an event amount to is worked out from
the log (``state.py``); nothing else is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from importlib import metadata
from typing import Any, Literal

from pydantic import Field
from sqlalchemy import Connection, RowMapping, Select, exists, insert, select

from dateline.records import Record
from dateline.store.schema import decision_links, decision_objects, decisions

ObjectKind = Literal["event", "incident", "agreement", "report"]


class DecisionKind(StrEnum):
    """What a person may decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    FLAG = "flag"
    NOTE = "note"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"


class Subject(Record):
    """What a decision is on.

    ``record`` is what the reviewer saw, such as the event as it then was; it is kept with the decision.
    """

    kind: ObjectKind
    id: str = Field(min_length=1, max_length=200)
    record: dict[str, Any] | None = None


class Decision(Record):
    """One line of the log.

    ``field``, ``old`` and ``new`` are those of an edit; ``undoes`` is the number of the decision that an undo
    takes back. ``number`` and ``at`` (UTC) are given when it is written.
    """

    kind: DecisionKind
    by: str = Field(min_length=1, max_length=100)
    on: tuple[Subject, ...]
    reason: str | None = Field(default=None, max_length=10_000)
    field: str | None = Field(default=None, max_length=100)
    old: Any = None
    new: Any = None
    undoes: int | None = None
    number: int = 0
    at: datetime | None = None
    version: str = metadata.version("dateline")


def write(connection: Connection, decision: Decision) -> Decision:
    """Add a decision to the log and return it with its number and time.

    Args:
        connection: open, in a transaction that writes.
        decision: the decision; its number and time are not looked at.
    """
    at = datetime.now(UTC)
    row = decision.model_dump(mode="python", exclude={"on", "number"})
    row |= {"kind": str(decision.kind), "at": at.replace(tzinfo=None)}
    # SQL's null where there is none; JSON columns would write a JSON null
    number: int = connection.execute(insert(decisions).returning(decisions.c.number), row).scalar_one()
    objects = [
        {"decision": number, "position": place, "kind": s.kind, "object_id": s.id, "record": s.record}
        for place, s in enumerate(decision.on)
    ]
    if objects:
        connection.execute(insert(decision_objects), objects)
    return decision.model_copy(update={"number": number, "at": at})


def link(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Say for which events decisions hold: rows of ``decision_links``."""
    links = [dict(row) for row in rows]
    if links:
        connection.execute(insert(decision_links), links)


def read(connection: Connection, query: Select[Any]) -> tuple[Decision, ...]:
    """Read the decisions of a query on ``decisions``, with what each is on."""
    rows = connection.execute(query).mappings().all()
    numbers = [row["number"] for row in rows]
    objects = select(decision_objects).where(decision_objects.c.decision.in_(numbers))
    on: dict[int, list[Subject]] = {number: [] for number in numbers}
    for row in connection.execute(objects.order_by(decision_objects.c.position)).mappings():
        on[row["decision"]].append(Subject(kind=row["kind"], id=row["object_id"], record=row["record"]))
    return tuple(_decision(row, on[row["number"]]) for row in rows)


def wanted(
    *,
    object_id: str | None = None,
    event_id: str | None = None,
    report_id: str | None = None,
    by: str | None = None,
    kinds: Iterable[DecisionKind] = (),
    after: int = 0,
) -> Select[Any]:
    """Make the query for decisions, oldest first.

    Args:
        object_id: those on this event, incident or other thing, by the id that it had when decided.
        event_id: those that hold for this event now, whatever id it had.
        report_id: those on events of this report.
        by: those of this person.
        kinds: those of these kinds; all where empty.
        after: those with a higher number.
    """
    query = select(decisions).where(decisions.c.number > after).order_by(decisions.c.number)
    number, links, objects = decisions.c.number, decision_links.c, decision_objects.c
    if object_id is not None:
        query = query.where(exists().where(objects.decision == number, objects.object_id == object_id))
    if event_id is not None:
        query = query.where(exists().where(links.decision == number, links.event_id == event_id))
    if report_id is not None:
        query = query.where(exists().where(links.decision == number, links.report_id == report_id))
    if by is not None:
        query = query.where(decisions.c.by == by)
    if chosen := tuple(map(str, kinds)):
        query = query.where(decisions.c.kind.in_(chosen))
    return query


def _decision(row: RowMapping, on: list[Subject]) -> Decision:
    return Decision(**{**row, "at": row["at"].replace(tzinfo=UTC), "on": tuple(on)})
