"""The web app over one database: its pages, how it answers errors, and what guards it."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from dateline.errors import RefusedError, StoreError
from dateline.web.api import decide, read, releases, stories
from dateline.web.guard import LOCAL, Guard
from dateline.web.labels import load as load_labels
from dateline.web.library import Library
from dateline.web.nav import shown
from dateline.web.pages import router
from dateline.web.render import API, answer, make_templates
from dateline.web.screens import ROUTERS
from dateline.web.session import Sessions


def create_app(
    database: Path | str, *, hosts: Collection[str] = LOCAL, token: str | None = None, writable: bool = True
) -> FastAPI:
    """Make the web app. Nothing is loaded but the pages: no parser, no model.

    Args:
        database: the database of reports and events. It need not exist yet; the pages then say how to make
            it.
        hosts: names that requests may use, without port; by default those of this machine only.
        token: what whoever writes by the API must give; nobody can where it is ``None``.
        writable: whether browsers on this machine may write (``session.py``).

    Returns:
        The app, to be served by ``uvicorn`` or another ASGI server.
    """
    app = FastAPI(title="Dateline", docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.library = Library(database)
    app.state.token = token
    app.state.sessions = Sessions(writable=writable)
    app.state.labels = load_labels()
    routers = (router, *ROUTERS)
    paths = {route.path for one in routers for route in one.routes if isinstance(route, APIRoute)}
    app.state.templates = make_templates(app.state.labels, shown(paths))
    app.add_middleware(Guard, hosts=hosts)
    app.mount("/static", StaticFiles(directory=str(files("dateline.web") / "static")), name="static")
    for one in routers:
        app.include_router(one)
    for part in (read.router, stories.router, releases.router, decide.router):
        app.include_router(part, prefix=API, tags=["api"])
    app.add_exception_handler(RefusedError, _refused_by_store)
    app.add_exception_handler(StoreError, _no_database)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _wrong_address)
    return app


def _no_database(request: Request, error: Exception) -> Response:
    name = request.app.state.library.name.removeprefix("sqlite:///")
    missing = "://" not in name and not Path(name).exists()
    title = "There is no database yet" if missing else "The database cannot be read"
    return answer(
        request,
        "trouble.html",
        HTTPStatus.SERVICE_UNAVAILABLE,
        title=title,
        detail=str(error),
        missing=missing,
    )


def _refused_by_store(request: Request, error: Exception) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer(request, "trouble.html", status, title="This cannot be done", detail=str(error))


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
    detail = error.detail if isinstance(error, HTTPException) else ""
    found = HTTPStatus(status)
    title = "This page does not exist" if found is HTTPStatus.NOT_FOUND else found.phrase
    return answer(
        request, "trouble.html", found, title=title, detail="" if detail == found.phrase else detail
    )


def _wrong_address(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    status = HTTPStatus.BAD_REQUEST
    if request.url.path.startswith(API):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults)
    return answer(request, "trouble.html", status, title="This address is not right", detail=detail)
