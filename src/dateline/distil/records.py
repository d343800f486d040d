"""What a database teaches: reports coded by a model or seen by people, in the form that training reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.records import Event, Report, Span
from dateline.store import EventFilter, Review, Store
from dateline.store.state import APPROVED

MODELS = ("llm", "both+llm")
_PARTIES = ("actors", "targets", "supporters", "mediators")
_LONGEST = 6  # words that a trigger may be lengthened by until it stands once in the text


def training_records(store: Store) -> Iterator[dict[str, Any]]:
    """Yield the coded reports of a database that are worth learning from.

    A report is, where a language model coded it or a person vouched for one of its events. Rejected events
    are left out. Events in doubt, and those of our own coder that nobody looked at, are marked as optional:
    they do not teach that they must be found.

    Args:
        store: the database.

    Yields:
        One record a report, as ``training/prep.py`` reads it.
    """
    for report in store.reports():
        events = tuple(store.events(EventFilter(report_id=report.report_id)))
        approved = _ids(store, report, reviews=APPROVED)
        if not any(e.id in approved or e.coder.engine in MODELS for e in events):
            continue
        rejected = _ids(store, report, reviews=(Review.REJECTED,))
        flagged = _ids(store, report, flagged=True)
        kept = [e for e in events if e.id not in rejected]
        coded = [
            _event(
                e,
                report.text,
                optional=e.id not in approved and (e.id in flagged or e.coder.engine not in MODELS),
            )
            for e in kept
        ]
        yield {
            "report_id": report.report_id,
            "published": str(report.published),
            "text": report.text,
            "events": coded,
        }


def _ids(store: Store, report: Report, **conditions: Any) -> frozenset[str]:
    wanted = EventFilter(report_id=report.report_id, **conditions)
    return frozenset(event.id for event in store.events(wanted))


def _event(event: Event, text: str, *, optional: bool) -> dict[str, Any]:
    """One event as the codebook writes it, names with the phrases that stand for them."""
    parties = {field: [{"name": p.name, "text": p.text} for p in getattr(event, field)] for field in _PARTIES}
    return {
        "event_type": event.event_type,
        "status": str(event.status),
        "trigger": single(event.trigger, text),
        "also": [single(span, text) for span in event.evidence if span != event.trigger],
        **parties,
        "places": [{"name": p.name, "text": p.text} for p in event.places],
        "time": {"text": event.time.text} if event.time and event.time.text else None,
        "effects": [{"kind": e.kind, "text": e.text} for e in event.effects],
        "sources": [{"name": s.name, "text": s.text} for s in event.sources],
        "weapons": [w.text for w in event.weapons],
        "optional": optional,
    }


def single(span: Span, text: str) -> str:
    """The words of a span, with words before it until they stand nowhere earlier in the text.

    Training looks a phrase up by its first place; "attack" alone could be another one.
    """
    start = span.start
    for _ in range(_LONGEST):
        phrase = text[start : span.end]
        if text.find(phrase) == start:
            return phrase
        start = text.rfind(" ", 0, max(start - 1, 0)) + 1
    return text[start : span.end]
