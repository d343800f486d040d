"""The parties of the events of a report resolved: a stage of the pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from dateline.actors.knowledge import Knowledge
from dateline.actors.records import Resolution
from dateline.actors.resolve import resolve
from dateline.coding.draft import Draft
from dateline.language.parse import Parsed
from dateline.places.context import country_weights, leading_countries
from dateline.places.mention import PlaceMention
from dateline.records import Party, Reason

FIELDS = ("actors", "targets", "supporters", "mediators")
_SHOWN = 3
_POWER = 0.5


def resolve_parties(
    drafts: Sequence[Draft], parsed: Parsed, places: Iterable[PlaceMention], knowledge: Knowledge
) -> tuple[Draft, ...]:
    """Give the parties of each draft their actor id, kind and country, and say why.

    Args:
        drafts: events with parties and, where they have them, places.
        parsed: the report.
        places: places that the report names.
        knowledge: the knowledge base.

    Returns:
        The drafts. Parties that nothing is known of stay as they were.
    """
    home = report_countries(parsed, places, knowledge)
    return tuple(_resolve_draft(draft, parsed, home, knowledge) for draft in drafts)


def report_countries(parsed: Parsed, places: Iterable[PlaceMention], knowledge: Knowledge) -> tuple[str, ...]:
    """List the countries that a report is about, the main one first, by words for countries and places.

    Args:
        parsed: the report.
        places: places that it names.
        knowledge: says which states are great powers, that act in the wars of others.
    """
    weights: Counter[str] = country_weights(parsed)
    weights.update(place.country for place in places if place.country)
    return leading_countries(_powers_later(weights, knowledge.words.lists["powers"]))


def _powers_later(weights: Counter[str], powers: frozenset[str]) -> Counter[str]:
    """Great powers act in the wars of others: where others are spoken of, a power weighs half."""
    if not any(code not in powers and weight > 1 for code, weight in weights.items()):
        return weights
    halved = {c: w * (_POWER if c in powers else 1.0) for c, w in weights.items()}
    return Counter(halved)


def _resolve_draft(draft: Draft, parsed: Parsed, home: tuple[str, ...], knowledge: Knowledge) -> Draft:
    """The countries where an event happens come before those that the report is about."""
    there = [place.country for place in draft.places if place.country]
    countries = tuple(dict.fromkeys([*there, *home]))
    changed: dict[str, tuple[Party, ...]] = {}
    reasons: list[Reason] = []
    for field in FIELDS:
        parties: tuple[Party, ...] = getattr(draft, field)
        done = [_resolve_party(party, field, parsed, countries, knowledge) for party in parties]
        if done:
            changed[field] = tuple(party for party, _ in done)
            reasons += [reason for _, reason in done if reason]
    return draft.because(*dict.fromkeys(reasons), **changed) if reasons else draft


def _resolve_party(
    party: Party, field: str, parsed: Parsed, countries: tuple[str, ...], knowledge: Knowledge
) -> tuple[Party, Reason | None]:
    report = parsed.report
    found = resolve(
        party.name,
        knowledge=knowledge,
        published=report.published,
        countries=countries,
        text=parsed.text,
        at=party.start,
    )
    if found.kind is None or (field == "targets" and _is_place(found, party, knowledge)):
        return party, None
    known = _known(found.actor_id, report.published, knowledge) if found.actor_id else {}
    updated = party.model_copy(
        update={"actor_id": found.actor_id, "kind": found.kind, "country": found.country, **known}
    )
    rule = "actor" if found.actor_id else "described"
    return updated, Reason(
        field=field, rule=rule, detail=f"{party.name}: {_detail(found)}", start=party.start, end=party.end
    )


def _known(actor_id: str, day: date, knowledge: Knowledge) -> dict[str, object]:
    """What the knowledge base says of an actor on a day."""
    return {
        "canonical": knowledge.actors[actor_id].name_on(day),
        "ties": knowledge.standing(actor_id, day),
        "within": knowledge.above(actor_id, day),
    }


def _is_place(found: Resolution, party: Party, knowledge: Knowledge) -> bool:
    """A capital as a target may be the town itself."""
    return found.kind == "government" and party.name.casefold() in knowledge.capitals


def _detail(found: Resolution) -> str:
    what = (
        f"{found.name} [{found.actor_id}]"
        if found.actor_id
        else f"{found.kind}, {found.country or 'no country'}"
    )
    others = ", ".join(f"{a.actor_id} {a.score:.2f}" for a in found.alternatives[:_SHOWN])
    return f"{what} {found.score:.2f}: {'; '.join(found.reasons)}" + (f" (or {others})" if others else "")
