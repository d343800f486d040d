"""How well does the tagger find each type? Cross-validation over the coded reports.

    python training/cross_validate.py [--folds 5] [--epochs 3] [--freeze 4] [--bf16] [--out FILE]

A cheap version: the published MiniLM with its lower layers frozen (their answers are computed once for all
folds), a few epochs a fold, the tagger alone without the lexicon. It says which types are hard, not how good
the shipped model is, which trains all layers for longer. Reads ``train.jsonl`` and ``held.jsonl`` of
``prep.py``; each report is in one fold by the hash of its id. An event is found where a word of its sentence
gets its type, one for one; borderline events neither count nor harm.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter
from pathlib import Path
from typing import Any

import torch

from model import MINILM, TYPES, Joint, load_tokenizer
from train import Plan, epoch, load_net, optimiser, prepare, type_weights

HERE = Path(__file__).resolve().parent
BAR = 0.3  # the chance of a word's best type from which it counts as an event
BATCH = 2


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=HERE / "work" / "data")
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--freeze", type=int, default=4)
    ap.add_argument("--rate", type=float, default=1e-4)
    ap.add_argument("--head-rate", type=float, default=1e-3)
    ap.add_argument("--bf16", action="store_true", help="the encoder in 16 bits, where the CPU is faster so")
    ap.add_argument("--out", type=Path, default=HERE / "work" / "cross_validation.md")
    args = ap.parse_args()
    torch.set_num_threads(1)
    tokenizer = load_tokenizer(MINILM)
    docs = [d for name in ("train", "held") for d in prepare(args.data / f"{name}.jsonl", tokenizer)]
    counts = {name: Counter[str]() for name in ("gold", "system", "found")}
    for fold in range(args.folds):
        inside = [d for d in docs if fold_of(d["report_id"], args.folds) == fold]
        net = trained([d for d in docs if d not in inside], args)
        before = Counter(counts["found"])
        for doc in inside:
            score(net, doc, args.freeze, counts)
        print(
            f"fold {fold + 1}: {len(inside)} reports, {sum((counts['found'] - before).values())} found",
            flush=True,
        )
    args.out.write_text("\n".join(table(counts)) + "\n", "utf-8")
    print(args.out.read_text("utf-8"))


def fold_of(report_id: str, folds: int) -> int:
    """The fold of a report."""
    return int(hashlib.sha256(f"fold {report_id}".encode()).hexdigest(), 16) % folds


def trained(docs: list[dict[str, Any]], args: argparse.Namespace) -> Joint:
    """A tagger trained on these reports."""
    torch.manual_seed(0)
    random.seed(0)
    net = load_net(MINILM, None, args.freeze)
    weight, opt = type_weights(docs), optimiser(net, args)
    plan = Plan(args.epochs * -(-len(docs) // BATCH), 0, None)
    rate = torch.optim.lr_scheduler.LambdaLR(opt, plan.share)
    for _ in range(args.epochs):
        epoch(net, docs, weight, args.freeze, opt=opt, plan=rate, batch=BATCH, bf16=args.bf16)
    return net.eval()


def score(net: Joint, doc: dict[str, Any], freeze: int, counts: dict[str, Counter[str]]) -> None:
    """Add one report's events to the counts."""
    with torch.no_grad():
        below = doc.get("below") or [net.encoder.lower(w.ids, freeze) for w in doc["windows"]]
        length = max(len(b) for b in below)
        rows = net.encoder(below, freeze).view(len(below), length, -1)
        answers = [net.types(rows[k, list(w.firsts)]) for k, w in enumerate(doc["windows"])]
    free = {
        (doc["sents"][w], h["type"], h["event"]): h["optional"] for w, h in doc["heads"].items() if h["main"]
    }
    counts["gold"].update(kind for (_, kind, _), optional in free.items() if not optional)
    said: dict[tuple[int, str], float] = {}
    for window, answer in zip(doc["windows"], answers, strict=True):
        for word in range(window.core, window.end):
            chance, column = answer[word - window.start, 1:].max(0)
            if chance >= BAR:
                kind = TYPES[int(column) + 1]
                said[word, kind] = float(chance)
    also = {(doc["sents"][w], h["type"]) for w, h in doc["heads"].items() if not h["main"]}
    for word, kind in sorted(said, key=lambda k: -said[k]):
        here = doc["sents"][word]
        match = next((k for k in free if k[:2] == (here, kind)), None)
        if match is None and (here, kind) in also:
            continue  # another phrase for an event that is counted where it is first told
        optional = match is not None and free.pop(match)
        if not optional:
            counts["system"][kind] += 1
            counts["found"][kind] += match is not None


def table(counts: dict[str, Counter[str]]) -> list[str]:
    """The figures of each type and of all, as a page shows them."""
    lines = ["| type | events | said | precision | recall | F1 |", "| --- | --- | --- | --- | --- | --- |"]
    totals = {name: sum(c.values()) for name, c in counts.items()}
    rows = [(kind, *(counts[n][kind] for n in ("gold", "system", "found"))) for kind in TYPES[1:]]
    rows.sort(key=lambda r: -r[1])
    for kind, gold, system, found in [*rows, ("**all**", *(totals[n] for n in ("gold", "system", "found")))]:
        p, r = found / max(1, system), found / max(1, gold)
        lines.append(
            f"| {kind} | {gold} | {system} | {p:.2f} | {r:.2f} | {2 * p * r / max(1e-9, p + r):.2f} |"
        )
    return lines


if __name__ == "__main__":
    main()
