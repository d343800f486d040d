"""When did it happen: gives each event the time that the report says or implies (codebook, section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from dateline.coding.draft import Draft
from dateline.coding.proposals import NOTHING, Proposals
from dateline.coding.when_choice import choose
from dateline.coding.when_dated import dated_for, days_of
from dateline.coding.when_implied import INHERITED, implied_time
from dateline.coding.when_near import candidate_times
from dateline.coding.when_options import closed
from dateline.coding.when_rules import load
from dateline.coding.when_scene import Counted, Scene, is_release, placed_times
from dateline.coding.when_weighed import weighed_time
from dateline.dates import TimeMention, date_prec_of, edtf_of, precision_of
from dateline.dates.mention import Reading
from dateline.language.parse import Parsed
from dateline.records import Reason, When

OLD = timedelta(days=30)  # an event that ended longer before the report is background (codebook, section 7)


def time_events(
    drafts: tuple[Draft, ...],
    parsed: Parsed,
    times: tuple[TimeMention, ...],
    proposals: Proposals = NOTHING,
    own: Mapping[int, TimeMention] = MappingProxyType({}),
) -> tuple[Draft, ...]:
    """Give each event its time.

    Args:
        drafts: the events, with type and status.
        parsed: the report with its parse.
        times: the times found in its text.
        proposals: what the tagger proposes.
        own: the times that somebody has told to be those of trigger words, by the number of the word.

    Returns:
        The events in the same order, with ``time``, ``background`` and the reason for both. An event that is
        planned or possible and has no date keeps ``time`` ``None``.
    """
    scene = scene_of(drafts, parsed, times, own)
    order = sorted(range(len(drafts)), key=lambda k: drafts[k].token.i)
    ruled: list[Draft] = []
    for k in order:
        ruled.append(by_rules(drafts[k], scene, ruled))
    # as in fitting, each is weighed beside what the rules say of those before: no overruling is passed on
    made = [_weighed(drafts[k], ruled[n], scene, ruled[:n], proposals) for n, k in enumerate(order)]
    told = [_inheriting(each, ruled[:n], made[:n]) for n, each in enumerate(made)]
    by_number = dict(zip(order, told, strict=True))
    return tuple(by_number[k] for k in range(len(drafts)))


def scene_of(
    drafts: tuple[Draft, ...],
    parsed: Parsed,
    times: tuple[TimeMention, ...],
    own: Mapping[int, TimeMention] = MappingProxyType({}),
) -> Scene:
    """What is known of a report before its events are timed; the arguments are those of ``time_events``."""
    return Scene(
        costs=load(),
        published=parsed.report.published,
        release=is_release(parsed.report),
        parsed=parsed,
        placed=placed_times(parsed, times),
        triggers=frozenset(d.token.i for d in drafts),
        own=own,
    )


def _weighed(
    draft: Draft, ruled: Draft, scene: Scene, before: Sequence[Draft], proposals: Proposals
) -> Draft:
    """The event with the time of the rules, or with another where that is likelier."""
    if draft.token.i in scene.own:
        return ruled
    chosen = choose(draft, ruled, scene, before, tagger_times(draft, proposals))
    if chosen is None:
        return ruled
    when, reason = weighed_time(draft, *chosen)
    return draft.because(reason) if when is None else _aged(draft, when, reason, scene)


def _inheriting(draft: Draft, ruled: Sequence[Draft], made: Sequence[Draft]) -> Draft:
    """The event; where it has the time of one before it that was overruled there, its reason says so."""
    reason, when = draft.reasons[-1], draft.time
    if reason.rule != INHERITED or when is None:
        return draft
    for old, new in zip(reversed(ruled), reversed(made), strict=True):
        if old.trigger.span.text == when.anchor_text and days_of(old.time) == days_of(when):
            if days_of(new.time) == days_of(when):
                return draft
            words = f"{reason.detail} (whose own time is likelier to be another)"
            return replace(draft, reasons=(*draft.reasons[:-1], reason.model_copy(update={"detail": words})))
    return draft


def tagger_times(draft: Draft, proposals: Proposals) -> dict[int, float]:
    """The tagger's chances (0..1) that a word, by its number, names the time of an event."""
    return {t.i: chance for t, chance in proposals.fillers.get((draft.token.i, "time"), ())}


def by_rules(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """Time one event by the nearest time along the parse, else by the story before it, else by default."""
    for mention in candidate_times(draft, scene):
        dated = dated_for(mention, draft, scene, before)
        if dated is not None and (dated.mention.first or dated.mention.last):
            return _told(draft, dated, scene)
    when, reason = implied_time(draft, scene, before)
    return draft.because(reason) if when is None else _aged(draft, when, reason, scene)


def _told(draft: Draft, dated: Counted, scene: Scene) -> Draft:
    """The event with the time that the mention says."""
    mention = dated.mention
    first, last = closed(mention, scene.published)
    when = When(
        start=first,
        end=last,
        precision=precision_of(first, last),
        text=mention.text,
        text_start=mention.start,
        text_end=mention.end,
        edtf=mention.edtf or edtf_of(Reading(first, last)),
        date_prec=date_prec_of(first, last),
        anchor=dated.anchor,
        anchor_text=dated.words,
    )
    counted = f", counted from {dated.words!r}" if dated.words else ""
    reason = Reason(
        field="time",
        rule=f"time:{mention.kind.value}:{mention.rule}",
        detail=f"{mention.text!r} is {_nearness(draft, scene)}{counted}",
        start=mention.start,
        end=mention.end,
    )
    return _aged(draft, when, reason, scene)


def _nearness(draft: Draft, scene: Scene) -> str:
    return "said to be its time" if draft.token.i in scene.own else "the nearest time along the sentence"


def _aged(draft: Draft, when: When, reason: Reason, scene: Scene) -> Draft:
    """The event with its time, marked as background where it ended long before the report."""
    old = when.end is not None and scene.published - when.end > OLD
    return draft.because(reason, time=when, background=draft.background or old)
