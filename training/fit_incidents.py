"""Learns the weights of links between events from stories coded by hand: incidents/data/weights.toml.

    python training/fit_incidents.py            cross-validate, story by story
    python training/fit_incidents.py --write    and write the weights learned from all stories

Logistic regression on the levels of the comparisons, with a normal prior around
``data/incident_prior.toml`` (maximum a posteriori): four stories are too few to learn from nothing.
``STRENGTH`` is the inverse variance of that prior; figures for others are in docs/decisions.md. Trained on
gold/incidents only; d01-d09 are the test.
"""

from __future__ import annotations

import argparse
import copy
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "benchmarks"))

import incident_gold as gold  # noqa: E402
from dateline.incidents import common, kinds, weights  # noqa: E402
from dateline.incidents.acts import acts_of  # noqa: E402
from dateline.incidents.blocks import key_table, pairs_of  # noqa: E402
from dateline.incidents.columns import columns_of  # noqa: E402
from dateline.incidents.compare import COMPARISONS, LEVELS, compare  # noqa: E402

PRIOR = HERE / "data" / "incident_prior.toml"
STRENGTH = 3.0
HEAD = """\
# The weights of a link between two events, natural log-odds: a prior for each class of types, a weight for
# each level of each comparison, and under [of] what a class adds. Learned by training/fit_incidents.py.
# Source: our own stories coded by hand (gold/incidents). Licence: CC BY 4.0.
"""
Name = tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--strength", type=float, default=STRENGTH)
    args = parser.parse_args()
    data = tomllib.loads(PRIOR.read_text(encoding="utf-8"))
    names = layout(data)
    stories = gold.stories()
    tables = [table(story, data, names) for story in stories]
    found = []
    for left_out in range(len(tables)):
        rest = [t for k, t in enumerate(tables) if k != left_out]
        fitted = filled(data, names, fit(rest, data, names, args.strength))
        figures = gold.measure(stories[left_out], weights.read(fitted))
        found.append(figures.pairs)
        print(f"{stories[left_out].name} left out: {figures}")
    print(f"together: {gold.Counts.added(found)}")
    learned = filled(data, names, fit(tables, data, names, args.strength))
    if args.write:
        weights.FILE.write_text(HEAD + rendered(learned), encoding="utf-8")


def layout(data: dict[str, Any]) -> list[Name]:
    """Name each number that is learned."""
    names: list[Name] = [("prior", c) for c in weights.read(data).classes]
    names += [("weights", c, level) for c in COMPARISONS for level in LEVELS[c]]
    of = data.get("of", {})
    return names + [("of", k, c, level) for k in of for c in of[k] for level in of[k][c]]


def table(story: gold.Story, data: dict[str, Any], names: list[Name]) -> tuple[Any, Any]:
    """Pairs of a story as rows of zeros and ones, and whether each pair is one happening."""
    known, used = kinds.load(), weights.read(data)
    acts = acts_of(story.events, kinds=known, texts={r.report_id: r.text for r in story.reports})
    columns = columns_of(acts, kinds=known, common=common.load(), original=gold.original(story))
    pairs = pairs_of(key_table(acts, known), columns)
    levels = compare(columns, pairs.left, pairs.right)
    classes = weights.classes_of(columns, used, pairs.left)
    place = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(levels), len(names)))
    for row, (mine, klass) in enumerate(zip(levels, classes, strict=True)):
        x[row, place["prior", used.classes[klass]]] = 1
        for comparison, number in zip(COMPARISONS, mine, strict=True):
            level = LEVELS[comparison][number]
            x[row, place["weights", comparison, level]] = 1
            more = place.get(("of", used.classes[klass], comparison, level))
            if more is not None:
                x[row, more] = 1
    truth = [story.truth[columns.ids[a]] == story.truth[columns.ids[b]] for a, b in zip(*pairs, strict=True)]
    return x, np.array(truth, float)


def fit(tables: list[tuple[Any, Any]], data: dict[str, Any], names: list[Name], strength: float) -> Any:
    """Maximum a posteriori of logistic regression with a normal prior around the expert's weights."""
    x, y = (np.concatenate(parts) for parts in zip(*tables, strict=True))
    start = np.array([_get(data, name) for name in names])

    def loss(w: Any) -> tuple[float, Any]:
        z = x @ w
        gap = w - start
        value = float((np.logaddexp(0, z) - y * z).sum() + strength / 2 * (gap**2).sum())
        return value, x.T @ (1 / (1 + np.exp(-z)) - y) + strength * gap

    return minimize(loss, start, jac=True, method="L-BFGS-B").x


def filled(data: dict[str, Any], names: list[Name], values: Any) -> dict[str, Any]:
    """The file with other numbers in it."""
    out = copy.deepcopy(data)
    for name, value in zip(names, values, strict=True):
        owner = out
        for key in name[:-1]:
            owner = owner[key]
        owner[name[-1]] = round(float(value), 2)
    return out


def rendered(data: dict[str, Any]) -> str:
    """The file as TOML."""
    lines = ['version = "2"', "", "[prior]"]
    lines += [f"{k} = {v}" for k, v in data["prior"].items()]
    for comparison, levels in data["weights"].items():
        lines += ["", f"[weights.{comparison}]", *(f"{k} = {v}" for k, v in levels.items())]
    for klass, comparisons in data["of"].items():
        for comparison, levels in comparisons.items():
            lines += ["", f"[of.{klass}.{comparison}]", *(f"{k} = {v}" for k, v in levels.items())]
    return "\n".join(lines) + "\n"


def _get(data: Any, name: Name) -> float:
    for key in name:
        data = data[key]
    return float(data)


if __name__ == "__main__":
    main()
