"""Where ids lead that are no more: events that coding again replaced, incidents that others took in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, delete, insert, select

from dateline.incidents.ids import follow
from dateline.store.chunks import chunks
from dateline.store.incident_tables import incident_redirects
from dateline.store.schema import event_redirects

if TYPE_CHECKING:
    from dateline.store.database import Store


def redirect(connection: Connection, found: Mapping[str, str], alive: Iterable[str]) -> None:
    """Let old ids of events lead to new ones, and ids that are borne again to themselves.

    Args:
        connection: open, in a transaction that writes.
        found: new ids by old ones.
        alive: the ids of events that there are now.
    """
    table = event_redirects
    stale = [*found, *alive]
    if stale:
        connection.execute(delete(table).where(table.c.old_id.in_(stale)))
    if found:
        connection.execute(insert(table), [{"old_id": old, "new_id": new} for old, new in found.items()])


def event_successors(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Find where ids of events lead now; an id that leads nowhere is left out.

    Args:
        store: the database.
        ids: ids of events, such as those that a release had.
    """
    with store._reading() as connection:
        return _successors(connection, event_redirects, ids)


def incident_successors(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Find where ids of incidents lead now; an id that leads nowhere is left out."""
    with store._reading() as connection:
        return _successors(connection, incident_redirects, ids)


def _successors(connection: Connection, table: Table, ids: Iterable[str]) -> dict[str, str]:
    asked = tuple(dict.fromkeys(ids))
    steps: dict[str, str] = {}
    left = list(asked)
    while left:
        found: dict[str, str] = {}
        query = select(table.c.old_id, table.c.new_id)
        for part in chunks(left):
            found.update(map(tuple, connection.execute(query.where(table.c.old_id.in_(part)))))
        steps |= found
        left = [id_ for id_ in dict.fromkeys(found.values()) if id_ not in steps]
    return {id_: follow(id_, steps) for id_ in asked if id_ in steps}
