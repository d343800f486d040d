"""Join the teacher's labels with the texts that they are about, as word-level labels for ``train.py``.

    python training/soft.py --reports reports.jsonl [--labels training/data/teacher.jsonl.gz]
        [--out training/work/data/soft.jsonl]

A report whose text has another SHA-256 than the one that was labelled is left out, and said.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from dateline.language.parse import load_parser
from model import ROLES
from soft_labels import still_same, words_of

HERE = Path(__file__).resolve().parent


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
    same = still_same(labelled, texts)
    parser = load_parser()
    parser.select_pipes(disable=["ner"])
    docs = parser.pipe(texts[r["report_id"]] for r in same)
    with args.out.open("w", encoding="utf-8") as out:
        for doc, report in zip(docs, same, strict=True):
            out.write(json.dumps(words_of(doc, report, ROLES)) + "\n")
    print(f"{len(same)} reports; {len(labelled) - len(same)} left out, their texts are not those labelled")


if __name__ == "__main__":
    main()
