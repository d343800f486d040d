"""Fit the weights by which an event's time is chosen among those that it can have.

    python training/fit_times.py                 rewrites src/dateline/coding/data/time_weights.csv
    python training/fit_times.py --without-held  leaves out the reports that the tagger was not trained on
    python training/fit_times.py --folds 4       prints how often the time is right on reports kept out

The training reports are coded; each event that stands for a gold one gives its options (``when_options.py``).
Those are right whose days the project's scorer takes for the coded ones, or the empty one where none is
coded. The weights are those of a conditional logit with a ridge: the chance of all right options together is
raised. The times that an event may take over from those before it are the rules' in fitting.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from dateline.coding.draft import Draft
from dateline.coding.weights import DATA, softmax
from dateline.coding.when import by_rules, scene_of, tagger_times
from dateline.coding.when_choice import WEIGHTS, better_days, weighed
from dateline.coding.when_options import options
from dateline.coding.when_scene import Days
from dateline.coding.when_signs import seen, signs
from dateline.kit import Kit
from dateline.pipeline import Filled, fill_drafts, find_drafts
from fit_fillers import columns, minimised, scorer, table
from fit_same import quoted
from gold import Trained, held_ids, parsed_reports

RIDGE = 20.0
RARE = 40  # a sign of fewer options has no weight
SLIGHT = 0.02  # a lighter weight moves nothing

Weights = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Case:
    """One event: its report, the days and signs of each option, which are right, and what the rules say."""

    report: str
    days: list[Days | None]
    signs: list[list[str]]
    right: list[bool]
    dated: bool
    ruled: Days | None
    ruled_right: bool


def main() -> None:
    """Fit on the training reports and write, or print the figures of cross-validation."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--without-held", action="store_true")
    ap.add_argument("--folds", type=int, default=0)
    args = ap.parse_args()
    without = held_ids() if args.without_held else frozenset()
    kit = Kit.load()
    reports = [t for t in parsed_reports() if t.parsed.report.report_id not in without]
    cases = [case for t in reports for case in cases_of(t, kit)]
    if args.folds:
        print(cross_validated(cases, args.folds))
    else:
        write(fitted(cases), len(cases))


def cases_of(trained: Trained, kit: Kit) -> Iterator[Case]:
    """The options of each event of a report that stands for a gold one."""
    tagged = kit.tagger.tag(trained.parsed.doc) if kit.tagger else None
    filled = fill_drafts(find_drafts(trained.parsed, tagged, kit), trained.parsed, tagged, kit)
    scene = scene_of(filled.drafts, trained.parsed, filled.times)
    before: list[Draft] = []
    for draft in sorted(untimed(filled), key=lambda d: d.token.i):
        ruled = by_rules(draft, scene, before)
        event = trained.event_of(draft.token, draft.trigger.event_type)
        if event is not None and not event.get("optional"):
            found = options(draft, scene, before)
            known = seen(draft, ruled, scene, found, tagger_times(draft, filled.proposals))
            told = [(o.days, signs(o, known)) for o in found]
            yield case_of(trained.parsed.report.report_id, event, told, known.ruled)
        before.append(ruled)


def untimed(filled: Filled) -> Iterator[Draft]:
    """The events as they are before they are timed."""
    for draft in filled.drafts:
        reasons = tuple(r for r in draft.reasons if r.field != "time")
        yield replace(draft, time=None, background=False, reasons=reasons)


def case_of(
    report: str, event: dict[str, Any], told: list[tuple[Days | None, list[str]]], ruled: Days | None
) -> Case:
    """An event's options beside the days that were coded."""
    score = scorer()
    coded = [each or {} for each in score.readings(event, "time")]
    dated = all(score.day(each.get("start")) for each in coded)

    def right(days: Days | None) -> bool:
        if days is None or not dated:
            return days is None and not dated
        own = {"start": str(days[0]), "end": str(days[1])}
        return any(score.same_time(each, own) for each in coded)

    days, shown = [d for d, _ in told], [s for _, s in told]
    return Case(report, days, shown, [right(d) for d in days], dated, ruled, right(ruled))


def fitted(cases: Sequence[Case]) -> dict[str, tuple[float, ...]]:
    """The weight of each sign that is not rare."""
    usable = [c for c in cases if any(c.right)]
    rows = [dict.fromkeys(s, 1.0) for c in usable for s in c.signs]
    names = columns(rows, at_least=RARE)
    x, y = table(rows, names), np.array([r for c in usable for r in c.right], float)
    of_event = np.repeat(np.arange(len(usable)), [len(c.right) for c in usable])
    found = fit(x, y, of_event, len(usable))
    return {s: (float(found[k]),) for s, k in names.items()}


def fit(x: csr_matrix, y: np.ndarray, of_event: np.ndarray, events: int) -> np.ndarray:
    """Weights that give the right options of each event the greatest share together."""
    turned = x.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        s = x @ weights
        top = np.full(events, -np.inf)
        np.maximum.at(top, of_event, s)
        e = np.exp(s - top[of_event])
        all_ = np.bincount(of_event, e, events)
        right = np.maximum(np.bincount(of_event, e * y, events), 1e-300)
        value = np.sum(np.log(all_) - np.log(right)) + RIDGE / 2 * weights @ weights
        return value, turned @ (e / all_[of_event] - e * y / right[of_event]) + RIDGE * weights

    return minimised(loss, x.shape[1])


def cross_validated(cases: Sequence[Case], folds: int) -> str:
    """Fit on all but a fold of the reports and count on it, for each fold."""
    reports = sorted({c.report for c in cases})
    random.Random(5).shuffle(reports)
    fold = {report: k % folds for k, report in enumerate(reports)}
    good = 0
    for number in range(folds):
        weights = fitted([c for c in cases if fold[c.report] != number])
        good += sum(is_right(c, weights) for c in cases if c.dated and fold[c.report] == number)
    dated = [c for c in cases if c.dated]
    n, ruled, reachable = len(dated), sum(c.ruled_right for c in dated), sum(any(c.right) for c in dated)
    told = f"right by rules {ruled / n:.3f}, weighed {good / n:.3f}, one of the options {reachable / n:.3f}"
    return f"{n} dated events: {told}"


def is_right(case: Case, weights: Weights) -> bool:
    """Whether the days chosen with these weights are right."""
    told = better_days(case.days, softmax([weighed(s, weights) for s in case.signs]), case.ruled)
    if told == case.ruled:
        return case.ruled_right
    return any(r for r, d in zip(case.right, case.days, strict=True) if d == told)


def write(weights: Weights, events: int) -> None:
    """Write the weights, leaving out what moves nothing."""
    lines = [
        "# Which of the times that an event can have is its own: sign,weight of a conditional logit.",
        f"# Fitted by training/fit_times.py on {events} events of the training reports.",
        "# Source: written by the Dateline project. Licence: Apache-2.0.",
    ]
    lines += [f"{quoted(s)},{w:.2f}" for s, (w,) in weights.items() if abs(w) >= SLIGHT]
    (DATA / WEIGHTS).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
