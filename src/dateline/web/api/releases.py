"""Reading releases: which there are, what each holds, and how it differs from another one."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from dateline.store import EventFilter, Store
from dateline.store.release_lines import (
    count_differences,
    find_release,
    page_of_differences,
    page_of_held,
    page_of_releases,
    release_before,
)
from dateline.store.releases import Release
from dateline.web.api.answers import MISSING, READ, reply, shows
from dateline.web.api.params import Cursor, Limit, Name
from dateline.web.api.read import Opened

router = APIRouter()
Named = Annotated[Name, Path(examples=["syria-1.0"])]
_FILTER = TypeAdapter(EventFilter)


class ReleaseOut(BaseModel):
    """A release. ``wanted`` are the conditions that chose its events; empty for all."""

    name: str
    number: int
    at: datetime = Field(description="when its events were read (UTC)")
    events: int
    wanted: dict[str, Any]
    version: str = Field(description="of the Dateline that made it")


class ReleasesOut(BaseModel):
    """One page of releases, the newest first; ``cursor`` leads to the next."""

    releases: list[ReleaseOut]
    cursor: str | None


class ManifestOut(ReleaseOut):
    """A release and how many events it adds to, changes in and deletes from the one ``before``."""

    before: str | None
    changes: dict[str, int] | None


class HeldOut(BaseModel):
    """An event of a release: ``digest`` is a hash of its record (16 hex digits)."""

    report_id: str
    event_id: str
    digest: str


class HeldPageOut(BaseModel):
    """One page of what a release holds, by report and event; ``total`` counts all pages."""

    events: list[HeldOut]
    total: int
    cursor: str | None


class ChangeOut(BaseModel):
    """An event in which two releases differ; ``redirect`` is the id that took a deleted one's place."""

    report_id: str
    event_id: str
    change: str = Field(description="added, changed or deleted")
    redirect: str | None


class ChangesOut(BaseModel):
    """One page of the events in which a release differs from another, by report and event."""

    release: str
    since: str
    changes: list[ChangeOut]
    cursor: str | None


@router.get("/releases", response_model=ReleasesOut, responses=READ | shows("releases"))
def releases(request: Request, store: Opened, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List the releases that ``dateline release make`` noted in the database, the newest first."""
    found, after = page_of_releases(store, limit=limit, cursor=cursor or None)
    return reply(request, ReleasesOut(releases=[ReleaseOut(**_fields(one)) for one in found], cursor=after))


@router.get("/releases/{name}", response_model=ManifestOut, responses=MISSING | shows("release"))
def release(request: Request, store: Opened, name: Named) -> Response:
    """Return one release, and in how many events it differs from the one before."""
    found = _found(store, name)
    before = release_before(store, found)
    changes = count_differences(store, before, found) if before else None
    manifest = ManifestOut(**_fields(found), before=before.name if before else None, changes=changes)
    return reply(request, manifest)


@router.get("/releases/{name}/events", response_model=HeldPageOut, responses=MISSING | shows("held"))
def held(request: Request, store: Opened, name: Named, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List the events that a release holds, each with a hash of its record as it was released."""
    found = _found(store, name)
    lines, after = page_of_held(store, found, limit=limit, cursor=cursor or None)
    listed = [HeldOut(report_id=o.report_id, event_id=o.event_id, digest=o.digest) for o in lines]
    return reply(request, HeldPageOut(events=listed, total=found.events, cursor=after))


class ChangeQuery(BaseModel):
    """Which release is compared with, and which page."""

    model_config = ConfigDict(extra="forbid")

    since: Name | None = Field(None, description="a release; else the one before", examples=["syria-0.9"])
    limit: Limit = 100
    cursor: Cursor = None


@router.get("/releases/{name}/changes", response_model=ChangesOut, responses=MISSING | shows("changes"))
def changes(request: Request, store: Opened, name: Named, asked: Annotated[ChangeQuery, Query()]) -> Response:
    """List the events that a release added, changed or deleted since another one."""
    new = _found(store, name)
    old = _found(store, asked.since) if asked.since is not None else release_before(store, new)
    if old is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{name} is the first release; it differs from none.")
    lines, after = page_of_differences(store, old, new, limit=asked.limit, cursor=asked.cursor or None)
    listed = [
        ChangeOut(report_id=o.report_id, event_id=o.event_id, change=o.change, redirect=o.redirect)
        for o in lines
    ]
    return reply(request, ChangesOut(release=new.name, since=old.name, changes=listed, cursor=after))


def _found(store: Store, name: str) -> Release:
    found = find_release(store, name)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No release has the name {name}.")
    return found


def _fields(one: Release) -> dict[str, Any]:
    wanted = _FILTER.dump_python(one.wanted, mode="json", exclude_defaults=True)
    kept = {name: getattr(one, name) for name in ("name", "number", "at", "events", "version")}
    return kept | {"wanted": wanted}
