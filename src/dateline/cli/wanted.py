"""The options that choose events, the same for every command that has them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dateline.store import EventFilter, Store

_F = TypeVar("_F", bound=Callable[..., Any])
_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS = (
    click.option("--actor", metavar="ID", help="Only events of this actor and of all that belongs to it."),
    click.option("--type", "event_types", multiple=True, metavar="TYPE", help="Only events of this type."),
    click.option("--family", "families", multiple=True, metavar="NAME", help="Only types of this family."),
    click.option(
        "--status",
        "statuses",
        multiple=True,
        type=click.Choice(["actual", "planned", "possible", "negated"]),
        help="Only events of this status.",
    ),
    click.option("--since", type=_DAY, metavar="YYYY-MM-DD", help="Only events on or after this day."),
    click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help="Only events on or before this day."),
    click.option("--country", metavar="XX", help="Only events in this country (two-letter ISO code)."),
    click.option("--source", metavar="NAME", help="Only events for which this source is cited."),
    click.option("--search", metavar="WORDS", help="Only events of reports that hold these words."),
    click.option(
        "--precision",
        "precisions",
        multiple=True,
        type=click.Choice(["exact", "near", "admin2", "admin1", "country", "larger"]),
        help="Only events whose place is so exact.",
    ),
    click.option(
        "--review",
        "reviews",
        multiple=True,
        type=click.Choice(["candidate", "accepted", "edited", "rejected"]),
        help="Only events that are reviewed so far.",
    ),
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="0..1",
        help="Only events of at least this confidence.",
    ),
)


def choosing(command: _F) -> _F:
    """Add the options to a command; it gets what they say as keyword arguments for ``wanted``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def wanted(store: Store, **options: Any) -> EventFilter:
    """Make the filter of the options.

    Args:
        store: where the events are; an actor that it lacks must at least be one that is known.
        options: what ``choosing`` gave the command.

    Raises:
        click.ClickException: nobody knows the actor.
    """
    from dateline.records import Status
    from dateline.store import EventFilter, Review

    actor = options.get("actor")
    if actor is not None and not (store.has_actor(actor) or _is_known(actor)):
        raise click.ClickException(f"{actor!r}: unknown actor; find its id with: dateline actors find NAME")
    return EventFilter(
        actor=actor,
        event_types=tuple(options["event_types"]),
        families=tuple(options["families"]),
        statuses=tuple(Status(s) for s in options["statuses"]),
        since=_day(options["since"]),
        until=_day(options["until"]),
        country=options["country"],
        source=options["source"],
        search=options["search"],
        precisions=tuple(options["precisions"]),
        reviews=tuple(Review(r) for r in options["reviews"]),
        min_confidence=options["min_confidence"],
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _is_known(actor_id: str) -> bool:
    from dateline.actors.knowledge import Knowledge

    return actor_id in Knowledge.load().actors
