"""Fit the weights by which two drafts of one report are held for one event or for two.

    python training/fit_same.py                 rewrites src/dateline/coding/data/same_weights.csv
    python training/fit_same.py --without-held  leaves out the reports that the tagger was not trained on

The training reports are coded up to the stage that joins what is told twice. Each pair of drafts of one
type that both stand for a gold event is an example: of one event where it is the same one, of two else. Two
sums are fitted with a ridge, one with the tagger's chance that both words tell one event and one without; the
tagger has seen most of these reports, so that alone it would be trusted too much.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from dateline.coding.once import may_be_one
from dateline.coding.same import WEIGHTS, pair_signs, tagger_signs
from dateline.coding.weights import DATA, Signs
from dateline.kit import Kit
from dateline.pipeline import fill_drafts, find_drafts
from fit_fillers import columns, minimised, table
from gold import Trained, held_ids, parsed_reports

RIDGE = 3.0
RARE = 8  # a sign seen on fewer pairs has no weight

Pair = tuple[Signs, Signs, bool]  # without the tagger, what the tagger says, whether they are one event


def main() -> None:
    """Fit both sums and write the file."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--without-held", action="store_true")
    without = held_ids() if ap.parse_args().without_held else frozenset()
    kit = Kit.load()
    by_report = [list(pairs(t, kit)) for t in parsed_reports() if t.parsed.report.report_id not in without]
    found = [pair for group in by_report for pair in group]
    # a long report has many pairs: it counts by their root
    weight = np.array([len(group) ** -0.5 for group in by_report for _ in group])
    told = fitted([a | b for a, b, _ in found], [r for *_, r in found], weight)
    untold = fitted([a for a, *_ in found], [r for *_, r in found], weight)
    write({sign: (told[sign], untold.get(sign, 0.0)) for sign in told}, len(found))


def pairs(trained: Trained, kit: Kit) -> Iterator[Pair]:
    """The pairs of drafts of a report that both stand for gold events."""
    tagged = kit.tagger.tag(trained.parsed.doc) if kit.tagger else None
    filled = fill_drafts(find_drafts(trained.parsed, tagged, kit), trained.parsed, tagged, kit)
    stands_for = [(d, trained.event_of(d.token, d.trigger.event_type)) for d in filled.drafts]
    for (a, event), (b, other) in combinations(stands_for, 2):
        if event is not None and other is not None and may_be_one(a, b):
            chance = filled.proposals.same.get((a.token.i, b.token.i), 0.0)
            yield pair_signs(a, b), tagger_signs(chance), event is other


def fitted(rows: list[Signs], right: list[bool], weight: np.ndarray) -> dict[str, float]:
    """The weight of each sign that is not rare, by logistic regression with a ridge."""
    signs = columns(rows, at_least=RARE)
    x, y = table(rows, signs), np.array(right, float)
    turned = x.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ weights
        p = 1 / (1 + np.exp(-z))
        value = np.sum(weight * (np.logaddexp(0, z) - y * z)) + RIDGE / 2 * weights @ weights
        return value, turned @ (weight * (p - y)) + RIDGE * weights

    return dict(zip(signs, minimised(loss, len(signs)), strict=True))


def write(weights: dict[str, tuple[float, float]], number: int) -> None:
    """Write the weights."""
    lines = [
        "# Whether two words of a report tell one event: sign,weight beside the tagger's,weight without it.",
        f"# Fitted by training/fit_same.py on {number} pairs of the training reports.",
        "# Source: written by the Dateline project. Licence: Apache-2.0.",
    ]
    for sign, (told, untold) in weights.items():
        lines.append(f"{quoted(sign)},{told:.3f},{untold:.3f}")
    (DATA / WEIGHTS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def quoted(sign: str) -> str:
    """A sign as a cell of a CSV file."""
    return '"' + sign.replace('"', '""') + '"' if {",", '"'} & set(sign) else sign


if __name__ == "__main__":
    main()
