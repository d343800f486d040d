"""One event in full, for a person: what is coded, the words that say it, and why it was read so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.text import Text

from dateline.export import words
from dateline.export.table import make_console
from dateline.records import Event


def write_cards(events: Iterable[Event], stream: TextIO, *, explain: bool = True) -> int:
    """Write each event as a block of lines and return how many there were.

    Args:
        events: the events.
        stream: where to.
        explain: add the reasons of each field.
    """
    console = make_console(stream)
    count = 0
    for event in events:
        console.print(Text(f"{event.id}  {event.event_type}  {words.status(event)}", style="bold"))
        for name, value in _lines(event):
            console.print(Text.assemble((f"  {name:<11}", "cyan"), words.printable(value)))
        if explain:
            console.print(Text("  because", style="cyan"))
            for reason in event.reasons:
                because = f"    {reason.field}: {reason.detail} [{reason.rule}]"
                console.print(Text(words.printable(because)))
        console.print()
        count += 1
    return count


def _lines(event: Event) -> Iterator[tuple[str, str]]:
    """List the fields that are known, in the order a reader asks for them."""
    fields = (
        ("report", f"{event.report_id}, published {event.published}"),
        ("when", _time(event)),
        ("where", "; ".join(_place(event))),
        ("who", words.parties(event.actors)),
        ("whom", words.parties(event.targets)),
        ("backed by", words.parties(event.supporters)),
        ("mediator", words.parties(event.mediators)),
        ("effect", "; ".join(map(words.effect, event.effects))),
        ("weapon", "; ".join(span.text for span in event.weapons)),
        ("source", "; ".join(map(words.source, event.sources))),
        ("trigger", f'"{event.trigger.text}" at {event.trigger.start}-{event.trigger.end}'),
        ("evidence", " / ".join(f'"{span.text}"' for span in event.evidence)),
        ("part of", event.part_of or ""),
        ("confidence", f"{event.confidence:.2f}"),
    )
    yield from ((name, value) for name, value in fields if value)


def _time(event: Event) -> str:
    said = f' ("{event.time.text}")' if event.time and event.time.text else ""
    return words.when(event) + said


def _place(event: Event) -> Iterator[str]:
    for place in event.places:
        point = (
            f"{place.lat:.3f}, {place.lon:.3f}" if place.lat is not None and place.lon is not None else None
        )
        about = ", ".join(part for part in (place.country, point, place.precision) if part)
        yield f"{place.name} ({about})" if about else place.name
