"""A report coded from the answers of a model: checked, read by our own grammar, and made into events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.actors.stage import resolve_parties
from dateline.agreements.find import find_agreements
from dateline.coding.confidence import keep_confident
from dateline.coding.draft import Draft, Trigger
from dateline.coding.finish import finish
from dateline.coding.once import merge_repeats
from dateline.coding.proposals import Proposals
from dateline.coding.tellers import drop_tellers
from dateline.coding.when import time_events
from dateline.coding.where import place_events
from dateline.dates import find_times
from dateline.kit import Kit
from dateline.language.parse import Parsed
from dateline.llm import trust
from dateline.llm.check import Dropped, Found, check_event
from dateline.llm.claims import Claims
from dateline.llm.draft import Read, Scene, numbered, read_found
from dateline.llm.join import joined
from dateline.llm.quotes import Quotable
from dateline.llm.review import note
from dateline.llm.windows import Window
from dateline.pipeline import code_drafts, find_drafts
from dateline.places.mention import locations
from dateline.places.recognise import find_places
from dateline.records import Coded, Reason, Span

Hidden = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A coded report, with how many claims the model made and which of them were dropped."""

    coded: Coded
    made: int
    dropped: tuple[Dropped, ...]


def code_claims(
    answers: Iterable[tuple[Window, Claims]], parsed: Parsed, kit: Kit, *, hidden: Hidden = ()
) -> Outcome:
    """Code a report from what a model claims of its parts.

    Args:
        answers: each part with its claims.
        parsed: the report.
        kit: our own resources; its coder gives the second opinion.
        hidden: stretches that the model was not shown; nothing in them is believed.

    Returns:
        The events, in the order of the text, and the count of claims.
    """
    quotable = Quotable.of(parsed.report.text, start=parsed.report.body, hidden=hidden)
    found, made, dropped = _checked(answers, parsed, quotable, kit)
    places = locations(find_places(parsed, kit.places))
    times = find_times(parsed.text, published=parsed.report.published, start=parsed.report.body)
    scene = Scene.of(parsed, kit, places, times)
    read = [read_found(event, scene) for event in found]
    dropped += [d for each in read for d in each.dropped]
    second = find_drafts(parsed, kit.tagger.tag(parsed.doc) if kit.tagger else None, kit)
    if not found:
        return Outcome(_unseen(second, parsed, kit, hidden), made, tuple(dropped))
    drafts = tuple(_rated(each.draft, second, parsed) for each in read)
    drafts = marked(drafts, hidden)
    coded = _finished(drafts, read, scene)
    return Outcome(coded, made, tuple(dropped))


def _checked(
    answers: Iterable[tuple[Window, Claims]], parsed: Parsed, quotable: Quotable, kit: Kit
) -> tuple[tuple[Found, ...], int, list[Dropped]]:
    made, dropped = 0, []
    found: list[tuple[Window, Found]] = []
    for window, claims in answers:
        made += claims.shapeless
        dropped += [Dropped("event", "", "has not the form of an event")] * claims.shapeless
        for claim in claims.events:
            checked = check_event(claim, parsed, quotable, kit.codebook, window)
            made += checked.made
            dropped += checked.dropped
            if checked.event:
                found.append((window, checked.event))
    return joined(found), made, dropped


def _rated(draft: Draft, second: Sequence[Draft], parsed: Parsed) -> Draft:
    """The draft with the chance that it is right, seen beside what our own coder reads from its sentence."""
    chances = trust.load()
    kind, here = draft.trigger.event_type, parsed.sent_index[draft.token.i]
    near = [d.trigger for d in second if parsed.sent_index[d.token.i] == here]
    same = [t.score for t in near if t.event_type == kind]
    other = [t for t in near if t.token.i == draft.token.i and t.event_type != kind]
    notes: tuple[Reason, ...] = ()
    if same:
        score, rule = trust.agreed(chances.alone, max(same)), "llm and lexicon"
    elif other and other[0].score >= 0.5:
        score, rule = chances.differs, "llm"
        notes = (note("event_type", f"our own coder reads {other[0].event_type} here", draft.trigger.span),)
    else:
        score, rule = chances.alone, "llm"
    trigger = replace(draft.trigger, rule=rule, score=round(score, 3))
    return replace(draft, trigger=trigger).because(*notes)


def marked(drafts: tuple[Draft, ...], hidden: Hidden) -> tuple[Draft, ...]:
    """Mark drafts for review where the report speaks to a machine: a person looks at all that was made of it.

    Args:
        drafts: the events under way.
        hidden: the sentences that were kept from the model.
    """
    return tuple(d.because(*(_withheld(d.trigger, a, b) for a, b in hidden)) for d in drafts)


def _withheld(trigger: Trigger, start: int, end: int) -> Reason:
    text = trigger.token.doc.text[start:end]
    what = "the report speaks to a machine; the sentence was kept from the model"
    return note("withheld", f"{what}: {text[:80]!r}", Span(text=text, start=start, end=end))


def _unseen(second: Sequence[Draft], parsed: Parsed, kit: Kit, hidden: Hidden) -> Coded:
    """A report in which the model found nothing: what our own coder is sure of is kept, marked."""
    detail = "the model found no event in this report; our own coder is sure of this one"
    told = [d for d in second if d.trigger.score >= max(trust.load().missed, kit.min_confidence)]
    told = [d for d in told if not any(a <= d.token.idx < b for a, b in hidden)]
    drafts = tuple(d.because(note("event", detail, d.trigger.span)) for d in told)
    return code_drafts(marked(drafts, hidden), parsed, None, kit)


def _finished(drafts: tuple[Draft, ...], read: Sequence[Read], scene: Scene) -> Coded:
    """The stages that every engine shares: when, where, which known party, once, record."""
    parsed, kit = scene.parsed, scene.kit
    own_times = {each.draft.token.i: each.time for each in read if each.time is not None}
    fillers = {
        (each.draft.token.i, "place"): tuple((parsed.doc[m.first], 1.0) for m in each.places)
        for each in read
        if each.places
    }
    drafts = keep_confident(drafts, at_least=kit.min_confidence)
    drafts = time_events(drafts, parsed, scene.times, own=own_times)
    drafts = place_events(drafts, scene.places, parsed, Proposals(fillers, frozenset(), {}))
    drafts = tuple(_told_by_model(draft) for draft in drafts)
    drafts = drop_tellers(resolve_parties(drafts, parsed, scene.places, kit.actors), kit.frames)
    drafts = numbered(merge_repeats(drafts))
    told = [(draft, finish(draft, parsed.report, kit.codebook, kit.coder)) for draft in drafts]
    events, agreements = find_agreements(told, parsed, scene.times, scene.places, kit)
    return Coded(report=parsed.report, events=events, agreements=agreements)


def _told_by_model(draft: Draft) -> Draft:
    """Places that were proposed were proposed by the model here, not by the tagger."""
    reasons = (
        r.model_copy(update={"rule": "place.llm"}) if r.rule == "place.tagger" else r for r in draft.reasons
    )
    return replace(draft, reasons=tuple(reasons))
