"""How a route answers with a page, and what every route shares: the open database and the templates."""

from __future__ import annotations

import json
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.templating import Jinja2Templates

from dateline.export.formats import FORMATS
from dateline.store import Store
from dateline.web import names, words
from dateline.web.labels import Labels
from dateline.web.nav import Item

API = "/api/v1"
"""What the addresses for programs begin with."""


def make_templates(labels: Labels, nav: tuple[Item, ...]) -> Jinja2Templates:
    """Make the templates' environment: everything that is written into a page is escaped.

    Args:
        labels: what types and families are called.
        nav: the screens that there are.
    """
    environment = Environment(
        loader=PackageLoader("dateline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = words.day
    environment.filters["days"] = words.days
    environment.filters["path"] = lambda part: quote(part, safe="")
    environment.filters["number"] = lambda count: f"{count:,}"
    symbols = (files("dateline.web") / "static" / "symbols.json").read_text(encoding="utf-8")
    environment.globals |= {"labels": labels, "nav": nav, "formats": FORMATS, "API": API, "names": names}
    environment.globals |= {"symbols": json.loads(symbols)}
    return Jinja2Templates(env=environment)


def answer(request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
    """Answer with a page; with an error as JSON where the address ends in ``.json`` or a script asks."""
    path, wanted = request.url.path, request.headers.get("accept", "")
    by_program = path.endswith(".json") or path.startswith(API) or wanted.startswith("application/json")
    if status >= HTTPStatus.BAD_REQUEST and by_program:
        return JSONResponse({"error": values["title"], "detail": values["detail"]}, status)
    page: Response = request.app.state.templates.TemplateResponse(
        request, template, values, status_code=status
    )
    return page


def _store(request: Request) -> Store:
    store: Store = request.app.state.library.store
    return store


Opened = Annotated[Store, Depends(_store)]
"""The open database, for a route's parameter."""
