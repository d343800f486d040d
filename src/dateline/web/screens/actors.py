"""The actors: a list of them, the network of who acts on whom around one, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, Field

from dateline.store import EventFilter, Listed, Store
from dateline.store.deeds import Tally, tallies
from dateline.web import names, parties, words
from dateline.web.api.params import Name
from dateline.web.filters import Filtered, Filters
from dateline.web.labels import Labels
from dateline.web.lines import Line, line
from dateline.web.network import Edge, Network, Node, around
from dateline.web.parties import between
from dateline.web.render import Opened, answer

router = APIRouter()
LISTED = 100
"""Actors in the list: those with the most events."""

_MOST_TOLD = 40  # events of one pair that are shown


class ActorsQuery(BaseModel):
    """What the screen asks for beside the filter: the middle of the network, how far, which pair, a name."""

    ego: Name | None = None
    steps: int = Field(1, ge=1, le=2)
    pair: Annotated[str, Field(max_length=500)] = ""
    named: Name | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One pair of the table beneath the network, as it is told."""

    key: str
    who: Node
    whom: Node
    events: int
    types: str
    family: str
    address: str
    chosen: bool


@router.get("/actors", include_in_schema=False)
def actors_page(
    request: Request, store: Opened, filters: Filtered, asked: Annotated[ActorsQuery, Query()]
) -> Response:
    """List actors and show the network around one: the one asked for, else the one with the most events."""
    counted = tallies(store, filters.wanted)
    matching = parties.matching(asked.named) if asked.named and asked.named.strip() else None
    listed = [one for one in counted if matching is None or one.actor_id in matching]
    ego = asked.ego or next((one.actor_id for one in listed or counted), None)
    found = around(store, filters.wanted, ego, steps=asked.steps) if ego else None
    labels = request.app.state.labels
    rows = _rows(found, filters, labels, asked.pair) if found else ()
    pair = next((edge for edge in found.edges if edge.key == asked.pair), None) if found else None
    return answer(
        request,
        "actors.html",
        filters=filters,
        boxes=filters.boxes(store, labels),
        asked=asked,
        ego=ego,
        listed=listed[:LISTED],
        total=len(listed),
        found=found,
        graph=_graph(found, ego, labels) if found and ego else None,
        rows=rows,
        families=dict.fromkeys(row.family for row in rows),
        pair=next((row for row in rows if row.chosen), None),
        told=[_told(store, one, labels) for one in _events(store, pair)] if pair else [],
    )


@router.get("/actors/{actor_id}", include_in_schema=False)
def actor_page(request: Request, store: Opened, filters: Filtered, actor_id: str) -> Response:
    """Show one actor: its names, its kind, its ties with their dates, and its latest events."""
    # imported here: pages start without the knowledge base
    from dateline.actors.sources import load_sources  # noqa: PLC0415

    known = parties.known(actor_id)
    own = EventFilter(actor=actor_id)
    tally = next((one for one in tallies(store, own) if one.actor_id == actor_id), None)
    if known is None and tally is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"No actor has the id {actor_id}.")
    labels = request.app.state.labels
    page = store.page(own, limit=8)
    chain, bonds = parties.chain(actor_id), parties.bonds(actor_id)
    used = {one.source for one in (*chain, *bonds)} | ({known.source} if known else set())
    return answer(
        request,
        "actor.html",
        filters=filters,
        actor_id=actor_id,
        name=known.name if known else actor_id,
        known=known,
        tally=tally or Tally(actor_id, 0, 0, 0),
        chain=chain,
        bonds=bonds,
        told=[_told(store, one, labels) for one in page.events],
        sources=[(code, one) for code, one in load_sources().items() if code in used],
    )


def _events(store: Store, edge: Edge) -> Iterable[Listed]:
    found = (store.listed(event_id) for event_id in edge.events)
    return islice((one for one in found if one), _MOST_TOLD)


def _told(store: Store, item: Listed, labels: Labels) -> tuple[Line, tuple[str, str, str]]:
    """Return an event as a line, and the sentence that reports it in three parts."""
    report = store.report(item.event.report_id)
    return line(item, labels), words.quote(report, item.event) if report else ("", "", "")


def _rows(found: Network, filters: Filters, labels: Labels, pair: str) -> tuple[Row, ...]:
    nodes = {node.key: node for node in found.nodes}
    return tuple(
        Row(
            key=edge.key,
            who=nodes[edge.who],
            whom=nodes[edge.whom],
            events=len(edge.events),
            types=", ".join(labels.type(name) + (f" {n}" if n > 1 else "") for name, n in edge.types),
            family=edge.families[0][0],
            address=filters.url(pair=edge.key),
            chosen=edge.key == pair,
        )
        for edge in found.edges
    )


def _graph(found: Network, ego: str, labels: Labels) -> dict[str, Any]:
    """Say what the script draws."""
    known = {node.actor_id for node in found.nodes if node.actor_id}
    ties = [] if found.since is None or found.until is None else [*between(known, found.since, found.until)]
    ties += [(node.key, "part_of", node.above) for node in found.nodes if node.above]
    groups = dict.fromkeys(node.group for node in found.nodes if node.group)
    return {
        "ego": ego,
        "groups": [{"id": id_, "name": names.actor(id_)} for id_ in groups],
        "nodes": [_drawn(node) for node in found.nodes],
        "edges": [
            {
                "id": edge.key,
                "source": edge.who,
                "target": edge.whom,
                "events": len(edge.events),
                "family": edge.families[0][0],
                "says": ", ".join(f"{labels.type(name)} {n}" for name, n in edge.types),
            }
            for edge in found.edges
        ],
        "ties": [{"source": one, "kind": kind, "target": other} for one, kind, other in ties],
    }


def _drawn(node: Node) -> dict[str, Any]:
    known = parties.known(node.actor_id) if node.actor_id else None
    return {
        "id": node.key,
        "name": node.name,
        "events": node.events,
        "ring": node.ring,
        "group": node.group,
        "side": known.side if known else parties.side_of(node.kind),
        "known": node.actor_id is not None,
    }
