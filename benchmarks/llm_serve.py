"""Serves one GGUF file by llama.cpp with the OpenAI chat API, on this machine only, until it is stopped.

    pip install xllamacpp        # in an environment of its own; the project does not need it
    python benchmarks/llm_serve.py MODEL.gguf [MORE.gguf ...] [--port 8080] [--context 8192] [--threads 1]

A model that comes in parts is joined first if its parts are given in order. Prints the sha-256 of the file,
so that figures can be told apart by the model they belong to.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import signal
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Join, hash, serve."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--context", type=int, default=8192, help="tokens of a question with its answer")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = args.files[0] if len(args.files) == 1 else joined(args.files, Path(folder) / "model.gguf")
        print(f"sha256 {digest(model)}", flush=True)
        serve(model, args.port, args.context, args.threads)
    return 0


def joined(parts: list[Path], whole: Path) -> Path:
    """Write the parts one after another into one file."""
    with whole.open("wb") as out:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, out)
    return whole


def digest(file: Path) -> str:
    """The sha-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def serve(model: Path, port: int, context: int, threads: int) -> None:
    """Run the server until a signal ends this process."""
    import xllamacpp  # noqa: PLC0415 (the other functions do without it)

    given = xllamacpp.CommonParams()
    given.model.path = str(model)
    given.port, given.n_ctx, given.n_parallel, given.n_gpu_layers = port, context, 1, 0
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(given)
    print(server.listening_address, flush=True)
    signal.pause()


if __name__ == "__main__":
    sys.exit(main())
