"""Train the joint tagger on one CPU thread.

    nice -n 5 python training/train.py --out training/work/run [--epochs 10] [--limit N]
        [--start CHECKPOINT --done 2] [--freeze 2] [--minutes 40]

Reads ``train.jsonl`` and ``held.jsonl`` that ``prep.py`` wrote, and reports that a teacher labelled
(``--soft``, written by ``soft.py``; a share of them enters each epoch in turn). The embeddings are frozen, as
are the lower layers that ``--freeze`` counts (their answers are computed once). After each epoch a checkpoint
(safetensors) and a line in ``log.jsonl`` are written: mean losses, also on the held-out fold. The learning
rate rises over a tenth of the steps and falls in a straight line; with ``--minutes`` it reaches its end by
then at the latest, which makes a run depend on the speed of the machine.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from dateline.language.windows import distance, sentence_distance, windows
from model import FILLERS, FORMS, KINDS, ROLES, STATUSES, TYPES, Form, Joint, load_published, load_tokenizer
from prep import heads

HERE = Path(__file__).resolve().parent
FOUND_WEIGHT = 2.0  # a missed trigger costs as much as two false ones: the threshold is chosen later
STATUS_WEIGHT = (1.0, 2.5, 3.5, 4.0)  # nine of ten events are actual
OPTIONAL = 0.5  # weight of borderline events in the type, status and role losses; none in finding
SMOOTHING = 0.05
LEAST = 0.1  # a word that the teacher takes for a trigger with less chance teaches no type, status or role
NEAR = 4  # sentences between a trigger and a mention that are scored as a pair


def prepare(path: Path, tokenizer: Tokenizer) -> list[dict[str, Any]]:
    """Read labelled reports and cut them into windows."""
    docs = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for doc in docs:
        doc["windows"] = list(windows(doc["words"], doc["sents"], tokenizer))
        doc["layers"] = layers(doc)
        doc["fills"], doc["unsure"] = {}, set()
        (taught if "soft" in doc else coded)(doc)
    return docs


@dataclass(frozen=True, slots=True)
class Target:
    """What a word is to be: shares of the types and of the statuses, and how much it weighs."""

    found: float
    found_weight: float
    kinds: list[float]
    statuses: list[float]
    weight: float


NOTHING = Target(0.0, 1.0, [], [], 0.0)


def coded(doc: dict[str, Any]) -> None:
    """Targets from a coder's choice."""
    doc["heads"] = heads(doc)
    doc["targets"] = {
        word: Target(
            found=1.0,
            found_weight=float(not head["optional"]),
            kinds=[float(t == head["type"]) for t in TYPES[1:]],
            statuses=[float(s == head["status"]) for s in STATUSES],
            weight=OPTIONAL if head["optional"] else 1.0,
        )
        for word, head in doc["heads"].items()
    }
    for word, start, end, role, sure in doc["roles"]:
        if sure:
            doc["fills"].setdefault((word, start, end), {})[role] = 1.0
        else:
            doc["unsure"].add((word, start, end, role))


def taught(doc: dict[str, Any]) -> None:
    """Targets from a teacher's probabilities."""
    doc["heads"], doc["targets"] = {}, {}
    for word, found, shares, statuses in doc["soft"]:
        kinds = [0.0] * (len(TYPES) - 1)
        for kind, share in shares:
            kinds[kind] = share / max(1e-6, sum(s for _, s in shares))
        total = max(1e-6, sum(statuses))
        doc["targets"][word] = Target(found, 1.0, kinds, [s / total for s in statuses], found)
    for word, start, end, role, score in doc["roles"]:
        doc["fills"].setdefault((word, start, end), {})[role] = score


def layers(doc: dict[str, Any]) -> list[list[int]]:
    """For each word and kind of mention 0 outside, 1 begin, 2 inside; the longer of overlapping ones wins."""
    out = [[0] * len(KINDS) for _ in doc["words"]]
    for kind, spans in doc["mentions"].items():
        column = KINDS.index(kind)
        for start, end in sorted(spans, key=lambda s: s[1] - s[0]):
            for word in range(start, end):
                out[word][column] = 1 if word == start else 2
    return out


class Batch:
    """Rows of word vectors of a few reports and the targets for each head."""

    def __init__(self, docs: list[dict[str, Any]]) -> None:
        self.places: list[int] = []  # of each word's first piece in the flattened pieces
        self.core: list[int] = []  # rows that are not only context
        self.found: list[tuple[float, float]] = []  # target, weight; for core rows
        self.tags: list[list[int]] = []
        self.heads: list[int] = []  # rows that may be triggers, and what they are to be
        self.kinds: list[list[float]] = []
        self.statuses: list[list[float]] = []
        self.weights: list[float] = []
        self.pairs: list[tuple[int, int, int, int, int]] = []  # trigger, first, last, distance, kind
        self.role: list[list[float]] = []
        self.role_mask: list[list[float]] = []
        self.links: list[tuple[int, int, int, float]] = []
        self.below = [x for doc in docs for x in doc["below"]]
        self.length = max(len(x) for x in self.below)
        number = 0
        for doc in docs:
            rows: dict[int, int] = {}
            for window in doc["windows"]:
                self._add(doc, window, number * self.length, rows)
                number += 1
            self._add_links(doc, rows)

    def _add(self, doc: dict[str, Any], window: Any, offset: int, rows: dict[int, int]) -> None:
        """One window: its words, triggers and pairs."""
        base = len(self.places) - window.start
        self.places += [offset + p for p in window.firsts]
        for word in range(window.core, window.end):
            rows[word] = base + word
            target = doc["targets"].get(word, NOTHING)
            self.core.append(base + word)
            self.found.append((target.found, target.found_weight))
            self.tags.append(doc["layers"][word])
            if target.weight >= LEAST:
                self.heads.append(base + word)
                self.kinds.append(target.kinds)
                self.statuses.append(target.statuses)
                self.weights.append(target.weight)
                self._add_pairs(doc, window, word, base, target.weight)

    def _add_pairs(self, doc: dict[str, Any], window: Any, word: int, base: int, weight: float) -> None:
        for kind, spans in doc["mentions"].items():
            fits = [role for role, filler in zip(ROLES, FILLERS, strict=True) if filler == kind]
            for start, end in spans:
                apart = doc["sents"][start] - doc["sents"][word]
                if start < window.start or end > window.end or abs(apart) > NEAR:
                    continue
                fills = doc["fills"].get((word, start, end), {})
                open_ = {r for r in fits if r not in fills and (word, start, end, r) in doc["unsure"]}
                step = distance(start - word, apart)
                self.pairs.append((base + word, base + start, base + end - 1, step, KINDS.index(kind)))
                self.role.append([fills.get(r, 0.0) if r in fits else 0.0 for r in ROLES])
                self.role_mask.append([weight * (r in fits and r not in open_) for r in ROLES])

    def _add_links(self, doc: dict[str, Any], rows: dict[int, int]) -> None:
        """Pairs of triggers of one type: the same event or not."""
        known = sorted(doc["heads"].items())
        for k, (second, b) in enumerate(known):
            for first, a in known[:k]:
                if a["type"] == b["type"]:
                    apart = sentence_distance(doc["sents"][second] - doc["sents"][first])
                    self.links.append((rows[first], rows[second], apart, float(a["event"] == b["event"])))


def losses(
    net: Joint, docs: list[dict[str, Any]], type_weight: Tensor, frozen: int, *, bf16: bool
) -> dict[str, Tensor]:
    """Weighted losses of each head over a few reports."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        for doc in docs:
            if "below" not in doc:
                doc["below"] = [net.encoder.lower(w.ids, frozen) for w in doc["windows"]]
        batch = Batch(docs)
        read = net.encoder(batch.below, frozen)
    rows = net.dropout(read.float()[torch.tensor(batch.places)])
    core = rows[torch.tensor(batch.core)]
    target, weight = torch.tensor(batch.found).T
    found = functional.binary_cross_entropy_with_logits(net.found(core).squeeze(-1), target, reduction="none")
    out = {"found": 3 * (found * weight * (1 + (FOUND_WEIGHT - 1) * target)).mean()}
    tags = torch.tensor(batch.tags).reshape(-1)
    share = torch.tensor([1.0, 1.5, 1.5])
    out["mention"] = functional.cross_entropy(net.mention(core).view(-1, 3), tags, weight=share)
    if batch.heads:
        row, each = torch.tensor(batch.heads), torch.tensor(batch.weights)
        kinds, statuses = torch.tensor(batch.kinds), torch.tensor(batch.statuses)
        loss = functional.cross_entropy(
            net.event_type(rows[row]), kinds, reduction="none", label_smoothing=SMOOTHING
        )
        scale = each * (kinds @ type_weight)
        out["type"] = 0.5 * (loss * scale).sum() / scale.sum()
        loss = functional.cross_entropy(net.status(rows[row]), statuses, reduction="none")
        scale = each * (statuses @ torch.tensor(STATUS_WEIGHT))
        out["status"] = 0.3 * (loss * scale).sum() / scale.sum()
    if batch.pairs:
        trigger, first, last, step, kind = (torch.tensor(x) for x in zip(*batch.pairs, strict=True))
        mention = net.mention_first(rows[first]) + net.mention_last(rows[last])
        logits = net.roles(net.trigger(rows[trigger]), mention, step, kind)
        mask = torch.tensor(batch.role_mask)
        loss = functional.binary_cross_entropy_with_logits(logits, torch.tensor(batch.role), reduction="none")
        out["role"] = 2 * (loss * mask).sum() / mask.sum().clamp(min=1)
    if batch.links:
        first, second, apart, same = (torch.tensor(x) for x in zip(*batch.links, strict=True))
        logits = net.links(net.link(rows[first]), net.link(rows[second]), apart)
        out["same"] = 0.3 * functional.binary_cross_entropy_with_logits(logits, same)
    return out


def type_weights(docs: list[dict[str, Any]]) -> Tensor:
    """Rarer types weigh more, up to three times."""
    number = Counter(t["type"] for d in docs for t in d["heads"].values())
    return torch.tensor([min(3.0, max(0.7, (120 / max(1, number[t])) ** 0.4)) for t in TYPES[1:]])


def measure(
    net: Joint, docs: list[dict[str, Any]], weight: Tensor, frozen: int, *, bf16: bool
) -> dict[str, float]:
    """Mean losses without training."""
    net.eval()
    total: Counter[str] = Counter()
    with torch.no_grad():
        for doc in docs:
            for name, loss in losses(net, [doc], weight, frozen, bf16=bf16).items():
                total[name] += loss.item() / len(docs)
    net.train()
    return {k: round(v, 4) for k, v in total.items()}


def epoch(
    net: Joint,
    docs: list[dict[str, Any]],
    weight: Tensor,
    frozen: int,
    *,
    opt: Any,
    plan: Any,
    batch: int,
    bf16: bool,
) -> dict[str, float]:
    """One pass over the reports in a new order; the mean losses."""
    random.shuffle(docs)
    total: Counter[str] = Counter()
    for k in range(0, len(docs), batch):
        parts = losses(net, docs[k : k + batch], weight, frozen, bf16=bf16)
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 1.0)
        opt.step()
        plan.step()
        opt.zero_grad()
        for name, loss in parts.items():
            total[name] += loss.item() * batch / len(docs)
    return {k: round(v, 4) for k, v in total.items()}


def arguments() -> argparse.Namespace:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=HERE / "work" / "data")
    ap.add_argument("--out", type=Path, default=HERE / "work" / "run")
    ap.add_argument("--encoder", choices=FORMS, default="minilm")
    ap.add_argument(
        "--bf16", action="store_true", help="the encoder in 16 bits: thrice as fast where the CPU can"
    )
    ap.add_argument("--epochs", type=int, default=9)
    ap.add_argument("--batch", type=int, default=2, help="reports a step")
    ap.add_argument("--rate", type=float, default=1e-4, help="learning rate of the encoder")
    ap.add_argument("--head-rate", type=float, default=1e-3)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--freeze", type=int, default=0, help="lower layers that are not trained")
    ap.add_argument("--start", type=Path, default=None, help="go on from this checkpoint")
    ap.add_argument("--done", type=int, default=0, help="epochs that it has behind it")
    ap.add_argument("--minutes", type=float, default=None, help="bring the learning rate down by then")
    ap.add_argument("--soft", type=Path, help="reports that a teacher labelled, as soft.py writes them")
    ap.add_argument("--share", type=float, default=0.4, help="how many of them in an epoch")
    ap.add_argument("--limit", type=int, default=None, help="train on so many reports only, for a quick test")
    return ap.parse_args()


class Plan:
    """The share of the learning rate at each step: up over a tenth of them, then down in a straight line."""

    def __init__(self, steps: int, behind: int, minutes: float | None) -> None:
        self.steps, self.behind, self.minutes, self.start = steps, behind, minutes, time.monotonic()

    def share(self, step: int) -> float:
        """The share at a step of this run; ``minutes`` lets it fall faster where the machine is slow."""
        at = self.behind + step
        left = 1 - at / self.steps
        if self.minutes:
            begun = 1 - self.behind / self.steps
            left = min(left, begun * (1 - (time.monotonic() - self.start) / 60 / self.minutes))
        warm = min(1, (at + 1) / (0.1 * self.steps)) if not self.behind else min(1, (step + 1) / 30)
        return warm * max(0.02, left)

    def over(self) -> bool:
        """Whether the minutes have passed."""
        return self.minutes is not None and time.monotonic() - self.start > 60 * self.minutes


def load_net(form: Form, start: Path | None, frozen: int) -> Joint:
    """A new model on the published encoder, or a checkpoint; embeddings and lower layers are not trained."""
    net = Joint(form)
    if start:
        net.load_state_dict(load_file(start))
    else:
        load_published(net.encoder)
    trained = tuple(f"layers.{k}." for k in range(frozen, form.layers))
    for name, value in net.encoder.named_parameters():
        value.requires_grad = name.startswith(trained)
    return net


def optimiser(net: Joint, args: argparse.Namespace) -> torch.optim.AdamW:
    """AdamW with one rate for the encoder and a higher one for the new heads."""
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    rest = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": encoder, "lr": args.rate}, {"params": rest, "lr": args.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    form = FORMS[args.encoder]
    tokenizer = load_tokenizer(form)
    docs = prepare(args.data / "train.jsonl", tokenizer)[: args.limit]
    held = prepare(args.data / "held.jsonl", tokenizer)
    soft = prepare(args.soft, tokenizer) if args.soft else []
    random.shuffle(soft)
    slice_ = round(args.share * len(soft))
    net = load_net(form, args.start, args.freeze)
    weight, opt = type_weights(docs), optimiser(net, args)
    steps = -(-(len(docs) + slice_) // args.batch)
    plan = Plan(args.epochs * steps, args.done * steps, args.minutes)
    rate = torch.optim.lr_scheduler.LambdaLR(opt, plan.share)
    for number in range(args.done + 1, args.epochs + 1):
        start = time.process_time()
        soft = soft[slice_:] + soft[:slice_]
        line = {
            "epoch": number,
            "train": epoch(
                net,
                docs + soft[:slice_],
                weight,
                args.freeze,
                opt=opt,
                plan=rate,
                batch=args.batch,
                bf16=args.bf16,
            ),
        }
        line |= {
            "held": measure(net, held, weight, args.freeze, bf16=args.bf16),
            "cpu_seconds": round(time.process_time() - start),
        }
        line |= {"rate": round(opt.param_groups[0]["lr"], 8)}
        save_file(net.state_dict(), args.out / f"epoch{number}.safetensors")
        with (args.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)
        if plan.over():
            break


if __name__ == "__main__":
    main()
