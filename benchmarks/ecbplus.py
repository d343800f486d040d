"""Event coreference over documents on ECB+ (dev), gold mentions, within a topic.

    python benchmarks/ecbplus.py            CoNLL F1 and its parts, step by step
    python benchmarks/ecbplus.py --check    fail where CoNLL F1 is under its floor

The mentions of ECB+ are bare words without parties, places or days, so that this measures the words alone:
documents of a topic that share many telling words are of one story, and mentions of one story with one stem,
or with stems of one family of merging (``incidents/data/kin.toml``), are one event; what is said is one event
only where one speaker says it. The "topic" of the literature is the same; its lemma baseline has 76.5 on the
test half. Nothing is learned here; ``APART`` was chosen on these topics.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from coreference_scores import b_cubed, ceaf_entity, conll, f1, muc
from dateline.incidents.common import load as load_common
from dateline.incidents.kin import kindred
from dateline.incidents.words import stem, stems
from dateline.language.parse import load_parser

FILE = Path(__file__).resolve().parents[2] / "shared/benchmarks/ecbplus/dev.jsonl"
FLOOR = 0.79
APART = 0.95
"""Cosine distance from which two groups of documents are two stories (mean over their pairs)."""
TELLING = kindred([stem("said")])[0]
_SPEAKER = frozenset({"nsubj", "agent", "poss"})
Mention = tuple[str, str]
Key = Callable[[Any, Any], Hashable]
_WORD = re.compile(r"[a-z0-9]{2,}")


@dataclass(frozen=True)
class Head:
    """The head word of a mention: its lemma, its stem, the family of that, and whose doing it is."""

    lemma: str
    stem: str
    family: str
    speaker: str


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
    known, story = heads(docs), stories(docs, args.apart)
    truth = chains(docs, lambda doc, event: _true_name(doc["id"], str(event["chain"])))
    score = 0.0
    for name, key in steps(known, story).items():
        found = chains(docs, key)
        parts = " ".join(f"{s.__name__} {f1(*s(truth, found)):.3f}" for s in (muc, b_cubed, ceaf_entity))
        score = conll(truth, found)
        print(f"{name}: CoNLL F1 {score:.3f} ({parts}), {len(found)} chains of {len(truth)}")
    return 1 if args.check and score < FLOOR else 0


def steps(known: Mapping[Mention, Head], story: Mapping[str, Hashable]) -> dict[str, Key]:
    """What makes two mentions one event, from the baseline to the whole."""

    def head(doc: Any, event: Any) -> Head:
        return known[doc["id"], event["m"]]

    def spoken(doc: Any, event: Any) -> Hashable:
        one = head(doc, event)
        return story[doc["id"]], one.family, one.speaker if one.family == TELLING else ""

    return {
        "lemma in topic": lambda doc, event: (doc["topic"], head(doc, event).lemma),
        "lemma in story": lambda doc, event: (story[doc["id"]], head(doc, event).lemma),
        "stem in story": lambda doc, event: (story[doc["id"]], head(doc, event).stem),
        "family in story": lambda doc, event: (story[doc["id"]], head(doc, event).family),
        "and speaker": spoken,
    }


def chains(docs: Sequence[dict[str, Any]], key: Key) -> list[frozenset[Hashable]]:
    """Group the mentions of all documents by a key."""
    found: dict[Hashable, set[Hashable]] = defaultdict(set)
    for doc in docs:
        for event in doc["events"]:
            found[key(doc, event)].add((doc["id"], event["m"]))
    return [frozenset(chain) for chain in found.values()]


def _true_name(doc: str, chain: str) -> Hashable:
    """Chains of one document are named anew in each."""
    return (doc, chain) if chain.startswith(("SINGLE", "INTRA")) else chain


def heads(docs: Sequence[dict[str, Any]]) -> dict[Mention, Head]:
    """The head word of each mention, by document and mention."""
    parser = load_parser()
    out = {}
    for doc, parsed in zip(docs, parser.pipe(d["text"] for d in docs), strict=True):
        for event in doc["events"]:
            root = parsed.char_span(event["start"], event["end"], alignment_mode="expand").root
            lemma = root.lemma_.lower()
            said_by = [
                w
                for child in root.children
                if child.dep_ in _SPEAKER
                for w in stems(" ".join(t.text for t in child.subtree))
            ]
            short = stem(lemma)
            out[doc["id"], event["m"]] = Head(lemma, short, kindred([short])[0], (said_by or [""])[-1])
    return out


def stories(docs: Sequence[dict[str, Any]], apart: float) -> dict[str, tuple[int, int]]:
    """Group the documents of each topic by their words (average linkage)."""
    out: dict[str, tuple[int, int]] = {}
    for topic in sorted({d["topic"] for d in docs}):
        these = [d for d in docs if d["topic"] == topic]
        distance = _distances([_counted(d["text"]) for d in these])
        labels = fcluster(linkage(squareform(distance, checks=False), "average"), apart, "distance")
        out |= {d["id"]: (topic, int(label)) for d, label in zip(these, labels, strict=True)}
    return out


def _counted(text: str) -> Counter[str]:
    """How often each stem that carries meaning stands in a text."""
    stop = load_common().stop
    return Counter(stem(word) for word in _WORD.findall(text.lower()) if word not in stop)


def _distances(texts: Sequence[Counter[str]]) -> Any:
    """Cosine distances of documents over stems, each weighted by how few documents of the topic have it."""
    counts = Counter(one for text in texts for one in text)
    place = {one: k for k, one in enumerate(sorted(counts))}
    matrix = np.zeros((len(texts), len(place)))
    for row, text in enumerate(texts):
        for one, number in text.items():
            matrix[row, place[one]] = (1 + np.log(number)) * np.log((1 + len(texts)) / counts[one])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    distance = np.clip(1 - matrix @ matrix.T, 0, None)
    np.fill_diagonal(distance, 0)
    return distance


if __name__ == "__main__":
    sys.exit(main())
