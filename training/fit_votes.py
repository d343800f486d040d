"""Fit the weights by which the lexicon's and the tagger's votes make a confidence.

    python training/fit_votes.py                  rewrites src/dateline/coding/data/votes.toml
    python training/fit_votes.py --model FOLDER   writes the weights into that model's labels.json

The lexicon was written with the training reports in view, the held-out ones included. So that it is not
trusted more than it deserves on new text, each word is an example twice: with the rows as they are, and with
the rows weighed by their counts on the other reports alone, where a row that fired on none of these counts as
not written. Either alone scored less on gold/dev (strict F1 .657 and .659, both together .662).

Texts on peaceful matters that the tagger was never trained on (``data/peaceful``) teach how much to trust it
where a report is not about conflict at all.

Fitted on the training reports that were kept out of the tagger's training (``work/data/held.jsonl``,
made by ``prep.py``), by Newton's method for logistic regression with a small ridge.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from dateline.codebook import Codebook, load
from dateline.codebook.load import smoothed
from dateline.coding.triggers import conflict_of, match_row, options_for
from dateline.coding.votes import FEATURES, FILE, NAMES, SLOPES, Engine, logit, stretches
from dateline.kit import Kit
from dateline.language.tagger import Tagger
from dateline.pipeline import code_parsed
from gold import Trained, held_ids, parsed_reports, peaceful_reports
from score_rows import count

RIDGE = 1.0
DRAW = 0.5  # how strongly slopes are drawn to 1: an engine may have few events on a stretch
FLATTEST = 0.05  # a higher sum is never a lower confidence
FAINT = 0.1  # events below this confidence are not judged
PEACEFUL_WEIGHT = 0.15  # of words in the peaceful texts, which are harder than what an archive holds
# what an engine cannot see has no weight
BLIND = {
    Engine.RULES: {"model_type", "model_any", "other_row", "no_row", "report"},
    Engine.MODEL: {"row", "row_score", "other_row", "no_row"},
    Engine.BOTH: set(),
}


def main() -> None:
    """Fit each engine and write the file."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", type=Path)
    folder = ap.parse_args().model
    codebook, tagger = load(), Tagger.load(folder)
    ids = held_ids()
    reports = parsed_reports()
    held = [t for t in reports if t.parsed.report.report_id in ids or not t.events]
    groups = [(held, 1.0), (peaceful_reports(), PEACEFUL_WEIGHT)]
    seen, right = count([t for t in reports if t.parsed.report.report_id not in ids], codebook)
    scores = {where: smoothed(right[where], seen[where]) for where in seen}
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    fitted = {}
    for engine in Engine:
        rows = [
            (features, truth, weight)
            for group, weight in groups
            for known in (scores, None)
            for trained in group
            for features, truth in examples(trained, codebook, tagger, engine, known)
        ]
        weights = fit(rows, BLIND[engine]) | dict.fromkeys(SLOPES, 1.0)
        fitted[engine] = weights = calibrated(weights, held, kit_of(engine, folder), scores)
        lines += ["", f"[{engine}]  # {len(rows)} words of {sum(len(g) for g, _ in groups)} reports"]
        lines += [f"{name} = {weights[name]:.3f}" for name in NAMES]
    if folder:
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        labels["votes"] = {e: {f: round(w, 3) for f, w in weights.items()} for e, weights in fitted.items()}
        (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    else:
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def examples(
    trained: Trained, codebook: Codebook, tagger: Tagger, engine: Engine, scores: dict[str, float] | None
) -> list[tuple[dict[str, float], int]]:
    """Features and truth for each word and type that has a vote."""
    tagged = tagger.tag(trained.parsed.doc)
    report = conflict_of(tagged, len(trained.parsed.sents))
    gold = trained.events_by_sentence()
    out = []
    for token in trained.parsed.doc:
        found = None if engine is Engine.MODEL else match_row(token, codebook)
        chances = None if engine is Engine.RULES else tagged.types[token.i]
        for vote in options_for(found, chances, tagger.labels.types, report):
            row = vote.row
            if row and scores is not None:
                row = replace(row, score=scores[row.where]) if row.where in scores else None
            here = [e for e in gold[trained.parsed.sent_index[token.i]] if e["event_type"] == vote.event_type]
            if not (here and all(e.get("optional") for e in here)):
                out.append((replace(vote, row=row).features(), int(bool(here))))
    return out


def kit_of(engine: Engine, model: Path | None) -> Kit:
    """A kit that keeps faint events, too."""
    return Kit.load(engine=engine, model=model, min_confidence=FAINT)


def calibrated(
    weights: dict[str, float], held: list[Trained], kit: Kit, scores: dict[str, float]
) -> dict[str, float]:
    """Fit the slopes by which the sum reads as a probability: the share of events that are right.

    A word may have a vote and yet be told twice, or stand for an event that another word has taken: of events
    fewer are right than of words. Even chances stay even, so that no event comes or goes at the default bar.
    """
    judged = [
        pair
        for book in (kit.codebook, unseen(kit.codebook, scores))
        for pair in judge(held, kit, book, weights)
    ]
    x = np.array([stretches(logit(confidence)) for confidence, _ in judged])
    y = np.array([right for _, right in judged], float)
    slopes = np.ones(len(SLOPES))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ slopes))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + DRAW * np.eye(len(SLOPES))
        slopes -= np.linalg.solve(hessian, x.T @ (p - y) + DRAW * (slopes - 1))
    slopes = np.maximum(slopes, FLATTEST)
    print(f"{kit.engine}: {len(judged)} events, slopes {slopes.round(2)}")
    return weights | dict(zip(SLOPES, slopes.tolist(), strict=True))


def unseen(codebook: Codebook, scores: dict[str, float]) -> Codebook:
    """The codebook as if its rows had been written and weighed without the held reports in view."""
    rows = {
        lemma: tuple(replace(r, score=scores[r.where]) for r in found if r.where in scores)
        for lemma, found in codebook.rows.items()
    }
    return replace(codebook, rows=rows)


def judge(
    held: list[Trained], kit: Kit, codebook: Codebook, weights: dict[str, float]
) -> Iterator[tuple[float, bool]]:
    """Confidence of each event of the held reports, and whether a gold event stands for it, one for one."""
    kit = replace(kit, weights=weights, codebook=codebook)
    for trained in held:
        gold = trained.events_by_sentence()
        used: set[int] = set()
        for event in sorted(code_parsed(trained.parsed, kit).events, key=lambda e: -e.confidence):
            span = trained.parsed.doc.char_span(
                event.trigger.start, event.trigger.end, alignment_mode="expand"
            )
            here = gold[trained.parsed.sent_index[span.root.i]]
            match = next((e for e in here if e["event_type"] == event.event_type and id(e) not in used), None)
            if match:
                used.add(id(match))
            if not (match and match.get("optional")):
                yield event.confidence, match is not None


def fit(rows: list[tuple[dict[str, float], int, float]], blind: set[str]) -> dict[str, float]:
    """Logistic regression on features, truth and weight of each word; ``blind`` features get nought."""
    names = [f for f in FEATURES if f not in blind]
    x = np.array([[features[n] for n in names] for features, _, _ in rows])
    y = np.array([truth for _, truth, _ in rows], float)
    each = np.array([weight for _, _, weight in rows])
    ridge = RIDGE * np.diag([0.0] + [1.0] * (len(names) - 1))
    weights = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (each * p * (1 - p))[:, None]).T @ x + ridge
        weights -= np.linalg.solve(hessian, x.T @ (each * (p - y)) + ridge @ weights)
    return {f: float(weights[names.index(f)]) if f in names else 0.0 for f in FEATURES}


if __name__ == "__main__":
    main()
