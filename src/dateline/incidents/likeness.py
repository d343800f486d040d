"""How alike two parties and two places are, by name and by what is known of them."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from dateline.actors.kinds import load_kinds
from dateline.incidents.acts import WhereKey, WhoKey
from dateline.incidents.words import stems
from dateline.places.fold import bare, is_latin, skeleton

EARTH_KM = 6371.0
WHO = ("other", "unclear", "kin", "same")
"""How two parties stand to one another, from least to most alike."""
WHERE = ("far", "other", "region", "inside", "near", "alike", "same")
"""How two places stand to one another, from least to most alike."""
_WIDE = frozenset({"country", "larger", "admin1", "admin2"})
_NEAR_KM, _REGION_KM = 10.0, 60.0
_ALIKE = 0.9
_SHORT = 5
_SHORT_KEY = 3


def who_level(one: WhoKey, other: WhoKey) -> int:
    """Compare two parties.

    Args:
        one: a party.
        other: a party.

    Returns:
        A place in ``WHO``: the same party; kin (one part of the other, or both of one whole, or much of the
        name shared); unclear (nothing speaks against it); another party.
    """
    if one.name == other.name or (one.actor_id and one.actor_id == other.actor_id):
        return WHO.index("same")
    if one.actor_id and other.actor_id:
        if one.actor_id in other.within or other.actor_id in one.within:
            return WHO.index("kin")
        return WHO.index("kin" if set(one.within) & set(other.within) else "other")
    shared = _shared_words(one.name, other.name)
    if shared >= _ALIKE or fuzz.ratio(one.name, other.name) >= 88:
        return WHO.index("same")
    sides = (_side(one.kind), _side(other.kind))
    if all(sides) and sides[0] != sides[1]:
        return WHO.index("other")
    if shared >= 0.45:
        return WHO.index("kin")
    return WHO.index("unclear" if all(sides) or not one.actor_id or not other.actor_id else "other")


def where_level(one: WhereKey, other: WhereKey) -> int:
    """Compare two places.

    Args:
        one: a place.
        other: a place.

    Returns:
        A place in ``WHERE``: the same; alike by name; near (10 km); inside (one holds the other); in one
        region (60 km); other by name with nothing known of where it lies; far.
    """
    if one.name == other.name or (one.geonames_id and one.geonames_id == other.geonames_id):
        return WHERE.index("same")
    apart = kilometres(one, other)
    wide = bool({one.precision, other.precision} & _WIDE)
    # two places of one name far from one another are two, but the middle of a province is far from its places
    if (wide or apart is None or apart <= 2 * _NEAR_KM) and _names_alike(one.name, other.name):
        return WHERE.index("alike")
    if one.country and other.country and one.country != other.country:
        return WHERE.index("far")
    if _holds(one, other) or _holds(other, one):
        return WHERE.index("inside")
    if apart is None:
        return WHERE.index("other")
    if wide:
        return WHERE.index("region" if apart <= 2 * _REGION_KM else "far")
    if apart <= _NEAR_KM:
        return WHERE.index("near")
    return WHERE.index("region" if apart <= _REGION_KM else "far")


def kilometres(one: WhereKey, other: WhereKey) -> float | None:
    """Great-circle distance, or ``None`` where a place has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _holds(whole: WhereKey, part: WhereKey) -> bool:
    """Whether a country holds a place in it, or a province one that lies in it."""
    if whole.precision == "country":
        return whole.country is not None and whole.country == part.country
    if whole.precision == "admin1":
        return whole.admin1 is not None and whole.admin1 == part.admin1
    return False


def _names_alike(one: str, other: str) -> bool:
    (left, left_key), (right, right_key) = _name_keys(one), _name_keys(other)
    if left == right or (left_key is not None and left_key == right_key):
        return True
    if min(len(left), len(right)) > _SHORT and Levenshtein.distance(left, right, score_cutoff=1) <= 1:
        return True
    small, large = sorted((set(left.split()), set(right.split())), key=len)
    # "bayt al faqih district" and "bayt al faqih": one name in the other, unless it is a word or two of many
    return small < large and sum(map(len, small)) > 4


@lru_cache(maxsize=1 << 16)
def _name_keys(name: str) -> tuple[str, str | None]:
    """A place name without articles, and its skeleton where that says enough."""
    left = bare(name)
    key = skeleton(name) if is_latin(left) else ""
    return left, key if len(key) > _SHORT_KEY else None


def _shared_words(one: str, other: str) -> float:
    """Share of the stems of the shorter name that the longer one has, less where it has many more."""
    left, right = _stem_set(one), _stem_set(other)
    if not left or not right:
        return 0.0
    both = len(left & right)
    return (both / min(len(left), len(right)) + both / max(len(left), len(right))) / 2


@lru_cache(maxsize=1 << 16)
def _stem_set(name: str) -> frozenset[str]:
    return frozenset(stems(name))


@cache
def _side(kind: str | None) -> str | None:
    """Which side a kind stands on: state, nonstate or civilians; ``None`` where it tells nothing."""
    known = load_kinds().get(kind) if kind else None
    side = getattr(known, "ucdp_side", None)
    return None if side in (None, "none") else side
