"""How far two reviewers agree: Cohen's kappa, Krippendorff's alpha, and the F1 of the events that both keep.

Kappa after J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
Measurement 20 (1960); alpha after K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from dateline.errors import RefusedError
from dateline.records import Event
from dateline.store.decisions import Decision
from dateline.store.edit import edit
from dateline.store.state import Review, standing, state_of

_COMPARED = (
    "event_type",
    "status",
    "background",
    "actors",
    "targets",
    "places",
    "time",
    "effects",
    "sources",
)
"""Fields on which reviewers may differ in an event that both keep."""


@dataclass(frozen=True, slots=True)
class Concord:
    """How far two reviewers agree on the events that both judged.

    ``kappa`` and ``alpha`` are of their verdicts (kept or rejected); ``None`` where they are not defined, as
    with one verdict throughout. ``event_f1`` is of the events that each would have in the data, the same
    where id and type are; ``fields`` the share of events that both keep in which each field is the same.
    """

    events: int
    same: int
    kappa: float | None
    alpha: float | None
    event_f1: float | None
    fields: Mapping[str, float]


def cohens_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of two judges over the same things; ``None`` where chance alone explains all.

    Args:
        pairs: the verdicts of both on each thing.
    """
    both = list(pairs)
    if not both:
        return None
    ones, others = Counter(a for a, _ in both), Counter(b for _, b in both)
    observed = sum(a == b for a, b in both) / len(both)
    expected = sum(ones[value] * others[value] for value in ones) / len(both) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


class Level(StrEnum):
    """What the values of a scale allow: naming only, ordering, or measuring distances."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorffs_alpha(units: Iterable[Sequence[float | str]], level: Level = Level.NOMINAL) -> float | None:
    """Return Krippendorff's alpha; ``None`` where fewer than two values occur.

    Args:
        units: for each thing the values that judges gave it; whoever gave none is left out.
        level: how values differ. For ``ordinal`` and ``interval`` they are numbers.
    """
    paired = [tuple(values) for values in units if len(values) > 1]
    totals = Counter(value for values in paired for value in values)
    number = sum(totals.values())
    if len(totals) < 2:
        return None
    apart = _distance(totals, level)
    observed = sum(
        2 * sum(apart(a, b) for a, b in combinations(values, 2)) / (len(values) - 1) for values in paired
    )
    expected = sum(2 * totals[a] * totals[b] * apart(a, b) for a, b in combinations(totals, 2))
    return 1 - (number - 1) * observed / expected


def _distance(totals: Counter[float | str], level: Level) -> Callable[[float | str, float | str], float]:
    """Return the squared distance of two values."""
    if level is Level.NOMINAL:
        return lambda a, b: float(a != b)
    if level is Level.INTERVAL:
        return lambda a, b: (float(a) - float(b)) ** 2
    order = sorted(totals, key=float)

    def ranks(a: float | str, b: float | str) -> float:
        low, high = sorted((order.index(a), order.index(b)))
        between = sum(totals[value] for value in order[low : high + 1])
        return (between - (totals[order[low]] + totals[order[high]]) / 2) ** 2

    return ranks


def event_f1(ones: Iterable[Hashable], others: Iterable[Hashable]) -> float | None:
    """Return the F1 of two sets of events, either taken as the truth; ``None`` where both are empty."""
    one, other = set(ones), set(others)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else None


def concord(log: Iterable[Decision], one: str, other: str, texts: Callable[[str], str]) -> Concord:
    """Work out how far two reviewers agree, each by their own decisions alone.

    Args:
        log: all decisions on events.
        one: name of a reviewer.
        other: name of another.
        texts: gives the text of a report by its id.

    Raises:
        RefusedError: both are one.
    """
    if one == other:
        raise RefusedError(f"{one}: is one reviewer; name two")
    judged = [_judged(log, name, texts) for name in (one, other)]
    shared = sorted(judged[0].keys() & judged[1].keys())
    pairs = [(judged[0][id_] is not None, judged[1][id_] is not None) for id_ in shared]
    kept = [{id_: by[id_] for id_ in shared if by[id_] is not None} for by in judged]
    sets = [{(id_, event.event_type) for id_, event in by.items() if event} for by in kept]
    same = [(a, b) for id_ in shared if (a := judged[0][id_]) and (b := judged[1][id_])]
    return Concord(
        events=len(shared),
        same=sum(a == b for a, b in pairs),
        kappa=cohens_kappa(pairs),
        alpha=krippendorffs_alpha([tuple(map(str, pair)) for pair in pairs]),
        event_f1=event_f1(*sets) if shared else None,
        fields={
            name: sum(getattr(a, name) == getattr(b, name) for a, b in same) / len(same)
            for name in _COMPARED
            if same
        },
    )


def _judged(log: Iterable[Decision], name: str, texts: Callable[[str], str]) -> dict[str, Event | None]:
    """Return what one reviewer made of each event that they judged: the event, or ``None`` where rejected."""
    groups: dict[str, list[Decision]] = {}
    every = list(log)
    for decision in (d for d in standing(every) if d.by == name):
        for subject in decision.on:
            if subject.kind == "event":
                groups.setdefault(subject.id, []).append(decision)
    found: dict[str, Event | None] = {}
    for id_, group in groups.items():
        review = state_of(group).review
        if review is Review.REJECTED:
            found[id_] = None
        elif review is not Review.CANDIDATE:
            found[id_] = _as_left(id_, group, texts)
    return found


def _as_left(event_id: str, group: Iterable[Decision], texts: Callable[[str], str]) -> Event:
    """Return an event as a reviewer first saw it, with that reviewer's edits."""
    ordered = sorted(group, key=lambda decision: decision.number)
    seen = [s.record for d in ordered for s in d.on if s.id == event_id and s.record]
    event = Event.model_validate(seen[0])
    text = texts(event.report_id)
    for decision in ordered:
        if decision.field is not None:
            try:
                event = edit(event, decision.field, decision.new, text)
            except RefusedError:
                continue  # an edit on another one's edit; it does not hold by itself
    return event
