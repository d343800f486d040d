"""Exchanges written to a file and read back without a server: for tests, for papers, for audit, by hand.

Two forms: a file of JSON lines, one exchange a line, and a folder of prompts and answers as plain text, which
a person fills with the answers of any model.
"""

from __future__ import annotations

import csv
import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import DatelineError
from dateline.llm.exchange import Ask, Exchange, NoAnswerError
from dateline.llm.prompt import Prompt

INDEX = "prompts.csv"
HAND = "by hand"


@contextmanager
def recorded(ask: Ask, file: Path) -> Iterator[Ask]:
    """Write every exchange to a file, at its end.

    Args:
        ask: where the answers come from.
        file: JSON lines; made where there is none.

    Raises:
        DatelineError: it cannot be written.
    """
    lock = threading.Lock()
    try:
        stream = file.open("a", encoding="utf-8")
    except OSError as error:
        raise DatelineError(f"{file}: {error.strerror}; name another file with --llm-record") from error
    with stream:

        def asked(prompt: Prompt) -> Exchange:
            exchange = ask(prompt)
            line = json.dumps(_row(prompt, exchange), ensure_ascii=False)
            with lock:
                stream.write(line + "\n")
                stream.flush()
            return exchange

        yield asked


def _row(prompt: Prompt, exchange: Exchange) -> dict[str, object]:
    return {
        "key": prompt.key,
        "name": prompt.name,
        "model": exchange.model,
        "answer": exchange.answer,
        "cut_off": exchange.cut_off,
        "tokens_in": exchange.tokens_in,
        "tokens_out": exchange.tokens_out,
        "messages": [{"role": role, "content": words} for role, words in prompt.messages],
    }


@dataclass(frozen=True)
class Replay:
    """Answers that were given before: ``ask`` finds one, ``model`` names who gave them."""

    ask: Ask
    model: str


@contextmanager
def replayed(path: Path) -> Iterator[Replay]:
    """Answer from a file that was recorded, or a folder that was filled by hand.

    Only where each answer stands is held in memory.

    Raises:
        DatelineError: there is none, or it holds no exchanges.
    """
    if path.is_dir():
        yield _from_folder(path)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise DatelineError(f"{path}: {error.strerror}; give a file of --llm-record or a folder") from error
    with stream:
        places, model = _places(stream, path)
        lock = threading.Lock()

        def ask(prompt: Prompt) -> Exchange:
            if prompt.key not in places:
                raise _missing(prompt, path, "record it anew")
            with lock:
                stream.seek(places[prompt.key])
                row = json.loads(stream.readline())
            return _exchange(row)

        yield Replay(ask, model)


def _places(lines: Iterable[bytes], path: Path) -> tuple[dict[str, int], str]:
    """Where the exchange of each key starts, and the first model named."""
    places: dict[str, int] = {}
    model, at = "", 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                places[row["key"]] = at
                model = model or str(_exchange(row).model)
            except (ValueError, KeyError, TypeError) as error:
                what = f"{path}:{number}: is no exchange ({type(error).__name__})"
                raise DatelineError(f"{what}; give a file that --llm-record wrote, whole") from error
        at += len(line)
    return places, model


def _exchange(row: Mapping[str, object]) -> Exchange:
    return Exchange(
        answer=str(row["answer"]),
        model=str(row.get("model") or ""),
        tokens_in=int(str(row.get("tokens_in") or 0)),
        tokens_out=int(str(row.get("tokens_out") or 0)),
        cut_off=bool(row.get("cut_off")),
    )


def _missing(prompt: Prompt, path: Path, remedy: str) -> NoAnswerError:
    return NoAnswerError(f"{path} holds no answer to the question {prompt.name}; {remedy}")


# ---- by hand ----


def write_prompts(prompts: Iterable[Prompt], folder: Path) -> int:
    """Write prompts as text files, each to be answered in a file of the same name that ends ``.answer.txt``.

    Args:
        prompts: the questions.
        folder: made where there is none. Its ``prompts.csv`` says which file is which question.

    Returns:
        How many were written.

    Raises:
        DatelineError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names: set[str] = set()
        with (folder / INDEX).open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(("key", "file"))
            for prompt in prompts:
                name = _file_name(prompt, names)
                (folder / f"{name}.prompt.txt").write_text(_shown(prompt), encoding="utf-8")
                rows.writerow((prompt.key, name))
    except OSError as error:
        raise DatelineError(f"{folder}: {error.strerror}; name another folder") from error
    return len(names)


def _file_name(prompt: Prompt, names: set[str]) -> str:
    name = re.sub(r"[^\w.-]+", "_", prompt.name).strip("._")[:80] or prompt.key[:8]
    if name.casefold() in names:
        name = f"{name}.{prompt.key[:8]}"
    names.add(name.casefold())
    return name


def _shown(prompt: Prompt) -> str:
    return "\n\n".join(f"=== {role} ===\n{words}" for role, words in prompt.messages) + "\n"


def _from_folder(folder: Path) -> Replay:
    try:
        with (folder / INDEX).open(encoding="utf-8", newline="") as stream:
            files = {row["key"]: row["file"] for row in csv.DictReader(stream)}
    except (OSError, KeyError, csv.Error) as error:
        what = f"{folder}: has no readable {INDEX}; write the folder with"
        raise DatelineError(f"{what}: dateline llm prompts PATH --out {folder}") from error
    return Replay(_hand(folder, files), HAND)


def _hand(folder: Path, files: Mapping[str, str]) -> Callable[[Prompt], Exchange]:
    def ask(prompt: Prompt) -> Exchange:
        name = files.get(prompt.key)
        if name is None:
            raise _missing(prompt, folder, "the report or the codebook has changed: write the prompts anew")
        file = folder / f"{name}.answer.txt"
        try:
            return Exchange(answer=file.read_text(encoding="utf-8-sig"), model=HAND)
        except (OSError, UnicodeDecodeError) as error:
            raise NoAnswerError(f"{file}: cannot be read; put the answer of the model there") from error

    return ask
