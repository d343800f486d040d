"""How likely an actor is meant by a name, in a report of a day and some countries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dateline.actors.knowledge import Knowledge
from dateline.actors.records import Actor, Alternative
from dateline.places.fold import fold

ENOUGH = 0.5
MARGIN = 0.05
_STALE = timedelta(days=3 * 365)
_EARLY = timedelta(days=365)


def rank(
    key: str,
    name: str,
    knowledge: Knowledge,
    *,
    published: date,
    countries: Sequence[str],
    folded_text: str,
) -> tuple[Alternative, ...]:
    """Score the actors that bear a name, the likeliest first.

    Args:
        key: the folded name.
        name: the name as written, for its capitals.
        knowledge: the knowledge base.
        published: the report's day.
        countries: countries of the report, the main one first; may be empty.
        folded_text: the report's text, folded; empty where there is none.
    """
    pairs = [pair for pair in knowledge.names.get(key, ()) if _written(name, pair[1])]
    common = key in knowledge.words.lists["common"]
    found = []
    for id_, alias in pairs:
        actor = knowledge.actors[id_]
        score, reasons = 0.7 if len(pairs) == 1 else 0.5, [f"{name!r} is {alias!r}"]
        for add, why in (
            _by_country(actor, alias, countries, common=common, name=name),
            _by_date(actor, published, alone=len(pairs) == 1),
            _by_text(actor, alias, folded_text),
            _by_person(actor, alias, knowledge, published, countries),
        ):
            score += add
            reasons += [why] if why else []
        found.append(Alternative(id_, round(min(max(score, 0.0), 1.0), 2), tuple(reasons)))
    return tuple(sorted(found, key=lambda a: -a.score))


def chosen(ranked: Sequence[Alternative]) -> Alternative | None:
    """Choose the first where it is likely enough and ahead of the next."""
    if not ranked or ranked[0].score < ENOUGH:
        return None
    if len(ranked) > 1 and round(ranked[0].score - ranked[1].score, 2) < MARGIN:
        return None
    return ranked[0]


def is_acronym(alias: str) -> bool:
    """Say whether a name is written in capitals ("SDF", "U.N.", "MONUSCO")."""
    letters = [c for c in alias if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters) and " " not in alias


def _written(name: str, alias: str) -> bool:
    """Say whether the capitals of a name fit the alias: "us" and "Who" are not "US" and "WHO"."""
    if not is_acronym(alias):
        return True
    if name.islower():
        return False
    return len(alias) > 3 or is_acronym(name)


def _by_country(
    actor: Actor, alias: str, countries: Sequence[str], *, common: bool, name: str
) -> tuple[float, str | None]:
    if actor.kind == "state":
        return 0.3, None
    if not actor.countries:
        return (-0.3, "an ordinary word too") if common and name != alias else (0.15, None)
    if not countries:
        return (-0.3, "an ordinary word too") if common else (0.0, None)
    if actor.countries[0] == countries[0]:
        return 0.25, f"the report is about {countries[0]}"
    if actor.countries[0] in countries:
        return 0.15, f"the report is about {actor.countries[0]} too"
    if shared := [c for c in actor.countries if c in countries]:
        return 0.1, f"it acts in {shared[0]} too"
    if common or (is_acronym(alias) and len(alias) <= 3):
        return -0.4, "its countries are not those of the report"
    return -0.15, "its countries are not those of the report"


def _by_date(actor: Actor, published: date, *, alone: bool) -> tuple[float, str | None]:
    if actor.existed(published):
        return (0.1 if actor.start else 0.05), None
    if actor.start and published < actor.start - _EARLY:
        return -0.5, f"it began in {actor.start.year}"
    if actor.end and published > actor.end + _STALE:
        return -0.05 if alone else -0.25, f"it ended in {actor.end.year}"
    return -0.02, None


def _by_text(actor: Actor, alias: str, folded_text: str) -> tuple[float, str | None]:
    full = fold(actor.name.partition(" (")[0])
    if folded_text and " " in full and full != fold(alias) and f" {full} " in f" {folded_text} ":
        return 0.2, f"the report names {actor.name}"
    return 0.0, None


def _by_person(
    actor: Actor, alias: str, knowledge: Knowledge, published: date, countries: Sequence[str]
) -> tuple[float, str | None]:
    """A surname alone means a person only where the country fits, or a leader of a great power in office."""
    if actor.kind != "person" or " " in alias:
        return 0.0, None
    in_office = knowledge.side(actor.id, published) is not None
    near = not countries or any(c in countries for c in actor.countries)
    if near:
        return (0.05, "in office") if in_office else (-0.1, "not in office then")
    if in_office and any(c in knowledge.words.lists["powers"] for c in actor.countries):
        return 0.1, "in office"
    return -0.25, "only a surname"
