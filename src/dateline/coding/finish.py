"""A draft becomes the record that leaves the program: id, family, codes, coder."""

from __future__ import annotations

from typing import TypeVar

from dateline.codebook import Codebook
from dateline.coding.draft import Draft
from dateline.records import Coder, Event, Report, Span, When, event_id

S = TypeVar("S", bound=Span)


def finish(draft: Draft, report: Report, codebook: Codebook, coder: Coder) -> Event:
    """Make the event record of a draft.

    Args:
        draft: the event with all its fields.
        report: where it was read.
        codebook: gives family and codes of the type.
        coder: versions behind this coding.
    """
    trigger, text = draft.trigger, report.text
    kind = codebook.types[trigger.event_type]
    return Event(
        id=event_id(report.report_id, kind.name, trigger.span.start, trigger.span.end, draft.ordinal),
        report_id=report.report_id,
        published=report.published,
        event_type=kind.name,
        family=kind.family,
        status=draft.status,
        background=draft.background,
        trigger=as_printed(trigger.span, text),
        evidence=_printed((trigger.span, *draft.evidence), text),
        actors=_printed(draft.actors, text),
        targets=_printed(draft.targets, text),
        supporters=_printed(draft.supporters, text),
        mediators=_printed(draft.mediators, text),
        places=_printed(draft.places, text),
        effects=_printed(draft.effects, text),
        sources=_printed(draft.sources, text),
        weapons=_printed(draft.weapons, text),
        time=_dated(draft.time, text),
        codes=kind.codes,
        confidence=draft.confidence,
        reasons=draft.reasons,
        coder=coder,
    )


def as_printed(span: S, text: str) -> S:
    """The span with the words as the report prints them: a text in capitals was read in normal case."""
    words = text[span.start : span.end]
    return span if span.text == words else span.model_copy(update={"text": words})


def _printed(spans: tuple[S, ...], text: str) -> tuple[S, ...]:
    return tuple(as_printed(span, text) for span in spans)


def _dated(time: When | None, text: str) -> When | None:
    """The time with the words as the report prints them."""
    if time is None or time.text_start is None or time.text == text[time.text_start : time.text_end]:
        return time
    return time.model_copy(update={"text": text[time.text_start : time.text_end]})
