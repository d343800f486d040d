"""The deals of a report put together: a stage of the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from spacy.tokens import Token

from dateline.agreements import words as deal_words
from dateline.agreements.acts import find_acts
from dateline.agreements.answers import Scene, read_answers, read_mediators, read_proposers
from dateline.agreements.deals import Deal, group_deals
from dateline.agreements.mentions import DealMention, find_mentions, implied_mentions
from dateline.agreements.terms import find_terms, worded_terms
from dateline.agreements.words import DealWords
from dateline.coding.draft import Draft
from dateline.coding.status import Cues
from dateline.dates.mention import TimeMention
from dateline.language.parse import Parsed
from dateline.places.mention import PlaceMention
from dateline.records import Agreement, Answer, Event, Reason, Span, Status, Term, agreement_id
from dateline.stages import DealStage

if TYPE_CHECKING:
    from dateline.kit import Kit

PAST = timedelta(days=30)
OWN = frozenset({"proposal", "agreement", "ceasefire", "rejection", "breach"})
PARENTS = ("proposal", "agreement", "ceasefire")


def find_agreements(
    told: Sequence[tuple[Draft, Event]],
    parsed: Parsed,
    times: Sequence[TimeMention],
    places: Sequence[PlaceMention],
    kit: Kit,
) -> tuple[tuple[Event, ...], tuple[Agreement, ...]]:
    """Put the deals of a report together and say which events are their terms.

    Args:
        told: the events, each with the draft that it was made from, in text order.
        parsed: the report.
        times: the times that it names.
        places: the places that it names.
        kit: what coding needs.

    Returns:
        The events, those that are terms of a deal with ``part_of``, and the deals in text order.
    """
    events = tuple(event for _, event in told)
    words = deal_words.load()
    triggers = [(d.token, d.trigger.event_type, d.trigger.span) for d, e in told if not e.background]
    deals = find_deals(parsed, times, triggers, words, kit.cues)
    if not deals:
        return events, ()
    by_token = {draft.token.i: event for draft, event in told}
    scene = Scene(parsed, times, places, kit, words, by_token)
    inner = [(d.token, e.status) for d, e in told if may_be_term(e.event_type, e.status, words)]
    terms = find_terms(inner, deals, parsed, words)
    made: dict[int, Agreement] = {}
    for k, deal in enumerate(deals):
        inside = {t: rule for t, (of, rule) in terms.items() if of is deal}
        before = next((made[n] for n, d in enumerate(deals[:k]) if d is deal.before), None)
        made[k] = _agreement(deal, inside, before, scene)
    return _with_parents(events, tuple(made.values())), tuple(made.values())


def find_deals(
    parsed: Parsed,
    times: Sequence[TimeMention],
    told: Iterable[tuple[Token, str, Span]],
    words: DealWords,
    cues: Cues,
) -> tuple[Deal, ...]:
    """Find the deals that a report tells of, with what is done to them.

    A plan or an offer of which nothing is told that is told of deals is left out: it may be anybody's own.

    Args:
        parsed: the report.
        times: the times that it names.
        told: trigger word, event type and trigger of its events.
        words: the words of deals.
        cues: the words that decide on status.
    """
    mentions = implied_mentions(told, find_mentions(parsed, words))
    acts = find_acts(parsed, mentions, words, cues)
    deals = group_deals(mentions, acts, past=_past(mentions, parsed, times))
    return tuple(d for d in deals if d.acts or any(m.kind != "offer" for m in d.mentions))


def may_be_term(event_type: str, status: Status, words: DealWords) -> bool:
    """True for acts that a deal can lay down; a truce that is in force is a deal itself."""
    if event_type == "ceasefire" and status is Status.ACTUAL:
        return False
    return words.has("terms", "types", event_type)


def _past(mentions: Sequence[DealMention], parsed: Parsed, times: Sequence[TimeMention]) -> frozenset[int]:
    """The phrases in sentences that name long gone days only; "that deal" goes with the sentence before."""
    edge = parsed.report.published - PAST
    old: dict[int, bool] = {}
    for time in times:
        span = parsed.doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is None or time.last is None:
            continue
        number = parsed.sent_index[span.start]
        old[number] = old.get(number, True) and time.last < edge
    return frozenset(
        m.token.i
        for m in mentions
        if old.get(parsed.sent_index[m.token.i] - (m.opening == "pointing"), False)
    )


def _agreement(deal: Deal, inside: Mapping[int, str], before: Agreement | None, scene: Scene) -> Agreement:
    report = scene.parsed.report
    own = tuple(dict.fromkeys(e for e in _own_events(deal, scene)))
    answers = read_answers(deal, scene)
    first = deal.mentions[0]
    terms = [_term(scene.by_token[t]) for t in inside] + worded_terms(deal, inside, scene.words)
    ends = [a for a in deal.acts if a.kind in {"collapsed", "broke"}]
    starts = [a for a in deal.acts if a.kind == "in_force"]
    return Agreement(
        id=agreement_id(report.report_id, first.span.start),
        report_id=report.report_id,
        published=report.published,
        name=first.span.text,
        kind=first.kind,
        stage=_stage(deal, answers),
        past=deal.past,
        proposers=read_proposers(deal, scene),
        mediators=read_mediators(deal, own, scene),
        answers=answers,
        terms=tuple(sorted(terms, key=lambda t: t.start)),
        in_force=_sentence_part(starts[0].token) if starts else None,
        breach=_sentence_part(ends[-1].token) if ends else None,
        predecessor=deal.before.mentions[0].span if deal.before else None,
        predecessor_id=before.id if before else None,
        events=tuple(e.id for e in own),
        evidence=tuple(m.span for m in deal.mentions),
        reasons=_reasons(deal, inside, scene),
        coder=scene.kit.coder,
    )


def _own_events(deal: Deal, scene: Scene) -> list[Event]:
    """The events that are something done to the deal: by its verb, or by its own noun."""
    tokens = {a.token.i for a in deal.acts} | {m.token.i for m in deal.mentions}
    tokens |= {m.token.head.i for m in deal.mentions}
    return [e for t, e in scene.by_token.items() if t in tokens and e.event_type in OWN]


def _term(event: Event) -> Term:
    return Term(**event.trigger.model_dump(), event=event.id)


def _sentence_part(token: object) -> Span:
    text, start = token.text, token.idx  # type: ignore[attr-defined]
    return Span(text=text, start=start, end=start + len(text))


def _reasons(deal: Deal, inside: Mapping[int, str], scene: Scene) -> tuple[Reason, ...]:
    acts = [
        Reason(
            field=a.kind, rule=a.rule, detail=a.token.text, start=a.token.idx, end=a.token.idx + len(a.token)
        )
        for a in deal.acts
    ]
    terms = [
        Reason(field="terms", rule=rule, detail=e.trigger.text, start=e.trigger.start, end=e.trigger.end)
        for t, rule in inside.items()
        for e in [scene.by_token[t]]
    ]
    return (*acts, *terms)


def _stage(deal: Deal, answers: Sequence[Answer]) -> DealStage:
    said = {a.answer for a in answers}
    done = {a.kind for a in deal.acts}
    if deal.ended:
        return "broken"
    if "rejected" in said:
        return "rejected"
    if "in_force" in done:
        return "in_force"
    if "pending" in said or "conditional" in said:
        return "pending"
    if "accepted" in done:
        return "accepted"
    return "proposed" if "proposed" in done else "reported"


def _with_parents(events: Sequence[Event], agreements: Sequence[Agreement]) -> tuple[Event, ...]:
    """Set ``part_of`` of the terms: the offer if the report codes it, else the accord, else the truce."""
    types = {e.id: e.event_type for e in events}
    parents: dict[str, tuple[str, Agreement]] = {}
    for deal in agreements:
        own = [i for kind in PARENTS for i in deal.events if types[i] == kind]
        for term in deal.terms:
            if own and term.event and term.event not in own:
                parents.setdefault(term.event, (own[0], deal))
    return tuple(_with_parent(e, *parents[e.id]) if e.id in parents else e for e in events)


def _with_parent(event: Event, parent: str, deal: Agreement) -> Event:
    reason = Reason(
        field="part_of",
        rule="term of a deal",
        detail=deal.name,
        start=deal.evidence[0].start,
        end=deal.evidence[0].end,
    )
    return event.model_copy(update={"part_of": parent, "reasons": (*event.reasons, reason)})
