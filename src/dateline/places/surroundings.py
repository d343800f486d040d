"""What a report's other names say of one: which province they speak for, and what it is said to lie in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from dateline.places.fold import fold, skeleton
from dateline.places.index import Candidate
from dateline.places.mention import Found
from dateline.places.words import load_words

Unit = tuple[str, str]
"""Code of a country and name of a first-level unit of it."""
_UNITS = ("admin1", "admin2")
WELL_KNOWN = 100_000  # inhabitants: such a town needs no province beside it to be told from its namesakes
_APART = 5  # words between what owns a place and its name
_LINKS = (",", "in", ", in", "in the", "(", "of", "of the", "")


def unit_votes(names: Sequence[tuple[str, Sequence[Candidate]]]) -> dict[str, Counter[Unit]]:
    """Let each name vote for the units that it may lie in.

    Args:
        names: folded names with their candidates, the likeliest first.

    Returns:
        By name one vote in all: half of it for the likeliest candidate's unit, all of it where that is a unit
        itself, the rest shared evenly by the units of all candidates.
    """
    votes: dict[str, Counter[Unit]] = {}
    for name, candidates in names:
        units = [(c.country, c.admin1) for c in candidates if c.country and c.admin1]
        if not units or not candidates[0].admin1 or name in votes:
            continue
        spread = sorted(set(units))
        sure = 1.0 if candidates[0].kind == "admin1" else 0.5
        votes[name] = Counter(dict.fromkeys(spread, (1.0 - sure) / len(spread)))
        votes[name][units[0]] += sure  # type: ignore[assignment]
    return votes


def support(votes: Mapping[str, Counter[Unit]], name: str) -> Counter[Unit]:
    """Sum the votes of all names but one.

    Args:
        votes: what ``unit_votes`` returned.
        name: the folded name that is to be told.
    """
    total: Counter[Unit] = Counter()
    for other, given in votes.items():
        if other != name:
            total.update(given)
    return total


def containers(found: Found, others: Sequence[Found], doc: Doc) -> tuple[int, ...]:
    """Find what a name says it lies in: "Goma, DRC", "Jasem in Deraa province", "Cairo's Zamalek quarter".

    Returns:
        The numbers of these among ``others``.
    """
    after = [(k, f) for k, f in enumerate(others) if found.last <= f.first <= found.last + 3]
    said = tuple(k for k, f in after if doc[found.last : f.first].text.strip().lower() in _LINKS)
    return said + owners(found, others, doc)


def owners(found: Found, others: Sequence[Found], doc: Doc) -> tuple[int, ...]:
    """Find what owns a name as a part of it: "Aleppo's Sakhour", "Cairo's walled suburb of Katameya".

    Returns:
        The numbers of these among ``others``.
    """
    before = [(k, f) for k, f in enumerate(others) if found.first - _APART <= f.last < found.first]
    return tuple(k for k, f in before if _is_owner(doc[f.last : found.first]))


def _is_owner(between: Span) -> bool:
    """Say whether all between two names is a genitive ending and words for the kind of place that follows."""
    kinds, words = load_words().kinds, list(between)
    if words[0].tag_ != "POS":
        return False
    rest = words[1:]
    if rest and rest[-1].lower_ == "of":
        rest = rest[:-1]
        if not rest or rest[-1].lower_ not in kinds:
            return False
    return all(t.pos_ in ("ADJ", "NUM") or t.tag_ in ("VBN", "HYPH") or t.lower_ in kinds for t in rest)


def ends_list(holder: Found, others: Sequence[Found], doc: Doc) -> bool:
    """Say whether a name may be the next of a list ("Kunduz, Helmand and Zabul"), not what holds another."""
    after = doc[holder.last : holder.last + 2]
    if len(after) and after[0].lower_ in ("and", "or", "&"):
        return True
    return len(after) > 1 and after[0].text == "," and any(f.first == after[1].i for f in others)


def moved_into(found: Found, best: Candidate | None, holder: Candidate, *, typed: bool) -> Candidate | None:
    """Take the unit that a name is said to lie in where the gazetteer has no such name inside it.

    Args:
        found: the name.
        best: the likeliest place that bears it.
        holder: the unit that it is said to lie in.
        typed: a type word says that the holder is a unit ("Helmand province").

    Returns:
        The unit, with its own coordinates and precision and without an id, as an unlisted place is not the
        unit; ``None`` where ``best`` may lie in it.
    """
    if holder.kind not in (*_UNITS, "country"):
        return None
    if best is not None:
        if (not typed and found.kind is None) or best.kind == "country" or not _outside(best, holder):
            return None
        abroad = best.country != holder.country and typed and found.kind in _UNITS
        if best.population >= WELL_KNOWN and not abroad:  # no district lies in a province of another state
            return None
    return replace(holder, geonames_id=None)


def _outside(best: Candidate, holder: Candidate) -> bool:
    if best.country is None or holder.country is None:
        return False
    if best.country != holder.country:
        return True
    if holder.kind != "admin1" or not best.admin1:
        return False
    return skeleton(fold(best.admin1)) != skeleton(fold(holder.admin1 or holder.name))
