"""Let a trained model (the teacher) label reports, for a student to learn from.

    python training/label.py MODEL --reports reports.jsonl --out training/data/teacher.jsonl.gz
        [--number 1000] [--checkpoint FILE --encoder mpnet]

Only offsets, scores, the report's id and the SHA-256 of its text are written, never a text: the labels can be
kept where the texts of others cannot. With ``--checkpoint`` the encoder runs in torch with 16 bits instead of
the exported whole numbers, which label a little worse. Reports are taken in the order of a hash of their ids.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from dateline.language.parse import load_parser
from dateline.language.tagger import GRAPHS, Tagger
from export import Student
from model import FORMS, Joint, load_tokenizer
from soft_labels import chosen, labels, sha256_of


class InTorch:
    """The encoder and heads on words as a session: what the tagger calls instead of ONNX."""

    def __init__(self, net: Joint) -> None:
        self.student = Student(net.eval())

    def run(self, _names: list[str], feed: dict[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """The answers for one window, in the order of ``ANSWERS``."""
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            answers = self.student(torch.from_numpy(feed["ids"]), torch.from_numpy(feed["firsts"]))
        return [a.float().numpy() for a in answers]


def load(folder: Path, checkpoint: Path | None, encoder: str) -> Tagger:
    """The exported tagger, with its encoder replaced where a checkpoint is given."""
    tagger = Tagger.load(folder)
    if not checkpoint:
        return tagger
    net = Joint(FORMS[encoder])
    net.load_state_dict(load_file(checkpoint))
    sessions = {name: tagger._sessions[name] for name in GRAPHS} | {GRAPHS[0]: InTorch(net)}
    return Tagger(tagger.labels, load_tokenizer(FORMS[encoder]), sessions)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    ap.add_argument("--reports", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--number", type=int, default=1000)
    ap.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    ap.add_argument("--checkpoint", type=Path)
    ap.add_argument("--encoder", choices=FORMS, default="mpnet")
    args = ap.parse_args()
    torch.set_num_threads(1)
    tagger = load(args.model, args.checkpoint, args.encoder)
    parser = load_parser()
    parser.select_pipes(disable=["ner"])
    reports = [json.loads(line) for line in args.reports.read_text("utf-8").splitlines()]
    start, number = time.monotonic(), 0
    with gzip.GzipFile(args.out, "wb", mtime=0) as out:
        for report in chosen(reports, args.number):
            doc = parser(report["text"])
            line = {
                "report_id": report["report_id"],
                "sha256": sha256_of(report["text"]),
            } | labels(doc, tagger.tag(doc), tagger.labels.roles)
            out.write((json.dumps(line, separators=(",", ":")) + "\n").encode())
            number += 1
            if time.monotonic() - start > 60 * args.minutes:
                break
    print(
        f"{number} reports in {time.monotonic() - start:.0f} seconds, {args.out.stat().st_size / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    main()
