"""Average checkpoints of runs that branched from one another.

    python training/average.py OUT CHECKPOINT...

Weights of runs that share their first epochs lie in one basin, so their mean is a model too, and a steadier
one than the last checkpoint of either run. A checkpoint named twice counts twice.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    args = ap.parse_args()
    states = [load_file(path) for path in args.checkpoints]
    mean = {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}
    save_file(mean, args.out)


if __name__ == "__main__":
    main()
