"""Join the teacher's labels with the texts that they are about, as word-level labels for ``train.py``.

    python training/soft.py --reports reports.jsonl [--labels training/data/teacher.jsonl.gz]
        [--out training/work/data/soft.jsonl]

A report whose text has another SHA-256 than the one that was labelled is left out, and said.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from dateline.language.parse import load_parser
from model import ROLES

HERE = Path(__file__).resolve().parent


def words_of(doc: Doc, labels: dict[str, Any]) -> dict[str, Any]:
    """One report in the form of ``prep.py``, with probabilities instead of the coder's choice."""
    words = [t for t in doc if not t.is_space]
    starts = {t.idx: k for k, t in enumerate(words)}
    ends = {t.idx + len(t): k + 1 for k, t in enumerate(words)}
    mentions: dict[str, list[tuple[int, int]]] = {}
    spans: dict[int, tuple[int, int]] = {}
    for number, (start, end, kind) in enumerate(labels["mentions"]):
        if start in starts and end in ends:
            spans[number] = starts[start], ends[end]
            mentions.setdefault(kind, []).append(spans[number])
    return {
        "report_id": labels["report_id"],
        "words": [t.text for t in words],
        "sents": [k for k, sent in enumerate(doc.sents) for t in sent if not t.is_space],
        "soft": [[starts[at], *rest] for at, *rest in labels["words"] if at in starts],
        "mentions": mentions,
        "roles": [
            (starts[at], *spans[number], ROLES[role], score)
            for at, number, role, score in labels["roles"]
            if at in starts and number in spans
        ],
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--reports", type=Path, required=True)
    ap.add_argument("--labels", type=Path, default=HERE / "data" / "teacher.jsonl.gz")
    ap.add_argument("--out", type=Path, default=HERE / "work" / "data" / "soft.jsonl")
    args = ap.parse_args()
    texts = {}
    for line in args.reports.read_text("utf-8").splitlines():
        report = json.loads(line)
        texts[report["report_id"]] = report["text"]
    with gzip.open(args.labels, "rt", encoding="utf-8") as file:
        labelled = [json.loads(line) for line in file]
    same = [
        r
        for r in labelled
        if hashlib.sha256(texts.get(r["report_id"], "").encode()).hexdigest() == r["sha256"]
    ]
    parser = load_parser()
    parser.select_pipes(disable=["ner"])
    docs = parser.pipe(texts[r["report_id"]] for r in same)
    with args.out.open("w", encoding="utf-8") as out:
        for doc, report in zip(docs, same, strict=True):
            out.write(json.dumps(words_of(doc, report)) + "\n")
    print(f"{len(same)} reports; {len(labelled) - len(same)} left out, their texts are not those labelled")


if __name__ == "__main__":
    main()
