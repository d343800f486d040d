"""The database of reports and events: one file, safe against interruption.

Each report is saved with its events in one short transaction, so that a run that is killed leaves whole
reports only and picks up where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, func, insert, inspect, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.elements import ColumnElement

from dateline.errors import StoreError
from dateline.records import Coded, Event, Report
from dateline.store.dialect import connect, create_search, matches, upsert
from dateline.store.filters import EventFilter, conditions
from dateline.store.rows import REPORT_COLUMNS, event_row, party_rows, report_row, to_report
from dateline.store.schema import METADATA, SCHEMA_VERSION, coded, event_parties, events, reports, schema


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report in a list: everything but its text, and how many events it has."""

    report_id: str
    published: date
    title: str | None
    outlet: str | None
    opening: str
    events: int


class Store:
    """Reports, events and which coder coded them, in one database. Make it with ``Store.open``."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True) -> Store:
        """Open a database.

        Args:
            path: a file, or a URL that starts with ``sqlite:///``.
            create: make the file where there is none.

        Raises:
            StoreError: there is none, it cannot be opened, or it is no database of this version of Dateline.
        """
        file = _file(str(path))
        if not file.exists() and not create:
            raise StoreError(f"{file}: no such database; make it with: dateline code PATH --db {file}")
        if not file.parent.is_dir():
            raise StoreError(f"{file}: the folder {file.parent} does not exist; make it first")
        store = cls(connect(f"sqlite:///{file}"), str(file))
        with store._writing() as connection:
            _prepare(connection, str(file))
        return store

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def save(self, done: Coded, *, coder_key: str) -> None:
        """Save a report with its events, in place of what was saved for it before.

        Args:
            done: the report and its events.
            coder_key: names the coder and its versions; ``done`` asks for it.

        Raises:
            StoreError: it cannot be written; nothing of the report is then.
        """
        report = done.report
        rows = [event_row(event, position) for position, event in enumerate(done.events)]
        parties = [row for event in done.events for row in party_rows(event)]
        mark = {
            "report_id": report.report_id,
            "content_hash": report.content_hash,
            "coder_key": coder_key,
            "events": len(rows),
            "at": datetime.now(UTC).replace(tzinfo=None),
        }
        with self._writing() as connection:
            connection.execute(upsert(reports, "report_id", REPORT_COLUMNS), report_row(report))
            connection.execute(delete(events).where(events.c.report_id == report.report_id))
            if rows:
                connection.execute(insert(events), rows)
            if parties:
                connection.execute(insert(event_parties), parties)
            connection.execute(upsert(coded, "report_id", tuple(mark)), mark)

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
        columns = (reports.c.report_id, reports.c.published, reports.c.title, reports.c.outlet)
        opening = func.substr(reports.c.text, reports.c.body + 1, 200)
        query = select(*columns, opening.label("opening"), func.coalesce(coded.c.events, 0).label("events"))
        query = query.outerjoin(coded).where(*_searched(search))
        query = query.order_by(reports.c.published.desc(), reports.c.report_id).limit(limit).offset(offset)
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(ReportSummary(**row) for row in rows)

    def count_reports(self, search: str | None = None) -> int:
        """Count reports, as ``summaries`` lists them."""
        return self._count(reports, _searched(search))

    def events(
        self, wanted: EventFilter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[Event]:
        """Return events by publication date, report and position in the report.

        Args:
            wanted: conditions; all events where ``None``.
            limit: how many at most.
            offset: how many to pass over.
        """
        query = (
            select(events.c.record).where(*conditions(wanted or EventFilter())).limit(limit).offset(offset)
        )
        query = query.order_by(events.c.published, events.c.report_id, events.c.position)
        with self._reading() as connection:
            yield from map(Event.model_validate, connection.execute(query).scalars())

    def count_events(self, wanted: EventFilter | None = None) -> int:
        """Count events, as ``events`` returns them."""
        return self._count(events, conditions(wanted or EventFilter()))

    def event(self, event_id: str) -> Event | None:
        """Return one event, or ``None``.

        Args:
            event_id: its id, or the first characters of it where no other event shares them.
        """
        exact = events.c.id == event_id
        start = events.c.id.startswith(event_id, autoescape=True)
        query = select(events.c.record).where(or_(exact, start)).order_by(exact.desc()).limit(2)
        with self._reading() as connection:
            found = [Event.model_validate(record) for record in connection.execute(query).scalars()]
        if found and (found[0].id == event_id or (len(found) == 1 and event_id)):
            return found[0]
        return None

    def has_actor(self, actor_id: str) -> bool:
        """Say whether an actor, or something that belongs to it, takes part in any event."""
        query = select(event_parties.c.actor_id).where(event_parties.c.actor_id == actor_id).limit(1)
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def _count(self, table: Table, tests: list[ColumnElement[bool]]) -> int:
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(table).where(*tests)).scalar_one()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._explained(), self._engine.connect() as plain:
            connection = plain.execution_options(write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(f"{self._name}: {_explain(error)}") from error


def _file(address: str) -> Path:
    kind, separator, rest = address.partition("://")
    if not separator:
        return Path(address)
    if kind != "sqlite" or not rest.startswith("/"):
        raise StoreError(f"{kind}: databases of this kind cannot be used yet; give a file or sqlite:///FILE")
    return Path(rest[1:])


def _prepare(connection: Connection, name: str) -> None:
    """Create the tables in an empty database, or make sure that they are ours."""
    tables = inspect(connection).get_table_names()
    if not tables:
        METADATA.create_all(connection)
        create_search(connection)
        connection.execute(insert(schema), {"version": SCHEMA_VERSION})
        return
    if schema.name not in tables:
        raise StoreError(f"{name}: is a database of another program; give another file to --db")
    version = connection.execute(select(func.max(schema.c.version))).scalar()
    if version != SCHEMA_VERSION:
        what = f"was written by another version of Dateline (tables {version}, here {SCHEMA_VERSION})"
        raise StoreError(f"{name}: {what}; use that version, or code the reports into a new file")


def _explain(error: SQLAlchemyError) -> str:
    words = str(getattr(error, "orig", None) or error).splitlines()[0]
    remedies = (
        ("locked", "another program is writing to it; wait and run the same command again"),
        ("not a database", "give another file to --db"),
        ("malformed", "the file is damaged; restore a copy or code the reports again into a new file"),
        ("full", "free some space and run the same command again"),
        ("readonly", "check the permissions of the file and its folder"),
        ("unable to open", "check the permissions of the file and its folder"),
    )
    remedy = next((remedy for sign, remedy in remedies if sign in words), "check the file")
    return f"{words}; {remedy}"


def _searched(search: str | None) -> list[ColumnElement[bool]]:
    return [matches(search)] if search and search.strip() else []
