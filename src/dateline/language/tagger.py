"""Find events, mentions and their roles with the trained model: the only file that knows ONNX.

The model reads a report in windows (``windows.py``) and answers for whole words. Only the answers, and the
projections of candidate triggers and mentions, are kept from one window to the next, so that long reports
need little memory. The recipe that trains the model is in ``training/``.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.tokens import Doc
from tokenizers import Tokenizer

from dateline.errors import DataError
from dateline.language.models import model_folder
from dateline.language.windows import Window, distance, sentence_distance, windows

BEFORE, AFTER = 3, 2  # sentences around a trigger in which its mentions are looked for
LINKED = 24  # earlier triggers of the same type that a trigger is compared with
FAINT = 0.05  # scores of pairs below this are not returned
INSIDE, SURE = 0.4, 0.6  # a word belongs to a mention; a word begins a new one
GRAPHS = ("student", "roles", "same")
ANSWERS = ("types", "statuses", "mentions", "trigger", "mention_first", "mention_last", "link")
LOOSE = {"time", "number"}  # "at least four" and "until Sunday" keep their first word
EDGES = {"DET", "PUNCT", "ADP", "CCONJ"}
NAMELESS = {"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "DET", "PART", "PUNCT"}
ENDS = {"NOUN", "PROPN", "PRON", "PUNCT", "CCONJ"}
# (next word, last word): the phrase goes on.
GROWING = {("PROPN", before) for before in ("PROPN", "DET", "ADJ", "NOUN")} | {
    (after, before) for after in ("NOUN", "ADJ", "NUM") for before in ("DET", "ADJ", "NUM")
}

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` (half-open) that name a party, place, time, source, number or weapon."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class RoleScore:
    """How likely (0..1) a mention fills a role of the event at a trigger.

    ``trigger`` is a token, ``mention`` a position in ``Tagged.mentions``.
    """

    trigger: int
    mention: int
    role: str
    score: float


@dataclass(frozen=True, slots=True)
class SameScore:
    """How likely (0..1) two trigger tokens of the same best type report the same event."""

    first: int
    second: int
    score: float


@dataclass(frozen=True, slots=True)
class Labels:
    """What the columns of the model's answers mean, and the settings that were chosen on the dev reports.

    ``types[0]`` is ``"none"``. ``name`` tells one trained model from another. ``fillers`` gives for each
    role the kind of mention that can fill it.
    ``thresholds`` holds ``trigger`` (for the probability of a token's best type), ``same`` and one number a
    role; ``provenance`` how the model was made. ``votes`` holds the weights by which this model votes with
    the lexicon, by engine, as in ``votes.toml``; a model without its own votes by those.
    """

    types: tuple[str, ...]
    statuses: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    fillers: tuple[str, ...]
    name: str
    thresholds: dict[str, float]
    candidate: float
    provenance: dict[str, Any]
    votes: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """What the model says about one parsed report; rows are spaCy tokens.

    ``types`` has a column for each of ``Labels.types`` (rows add up to 1, white space is ``none``),
    ``statuses`` one for each of ``Labels.statuses`` (given that the token is a trigger). ``candidates`` are
    the tokens whose probability of ``none`` is below ``Labels.candidate``; ``roles`` and ``same`` are about
    them.
    """

    types: Floats
    statuses: Floats
    mentions: tuple[Mention, ...]
    candidates: tuple[int, ...]
    roles: tuple[RoleScore, ...]
    same: tuple[SameScore, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a document: token and sentence numbers and texts; ``places`` leads back from tokens."""

    tokens: tuple[int, ...]
    sents: tuple[int, ...]
    texts: tuple[str, ...]
    places: NDArray[np.int64]

    def order(self, token: int) -> int:
        """The number of the word that is this token."""
        return int(self.places[token])

    def sent(self, token: int) -> int:
        """The number of the sentence of this token."""
        return self.sents[self.order(token)]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Projections of candidate triggers (for roles and for links) and of mentions, one row each."""

    trigger: Floats
    link: Floats
    mention: Floats


class Tagger:
    """The trained model, loaded once and used for many reports."""

    def __init__(self, labels: Labels, tokenizer: Tokenizer, sessions: Mapping[str, Any]) -> None:
        self.labels = labels
        self._tokenizer = tokenizer
        self._sessions = sessions

    @classmethod
    def load(cls, model: Path | str | None = None) -> Tagger:
        """Load a model; about a fifth of a second, the large one about a second.

        Args:
            model: where ``labels.json`` and the files that it names lie, or ``"large"``; the model that ships
                with the package if not given.

        Raises:
            DataError: there is no such model, or a file is not the one that ``labels.json`` names by its
                SHA-256.
        """
        folder = model_folder(model)
        labels = _read_labels(folder)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(labels, tokenizer, {name: _session(folder / f"{name}.onnx") for name in GRAPHS})

    def tag(self, doc: Doc) -> Tagged:
        """Tag one parsed report.

        Args:
            doc: a parse with sentence bounds; part-of-speech tags, where there are any, make mentions whole.

        Returns:
            Type and status probabilities for every token, mentions, and scores of trigger-mention and
            trigger-trigger pairs.
        """
        words = _words(doc)
        types = np.zeros((len(doc), len(self.labels.types)), np.float32)
        types[:, 0] = 1
        statuses = np.zeros((len(doc), len(self.labels.statuses)), np.float32)
        mentions: list[Mention] = []
        candidates: list[int] = []
        kept: list[_Rows] = []
        for window in windows(words.texts, words.sents, self._tokenizer):
            answer = self._read(window)
            tokens = list(words.tokens[window.core : window.end])
            types[tokens], statuses[tokens] = answer["types"], answer["statuses"]
            sents = words.sents[window.core : window.end]
            found = _mentions(doc, tokens, sents, answer["mentions"], self.labels.kinds)
            near = [k for k in range(len(tokens)) if answer["types"][k, 0] < self.labels.candidate]
            kept.append(_rows(answer, found, near, {token: k for k, token in enumerate(tokens)}))
            mentions += found
            candidates += [tokens[k] for k in near]
        rows = _join(kept)
        return Tagged(
            types=types,
            statuses=statuses,
            mentions=tuple(mentions),
            candidates=tuple(candidates),
            roles=tuple(self._roles(rows, candidates, mentions, words)),
            same=tuple(self._same(rows, candidates, types, words)),
        )

    def _read(self, window: Window) -> dict[str, Floats]:
        """Run the encoder over one window; each answer has a row for each word of the core."""
        feed = {"ids": np.array([window.ids]), "firsts": np.array(window.firsts)}
        answers = self._sessions["student"].run(list(ANSWERS), feed)
        context = window.core - window.start
        return {name: answer[context:] for name, answer in zip(ANSWERS, answers, strict=True)}

    def _roles(
        self, rows: _Rows, candidates: Sequence[int], mentions: Sequence[Mention], words: _Words
    ) -> Iterator[RoleScore]:
        """Score the roles of the mentions around each candidate trigger."""
        sents, orders = [words.sent(m.start) for m in mentions], [words.order(m.start) for m in mentions]
        kinds = np.array([self.labels.kinds.index(m.kind) for m in mentions], np.int64)
        for number, token in enumerate(candidates):
            here, order = words.sent(token), words.order(token)
            low, high = bisect_left(sents, here - BEFORE), bisect_left(sents, here + AFTER + 1)
            if low == high:
                continue
            steps = [distance(orders[k] - order, sents[k] - here) for k in range(low, high)]
            feed = {
                "trigger": np.repeat(rows.trigger[number : number + 1], high - low, 0),
                "mention": rows.mention[low:high],
                "distance": np.array(steps),
                "kind": kinds[low:high],
            }
            scores = self._sessions["roles"].run(["scores"], feed)[0]
            for k, column in np.argwhere(scores >= FAINT).tolist():
                if self.labels.fillers[column] == mentions[low + k].kind:
                    yield RoleScore(token, low + k, self.labels.roles[column], float(scores[k, column]))

    def _same(
        self, rows: _Rows, candidates: Sequence[int], types: Floats, words: _Words
    ) -> Iterator[SameScore]:
        """Compare each candidate trigger with the earlier ones of the same best type."""
        best = [int(types[token, 1:].argmax()) for token in candidates]
        for number, token in enumerate(candidates):
            earlier = [k for k in range(number) if best[k] == best[number]][-LINKED:]
            if not earlier:
                continue
            apart = [sentence_distance(words.sent(token) - words.sent(candidates[k])) for k in earlier]
            feed = {
                "first": rows.link[earlier],
                "second": np.repeat(rows.link[number : number + 1], len(earlier), 0),
                "sentences": np.array(apart),
            }
            for k, score in zip(earlier, self._sessions["same"].run(["scores"], feed)[0], strict=True):
                if score >= FAINT:
                    yield SameScore(candidates[k], token, float(score))


def _words(doc: Doc) -> _Words:
    """The tokens of a document that are not white space."""
    sents = [k for k, sent in enumerate(doc.sents) for _ in sent]
    tokens = tuple(t.i for t in doc if not t.is_space)
    places = np.zeros(len(doc), np.int64)
    places[list(tokens)] = np.arange(len(tokens))
    return _Words(tokens, tuple(sents[t] for t in tokens), tuple(doc[t].text for t in tokens), places)


def _rows(
    answer: Mapping[str, Floats], found: Sequence[Mention], near: list[int], at: dict[int, int]
) -> _Rows:
    """Keep what pairs will need of one window's answers."""
    first, last = [at[m.start] for m in found], [at[m.end - 1] for m in found]
    return _Rows(
        trigger=answer["trigger"][near],
        link=answer["link"][near],
        mention=answer["mention_first"][first] + answer["mention_last"][last],
    )


def _join(kept: Sequence[_Rows]) -> _Rows:
    """The rows of all windows in one table each."""
    if not kept:
        empty = np.zeros((0, 0), np.float32)
        return _Rows(empty, empty, empty)
    return _Rows(
        trigger=np.concatenate([r.trigger for r in kept]),
        link=np.concatenate([r.link for r in kept]),
        mention=np.concatenate([r.mention for r in kept]),
    )


def _mentions(
    doc: Doc, tokens: Sequence[int], sents: Sequence[int], probs: Floats, kinds: Sequence[str]
) -> list[Mention]:
    """Read mentions off begin-inside-outside probabilities (words, kinds, 3), in order of place."""
    out: dict[tuple[int, int, str], Mention] = {}
    for column, kind in enumerate(kinds):
        inside, begin = 1 - probs[:, column, 0], probs[:, column, 1]
        for start, end in _runs(doc, tokens, inside, begin):
            first, last = _whole(doc, tokens, sents, start, end, strip=kind not in LOOSE)
            if first < last:
                key = (tokens[first], tokens[last - 1] + 1, kind)
                out[key] = Mention(*key, float(inside[start:end].mean()))
    return sorted(out.values(), key=lambda m: (m.start, m.end))


def _runs(doc: Doc, tokens: Sequence[int], inside: Floats, begin: Floats) -> Iterator[tuple[int, int]]:
    """Stretches of words that are likely inside a mention, cut at sentence bounds and at sure beginnings."""

    def fresh(k: int) -> bool:
        sure = begin[k] > SURE and k and doc[tokens[k - 1]].pos_ in ENDS
        return bool(sure or doc[tokens[k]].is_sent_start)

    start = None
    for k, chance in enumerate(inside.tolist()):
        if start is not None and (chance < INSIDE or fresh(k)):
            yield start, k
            start = None
        if start is None and chance >= INSIDE:
            start = k
    if start is not None:
        yield start, len(tokens)


def _whole(
    doc: Doc, tokens: Sequence[int], sents: Sequence[int], start: int, end: int, *, strip: bool
) -> tuple[int, int]:
    """Grow a stretch of words to the whole name or noun phrase; strip articles and prepositions around it.

    An empty stretch comes back where nothing in it can name anything.
    """

    def pos(k: int) -> str:
        return doc[tokens[k]].pos_

    def inside_sentence(k: int) -> bool:
        return 0 <= k < len(tokens) and sents[k] == sents[start]

    while inside_sentence(end) and (
        (pos(end), pos(end - 1)) in GROWING or "-" in (doc[tokens[end - 1]].text, doc[tokens[end]].text)
    ):
        end += 1
    while inside_sentence(start - 1) and (
        pos(start - 1) == pos(start) == "PROPN"
        or "-" in (doc[tokens[start - 1]].text, doc[tokens[start]].text)
    ):
        start -= 1
    if strip and end - start > 2 and pos(start) == "VERB" and pos(start + 1) == "ADP":  # "backed by militias"
        start += 2
    while strip and start < end and pos(start) in EDGES and doc[tokens[start]].lower_ != "al":
        start += 1
    while start < end and pos(end - 1) in EDGES:
        end -= 1
    named = not strip or any(pos(k) not in NAMELESS for k in range(start, end))
    return (start, end) if named else (start, start)


def _read_labels(folder: Path) -> Labels:
    """Read ``labels.json`` and check the files that it names.

    Raises:
        DataError: with every fault.
    """
    path = folder / "labels.json"
    try:
        raw = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError([f"{path}: cannot be read ({error}); install the package again"]) from error
    faults = []
    for name, expected in raw["files"].items():
        file = folder / name
        if not file.exists():
            faults.append(f"{file}: missing; install the package again")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            faults.append(f"{file}: not the file that labels.json names by its SHA-256; install again")
    if faults:
        raise DataError(faults)
    lists = {name: tuple(raw[name]) for name in ("types", "statuses", "kinds", "roles", "fillers")}
    return Labels(
        **lists,
        name=f"tagger {raw['files']['student.onnx'][:8]}",
        thresholds=raw["thresholds"],
        candidate=raw["candidate"],
        provenance=raw["provenance"],
        votes=raw.get("votes", {}),
    )


def _session(path: Path) -> Any:
    """An ONNX session on one thread: reports are spread over processes, not over threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
