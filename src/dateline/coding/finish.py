"""A draft becomes the record that leaves the program: id, family, codes, coder."""

from __future__ import annotations

from dateline.codebook import Codebook
from dateline.coding.draft import Draft
from dateline.records import Coder, Event, Report, event_id


def finish(draft: Draft, report: Report, codebook: Codebook, coder: Coder) -> Event:
    """Make the event record of a draft.

    Args:
        draft: the event with all its fields.
        report: where it was read.
        codebook: gives family and codes of the type.
        coder: versions behind this coding.
    """
    trigger = draft.trigger
    kind = codebook.types[trigger.event_type]
    return Event(
        id=event_id(report.report_id, kind.name, trigger.span.start, trigger.span.end, draft.ordinal),
        report_id=report.report_id,
        published=report.published,
        event_type=kind.name,
        family=kind.family,
        status=draft.status,
        background=draft.background,
        trigger=trigger.span,
        evidence=(trigger.span, *draft.evidence),
        actors=draft.actors,
        targets=draft.targets,
        supporters=draft.supporters,
        mediators=draft.mediators,
        places=draft.places,
        time=draft.time,
        effects=draft.effects,
        sources=draft.sources,
        weapons=draft.weapons,
        codes=kind.codes,
        confidence=draft.confidence,
        reasons=draft.reasons,
        coder=coder,
    )
