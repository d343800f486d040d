"""Fit the weights by which syntax and the tagger together say which words are actors and targets.

    python training/fit_fillers.py                 rewrites actors_weights.csv and targets_weights.csv
    python training/fit_fillers.py --without-held  leaves out the reports that the tagger was not trained on

Each gold event of the training reports gives the words that may fill its roles; a word is right where its
party has a name of the gold field. Two sums are fitted for each role, both with a ridge: a logistic sum of
each word alone, and a choice among all words of an event and nobody, where the right words share their
chance. The tagger's chances are used as they are: on the reports that it was trained on they rank words about
as well (area under the curve .72 for targets) as on those that were kept out (.71).
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dateline.codebook import load
from dateline.coding import frames
from dateline.coding.draft import Draft, Trigger
from dateline.coding.fillers import ROLES, Candidate, of_nobody
from dateline.coding.mentions import Reader, party
from dateline.coding.proposals import read_proposals
from dateline.coding.roles import candidates
from dateline.coding.weights import DATA
from dateline.language.arguments import arguments
from dateline.language.tagger import Tagged, Tagger
from dateline.records import Span
from gold import GOLD, Trained, held_ids, parsed_reports

RIDGE_ALONE, RIDGE_AMONG, RIDGE_NOBODY = 25.0, 5.0, 1.0
STEPS = 200
RARE = 20  # a sign seen on fewer words has no weight
SLIGHT = 0.02  # a sign whose two weights are both below moves nothing

Row = dict[str, float]


@dataclass(frozen=True)
class Choice:
    """The words that may fill a role of an event: the numbers of each, whether it is right, of nobody."""

    rows: list[Row]
    right: list[bool]
    nobody: Row


def main() -> None:
    """Fit the weights of both roles and write the file."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--without-held", action="store_true")
    left_out = held_ids() if ap.parse_args().without_held else frozenset()
    found: dict[str, list[Choice]] = {role: [] for role in ROLES}
    tagger, classes, known = Tagger.load(), load().classes, frames.load()
    for trained in parsed_reports():
        if trained.parsed.report.report_id not in left_out:
            for role, choice in choices(trained, Reader(trained.parsed, classes, known), tagger):
                found[role].append(choice)
    for role in ROLES:
        write(role, fitted(found[role]), sum(len(choice.rows) for choice in found[role]))


def fitted(found: list[Choice]) -> dict[str, tuple[float, float]]:
    """The two weights of each sign that is not rare: of a word alone, and among the others."""
    rows = [row for choice in found for row in choice.rows]
    signs = columns(rows, at_least=RARE)
    x, y = table(rows, signs), np.array([r for choice in found for r in choice.right], float)
    of_event = np.repeat(np.arange(len(found)), [len(c.rows) for c in found])
    empty = [choice.nobody for choice in found]
    kinds = columns(empty, at_least=1)
    among = fit_among(x, y, of_event, table(empty, kinds))
    alone = fit_alone(x, y)
    out = {s: (float(alone[k]), float(among[k])) for s, k in signs.items()}
    return out | {s: (0.0, float(among[len(signs) + k])) for s, k in kinds.items()}


def fit_alone(x: csr_matrix, y: np.ndarray) -> np.ndarray:
    """Logistic regression with a ridge."""
    turned = x.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ weights
        p = 1 / (1 + np.exp(-z))
        value = np.sum(np.logaddexp(0, z) - y * z) + RIDGE_ALONE / 2 * weights @ weights
        return value, turned @ (p - y) + RIDGE_ALONE * weights

    return minimised(loss, x.shape[1])


def fit_among(x: csr_matrix, y: np.ndarray, of_event: np.ndarray, empty: csr_matrix) -> np.ndarray:
    """Weights of words and of nobody that give the right ones of each event the greatest share together.

    Args:
        x: a row a word.
        y: 1.0 where it is right.
        of_event: the number of its event.
        empty: a row an event, of the numbers that speak for nobody, who is right where no word is.
    """
    events, size = empty.shape[0], x.shape[1]
    none_right = (np.bincount(of_event, y, events) == 0).astype(float)
    turned, turned_empty = x.T.tocsr(), empty.T.tocsr()
    ridge = np.r_[np.full(size, RIDGE_AMONG), np.full(empty.shape[1], RIDGE_NOBODY)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        s, z = x @ weights[:size], empty @ weights[size:]
        top = z.copy()
        np.maximum.at(top, of_event, s)
        es, ez = np.exp(s - top[of_event]), np.exp(z - top)
        all_ = ez + np.bincount(of_event, es, events)
        right = np.maximum(ez * none_right + np.bincount(of_event, es * y, events), 1e-300)
        value = np.sum(np.log(all_) - np.log(right)) + ridge @ weights**2 / 2
        to_words = es / all_[of_event] - es * y / right[of_event]
        to_nobody = ez / all_ - ez * none_right / right
        return value, np.r_[turned @ to_words, turned_empty @ to_nobody] + ridge * weights

    return minimised(loss, size + empty.shape[1])


def minimised(loss: Callable[[np.ndarray], tuple[float, np.ndarray]], size: int) -> np.ndarray:
    """The weights with the least loss."""
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights: np.ndarray = found.x
    return weights


def columns(rows: list[Row], *, at_least: int) -> dict[str, int]:
    """A column for each sign that is not rare."""
    counted = Counter(sign for row in rows for sign in row)
    return {s: k for k, s in enumerate(sorted(s for s, n in counted.items() if n >= at_least))}


def table(rows: list[Row], signs: dict[str, int]) -> csr_matrix:
    """The rows as a sparse table."""
    cells = [(n, signs[s], v) for n, row in enumerate(rows) for s, v in row.items() if s in signs]
    places, named, values = zip(*cells, strict=True)
    return csr_matrix((values, (places, named)), shape=(len(rows), len(signs)))


def write(role: str, weights: dict[str, tuple[float, float]], words: int) -> None:
    """Write the weights of one role, leaving out what moves nothing."""
    lines = [
        f"# What fills the role {role}: sign,weight of a word judged alone,weight among all words.",
        f"# Fitted by training/fit_fillers.py on {words} words of training reports.",
        "# Source: written by the Dateline project. Licence: Apache-2.0.",
        "# how: the construction; kind: what the word names; label: its entity or part of speech; dep: its",
        "# place in the parse; link: its preposition; after: it follows the trigger; trigger: the trigger's",
        "# part of speech; verb: its lemma; contested: syntax gives another word; fits: the frame of the",
        "# type allows it; path: labels up from the trigger|down to the word; nobody: the role is empty.",
    ]
    for sign, (alone, among) in weights.items():
        if max(abs(alone), abs(among)) >= SLIGHT or sign in {"bias", "nobody", "nobody tagger"}:
            quoted = '"' + sign.replace('"', '""') + '"' if {",", '"'} & set(sign) else sign
            lines.append(f"{quoted},{alone:.2f},{among:.2f}")
    (DATA / f"{role}_weights.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def choices(trained: Trained, reader: Reader, tagger: Tagger) -> Iterator[tuple[str, Choice]]:
    """The words that may fill the roles of each event that is not borderline, and which are right."""
    tagged, score = tagger.tag(trained.parsed.doc), scorer()
    proposals = read_proposals(trained.parsed.doc, tagged)
    for event in trained.events:
        for phrase in () if event.get("optional") else (event["trigger"], *event.get("also", ())):
            draft = _draft(trained, phrase, event["event_type"], tagged, tagger)
            if draft is None:
                continue
            args = arguments(draft.token, is_side=reader.classes["force"].holds)
            frame = reader.frames.of(event["event_type"])
            for role, words in candidates(draft, args, frame, reader, proposals, every=True).items():
                names = [n for each in score.names(event.get(role)) for n in each]
                told = [(c, party(t, reader)) for t, c in words if c.known.name]
                right = [
                    any(score.same_name(n, x) for n in names for x in (p.name, p.text)) for _, p in told if p
                ]
                if told:
                    rows = [_numbers(c) for c, _ in told]
                    yield role, Choice(rows, right, of_nobody([c for c, _ in told]))


def _numbers(candidate: Candidate) -> Row:
    return dict.fromkeys(candidate.signs(), 1.0) | candidate.chances()


def _draft(trained: Trained, phrase: str, event_type: str, tagged: Tagged, tagger: Tagger) -> Draft | None:
    """A draft at the word of the phrase that the tagger holds for the trigger."""
    start = trained.parsed.report.text.find(phrase)
    span = trained.parsed.doc.char_span(start, start + len(phrase), alignment_mode="expand")
    if span is None:
        return None
    column = tagger.labels.types.index(event_type)
    token = max(span, key=lambda t: float(tagged.types[t.i, column]))
    shown = Span(text=token.text, start=token.idx, end=token.idx + len(token))
    return Draft(Trigger(token, shown, event_type, "gold", 1.0))


def scorer() -> ModuleType | Any:
    """The project's scorer, which says when two names are the same."""
    spec = importlib.util.spec_from_file_location("score_events", GOLD.parent / "tools" / "score_events.py")
    if spec is None or spec.loader is None:
        raise SystemExit("the scorer ../shared/tools/score_events.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
