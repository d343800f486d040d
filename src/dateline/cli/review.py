"""``dateline review``: decide on events, and see what was decided."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import click

from dateline.cli.options import BY, DB, REASON, with_options
from dateline.cli.say import say

if TYPE_CHECKING:
    from dateline.store import Decision, Store


@click.group(short_help="Accept, reject, edit and flag events; see what was decided.")
def review() -> None:
    """Decide on events. Decisions go to a log that is only added to, and outlast coding again.

    \b
    Examples:
      dateline review accept e3f9c27d1 --db events.db --by amal
      dateline review log --db events.db
    """


_options = with_options((BY, REASON, DB))


_EVENTS = click.argument("event_ids", nargs=-1, required=True, metavar="EVENT_ID...")


@review.command(short_help="Say that events are right.")
@_EVENTS
@_options
def accept(event_ids: tuple[str, ...], db: str, by: str, reason: str | None) -> None:
    """Say that events are right as they stand. They then stay so, whatever a later coder reads.

    \b
    Example:
      dateline review accept e3f9c27d1 --db events.db --by amal
    """
    _decide(db, "accept", event_ids, by=by, reason=reason)


@review.command(short_help="Say that events are wrong.")
@_EVENTS
@_options
def reject(event_ids: tuple[str, ...], db: str, by: str, reason: str | None) -> None:
    """Say that events are wrong: they are in no data that asks for accepted ones.

    \b
    Example:
      dateline review reject e3f9c27d1 --db events.db --by amal --reason "a film, not an attack"
    """
    _decide(db, "reject", event_ids, by=by, reason=reason)


@review.command(short_help="Mark events for another look.")
@_EVENTS
@_options
def flag(event_ids: tuple[str, ...], db: str, by: str, reason: str | None) -> None:
    """Mark events for another look, until the next accept, edit or reject.

    \b
    Example:
      dateline review flag e3f9c27d1 --db events.db --by amal --reason "which Nawa?"
    """
    _decide(db, "flag", event_ids, by=by, reason=reason)


@review.command(short_help="Write a note on events.")
@_EVENTS
@_options
def note(event_ids: tuple[str, ...], db: str, by: str, reason: str | None) -> None:
    """Write a note on events; --reason is the note.

    \b
    Example:
      dateline review note e3f9c27d1 --db events.db --by amal --reason "same as in the second report"
    """
    if reason is None:
        raise click.UsageError("a note needs words: --reason WORDS")
    _decide(db, "note", event_ids, by=by, reason=reason)


@review.command(short_help="Change one field of an event.")
@click.argument("event_id", metavar="EVENT_ID")
@click.option("--field", required=True, metavar="NAME", help='The field, or a path into it: "time.start".')
@click.option("--new", required=True, metavar="VALUE", help="Its new value: JSON, or else a text.")
@_options
def edit(event_id: str, *, field: str, new: str, db: str, by: str, reason: str | None) -> None:
    """Change one field of an event. What the coder read is kept beside it.

    \b
    Examples:
      dateline review edit e3f9c27d1 --field status --new planned --db events.db --by amal
      dateline review edit e3f9c27d1 --field effects.0.best --new 5 --db events.db --by amal
      dateline review edit e3f9c27d1 --field sources --new "[]" --db events.db --by amal
    """
    _decide(db, "edit", [event_id], by=by, reason=reason, field=field, new=_value(new))


@review.command(short_help="Take a decision back.")
@click.argument("number", type=click.IntRange(1))
@_options
def undo(number: int, db: str, by: str, reason: str | None) -> None:
    """Take a decision back. Both stay in the log, which shows the numbers.

    \b
    Example:
      dateline review undo 17 --db events.db --by amal
    """
    _decide(db, "undo", (), by=by, reason=reason, undoes=number)


@review.command("log", short_help="Show what was decided.")
@click.option("--event", "event_id", metavar="EVENT_ID", help="Only decisions that hold for this event.")
@click.option("--by", metavar="NAME", help="Only those of this person.")
@click.option("--orphans", is_flag=True, help="Only those whose event is gone since coding again.")
@DB
def show_log(db: str, event_id: str | None, by: str | None, *, orphans: bool) -> None:
    """Show decisions, oldest first, one line each: number, time, who, what, on what, why.

    \b
    Example:
      dateline review log --db events.db --by amal
    """
    with closing(_open(db)) as store:
        found = store.orphans() if orphans else store.decisions(event_id=_full(store, event_id), by=by)
        for decision in found:
            if by is None or decision.by == by:
                click.echo(_line(decision))


@review.command(short_help="Show what coding again changed.")
@click.option("--after", type=click.IntRange(0), default=0, help="Only changes with a higher number.")
@DB
def changes(db: str, after: int) -> None:
    """Show what coding again changed: number, kind, event, report, and the fields that differ.

    \b
    Example:
      dateline review changes --db events.db
    """
    with closing(_open(db)) as store:
        for number, change in store.changes(after=after):
            fields = f"  {', '.join(change.fields)}" if change.fields else ""
            click.echo(f"{number}  {change.kind}  {change.event_id}  {change.report_id}{fields}")


@review.command(short_help="Say how far two reviewers agree.")
@click.argument("one", metavar="NAME")
@click.argument("other", metavar="NAME")
@DB
def agreement(db: str, one: str, other: str) -> None:
    """Say how far two reviewers agree on the events that both judged, each by their own decisions alone.

    Kappa and alpha are of keeping or rejecting; event F1 is of the events that each would keep, by type.

    \b
    Example:
      dateline review agreement amal badr --db events.db
    """
    with closing(_open(db)) as store:
        found = store.concord(one, other)
    if not found.events:
        raise click.ClickException(f"{one} and {other} judged no event in common")
    click.echo(f"events judged by both   {found.events}")
    click.echo(f"same verdict            {found.same}")
    for label, figure in (
        ("Cohen's kappa", found.kappa),
        ("Krippendorff's alpha", found.alpha),
        ("event F1", found.event_f1),
    ):
        click.echo(f"{label:<24}{'not defined' if figure is None else f'{figure:.3f}'}")
    for name, share in found.fields.items():
        click.echo(f"same {name:<19}{share:.3f}")


def _open(db: str) -> Store:
    from dateline.store import Store

    return Store.open(db, create=False)


def _decide(db: str, kind: str, event_ids: Sequence[str], **more: object) -> None:
    from pydantic import ValidationError

    from dateline.store import Decision, Subject

    with closing(_open(db)) as store:
        ids = [_full(store, event_id) for event_id in event_ids]
        on = tuple(Subject(kind="event", id=str(id_)) for id_ in ids)
        try:
            decision = Decision.model_validate({"kind": kind, "on": on} | more)
        except ValidationError as error:
            fault = error.errors()[0]
            raise click.ClickException(f"{fault['loc'][0]}: {fault['msg']}") from error
        made = store.decide(decision)
    say(f"decision {made.number}: {kind} {', '.join(s.id for s in made.on)}", mark="")


def _full(store: Store, event_id: str | None) -> str | None:
    """Return the whole id of an event of which the first characters were given."""
    if event_id is None:
        return None
    event = store.event(event_id)
    if event is None:
        raise click.ClickException(f"no event, or more than one, begins with {event_id!r}")
    return event.id


def _value(given: str) -> object:
    try:
        return json.loads(given)
    except ValueError:
        return given


def _line(decision: Decision) -> str:
    on = ", ".join(subject.id for subject in decision.on)
    what = f"  {decision.field}: {_short(decision.old)} -> {_short(decision.new)}" if decision.field else ""
    undone = f"  of {decision.undoes}" if decision.undoes is not None else ""
    why = f"  ({decision.reason})" if decision.reason else ""
    at = f"{decision.at:%Y-%m-%d %H:%M:%S}" if decision.at else ""
    return " ".join(
        f"{decision.number}  {at}  {decision.by}  {decision.kind}{undone}  {on}{what}{why}".split("\n")
    )


def _short(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 60 else words[:59] + "…"
