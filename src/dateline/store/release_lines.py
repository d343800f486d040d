"""What a release holds, line by line, and how it differs from another one, as the database has noted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, case, func, literal, select, tuple_

from dateline.errors import RefusedError
from dateline.store import Store
from dateline.store.cursors import read_cursor, write_cursor
from dateline.store.redirects import event_successors
from dateline.store.releases import Release, to_release
from dateline.store.schema import KEY, release_events, releases


@dataclass(frozen=True, slots=True)
class Held:
    """An event that a release holds: its report, its id, and a hash of its record (16 hex digits)."""

    report_id: str
    event_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An event in which two releases differ.

    ``change`` is ``added``, ``changed`` or ``deleted``; ``redirect`` the id that took a deleted one's place.
    """

    report_id: str
    event_id: str
    change: str
    redirect: str | None = None


def page_of_releases(
    store: Store, *, limit: int = 100, cursor: str | None = None
) -> tuple[tuple[Release, ...], str | None]:
    """Return one page of releases, the newest first, and the cursor of the next page.

    Raises:
        RefusedError: the cursor is none that a page gave.
    """
    query = select(releases).order_by(releases.c.number.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(releases.c.number < read_cursor(cursor, int)[0])
    with store._reading() as connection:
        found = tuple(map(to_release, connection.execute(query).mappings()))
    return found[:limit], write_cursor(found[limit - 1].number) if len(found) > limit else None


def find_release(store: Store, name: str) -> Release | None:
    """Return the release of a name, or ``None``."""
    return _one(store, select(releases).where(releases.c.name == name))


def release_before(store: Store, release: Release) -> Release | None:
    """Return the release that was made before one, or ``None`` where it is the first."""
    earlier = select(releases).where(releases.c.number < release.number)
    return _one(store, earlier.order_by(releases.c.number.desc()).limit(1))


def page_of_held(
    store: Store, release: Release, *, limit: int = 1000, cursor: str | None = None
) -> tuple[tuple[Held, ...], str | None]:
    """Return one page of what a release holds, by report and event, and the cursor of the next page.

    Raises:
        RefusedError: the cursor is none that a page gave.
    """
    row = release_events.c
    query = select(row.report_id, row.event_id, row.digest).where(row.release == release.number)
    with store._reading() as connection:
        found = [Held(*line) for line in connection.execute(_paged(query, row, limit, cursor))]
    return tuple(found[:limit]), _cursor(found, limit)


def page_of_differences(
    store: Store, old: Release, new: Release, *, limit: int = 1000, cursor: str | None = None
) -> tuple[tuple[Difference, ...], str | None]:
    """Return one page of the events in which two releases differ, and the cursor of the next page.

    Raises:
        RefusedError: the cursor is none that a page gave, or both releases are one.
    """
    every = _differences(old, new).subquery("differences")
    query = select(every.c.report_id, every.c.event_id, every.c.change)
    with store._reading() as connection:
        found = [Difference(*line) for line in connection.execute(_paged(query, every.c, limit, cursor))]
    page = found[:limit]
    led = event_successors(store, [one.event_id for one in page if one.change == "deleted"])
    shown = (Difference(d.report_id, d.event_id, d.change, led.get(d.event_id)) for d in page)
    return tuple(shown), _cursor(found, limit)


def count_differences(store: Store, old: Release, new: Release) -> dict[str, int]:
    """Count the events that one release adds to, changes in and deletes from another."""
    every = _differences(old, new).subquery("differences")
    query = select(every.c.change, func.count()).group_by(every.c.change)
    with store._reading() as connection:
        counted = dict(map(tuple, connection.execute(query)))
    return {change: counted.get(change, 0) for change in ("added", "changed", "deleted")}


def _one(store: Store, query: Select[Any]) -> Release | None:
    with store._reading() as connection:
        row = connection.execute(query).mappings().first()
    return to_release(row) if row else None


def _differences(old: Release, new: Release) -> CompoundSelect[Any]:
    if old.number == new.number:
        raise RefusedError(f"{old.name}: does not differ from itself; name another release")
    was, now = release_events.alias("was"), release_events.alias("now")
    same = (was.c.report_id == now.c.report_id) & (was.c.event_id == now.c.event_id)
    change = case((was.c.event_id.is_(None), "added"), else_="changed").label("change")
    there = now.outerjoin(was, same & (was.c.release == old.number))
    more = select(now.c.report_id, now.c.event_id, change).select_from(there)
    more = more.where(now.c.release == new.number)
    more = more.where(was.c.event_id.is_(None) | (was.c.digest != now.c.digest))
    gone = select(was.c.report_id, was.c.event_id, literal("deleted"))
    gone = gone.select_from(was.outerjoin(now, same & (now.c.release == new.number)))
    return more.union_all(gone.where(was.c.release == old.number, now.c.event_id.is_(None)))


def _paged(query: Select[Any], row: Any, limit: int, cursor: str | None) -> Select[Any]:
    if cursor is not None:
        report_id, event_id = read_cursor(cursor, str, str)
        last = tuple_(literal(report_id, KEY), literal(event_id))
        query = query.where(tuple_(row.report_id, row.event_id) > last)
    return query.order_by(row.report_id, row.event_id).limit(limit + 1)


def _cursor(found: list[Held] | list[Difference], limit: int) -> str | None:
    last = found[limit - 1] if len(found) > limit else None
    return write_cursor(last.report_id, last.event_id) if last else None
