"""Event coreference over documents on ECB+ (dev), gold mentions, within a topic.

    python benchmarks/ecbplus.py            CoNLL F1 and its parts
    python benchmarks/ecbplus.py --check    fail where CoNLL F1 is under its floor

The mentions of ECB+ are bare words without parties, places or days, so that this measures the words alone:
documents of a topic that share many telling words are of one story, and mentions of one story with one head
lemma are one event. The "topic" of the literature is the same; its lemma baseline has 76.5 on the test
half.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from coreference_scores import b_cubed, ceaf_entity, conll, f1, muc
from dateline.incidents.words import stems
from dateline.language.parse import load_parser

FILE = Path(__file__).resolve().parents[2] / "shared/benchmarks/ecbplus/dev.jsonl"
FLOOR = 0.72
APART = 0.90
"""Cosine distance from which two groups of documents are two stories (mean over their pairs)."""


def main() -> int:
    """Measure, print, and compare with the floor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--apart", type=float, default=APART)
    args = parser.parse_args()
    if not FILE.exists():
        print("skipped: ../shared/benchmarks/ecbplus is not here")
        return 0
    docs = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    lemmas = head_lemmas(docs)
    story = stories(docs, args.apart)
    key, lemma_only, ours = defaultdict(set), defaultdict(set), defaultdict(set)
    for doc in docs:
        for event in doc["events"]:
            mention, lemma = (doc["id"], event["m"]), lemmas[doc["id"], event["m"]]
            local = str(event["chain"]).startswith(("SINGLE", "INTRA"))
            key[(doc["id"], event["chain"]) if local else event["chain"]].add(mention)
            lemma_only[doc["topic"], lemma].add(mention)
            ours[story[doc["id"]], lemma].add(mention)
    truth = [frozenset(chain) for chain in key.values()]
    for name, found in (("lemma in topic", lemma_only), ("lemma in story", ours)):
        chains = [frozenset(chain) for chain in found.values()]
        parts = " ".join(f"{s.__name__} {f1(*s(truth, chains)):.3f}" for s in (muc, b_cubed, ceaf_entity))
        score = conll(truth, chains)
        print(f"{name}: CoNLL F1 {score:.3f} ({parts}), {len(chains)} chains of {len(truth)}")
    return 1 if args.check and score < FLOOR else 0


def head_lemmas(docs: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The lemma of the head word of each mention, by document and mention."""
    parser = load_parser()
    out = {}
    for doc, parsed in zip(docs, parser.pipe(d["text"] for d in docs), strict=True):
        for event in doc["events"]:
            span = parsed.char_span(event["start"], event["end"], alignment_mode="expand")
            out[doc["id"], event["m"]] = span.root.lemma_.lower()
    return out


def stories(docs: list[dict[str, Any]], apart: float) -> dict[str, tuple[int, int]]:
    """Group the documents of each topic by their words (average linkage)."""
    out: dict[str, tuple[int, int]] = {}
    for topic in sorted({d["topic"] for d in docs}):
        these = [d for d in docs if d["topic"] == topic]
        distance = _distances([frozenset(stems(d["text"])) for d in these])
        labels = fcluster(linkage(squareform(distance, checks=False), "average"), apart, "distance")
        out |= {d["id"]: (topic, int(label)) for d, label in zip(these, labels, strict=True)}
    return out


def _distances(texts: list[frozenset[str]]) -> Any:
    """Cosine distances of documents over stems, each weighted by how few documents of the topic have it."""
    counts: dict[str, int] = defaultdict(int)
    for text in texts:
        for stem in text:
            counts[stem] += 1
    place = {stem: k for k, stem in enumerate(sorted(counts))}
    matrix = np.zeros((len(texts), len(place)))
    for row, text in enumerate(texts):
        for stem in text:
            matrix[row, place[stem]] = np.log(1 + len(texts) / counts[stem])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    distance = np.clip(1 - matrix @ matrix.T, 0, None)
    np.fill_diagonal(distance, 0)
    return distance


if __name__ == "__main__":
    sys.exit(main())
