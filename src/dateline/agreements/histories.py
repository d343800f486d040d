"""One deal over many reports: which reports speak of the same one, and what each party answered, in order.

Points (``histories.toml``) speak for and against two reports telling of one deal. Reports are read by date;
each deal joins the history that it has the most points with, or opens a new one. Two deals that one report
tells apart never share a history, and a deal of long ago joins none of today's.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from dateline.places.distance import distance_km
from dateline.records import Agreement, Answer, Party, Record, Term
from dateline.stages import DealStage

FILE = Path(__file__).with_suffix(".toml")
FINAL = ("broken", "rejected", "in_force", "accepted")
_OPEN: tuple[DealStage, ...] = ("pending", "proposed")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the events around a deal say of it.

    ``countries`` and ``points`` (degrees) are where they are, ``terms`` the types of what the deal lays down,
    ``incidents`` those that acts on the deal belong to, ``original`` the report that its report is a copy of.
    """

    countries: frozenset[str] = frozenset()
    points: tuple[tuple[float, float], ...] = ()
    terms: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()
    original: str | None = None


class Tie(Record):
    """Why a report's deal belongs to a history: the deal it is tied to, and named points."""

    agreement_id: str
    to: str
    points: dict[str, float]


class Said(Record):
    """What one report says that a party answered; ``span`` of the answer is in that report."""

    report_id: str
    published: date
    agreement_id: str
    answer: Answer


class Side(Record):
    """One party's answers in the order of the reports, and the ``latest``, which holds.

    ``disputed`` where reports of the day of the latest answer say both yes and no.
    """

    name: str
    actor_id: str | None = None
    said: tuple[Said, ...]
    latest: Said
    disputed: bool = False

    def overdue(self, on: date) -> bool:
        """Say whether an answer is awaited and was due before a day, as the last report with a day has it."""
        days = [one.answer.due for one in self.said if one.answer.answer == "pending" and one.answer.due]
        return self.latest.answer.answer == "pending" and bool(days) and days[-1] < on


class History(Record):
    """One deal over the reports that tell of it, oldest first.

    ``id`` is that of the deal of the first report. ``independent`` counts reports that are no copies.
    ``predecessor`` is the history of the deal before it.
    """

    id: str
    name: str
    kind: Literal["offer", "deal", "truce"]
    stage: DealStage
    past: bool = False
    first: date
    last: date
    agreements: tuple[str, ...]
    reports: tuple[str, ...]
    independent: int
    proposers: tuple[Party, ...] = ()
    mediators: tuple[Party, ...] = ()
    sides: tuple[Side, ...] = ()
    terms: tuple[tuple[str, Term], ...] = ()
    predecessor: str | None = None
    ties: tuple[Tie, ...] = ()


@cache
def _settings() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def histories(deals: Iterable[Agreement], scenes: Mapping[str, Scene]) -> tuple[History, ...]:
    """Put the deals of many reports together.

    Args:
        deals: the deals, in any order.
        scenes: what is known of the surroundings of each, by its id; nothing where it is missing.

    Returns:
        The histories, by the day of their first report; every deal is in one.
    """
    ordered = sorted(deals, key=lambda deal: (deal.published, deal.report_id, _place_in(deal), deal.id))
    forgotten = _settings()["forgotten"]
    groups: list[list[Agreement]] = []
    done: list[list[Agreement]] = []
    ties: dict[str, Tie] = {}
    for deal in ordered:
        done += [group for group in groups if (deal.published - group[-1].published).days > forgotten]
        groups = [group for group in groups if (deal.published - group[-1].published).days <= forgotten]
        tied = [(tie, group) for group in groups if (tie := _strongest(deal, group, scenes))]
        if not tied:
            groups.append([deal])
            continue
        tie, joined = max(tied, key=lambda pair: sum(pair[0].points.values()))
        joined.append(deal)
        ties[deal.id] = tie
    every = sorted((*done, *groups), key=lambda group: (group[0].published, group[0].id))
    home = {deal.id: group[0].id for group in every for deal in group}
    return tuple(_history(group, home, ties, scenes) for group in every)


def _place_in(deal: Agreement) -> int:
    """Where its report first names it."""
    return min((span.start for span in deal.evidence), default=0)


def _strongest(deal: Agreement, group: Sequence[Agreement], scenes: Mapping[str, Scene]) -> Tie | None:
    """The tie of most points to a group, where that is enough and nothing forbids it."""
    if any(one.report_id == deal.report_id or one.past != deal.past for one in group):
        return None
    here = scenes.get(deal.id, Scene())
    around = [one for one in group if not _elsewhere(here, scenes.get(one.id, Scene()))]
    if not around:
        return None
    tied = [(points_of(one, deal, scenes), one) for one in around]
    points, nearest = max(tied, key=lambda pair: (sum(pair[0].values()), pair[1].published, pair[1].id))
    if sum(points.values()) < _settings()["bar"]:
        return None
    return Tie(agreement_id=deal.id, to=nearest.id, points=points)


def _elsewhere(a: Scene, b: Scene) -> bool:
    """Whether two deals are in other countries, which no other points make up for."""
    return bool(a.countries and b.countries) and a.countries.isdisjoint(b.countries)


def points_of(one: Agreement, other: Agreement, scenes: Mapping[str, Scene]) -> dict[str, float]:
    """Return what speaks for (above nought) and against two deals being one, by name."""
    a, b = scenes.get(one.id, Scene()), scenes.get(other.id, Scene())
    apart = abs((other.published - one.published).days)
    said = {
        "same_incident": not a.incidents.isdisjoint(b.incidents),
        "mediator": bool(_shared(one.mediators, other.mediators)),
        "shared_terms": not a.terms.isdisjoint(b.terms),
        "within_three_days": apart <= 3,
        "within_two_weeks": 3 < apart <= 14,
        "long_after": apart > 31,
        **_place(a, b),
        **_names(one, other),
        **_parties(one, other),
    }
    return {name: float(_settings()["points"][name]) for name, holds in said.items() if holds}


def _place(a: Scene, b: Scene) -> dict[str, bool]:
    near = [distance_km(*p, *q) for p in a.points for q in b.points]
    return {
        "near_place": bool(near) and min(near) <= _settings()["near"],
        "far_place": bool(near) and min(near) > _settings()["region"],
        "same_country": not a.countries.isdisjoint(b.countries),
    }


def _names(one: Agreement, other: Agreement) -> dict[str, bool]:
    a, b = _own_words(one), _own_words(other)
    return {"own_name": bool(a & b), "other_name": bool(a and b) and not a & b}


def _own_words(deal: Agreement) -> frozenset[str]:
    """The words of its name that begin with a capital, and years: what sets it apart from other deals."""
    words = (word.strip(".,'\"’”") for word in deal.name.split()[:-1])
    return frozenset(word.casefold() for word in words if word[:1].isupper() or word.isdigit())


def _parties(one: Agreement, other: Agreement) -> dict[str, bool]:
    a, b = _sides(one), _sides(other)
    number = len(_shared(a, b))
    return {"two_parties": number > 1, "one_party": number == 1, "no_party": bool(a and b) and not number}


def _sides(deal: Agreement) -> tuple[Party, ...]:
    return (*deal.proposers, *(answer.party for answer in deal.answers))


def _shared(a: Iterable[Party], b: Sequence[Party]) -> set[str]:
    """Parties of the one that are among the other's, or belong to one of them, or hold one."""
    found = set()
    for party in a:
        own = {key_of(party), *party.within}
        if any(key_of(other) in own or key_of(party) in other.within for other in b):
            found.add(key_of(party))
    return found


def key_of(party: Party) -> str:
    """Return what makes a party the same over reports: its id, else its name in small letters."""
    return party.actor_id or party.name.casefold()


def _history(
    group: Sequence[Agreement], home: Mapping[str, str], ties: Mapping[str, Tie], scenes: Mapping[str, Scene]
) -> History:
    sides = _answers(group)
    named = Counter(deal.name for deal in group)
    before = next(
        (home[d.predecessor_id] for d in group if d.predecessor_id and d.predecessor_id in home), None
    )
    originals = {scenes.get(d.id, Scene()).original or d.report_id for d in group}
    return History(
        id=group[0].id,
        name=max(group, key=lambda deal: (len(_own_words(deal)), named[deal.name])).name,
        kind=Counter(deal.kind for deal in group).most_common(1)[0][0],
        stage=_stage(group, sides),
        past=group[0].past,
        first=group[0].published,
        last=group[-1].published,
        agreements=tuple(deal.id for deal in group),
        reports=tuple(deal.report_id for deal in group),
        independent=len(originals),
        proposers=_once(party for deal in group for party in deal.proposers),
        mediators=_once(party for deal in group for party in deal.mediators),
        sides=sides,
        terms=tuple((deal.report_id, term) for deal in group for term in deal.terms),
        predecessor=before if before != group[0].id else None,
        ties=tuple(ties[deal.id] for deal in group if deal.id in ties),
    )


def _once(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple({key_of(party): party for party in parties}.values())


def _answers(group: Sequence[Agreement]) -> tuple[Side, ...]:
    said: dict[str, list[Said]] = {}
    for deal in group:
        for answer in deal.answers:
            one = Said(
                report_id=deal.report_id, published=deal.published, agreement_id=deal.id, answer=answer
            )
            said.setdefault(key_of(answer.party), []).append(one)
    return tuple(_side(answers) for answers in said.values())


def _side(said: Sequence[Said]) -> Side:
    """A party's answers. That one is awaited, told again later, does not undo one that was given."""
    given = [one for one in said if one.answer.answer != "pending"]
    last = said[-1]
    latest = last if last in given or not given or _asks_again(last, given[-1]) else given[-1]
    of_day = {one.answer.answer for one in said if one.published == latest.published}
    party = latest.answer.party
    return Side(
        name=party.canonical or party.name,
        actor_id=party.actor_id,
        said=tuple(said),
        latest=latest,
        disputed="accepted" in of_day and not of_day.isdisjoint({"rejected", "broke"}),
    )


def _asks_again(waiting: Said, given: Said) -> bool:
    """Whether an answer is awaited anew: by a later report, for a day after the one of the answer given."""
    due = waiting.answer.due
    return waiting.published > given.published and due is not None and due > given.published


def _stage(group: Sequence[Agreement], sides: Sequence[Side]) -> DealStage:
    """How the deal stands after the last report that says so; what is only named again changes nothing."""
    latest = {side.latest.answer.answer for side in sides}
    told = [deal.stage for deal in group if deal.stage in FINAL]
    if told and told[-1] in ("broken", "in_force"):
        return told[-1]
    if latest & {"pending", "conditional"} and "rejected" not in latest:
        return "pending"
    if told:
        return told[-1]
    return next((s for s in _OPEN if any(d.stage == s for d in group)), "reported")
