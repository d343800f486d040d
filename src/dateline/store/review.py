"""Making decisions: each is checked, written to the log, and shows in the events at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from dateline.errors import RefusedError
from dateline.records import Event
from dateline.store import decisions as log
from dateline.store.decisions import Decision, DecisionKind, Subject
from dateline.store.edit import edit, value_at
from dateline.store.rollup import count, keep_step
from dateline.store.rows import event_row, replace_parts, with_cell
from dateline.store.schema import decision_links, decisions, events, reports
from dateline.store.state import effective, state_of

_ON_EVENTS = (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.EDIT)


def decide(connection: Connection, decision: Decision) -> Decision:
    """Check a decision, write it to the log, and bring the events that it is on to what it says.

    Args:
        connection: open, in a transaction that writes.
        decision: what was decided; of its subjects the kind and id are enough, of an edit the new value.

    Returns:
        The decision as it stands in the log.

    Raises:
        RefusedError: it is on nothing that there is, or cannot be made; nothing is written then.
    """
    if decision.kind is DecisionKind.UNDO:
        return _undo(connection, decision)
    if decision.undoes is not None:
        raise RefusedError(f"{decision.kind}: only an undo undoes; leave the number out")
    if not decision.on:
        raise RefusedError(f"{decision.kind}: on nothing; name an event")
    if len({(subject.kind, subject.id) for subject in decision.on}) < len(decision.on):
        raise RefusedError(f"{decision.kind}: one thing is named twice; name it once")
    if decision.kind in _ON_EVENTS and any(subject.kind != "event" for subject in decision.on):
        raise RefusedError(f"{decision.kind}: is for events; name events")
    rows = {s.id: _row(connection, s.id) for s in decision.on if s.kind == "event"}
    on = tuple(
        s.model_copy(update={"record": _shown(s, rows[s.id])}) if s.id in rows else s for s in decision.on
    )
    checked = decision.model_copy(update={"on": on} | _edit(decision, on, rows))
    return _keep(connection, checked, [(row["id"], row["report_id"], row["id"]) for row in rows.values()])


def _shown(subject: Subject, row: RowMapping) -> Any:
    """Return the record that the reviewer saw: the coder's own where given, as a second coder sees it."""
    if subject.record and row["machine"]:
        machine = Event.model_validate(row["machine"])
        if Event.model_validate(dict(subject.record)) == machine:
            return row["machine"]
    return row["record"]


def _edit(decision: Decision, on: Sequence[Subject], rows: dict[str, RowMapping]) -> dict[str, Any]:
    """Check an edit on the event that it is on, and return the value before it."""
    if decision.kind is not DecisionKind.EDIT:
        if decision.field is not None or decision.new is not None or decision.old is not None:
            raise RefusedError(f"{decision.kind}: has no field and no value; only an edit has")
        return {}
    if decision.field is None or len(rows) != 1:
        raise RefusedError("edit: name one event and one field")
    (row,) = rows.values()
    event = Event.model_validate(next(s.record for s in on if s.id == row["id"]))
    old = value_at(event, decision.field)
    edit(event, decision.field, decision.new, row["text"])
    return {"old": old}


def _undo(connection: Connection, decision: Decision) -> Decision:
    if decision.field is not None or decision.new is not None or decision.old is not None:
        raise RefusedError("undo: has no field and no value; name the number of the decision")
    number = decision.undoes
    found = log.read(connection, select(decisions).where(decisions.c.number == number))
    if not found:
        raise RefusedError(f"{number}: no such decision; dateline review log shows the numbers")
    if found[0].kind is DecisionKind.UNDO:
        raise RefusedError(f"{number}: is itself an undo; make the decision again instead")
    if connection.execute(select(decisions.c.number).where(decisions.c.undoes == number)).first():
        raise RefusedError(f"{number}: is undone already")
    links = connection.execute(select(decision_links).where(decision_links.c.decision == number)).mappings()
    held = [(row["object_id"], row["report_id"], row["event_id"]) for row in links]
    on = tuple(Subject(kind=subject.kind, id=subject.id) for subject in found[0].on)
    return _keep(connection, decision.model_copy(update={"on": on}), held)


def _keep(
    connection: Connection, decision: Decision, held: Sequence[tuple[str, str, str | None]]
) -> Decision:
    written = log.write(connection, decision)
    rows = [
        {
            "decision": written.number,
            "object_id": object_id,
            "report_id": report_id,
            "event_id": event_id,
            "how": "same" if event_id == object_id else "moved" if event_id else "orphaned",
        }
        for object_id, report_id, event_id in held
    ]
    log.link(connection, rows)
    for _, _, event_id in held:
        if event_id:
            refresh(connection, event_id)
    return written


def refresh(connection: Connection, event_id: str) -> None:
    """Bring an event to what the log says of it."""
    row = _row(connection, event_id)
    before = count(connection, event_id=event_id)
    history = log.read(connection, log.wanted(event_id=event_id))
    machine = Event.model_validate(row["machine"] or row["record"])
    counts = effective(machine, history, row["text"])
    state = state_of(history)
    columns = event_row(counts, row["position"]) | {
        "machine": None if counts == machine else machine.model_dump(mode="json"),
        "review": str(state.review),
        "flagged": state.flagged,
    }
    connection.execute(update(events).where(events.c.id == event_id).values(with_cell(columns)))
    replace_parts(connection, counts)
    keep_step(connection, before, count(connection, event_id=event_id))


def _row(connection: Connection, event_id: str) -> RowMapping:
    query = select(events, reports.c.text).join(reports, reports.c.report_id == events.c.report_id)
    row = connection.execute(query.where(events.c.id == event_id)).mappings().first()
    if row is None:
        raise RefusedError(f"{event_id}: no such event; dateline review list shows events")
    return row
