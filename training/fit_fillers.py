"""Fit the weights by which syntax and the tagger together say which words are actors and targets.

    python training/fit_fillers.py      rewrites src/dateline/coding/data/fillers.toml; the bars are kept

Each gold event of the training reports that were kept out of the tagger's training
(``work/data/held.jsonl``, made by ``prep.py``) gives the words that syntax or the tagger proposes for its
roles; a word is right where its party has a name of the gold field. Logistic regression with a ridge, by
Newton's method.
"""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

from dateline.codebook import load
from dateline.coding import frames
from dateline.coding.draft import Draft, Trigger
from dateline.coding.fillers import BARS, FEATURES, FILE, ROLES
from dateline.coding.mentions import Reader, party
from dateline.coding.proposals import read_proposals
from dateline.coding.roles import candidates
from dateline.language.arguments import arguments
from dateline.language.tagger import Tagged, Tagger
from dateline.records import Span
from fit_votes import HELD
from gold import GOLD, Trained, parsed_reports

RIDGE = 2.0

Row = tuple[dict[str, float], int]


def main() -> None:
    """Fit both roles and write the file."""
    tagger, classes, known = Tagger.load(), load().classes, frames.load()
    ids = {json.loads(line)["report_id"] for line in HELD.read_text(encoding="utf-8").splitlines()}
    rows: dict[str, list[Row]] = {role: [] for role in ROLES}
    for trained in parsed_reports():
        if trained.parsed.report.report_id in ids:
            reader = Reader(trained.parsed, classes, known)
            for role, row in examples(trained, reader, tagger):
                rows[role].append(row)
    old = FILE.read_text(encoding="utf-8")
    lines = [line for line in old.splitlines() if line.startswith("#")]
    bars = tomllib.loads(old)
    for role in ROLES:
        lines += ["", f"[{role}]  # {len(rows[role])} words of {len(ids)} reports"]
        lines += [f"{bar} = {bars[role][bar]}" for bar in BARS]
        lines += [f'"{name}" = {w:.3f}' for name, w in zip(FEATURES, fit(rows[role]), strict=True)]
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
                    yield role, (candidate.features(), int(right))


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


def fit(rows: list[Row]) -> list[float]:
    """Logistic regression with a ridge; the weights in the order of ``FEATURES``."""
    x = np.array([[features[n] for n in FEATURES] for features, _ in rows])
    y = np.array([truth for _, truth in rows], float)
    ridge = RIDGE * np.eye(len(FEATURES))
    ridge[0, 0] = 1e-3
    weights = np.zeros(len(FEATURES))
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + ridge @ weights)
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
