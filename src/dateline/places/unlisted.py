"""Where a name lies that the gazetteer lacks: at the place that its own words name, else where the report is.

Coders do the same: an unlisted street or hospital is put at its town, an unlisted village into its province,
with the precision that says so. No id is given, since the place found is not the one that is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import log10

from spacy.tokens import Doc

from dateline.places.countries import country_names, demonym_codes
from dateline.places.fold import bare, fold
from dateline.places.index import Candidate, PlaceIndex, Step
from dateline.places.mention import Found, PlaceMention
from dateline.places.sources import Precision
from dateline.places.surroundings import WELL_KNOWN, Unit, containers, ends_list, owners
from dateline.places.words import load_words

# kinds of places that stand in a town or are part of it
_IN_TOWN = frozenset(("facility", "quarter"))
_UNITS = frozenset(("admin1", "country", "larger"))
# inhabitants from which a town is taken: in a province that the report names, in its countries, elsewhere
_KNOWN_BESIDE, _KNOWN_THERE, _KNOWN_ANYWHERE = 15_000, 100_000, 300_000
_IN = ("in", "in the", ", in")
_BESIDE = (",", "(")
_SHORT = 3  # letters of a key that many places have as another name: "San", "Old"
_ACRONYM = 3  # letters
_MENTIONS = 1.5  # names that must lie in a province before an unlisted one is put into it
_SHARE = 0.5  # ... and their share of all names that lie in some province


def by_town(mentions: Sequence[PlaceMention], doc: Doc) -> tuple[PlaceMention, ...]:
    """Locate the mentions that are said to lie in a town and are not listed there: "Aleppo's Sakhour".

    Args:
        mentions: the places of a report, in the order of the text.
        doc: the parsed report.

    Returns:
        The same mentions, some near the town, without id, and with the reason.
    """
    found = tuple(m.found for m in mentions)
    towns = {k: m.candidate for k, m in enumerate(mentions) if m.candidate and _is_town(m)}
    return tuple(_in_said_town(m, found, towns, doc) or m for m in mentions)


def _in_said_town(
    mention: PlaceMention, found: Sequence[Found], towns: Mapping[int, Candidate], doc: Doc
) -> PlaceMention | None:
    best = mention.candidate
    if not towns or (best is not None and (best.kind in _UNITS or best.population >= WELL_KNOWN)):
        return None
    own = owners(mention.found, found, doc)
    said = [k for k in containers(mention.found, found, doc) if k in towns]
    for k in (k for k in said if k in own or _is_put_into(mention, found[k], found, doc)):
        if _gives_way(mention, towns[k], owned=k in own):
            why = f"not in the gazetteer inside {towns[k].name}, which it is said to lie in"
            return _moved(mention, towns[k], why)
    return None


def by_sentence(mentions: Sequence[PlaceMention], doc: Doc) -> tuple[PlaceMention, ...]:
    """Locate the buildings, streets and quarters without a candidate at the nearest town of their sentence.

    Args:
        mentions: the places of a report, in the order of the text.
        doc: the parsed report.

    Returns:
        The same mentions, some near the town, without id, and with the reason.
    """
    return tuple((_in_sentence(m, mentions, doc) or m) if _is_unlisted(m) else m for m in mentions)


def _in_sentence(mention: PlaceMention, mentions: Sequence[PlaceMention], doc: Doc) -> PlaceMention | None:
    if not is_in_town(mention.found):
        return None
    sent = doc[mention.first].sent
    towns = (
        (abs(m.first - mention.first), m.candidate)
        for m in mentions
        if m.candidate and _is_town(m) and sent.start <= m.first < sent.end
    )
    _, nearest = min(towns, key=lambda pair: pair[0], default=(0, None))
    if nearest is None:
        return None
    why = f"not in the gazetteer; the town named nearest in its sentence is {nearest.name}"
    return _moved(mention, nearest, why)


def _is_town(mention: PlaceMention) -> bool:
    return mention.precision == "exact" and not mention.unlisted and not mention.found.attributive


def _is_put_into(mention: PlaceMention, holder: Found, found: Sequence[Found], doc: Doc) -> bool:
    """Say whether a name is put into a town by "in", or is a building before a comma that makes no list."""
    link = doc[mention.last : holder.first].text.strip().lower()
    if link in _IN:
        return True
    return link in _BESIDE and is_in_town(mention.found) and not ends_list(holder, found, doc)


def _gives_way(mention: PlaceMention, town: Candidate, *, owned: bool) -> bool:
    """Say whether a name is no place of the gazetteer that may lie in a town."""
    best = mention.candidate
    if mention.found.described or mention.found.attributive or mention.found.direction:
        return False
    if best is None:
        return _is_unlisted(mention)
    return (owned or is_in_town(mention.found)) and _unit(mention) not in (None, (town.country, town.admin1))


def by_own_words(
    mentions: Sequence[PlaceMention], index: PlaceIndex, countries: Collection[str]
) -> tuple[PlaceMention, ...]:
    """Locate the mentions without a candidate that name a place in their name: "Colchester Hospital".

    Args:
        mentions: the places of a report, in the order of the text.
        index: the gazetteer.
        countries: codes of the countries that the report is about.

    Returns:
        The same mentions, some with a candidate (without id, but for countries) and the reason.
    """
    units = frozenset(u for m in mentions if (u := _unit(m)) is not None)
    return tuple((_named_inside(m, index, countries, units) or m) if _is_unlisted(m) else m for m in mentions)


def by_report(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Locate the mentions without a candidate in the province that most of a report's places lie in.

    Args:
        mentions: the places of a report, in the order of the text.

    Returns:
        The same mentions, some with a candidate without id, of the precision "near" for parts of a town and
        "admin1" for all else, and the reason.
    """
    return tuple((_at_report(m, mentions) or m) if _is_unlisted(m) else m for m in mentions)


def _is_unlisted(mention: PlaceMention) -> bool:
    found, words = mention.found, load_words()
    if mention.candidate is not None or found.described or found.attributive:
        return False
    short = found.core.isupper() and len(found.core) <= _ACRONYM
    return not short and found.core.lower() not in words.directions | words.not_names


def _named_inside(
    mention: PlaceMention, index: PlaceIndex, countries: Collection[str], units: Collection[Unit]
) -> PlaceMention | None:
    """Take the place that a part of the name names: "Colchester Hospital", "Bank of Mexico"."""
    for part in _parts(mention.found.core):
        hits = [c for c in index.find(part) if _is_well_known(c, countries, units)]
        if hits:
            best = max(hits, key=lambda c: (c.kind in _UNITS, c.country in countries, c.population))
            return _moved(mention, best, f"not in the gazetteer, but '{part}' in its name is")
    return None


def _parts(core: str) -> Iterator[str]:
    """Yield the parts of a name that may be a place's name, the longest first."""
    words, small = core.split(), load_words()
    for length in range(len(words) - 1, 0, -1):
        for first in range(len(words) - length + 1):
            part = words[first : first + length]
            if all(w[:1].isupper() for w in (part[0], part[-1])) and not _is_common(part, small.kinds):
                name = " ".join(part).removesuffix("'s").removesuffix("’s")
                code = demonym_codes().get(fold(name))
                yield next(n for n, c in country_names().items() if c == code) if code else name


def _is_common(part: list[str], kinds: Collection[str]) -> bool:
    words = load_words()
    return all(w.lower() in kinds or w.lower() in words.directions or len(w) < 3 for w in part)


def _is_well_known(candidate: Candidate, countries: Collection[str], units: Collection[Unit]) -> bool:
    if candidate.step is not Step.EXACT or candidate.kind == "admin2":
        return False
    if (
        len(candidate.key) <= _SHORT
        and candidate.kind == "place"
        and bare(fold(candidate.name)) != candidate.key
    ):
        return False
    if candidate.kind in ("country", "larger"):
        return True
    if candidate.kind == "admin1":
        return candidate.country in countries
    if (candidate.country, candidate.admin1) in units:
        return candidate.population >= _KNOWN_BESIDE
    there = candidate.country in countries
    return candidate.population >= (_KNOWN_THERE if there else _KNOWN_ANYWHERE)


def _at_report(mention: PlaceMention, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Put a part of a town at the town named nearest to it, anything else into the report's own province.

    What other unlisted names are known to lie in speaks for a province, too ("New Orleans Power House").
    """
    units: Counter[Unit] = Counter()
    for m in mentions:
        if m.candidate and (u := _unit_of(m.candidate)) is not None:
            units[u] += _weight(m.candidate)  # type: ignore[assignment]
    if not units:
        return None
    unit, votes = units.most_common(1)[0]
    if votes < _MENTIONS or votes <= _SHARE * units.total():
        return None
    towns = (
        (abs(m.first - mention.first), m.candidate)
        for m in mentions
        if m.candidate and _unit_of(m.candidate) == unit and m.candidate.precision == "exact"
    )
    _, nearest = min(towns, key=lambda pair: pair[0], default=(0, None))
    if nearest is None:
        return None
    coarse: Precision = "near" if is_in_town(mention.found) else "admin1"
    why = f"not in the gazetteer; the report is in {unit[1]}, named nearest is {nearest.name}"
    return _moved(mention, replace(nearest, precision=coarse), why)


def _weight(place: Candidate) -> float:
    """Weigh what a place says of the report: a well-known one is less often a namesake."""
    return 1.0 if place.kind != "place" else min(1.0, log10(place.population + 10) / 5)


def is_in_town(found: Found) -> bool:
    """Say whether a name is that of a building, a street or a quarter."""
    known, words = load_words(), found.core.lower().split()
    ends = {words[0], words[-1]}
    return bool({found.kind, *(known.kinds.get(w) for w in ends)} & _IN_TOWN) or bool(ends & known.in_towns)


def _unit(mention: PlaceMention) -> Unit | None:
    return _unit_of(mention.candidate) if mention.candidate and not mention.unlisted else None


def _unit_of(place: Candidate) -> Unit | None:
    return (place.country, place.admin1) if place.country and place.admin1 else None


def _moved(mention: PlaceMention, place: Candidate, why: str) -> PlaceMention:
    whole = place.kind in ("country", "larger")
    precision = "near" if place.precision == "exact" else place.precision
    return replace(
        mention,
        candidate=place if whole else replace(place, geonames_id=None),
        precision=precision,
        country=place.country,
        reasons=(why,),
        unlisted=True,
    )
