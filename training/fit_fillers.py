"""Fit the weights by which syntax and the tagger together say which words are actors and targets.

    python training/fit_fillers.py      rewrites fillers.toml and filler_priors.csv

Both lie in ``src/dateline/coding/data``. Each gold event of the training reports gives the words that syntax
or the tagger proposes for its roles; a word is right where its party has a name of the gold field. The prior
is fitted on the reports that the tagger was trained on, without the tagger's chances; then it is weighed with
these chances on the reports that were kept out (``work/data/held.jsonl``, made by ``prep.py``). Both are
logistic regressions with a ridge, by Newton's method. The bars are kept.
"""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

from dateline.codebook import load
from dateline.coding import frames
from dateline.coding.draft import Draft, Trigger
from dateline.coding.fillers import BARS, FEATURES, FILE, PRIORS, ROLES, Candidate, prior_of
from dateline.coding.mentions import Reader, party
from dateline.coding.proposals import read_proposals
from dateline.coding.roles import candidates
from dateline.language.arguments import arguments
from dateline.language.tagger import Tagged, Tagger
from dateline.records import Span
from fit_votes import HELD
from gold import GOLD, Trained, parsed_reports

RIDGE = 4.0
STEPS = 12
RARE = 20  # a sign seen on fewer words has no weight in the prior

Row = tuple[Candidate, int]


def main() -> None:
    """Fit the prior and the weights of both roles and write the files."""
    tagger, classes, known = Tagger.load(), load().classes, frames.load()
    ids = {json.loads(line)["report_id"] for line in HELD.read_text(encoding="utf-8").splitlines()}
    seen: dict[str, list[Row]] = {role: [] for role in ROLES}
    held: dict[str, list[Row]] = {role: [] for role in ROLES}
    for trained in parsed_reports():
        reader = Reader(trained.parsed, classes, known)
        rows = held if trained.parsed.report.report_id in ids else seen
        for role, row in examples(trained, reader, tagger):
            rows[role].append(row)
    priors = {role: fit_prior(seen[role]) for role in ROLES}
    write_priors(priors, seen)
    write_weights(priors, held, reports=len(ids))


def fit_prior(rows: list[Row]) -> dict[str, float]:
    """The weight of each sign that is not rare."""
    counted = Counter(sign for candidate, _ in rows for sign in candidate.signs())
    signs = ["bias", *sorted(s for s, n in counted.items() if n >= RARE and s != "bias")]
    columns = {sign: k for k, sign in enumerate(signs)}
    x = np.zeros((len(rows), len(signs)))
    for k, (candidate, _) in enumerate(rows):
        x[k, [columns[s] for s in candidate.signs() if s in columns]] = 1.0
    return dict(zip(signs, fit(x, np.array([truth for _, truth in rows], float)), strict=True))


def write_priors(priors: dict[str, dict[str, float]], rows: dict[str, list[Row]]) -> None:
    """Write the priors, leaving out what moves nothing."""
    lines = [
        "# What fills a role of an event, told without the tagger: role,sign,weight of a logistic sum.",
        "# Fitted by training/fit_fillers.py on training reports: "
        + ", ".join(f"{len(rows[role])} words for {role}" for role in ROLES)
        + ".",
        "# Source: written by the Dateline project. Licence: Apache-2.0.",
        "# how: the construction; kind: what the word names; label: its entity or part of speech; dep: its",
        "# place in the parse; link: its preposition; after: it follows the trigger; trigger: the trigger's",
        "# part of speech; contested: syntax gives another word; fits: the frame of the type allows it.",
    ]
    lines += [f"{role},{s},{w:.2f}" for role in ROLES for s, w in priors[role].items() if round(w, 2)]
    PRIORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_weights(priors: dict[str, dict[str, float]], rows: dict[str, list[Row]], *, reports: int) -> None:
    """Fit and write how the prior and the tagger are weighed; the comments and the bars stay."""
    old = FILE.read_text(encoding="utf-8")
    lines = [line for line in old.splitlines() if line.startswith("#")]
    bars = tomllib.loads(old)
    for role in ROLES:
        told = [c.features(prior_of(c, priors[role])) for c, _ in rows[role]]
        x = np.array([[features[n] for n in FEATURES] for features in told])
        weights = fit(x, np.array([truth for _, truth in rows[role]], float))
        lines += ["", f"[{role}]  # {len(rows[role])} words of {reports} reports"]
        lines += [f"{bar} = {bars[role][bar]}" for bar in BARS]
        lines += [f'"{name}" = {w:.3f}' for name, w in zip(FEATURES, weights, strict=True)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def examples(trained: Trained, reader: Reader, tagger: Tagger) -> Iterator[tuple[str, Row]]:
    """Features and truth of each proposed word, for the events that are not borderline."""
    doc, scorer = trained.parsed.doc, _scorer()
    tagged = tagger.tag(doc)
    proposals = read_proposals(doc, tagged)
    for event in trained.events:
        if event.get("optional"):
            continue
        frame = reader.frames.of(event["event_type"])
        for phrase in (event["trigger"], *event.get("also", ())):
            draft = _draft(trained, phrase, event["event_type"], tagged, tagger)
            if draft is None:
                continue
            args = arguments(draft.token, is_side=reader.classes["force"].holds)
            for role, found in candidates(draft, args, frame, reader, proposals).items():
                names = [n for each in scorer.names(event.get(role)) for n in each]
                for token, candidate in found:
                    told = party(token, reader)
                    right = told and any(
                        scorer.same_name(n, t) for n in names for t in (told.name, told.text)
                    )
                    yield role, (candidate, int(bool(right)))


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


def fit(x: np.ndarray, y: np.ndarray) -> list[float]:
    """Logistic regression with a ridge; the first column is the bias. A weight for each column."""
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-3
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + ridge * weights)
    return [float(w) for w in weights]


def _scorer() -> ModuleType | Any:
    """The project's scorer, which says when two names are the same."""
    spec = importlib.util.spec_from_file_location("score_events", GOLD.parent / "tools" / "score_events.py")
    if spec is None or spec.loader is None:
        raise SystemExit("the scorer ../shared/tools/score_events.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
