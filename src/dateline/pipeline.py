"""The whole flow on one screen: a dated report goes in, coded events come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.actors.stage import resolve_parties
from dateline.agreements.find import find_agreements
from dateline.coding.claims import attribute
from dateline.coding.confidence import keep_confident
from dateline.coding.draft import Draft
from dateline.coding.effects import read_effects
from dateline.coding.exchange import split_exchanges
from dateline.coding.finish import finish
from dateline.coding.once import merge_repeats
from dateline.coding.proposals import Proposals, read_proposals
from dateline.coding.roles import assign_roles
from dateline.coding.sides import add_victims, complete_sides
from dateline.coding.status import drop_embedded, read_status
from dateline.coding.tellers import drop_tellers
from dateline.coding.triggers import find_triggers
from dateline.coding.when import time_events
from dateline.coding.where import place_events
from dateline.dates import TimeMention, find_times
from dateline.kit import Kit
from dateline.language.parse import Parsed, parse_many
from dateline.language.tagger import Tagged
from dateline.places.mention import PlaceMention, locations
from dateline.places.recognise import find_places
from dateline.records import Coded, Report


@dataclass(frozen=True, slots=True)
class Filled:
    """The events of a report with their fields, before what is told twice is joined.

    ``places`` and ``times`` are all that the report names, ``proposals`` what the tagger proposes.
    """

    drafts: tuple[Draft, ...]
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    proposals: Proposals


def code_report(report: Report, kit: Kit) -> Coded:
    """Code one report. The numbered stages are in :func:`code_parsed`."""
    return next(code_reports([report], kit))


def code_reports(reports: Iterable[Report], kit: Kit) -> Iterator[Coded]:
    """Code reports in order; parsing runs in batches, which is faster than one at a time."""
    for parsed in parse_many(reports, kit.parser):  # 1. sentences, tokens, dependencies, entities
        yield code_parsed(parsed, kit)


def find_drafts(parsed: Parsed, tagged: Tagged | None, kit: Kit) -> tuple[Draft, ...]:
    """Stage 3: the lexicon and the tagger vote on each word; all that has a vote comes back."""
    types = kit.tagger.labels.types if kit.tagger else ()
    found = find_triggers(
        parsed, kit.codebook, tagged=tagged, types=types, engine=kit.engine, weights=kit.weights
    )
    return tuple(Draft(trigger) for trigger in found)


def code_parsed(parsed: Parsed, kit: Kit) -> Coded:
    """Code a parsed report. Each stage fills its own fields of the drafts and says why."""
    tagged = kit.tagger.tag(parsed.doc) if kit.tagger else None
    return code_drafts(find_drafts(parsed, tagged, kit), parsed, tagged, kit)


def code_drafts(drafts: tuple[Draft, ...], parsed: Parsed, tagged: Tagged | None, kit: Kit) -> Coded:
    """Code a report whose event words are known: all stages but the third.

    Args:
        drafts: one a word that may report an event.
        parsed: the report.
        tagged: what the tagger says of it, if it was asked.
        kit: the resources.
    """
    filled = fill_drafts(drafts, parsed, tagged, kit)
    # 11. the same act told twice is one event
    drafts = merge_repeats(filled.drafts, filled.proposals.same)
    # 12. the record that leaves the program
    told = [(draft, finish(draft, parsed.report, kit.codebook, kit.coder)) for draft in drafts]
    # 13. deals: who offered what, who answered how, and which events are their terms
    events, agreements = find_agreements(told, parsed, filled.times, filled.places, kit)
    return Coded(report=parsed.report, events=events, agreements=agreements)


def fill_drafts(drafts: tuple[Draft, ...], parsed: Parsed, tagged: Tagged | None, kit: Kit) -> Filled:
    """Stages 2 to 10: each event with its fields, one for each word that reports it."""
    # 2. mentions: the places and the times that the report names
    hints = tuple((m.start, m.end) for m in tagged.mentions if m.kind == "place") if tagged else ()
    places = locations(find_places(parsed, kit.places, hints=hints))
    times = find_times(parsed.text, published=parsed.report.published, start=parsed.report.body)
    # 3. events: words that report an act of the codebook, and how sure that is
    drafts = keep_confident(drafts, at_least=kit.min_confidence)
    # 4. who, to whom
    proposals = read_proposals(parsed.doc, tagged)
    drafts = split_exchanges(assign_roles(drafts, parsed, kit.codebook, kit.frames, proposals), kit.frames)
    # 5. status; what is only demanded or threatened is part of that statement
    drafts = drop_embedded(read_status(drafts, kit.cues), kit.cues)
    # 6. according to whom
    drafts = attribute(drafts, parsed, statement_types=kit.frames.speaking, proposals=proposals)
    # 7. with what effect
    drafts = add_victims(read_effects(drafts, parsed), kit.frames)
    # 8. when, and 9. where
    drafts = time_events(drafts, parsed, times, proposals)
    drafts = place_events(drafts, places, parsed, proposals)
    # 10. which known party each name means
    drafts = resolve_parties(drafts, parsed, places, kit.actors)
    # ... of which those that only report an act are its sources alone
    drafts = drop_tellers(drafts, kit.frames)
    # ... and whom an act is on, where its sentence leaves that out
    drafts = complete_sides(drafts, kit.frames)
    return Filled(drafts, places, times, proposals)
