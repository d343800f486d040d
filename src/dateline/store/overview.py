"""What a database holds, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from dateline.store.database import Store
from dateline.store.schema import coded, decision_links, events, reports


@dataclass(frozen=True, slots=True)
class Overview:
    """Numbers of reports, of which ``silent`` gave no event, and the days of the first and the last.

    ``flagged`` events are marked for another look; ``kept`` the present coder no longer finds, though a
    person vouched for them; ``lost`` decisions have no event any more.
    """

    reports: int
    silent: int
    first: date | None
    last: date | None
    flagged: int
    kept: int
    lost: int


def overview(store: Store) -> Overview:
    """Count what a start page shows; events by type and month are counted by ``Store.facets``."""
    span = select(func.count(), func.min(reports.c.published), func.max(reports.c.published))
    silent = select(func.count()).select_from(coded).where(coded.c.events == 0)
    # only events that were decided on are flagged or kept: a few, whatever the number of all
    judged = select(decision_links.c.event_id).where(decision_links.c.event_id.is_not(None))
    states = select(events.c.flagged, events.c.kept).where(events.c.id.in_(judged))
    lost = select(func.count(decision_links.c.decision.distinct())).where(decision_links.c.event_id.is_(None))
    with store._reading() as connection:
        number, first, last = connection.execute(span).one()
        marks = [tuple(row) for row in connection.execute(states)]
        return Overview(
            reports=number,
            silent=connection.execute(silent).scalar_one(),
            first=first,
            last=last,
            flagged=sum(flagged for flagged, _ in marks),
            kept=sum(kept for _, kept in marks),
            lost=connection.execute(lost).scalar_one(),
        )
