"""Which place of the world a name means, from all that the report says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from dateline.language.parse import Parsed
from dateline.places.context import leading_countries
from dateline.places.countries import (
    capital_codes,
    country_names,
    demonym_codes,
    load_abbreviations,
    load_adjectives,
    load_countries,
)
from dateline.places.fold import fold, skeleton
from dateline.places.index import Candidate, PlaceIndex, Step
from dateline.places.initials import by_initials
from dateline.places.mention import Found, PlaceMention
from dateline.places.sources import Precision
from dateline.places.surroundings import (
    WELL_KNOWN,
    Unit,
    containers,
    ends_list,
    moved_into,
    support,
    unit_votes,
)
from dateline.places.unlisted import by_own_words, by_report, by_sentence, by_town
from dateline.places.words import load_words

_STEP_COST = {Step.EXACT: 0.0, Step.ARTICLE: 0.3, Step.SKELETON: 1.0, Step.FUZZY: 2.0}
_OTHER_NAME = 0.8
_UNITS = ("admin1", "admin2")
_KEPT = 5
# what it is worth that other names lie in the same province, and how many votes of theirs make that sure
_IN_COMPANY, _ENOUGH = 2.5, 1.5


def resolve(
    found: tuple[Found, ...], parsed: Parsed, index: PlaceIndex, weights: Counter[str]
) -> tuple[PlaceMention, ...]:
    """Choose a candidate for each name, twice: the second time with what the first has settled.

    Args:
        found: the names, in the order of the text.
        parsed: the report.
        index: the gazetteer.
        weights: how much the words of the report speak of each country.

    Returns:
        One mention a name, in the same order.
    """
    beside = [_beside(f, found, parsed.doc) for f in found]
    first = [_choose(f, b, parsed.doc, index, weights) for f, b in zip(found, beside, strict=True)]
    settled = Counter(weights)
    for mention in first:
        if mention.candidate and mention.candidate.country and mention.candidate.kind != "country":
            settled[mention.candidate.country] += 1
    named = [
        (fold(m.found.core), [m.candidate, *(c for c, _ in m.alternatives)]) for m in first if m.candidate
    ]
    votes = unit_votes(named)
    again = [
        _choose(f, b, parsed.doc, index, settled, units=support(votes, fold(f.core)))
        for f, b in zip(found, beside, strict=True)
    ]
    told = by_town(by_initials(_alike(again, beside)), parsed.doc)
    own = by_own_words(told, index, leading_countries(settled))
    inside = _alike_unlisted(_inside_what_holds_them(own, parsed.doc))
    return by_sentence(by_report(inside), parsed.doc)


def _choose(
    found: Found,
    beside: tuple[str, ...],
    doc: Doc,
    index: PlaceIndex,
    weights: Counter[str],
    *,
    units: Counter[Unit] | None = None,
) -> PlaceMention:
    if found.described:
        return PlaceMention(found, None, "larger", None, False, 0.0, ("a line between states",))
    candidates = _candidates(found, index, leading_countries(weights), beside)
    total = sum(weights.values()) or 1.0
    near = units or Counter()
    scored = sorted(
        (
            (c, _score(c, found, weights[c.country or ""] / total, beside) + _company(c, candidates, near))
            for c in candidates
        ),
        key=lambda pair: (-pair[1], pair[0].place_id),
    )
    if not scored:
        stands = found.attributive or is_metonym(found, doc)
        return PlaceMention(found, None, None, None, stands, 0.0, ("not in the gazetteer",))
    best, score = scored[0]
    return PlaceMention(
        found=found,
        candidate=best,
        precision=_precision(found, best, doc),
        country=best.country,
        metonym=found.attributive or is_metonym(found, doc, seat=best.kind == "seat"),
        score=round(score, 2),
        reasons=_reasons(best, weights, beside, near),
        alternatives=tuple((c, round(s, 2)) for c, s in scored[1:_KEPT]),
    )


def _alike(mentions: Sequence[PlaceMention], beside: Sequence[tuple[str, ...]]) -> tuple[PlaceMention, ...]:
    """Give a name that the report once says to lie in a unit ("Salem, Oregon") that place throughout."""
    said: dict[tuple[str, str | None], PlaceMention] = {}
    for mention, names in zip(mentions, beside, strict=True):
        if mention.candidate and mention.candidate.kind != "country" and _lies_in(mention.candidate, names):
            said.setdefault(_name(mention), mention)
    return tuple(
        _as_said(m, said[_name(m)]) if m.candidate and not names and _name(m) in said else m
        for m, names in zip(mentions, beside, strict=True)
    )


def _alike_unlisted(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Put a name that the gazetteer lacks where the report once says it lies ("Madinaty, east of Cairo")."""
    said: dict[tuple[str, str | None], PlaceMention] = {}
    for mention in mentions:
        if mention.unlisted:
            said.setdefault(_name(mention), mention)
    return tuple(
        replace(_as_said(m, said[_name(m)]), unlisted=True)
        if m.candidate is None and not m.found.described and _name(m) in said
        else m
        for m in mentions
    )


def _name(mention: PlaceMention) -> tuple[str, str | None]:
    return fold(mention.found.core), mention.found.kind


def _as_said(mention: PlaceMention, said: PlaceMention) -> PlaceMention:
    if mention.candidate == said.candidate:
        return mention
    why = ("the report says elsewhere what it lies in", *said.reasons)
    return replace(
        mention, candidate=said.candidate, precision=said.precision, country=said.country, reasons=why
    )


def _lies_in(candidate: Candidate, beside: tuple[str, ...]) -> bool:
    inside = {fold(n) for n in (candidate.admin1, candidate.admin2) if n}
    return bool(inside & set(beside)) or any(country_names().get(n) == candidate.country for n in beside)


def _company(candidate: Candidate, others: tuple[Candidate, ...], units: Counter[Unit]) -> float:
    """Score how many other names of the report speak for the province that a candidate lies in."""
    if not candidate.country or not candidate.admin1 or _is_overshadowed(candidate, others):
        return 0.0
    return _IN_COMPANY * min(1.0, units[candidate.country, candidate.admin1] / _ENOUGH)


def _is_overshadowed(candidate: Candidate, others: tuple[Candidate, ...]) -> bool:
    """Say whether a small town bears the name of another unit of its state ("Florida" in New York State)."""
    if candidate.kind in ("admin1", "country", "capital") or candidate.population >= WELL_KNOWN:
        return False
    return any(
        o.kind == "admin1" and (o.country, o.key) == (candidate.country, candidate.key)
        for o in others
        if o.admin1 != candidate.admin1
    )


def _inside_what_holds_them(mentions: tuple[PlaceMention, ...], doc: Doc) -> tuple[PlaceMention, ...]:
    """Put each name that the gazetteer lacks into the unit that the report says it lies in."""
    found = tuple(m.found for m in mentions)
    made = []
    for mention in mentions:
        for k in containers(mention.found, found, doc):
            holder = mentions[k]
            if (
                holder.candidate is None
                or holder.unlisted
                or mention.found.described
                or ends_list(holder.found, found, doc)
            ):
                continue
            typed = holder.found.kind in _UNITS
            unit = moved_into(mention.found, mention.candidate, holder.candidate, typed=typed)
            if unit is not None:
                why = f"not in the gazetteer inside {holder.name}, which it is said to lie in"
                mention = replace(  # noqa: PLW2901
                    mention,
                    candidate=unit,
                    precision=unit.precision,
                    country=unit.country,
                    reasons=(why,),
                    unlisted=True,
                )
                break
        made.append(mention)
    return tuple(made)


def _beside(found: Found, others: tuple[Found, ...], doc: Doc) -> tuple[str, ...]:
    """Folded names of the places that a name says it lies in."""
    cores = (others[k].core for k in containers(found, others, doc))
    return tuple(fold(short[1] if (short := _abbreviated(core)) else core) for core in cores)


def _candidates(
    found: Found, index: PlaceIndex, countries: tuple[str, ...], beside: tuple[str, ...]
) -> tuple[Candidate, ...]:
    if (meant := _meant(found, index)) is not None:
        return meant
    inside = tuple(country_names()[n] for n in beside if n in country_names())
    whole = index.find(found.name) if found.kind and not found.direction else ()
    named = whole + index.find(found.core, countries=(*inside, *countries))
    if found.kind in _UNITS and not any(c.kind == found.kind for c in named):
        named += _units_around(named, found, index)
    return tuple({c.place_id: c for c in named}.values())


def _meant(found: Found, index: PlaceIndex) -> tuple[Candidate, ...] | None:
    """Find what a word means that is no place's name: a people its country, a short form its unit.

    Other names of three capitals or less are none at all ("EU" is not the town of Eu).
    """
    code = demonym_codes().get(fold(found.core))
    if code is not None:
        name = next(c.name for c in load_countries() if c.code == code)
        return tuple(c for c in index.find(name) if c.kind == "country" and c.country == code)
    if (region := load_adjectives().get(fold(found.core))) is not None:
        return tuple(c for c in index.find(region[1]) if c.country == region[0])
    if (short := _abbreviated(found.core)) is not None:
        country, unit = short
        return tuple(c for c in index.find(unit) if c.kind == "admin1" and c.country == country)
    if found.core.lower() in load_words().directions:
        return ()
    bare_capitals = found.core.isupper() and found.core.isalpha() and len(found.core) <= 3
    return () if bare_capitals and fold(found.core) not in country_names() else None


def _abbreviated(core: str) -> tuple[str, str] | None:
    return load_abbreviations().get(core.replace(" ", "").rstrip("."))


def _units_around(named: tuple[Candidate, ...], found: Found, index: PlaceIndex) -> tuple[Candidate, ...]:
    """Find the unit that bears the name of its seat in another spelling ("Deraa province": Dar'ā)."""
    for seat in named[:3]:
        unit = seat.admin1 if found.kind == "admin1" else seat.admin2
        if not unit or seat.country is None:
            continue
        keys = {skeleton(fold(found.core)), skeleton(fold(seat.name))}
        if skeleton(fold(unit)) in keys or found.kind == "admin1":
            hits = index.find(unit, countries=(seat.country,))
            units = tuple(c for c in hits if c.kind == found.kind and c.country == seat.country)
            if units and skeleton(fold(unit)) in keys:
                return units
    return ()


def _score(candidate: Candidate, found: Found, share: float, beside: tuple[str, ...]) -> float:
    score = 0.5 * math.log10(candidate.population + 10) - _STEP_COST[candidate.step]
    score += 4.0 * share
    if skeleton(candidate.key) != skeleton(fold(candidate.name)):
        score -= _OTHER_NAME  # one of its other names
    score += {"country": 4.0, "capital": 1.5, "larger": 3.0, "admin2": -1.0, "admin1": -0.2}.get(
        candidate.kind, 0.0
    )
    if found.kind in _UNITS:
        score += 3.0 if candidate.kind == found.kind else (1.5 if candidate.kind in _UNITS else 0.0)
    elif found.kind in ("place", "quarter"):
        score += 1.0 if candidate.kind not in (*_UNITS, "country") else -1.0
    if (candidate.geonames_id is None and share) or candidate.country is None:
        score += 2.5  # ours: listed because reports on that country name it
    inside = {fold(n) for n in (candidate.admin1, candidate.admin2) if n}
    if candidate.country and any(country_names().get(n) == candidate.country for n in beside):
        score += 5.0
    if inside & set(beside) or {skeleton(n) for n in inside} & {skeleton(n) for n in beside if n.isascii()}:
        score += 4.0
    return score


def _precision(found: Found, candidate: Candidate, doc: Doc) -> Precision:
    if found.direction or found.kind in ("area", "road", "line"):
        return "near" if candidate.precision == "exact" else candidate.precision
    before = doc[found.first - 1].lower_ if found.first else ""
    if candidate.precision == "exact" and before in load_words().nearby:
        return "near"
    return candidate.precision


def _reasons(
    best: Candidate, weights: Counter[str], beside: tuple[str, ...], units: Counter[Unit]
) -> tuple[str, ...]:
    reasons = [f"found by {best.step.value} key '{best.key}'"]
    if best.country and weights[best.country]:
        reasons.append(f"the report speaks of {best.country}")
    if beside:
        reasons.append(f"named inside {', '.join(beside)}")
    if best.country and best.admin1 and units[best.country, best.admin1] >= 1:
        reasons.append(f"other names lie in {best.admin1}")
    if best.population:
        reasons.append(f"{best.population} inhabitants")
    return tuple(reasons)


def is_metonym(found: Found, doc: Doc, *, seat: bool = False) -> bool:
    """Say whether the name of a state, a capital or a seat of power stands for a government here.

    So it does as subject of a verb by which governments speak or act, as owner ("Kabul's denial") and as
    party ("talks with Iran"); after "in" and the like it is the place.
    """
    key = fold(found.core)
    if found.kind or found.direction or not (seat or key in country_names() or key in capital_codes()):
        return False
    inside = range(found.first, found.last)
    head = next((doc[i] for i in inside if doc[i].head.i not in inside), doc[found.last - 1])
    while head.dep_ in ("conj", "appos") and head.head != head:
        head = head.head
    return _acts(head, is_state=key in country_names())


def _of_party(name: Token) -> bool:
    """Say whether a name before a noun says whose something is ("US forces"), not where ("the Iraq war")."""
    words, noun = load_words(), name.head
    if noun.pos_ != "NOUN" or name.i > noun.i:
        return False
    return noun.lower_ not in words.kinds and noun.lower_ not in words.of_places


def _acts(head: Token, *, is_state: bool) -> bool:
    words = load_words()
    verb = head.head
    if head.dep_ in ("nsubj", "agent"):
        if verb.pos_ not in ("VERB", "AUX") or verb.lemma_ in words.undergone:
            return False
        does = any(c.dep_ in ("dobj", "ccomp", "xcomp", "dative") for c in verb.children)
        does = does or verb.dep_ == "relcl"  # "the plan that Moscow is promoting"
        return verb.lemma_ in words.acting_verbs or (verb.pos_ == "VERB" and does)
    if head.dep_ in ("poss", "iobj", "dative"):
        return True
    if head.dep_ == "dobj":
        return verb.lemma_ in words.addressed
    if head.dep_ in ("compound", "amod", "nmod"):
        return is_state and _of_party(head)
    return head.dep_ == "pobj" and head.head.lower_ in ("with", "by", "between", "against")
