"""The screens, one module each.

A screen is a ``router`` with a page at its address in ``nav.py``. The page is whole at every address: it
works without scripts. Where there are scripts, a change of the filter fetches the new address and puts the
new ``<main>`` in place of the old (``static/lib/screen.js``); an element that a script draws into has the
attribute ``hx-morph-skip`` and is redrawn by what ``onScreen`` calls.
"""

from __future__ import annotations

from fastapi import APIRouter

from dateline.web.screens import (
    actors,
    agreements,
    choices,
    dashboard,
    events,
    histories,
    incidents,
    maps,
    review,
    timeline,
)

ROUTERS: tuple[APIRouter, ...] = (
    choices.router,
    dashboard.router,
    events.router,
    timeline.router,
    maps.router,
    actors.router,
    agreements.router,
    histories.router,
    incidents.router,
    review.router,
)
"""The routers of all screens."""
