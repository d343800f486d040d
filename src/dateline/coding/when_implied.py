"""The time of an event that its sentence gives none: from the story before it, or the report's day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.coding.when_scene import PRESENT, Anchor, Scene
from dateline.dates import Kind, TimeMention, date_prec_of, precision_of
from dateline.dates.calendars import days
from dateline.records import Reason, Status, When

INHERITED = "time:inherited"
SINCE_THEN = "time:since_then"
_DAYS = (Kind.DATE, Kind.SPAN)


def implied_time(draft: Draft, scene: Scene, before: Sequence[Draft]) -> tuple[When | None, Reason]:
    """Say when an event was whose sentence gives no time.

    Args:
        draft: the event.
        scene: the report.
        before: the events told before it, with their times.

    Returns:
        Its time, ``None`` where it is planned or possible, and the reason.
    """
    if draft.status in (Status.PLANNED, Status.POSSIBLE):
        return None, _reason("time:none", f"{draft.status.value} and no date given")
    since = _since_then(draft, scene)
    if since is not None:
        return since
    if draft.trigger.event_type not in scene.costs.statements and not _present(draft.token):
        told = _inherited(draft, scene, before)
        if told is not None and (days_of := told.time) and days_of.start and days_of.end:
            words = told.trigger.span.text
            when = _untold(days_of.start, days_of.end, anchor="event", words=words)
            return when, _reason(INHERITED, f"as {words!r} before it")
        said = _said_before(draft, scene)
        if said is not None and said.first and said.last:
            when = _untold(said.first, said.last, anchor="time", words=said.text)
            return when, _reason("time:paragraph", f"{said.text!r} is the last time said before it")
    when, detail = _by_default(draft, scene)
    return when, _reason("time:report", detail)


def _reason(rule: str, detail: str) -> Reason:
    return Reason(field="time", rule=rule, detail=detail)


def _by_default(draft: Draft, scene: Scene) -> tuple[When, str]:
    """Words are reported on the day or the day after; acts told in the past mostly on the day after."""
    if scene.release:
        when = _untold(scene.published, scene.published, anchor="report")
        return when, "no time given: the day that the press release bears"
    first = days(scene.published, -1)
    if draft.trigger.event_type in scene.costs.statements or _present(draft.token):
        when = _untold(first, scene.published, anchor="report")
        return when, "no time given: the report's day or the day before"
    return _untold(first, first, anchor="report"), "no time given: taken as the day before the report"


def _said_before(draft: Draft, scene: Scene) -> TimeMention | None:
    """The last day or days that the paragraph has named before the sentence of an event."""
    text, start = scene.parsed.report.text, draft.token.sent.start_char
    for placed in reversed(scene.placed):
        said = placed.mention
        if said.start >= start:
            continue
        if "\n" in text[said.end : start]:
            return None
        if said.kind in _DAYS and _is_recent(said.first, said.last, scene.published):
            return said
    return None


def _untold(first: date, last: date, *, anchor: Anchor, words: str | None = None) -> When:
    """A time that no words of the sentence say; its EDTF is marked as uncertain."""
    return When(
        start=first,
        end=last,
        precision=precision_of(first, last),
        edtf=f"{first}?" if first == last else f"{first}?/{last}?",
        date_prec=date_prec_of(first, last),
        anchor=anchor,
        anchor_text=words,
    )


def _present(token: Token) -> bool:
    """Whether a verb stands in the present or the perfect: what it tells has not been left behind."""
    words = {t.lower_ for t in token.children if t.dep_ in ("aux", "auxpass")}
    return bool(words & PRESENT) or (token.tag_ in ("VBZ", "VBP") and "did" not in words)


def _since_then(draft: Draft, scene: Scene) -> tuple[When, Reason] | None:
    """What "has since been done" lies between the last time told before it and the report."""
    verb = draft.token
    if not any(c.lower_ == "since" and c.dep_ == "advmod" for c in verb.children) or not _present(verb):
        return None
    said = [p.mention for p in scene.placed if p.token.i < verb.i and p.mention.kind in _DAYS]
    told = said[-1] if said else None
    if told is None or told.first is None or told.first > scene.published:
        return None
    when = _untold(told.first, scene.published, anchor="time", words=told.text)
    return when, _reason(SINCE_THEN, f"since {told.text!r}, the last time said before it")


def _inherited(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft | None:
    """The event told just before, in the same paragraph, whose time this one shares."""
    text = scene.parsed.report.text
    for other in reversed(before):
        gap = text[other.trigger.span.end : draft.trigger.span.start]
        if "\n" in gap:
            return None
        if other.status is Status.ACTUAL and _recent(other.time, scene.published):
            return other
    return None


def _recent(when: When | None, published: date) -> bool:
    return when is not None and _is_recent(when.start, when.end, published)


def _is_recent(first: date | None, last: date | None, published: date) -> bool:
    """Whether a time is one that a story goes on in: a week at most, and not over for longer than a week."""
    if first is None or last is None:
        return False
    return (last - first).days <= 7 and 0 <= (published - last).days <= 7
