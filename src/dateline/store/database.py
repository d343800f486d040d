"""The database of reports and events: one file, safe against interruption.

Each report is saved with its events in one short transaction, so that a run that is killed leaves whole
reports only and picks up where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.elements import ColumnElement

from dateline.errors import StoreError
from dateline.records import Agreement, Coded, Event, Report
from dateline.store import decisions as log
from dateline.store import review
from dateline.store.address import locate
from dateline.store.agreements import AgreementFilter, read_agreements
from dateline.store.concord import Concord, concord
from dateline.store.decisions import Decision, DecisionKind
from dateline.store.dialect import connect, matches, writing
from dateline.store.explain import explain
from dateline.store.facets import Count, Facet, Survey, facets, survey, total
from dateline.store.filters import EventFilter, conditions, page_conditions
from dateline.store.migrate import current, latest, migrate
from dateline.store.page import Listed, Page, Sort, listed, read_page
from dateline.store.points import Point, read_points
from dateline.store.recode import Change, ChangeKind
from dateline.store.report_list import ReportSummary, list_reports, page_of_reports
from dateline.store.rows import to_report
from dateline.store.save import save
from dateline.store.schema import (
    coded,
    decision_links,
    decisions,
    event_changes,
    event_parties,
    events,
    reports,
)


class Store:
    """Reports, events and which coder coded them, in one database. Make it with ``Store.open``."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True) -> Store:
        """Open a database, and bring one that an older version wrote to the present form.

        Args:
            path: a file, or a URL that starts with ``sqlite:///`` or ``postgresql+psycopg://``.
            create: make the file, and the tables, where there are none.

        Raises:
            StoreError: there is none, it cannot be opened, or it is no database of Dateline.
        """
        url, name = locate(str(path), create=create)
        store = cls(connect(url), name)
        with store._reading() as connection:
            found = current(connection, name)
        if found is None and not create:
            raise StoreError(f"{name}: no such database; make it with: dateline code PATH --db {name}")
        if found != latest():
            with store._writing() as connection:
                migrate(connection, name)
        return store

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def save(self, done: Coded, *, coder_key: str) -> tuple[Change, ...]:
        """Save a report with its events, in place of what was saved for it before.

        Decisions of people are carried over (``recode.py`` says how); none is lost.

        Args:
            done: the report and its events.
            coder_key: names the coder and its versions; ``done`` asks for it.

        Returns:
            What changed where the report was coded before; it can be asked for later with ``changes``.

        Raises:
            StoreError: it cannot be written; nothing of the report is then.
        """
        # what a power cut takes is coded again by the next run
        with self._writing(lasting=False) as connection:
            return save(connection, done, coder_key)

    def done(self, report: Report, coder_key: str) -> bool:
        """Say whether this very text was coded by this very coder."""
        query = select(coded.c.report_id).where(
            coded.c.report_id == report.report_id,
            coded.c.content_hash == report.content_hash,
            coded.c.coder_key == coder_key,
        )
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def report(self, report_id: str) -> Report | None:
        """Return one report, or ``None``."""
        with self._reading() as connection:
            row = (
                connection.execute(select(reports).where(reports.c.report_id == report_id)).mappings().first()
            )
        return to_report(row) if row else None

    def reports(self) -> Iterator[Report]:
        """Return all reports, by date and id."""
        query = select(reports).order_by(reports.c.published, reports.c.report_id)
        with self._reading() as connection:
            yield from map(to_report, connection.execute(query).mappings())

    def summaries(
        self, *, search: str | None = None, limit: int = 100, offset: int = 0
    ) -> tuple[ReportSummary, ...]:
        """List reports, newest first.

        Args:
            search: words that the title or the text must hold, all of them.
            limit: how many at most.
            offset: how many to pass over.
        """
        with self._reading() as connection:
            return list_reports(connection, self._searched(search), limit=limit, offset=offset)

    def count_reports(self, search: str | None = None) -> int:
        """Count reports, as ``summaries`` lists them."""
        query = select(func.count()).select_from(reports).where(*self._searched(search))
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def events(
        self, wanted: EventFilter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[Event]:
        """Return events by publication date, report and position in the report.

        Args:
            wanted: conditions; all events where ``None``.
            limit: how many at most.
            offset: how many to pass over.
        """
        query = select(events.c.record).where(*self._conditions(wanted)).limit(limit).offset(offset)
        query = query.order_by(events.c.published, events.c.report_id, events.c.position)
        with self._reading() as connection:
            yield from map(Event.model_validate, connection.execute(query).scalars())

    def page(
        self,
        wanted: EventFilter | None = None,
        *,
        sort: Sort = Sort.PUBLISHED,
        descending: bool = True,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page:
        """Return one page of events with where each stands, and the cursor of the next page.

        Args:
            wanted: conditions; all events where ``None``.
            sort: what to sort by. Events that lack it come last where ``descending``, else first.
            descending: the latest or greatest first.
            limit: how many at most.
            cursor: that of the page before; the first page where ``None``.

        Raises:
            StoreError: the cursor is none that a page of this order gave.
        """
        with self._reading() as connection:
            tests = page_conditions(connection, wanted or EventFilter())
            return read_page(connection, tests, sort=sort, descending=descending, limit=limit, cursor=cursor)

    def listed(self, event_id: str) -> Listed | None:
        """Return one event with where it stands, or ``None``."""
        with self._reading() as connection:
            row = connection.execute(select(events).where(events.c.id == event_id)).mappings().first()
        return listed(row) if row else None

    def points(self, wanted: EventFilter | None = None, *, limit: int = 1000) -> tuple[Point, ...]:
        """Return the points of events with how many each has, those with the most first.

        Args:
            wanted: conditions; all events where ``None``.
            limit: how many at most.
        """
        with self._reading() as connection:
            return read_points(connection, self._conditions(wanted), limit=limit)[0]

    def point_page(
        self, wanted: EventFilter | None = None, *, limit: int = 1000, cursor: str | None = None
    ) -> tuple[tuple[Point, ...], str | None]:
        """Return one page of points, as ``points`` lists them, and the cursor of the next page."""
        with self._reading() as connection:
            return read_points(connection, self._conditions(wanted), limit=limit, cursor=cursor)

    def report_page(
        self, *, search: str | None = None, limit: int = 100, cursor: str | None = None
    ) -> tuple[tuple[ReportSummary, ...], str | None]:
        """Return one page of reports, newest first, and the cursor of the next page.

        Args:
            search: words that the title or the text must hold, all of them.
            limit: how many at most.
            cursor: that of the page before; the first page where ``None``.

        Raises:
            RefusedError: the cursor is none that a page gave.
        """
        with self._reading() as connection:
            return page_of_reports(connection, self._searched(search), limit=limit, cursor=cursor)

    def facets(
        self, by: Iterable[Facet], wanted: EventFilter | None = None, *, limit: int | None = None
    ) -> dict[Facet, tuple[Count, ...]]:
        """Count events by type, status, month and so on, under a filter.

        Args:
            by: what to count by.
            wanted: conditions; the one on a facet itself does not count for it, so that its other values are
                seen.
            limit: how many values of each at most: those with the most events.
        """
        asked = wanted or EventFilter()
        with self._reading() as connection:
            return facets(connection, asked, by, limit=limit)

    def survey(
        self, by: Iterable[Facet], wanted: EventFilter | None = None, *, limit: int | None = None
    ) -> Survey:
        """Count events in all and by facets at once, which takes less than asking for both.

        Args:
            by: what to count by.
            wanted: conditions, as for ``facets``.
            limit: how many values of each at most.
        """
        with self._reading() as connection:
            return survey(connection, wanted or EventFilter(), by, limit=limit)

    def count_events(self, wanted: EventFilter | None = None) -> int:
        """Count events, as ``events`` returns them."""
        with self._reading() as connection:
            return total(connection, wanted or EventFilter())

    def event(self, event_id: str) -> Event | None:
        """Return one event, or ``None``.

        Args:
            event_id: its id, or the first characters of it where no other event shares them.
        """
        exact = select(events.c.record).where(events.c.id == event_id)
        with self._reading() as connection:
            found = connection.execute(exact).scalars().all()
            if not found and event_id:
                start = events.c.id.startswith(event_id, autoescape=True)
                found = connection.execute(select(events.c.record).where(start).limit(2)).scalars().all()
        return Event.model_validate(found[0]) if len(found) == 1 else None

    def agreements(self, wanted: AgreementFilter | None = None) -> Iterator[Agreement]:
        """Return deals as reports tell them, by publication date, report and position in the report.

        Args:
            wanted: conditions; all deals where ``None``.
        """
        with self._reading() as connection:
            yield from read_agreements(connection, wanted or AgreementFilter())

    def is_ambiguous(self, event_id: str) -> bool:
        """Say whether more than one event id begins with the same characters."""
        start = events.c.id.startswith(event_id, autoescape=True)
        with self._reading() as connection:
            return len(connection.execute(select(events.c.id).where(start).limit(2)).all()) > 1

    def has_actor(self, actor_id: str) -> bool:
        """Say whether an actor, or something that belongs to it, takes part in any event."""
        query = select(event_parties.c.actor_id).where(event_parties.c.actor_id == actor_id).limit(1)
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def decide(self, decision: Decision) -> Decision:
        """Write a decision to the log and bring the events that it is on to what it says.

        Args:
            decision: what was decided; of what it is on kind and id are enough, of an edit the new value.

        Returns:
            The decision with its number, its time and what the reviewer saw.

        Raises:
            StoreError: it cannot be made or written; nothing of it is then.
        """
        return self.decide_all((decision,))[0]

    def decide_all(self, made: Iterable[Decision]) -> tuple[Decision, ...]:
        """Write several decisions, such as edits of several fields, in order: all of them or none.

        Args:
            made: as for ``decide``; a later one builds on what the earlier ones changed.

        Raises:
            StoreError: one cannot be made or written; nothing of any is then.
        """
        with self._writing() as connection:
            return tuple(review.decide(connection, decision) for decision in made)

    def decisions(
        self,
        *,
        object_id: str | None = None,
        event_id: str | None = None,
        by: str | None = None,
        kinds: Iterable[DecisionKind] = (),
        after: int = 0,
        limit: int | None = None,
    ) -> tuple[Decision, ...]:
        """Return decisions, oldest first.

        Args:
            object_id: those on this event, incident or other thing, by the id that it had when decided.
            event_id: those that hold for this event now, whatever id it had.
            by: those of this person.
            kinds: those of these kinds; all where empty.
            after: those with a higher number.
            limit: how many at most.
        """
        query = log.wanted(object_id=object_id, event_id=event_id, by=by, kinds=kinds, after=after)
        with self._reading() as connection:
            return log.read(connection, query.limit(limit))

    def changes(self, *, after: int = 0) -> tuple[tuple[int, Change], ...]:
        """Return what coding again changed, oldest first, each with its number.

        Args:
            after: those with a higher number.
        """
        query = select(event_changes).where(event_changes.c.number > after).order_by(event_changes.c.number)
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(
            (
                row["number"],
                Change(ChangeKind(row["kind"]), row["report_id"], row["event_id"], tuple(row["fields"])),
            )
            for row in rows
        )

    def concord(self, one: str, other: str) -> Concord:
        """Say how far two reviewers agree on the events that both judged, each by their own decisions alone.

        Raises:
            StoreError: both are one.
        """

        def text(report_id: str) -> str:
            report = self.report(report_id)
            return report.text if report else ""

        return concord(self.decisions(), one, other, text)

    def orphans(self) -> tuple[Decision, ...]:
        """Return the decisions whose event is gone, oldest first."""
        lost = select(decision_links.c.decision).where(decision_links.c.event_id.is_(None))
        query = select(decisions).where(decisions.c.number.in_(lost)).order_by(decisions.c.number)
        with self._reading() as connection:
            return log.read(connection, query)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, *, lasting: bool = True) -> Iterator[Connection]:
        with self._explained(), writing(self._engine, lasting=lasting) as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise StoreError(f"{self._name}: {explain(error)}") from error

    def _conditions(self, wanted: EventFilter | None) -> list[ColumnElement[bool]]:
        return conditions(wanted or EventFilter(), self._engine.dialect.name)

    def _searched(self, search: str | None) -> list[ColumnElement[bool]]:
        return [matches(search, self._engine.dialect.name)] if search and search.strip() else []
