"""Turn coded reports into word-level labels, and check the data on the way.

    python training/prep.py --out training/work/data [--train DIR ...] [--measure NAME=DIR ...] [--held 14]

Each DIR holds coded reports, one JSON file each (the codebook's record, participants as {name, text}).
Writes ``train.jsonl``, ``held.jsonl`` (one report in ``--held`` by the hash of its id, never trained on), one
file for each ``--measure`` folder (never trained on), ``checks.txt`` and ``counts.json``.
A training report that shares many eight-word sequences with a held or measured report is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from dateline.language.parse import load_parser

HERE = Path(__file__).resolve().parent
# Field of the coded event -> (role, kind of mention that can fill it).
FIELDS = {
    "actors": ("actor", "party"),
    "targets": ("target", "party"),
    "supporters": ("supporter", "party"),
    "mediators": ("mediator", "party"),
    "places": ("place", "place"),
    "time": ("time", "time"),
    "sources": ("source", "source"),
    "effects": ("effect", "number"),
    "weapons": ("weapon", "weapon"),
}
LEAK_SHARE = 0.2  # of a report's eight-word sequences found in another report: then they are copies
EMPTY = {"PUNCT", "SPACE", "DET", "ADP", "PART", "CCONJ", "SCONJ"}
FULL = {"VERB", "NOUN", "PROPN", "ADJ"}


class Labeller:
    """Labels of one report: words, sentences, triggers, mentions and roles, all in word numbers."""

    def __init__(self, record: dict[str, Any], doc: Doc, faults: list[str]) -> None:
        self.record, self.doc, self.faults = record, doc, faults
        self.words = [t for t in doc if not t.is_space]
        self.index = {t.i: k for k, t in enumerate(self.words)}
        self.sents = [k for k, sent in enumerate(doc.sents) for t in sent if not t.is_space]
        self.triggers: list[dict[str, Any]] = []
        self.mentions: dict[str, set[tuple[int, int]]] = {}
        self.roles: list[tuple[int, int, int, str, bool]] = []

    def labels(self) -> dict[str, Any]:
        """The report as one JSON object; what does not fit is noted in ``faults``."""
        for number, event in enumerate(self.record["events"]):
            heads = list(self._heads(number, event))
            for field in FIELDS:
                for phrase in self._phrases(event, field):
                    self._link(phrase, heads, field)
        return {
            "report_id": self.record["report_id"],
            "words": [t.text for t in self.words],
            "offsets": [(t.idx, t.idx + len(t)) for t in self.words],
            "sents": self.sents,
            "triggers": self.triggers,
            "mentions": {kind: sorted(spans) for kind, spans in self.mentions.items()},
            "roles": self.roles,
        }

    def _span(self, start: int, end: int) -> tuple[int, int] | None:
        """Words that overlap these characters."""
        hit = [k for k, t in enumerate(self.words) if t.idx < end and t.idx + len(t) > start]
        return (hit[0], hit[-1] + 1) if hit else None

    def _heads(self, number: int, event: dict[str, Any]) -> Iterator[int]:
        """Label the head word of the trigger and of each further phrase for the event."""
        for main, phrase in [(True, event["trigger"]), *((False, p) for p in event.get("also", []))]:
            at = self.record["text"].find(phrase)
            span = self._span(at, at + len(phrase)) if at >= 0 else None
            if span is None:
                self.faults.append(f"{self.record['report_id']}: trigger not in the text: {phrase!r}")
                continue
            head = self.index[root(self.doc[self.words[span[0]].i : self.words[span[1] - 1].i + 1]).i]
            self.triggers.append(
                {
                    "word": head,
                    "span": span,
                    "type": event["event_type"],
                    "status": event["status"],
                    "optional": bool(event.get("optional")),
                    "event": number,
                    "main": main,
                }
            )
            yield head

    def _phrases(self, event: dict[str, Any], field: str) -> Iterator[str]:
        """The phrases of the text that fill one field."""
        values = event.get(field) or []
        for value in [values] if isinstance(values, dict) else values:
            phrase = value.get("text") if isinstance(value, dict) else value
            if phrase and phrase not in self.record["text"]:
                self.faults.append(f"{self.record['report_id']}: {field} not in the text: {phrase!r}")
            elif phrase:
                yield phrase

    def _link(self, phrase: str, heads: list[int], field: str) -> None:
        """Label the occurrences of a phrase and how each of them stands to each head word.

        The occurrence nearest a head is a sure filler, one in the same sentence too; others are neither
        rewarded nor punished in training (``sure`` false).
        """
        role, kind = FIELDS[field]
        spans = [s for s in (self._span(*o) for o in occurrences(self.record["text"], phrase)) if s]
        if not spans or not heads:
            return
        near = {min(spans, key=lambda s: (self.sents[s[0]] != self.sents[h], abs(s[0] - h))) for h in heads}
        named = phrase[0].isupper() or " " in phrase
        self.mentions.setdefault(kind, set()).update(spans if named else near)
        for head in heads:
            for span in spans:
                sure = span in near or self.sents[span[0]] == self.sents[head]
                self.roles.append((head, *span, role, sure))


def root(phrase: Span) -> Token:
    """The head word of a phrase; where the parse picks a function word, the first content word instead."""
    if phrase.root.pos_ in EMPTY:
        return next((t for t in phrase if t.pos_ in FULL), phrase.root)
    return phrase.root


def occurrences(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase stands in a text as whole words."""
    for match in re.finditer(re.escape(phrase), text):
        start, end = match.span()
        inside = (start and text[start - 1].isalnum() and phrase[0].isalnum()) or (
            end < len(text) and text[end].isalnum() and phrase[-1].isalnum()
        )
        if not inside:
            yield start, end


def shingles(words: Iterable[str], size: int = 8) -> set[int]:
    """Hashes of all runs of ``size`` words, letters and digits only."""
    plain = [w.lower() for w in words if any(c.isalnum() for c in w)]
    return {hash(tuple(plain[i : i + size])) for i in range(len(plain) - size + 1)}


def copies(train: list[dict[str, Any]], others: list[dict[str, Any]]) -> dict[str, str]:
    """Training reports that are copies of other reports: id -> id."""
    theirs = [(d["report_id"], shingles(d["words"])) for d in others]
    out = {}
    for doc in train:
        own = shingles(doc["words"])
        for name, those in theirs:
            if own and len(own & those) > LEAK_SHARE * min(len(own), max(1, len(those))):
                out[doc["report_id"]] = name
    return out


def read(folder: Path, parser: Language, faults: list[str], pattern: str = "*.json") -> list[dict[str, Any]]:
    """Read and label every coded report of a folder, in order of file name."""
    records = [json.loads(p.read_text("utf-8")) for p in sorted(folder.glob(pattern))]
    records = [r for r in records if isinstance(r, dict) and "events" in r]
    docs = parser.pipe(r["text"] for r in records)
    return [Labeller(r, d, faults).labels() for r, d in zip(records, docs, strict=True)]


def is_held(report_id: str, one_in: int) -> bool:
    """Whether a report belongs to the fold that is kept out of training."""
    return int(hashlib.sha256(report_id.encode()).hexdigest(), 16) % one_in == 0


def counts(docs: list[dict[str, Any]]) -> dict[str, Any]:
    """What a set of labelled reports holds."""
    main = [t for d in docs for t in d["triggers"] if t["main"]]
    return {
        "reports": len(docs),
        "words": sum(len(d["words"]) for d in docs),
        "events": len(main),
        "optional": sum(t["optional"] for t in main),
        "phrases": sum(len(d["triggers"]) for d in docs),
        "types": dict(Counter(t["type"] for t in main).most_common()),
        "statuses": dict(Counter(t["status"] for t in main).most_common()),
        "shared_head_words": sum(
            len({t["event"] for t in d["triggers"]} - {x["event"] for x in heads(d).values()}) for d in docs
        ),
    }


def heads(doc: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """One trigger a head word: a main phrase wins over a further one, then the first."""
    out: dict[int, dict[str, Any]] = {}
    for trigger in sorted(doc["triggers"], key=lambda t: not t["main"]):
        out.setdefault(trigger["word"], trigger)
    return out


def write(path: Path, docs: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(d) + "\n" for d in docs), "utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--train", nargs="+", type=Path, default=[HERE / "data" / "open"])
    ap.add_argument("--measure", nargs="*", default=[], metavar="NAME=DIR")
    ap.add_argument("--out", type=Path, default=HERE / "work" / "data")
    ap.add_argument("--held", type=int, default=14)
    args = ap.parse_args()
    parser = load_parser()
    parser.select_pipes(disable=["ner"])
    args.out.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    pool = [d for folder in args.train for d in read(folder, parser, faults)]
    twice = [k for k, n in Counter(d["report_id"] for d in pool).items() if n > 1]
    if twice:
        raise SystemExit(f"report ids that stand twice in the training folders: {twice}")
    kept_out = [d for d in pool if is_held(d["report_id"], args.held) and d["triggers"]]
    train = [d for d in pool if d not in kept_out]
    measured = {n: read(Path(p), parser, faults) for n, p in (m.split("=", 1) for m in args.measure)}
    copied = copies(train, [d for docs in (kept_out, *measured.values()) for d in docs])
    train = [d for d in train if d["report_id"] not in copied]
    sets = {"train": train, "held": kept_out, **measured}
    for name, docs in sets.items():
        write(args.out / f"{name}.jsonl", docs)
    lines = [*faults, *(f"{a}: left out, a copy of {b}" for a, b in copied.items())]
    (args.out / "checks.txt").write_text("".join(x + "\n" for x in lines), "utf-8")
    (args.out / "counts.json").write_text(json.dumps({n: counts(d) for n, d in sets.items()}, indent=1))
    for name, docs in sets.items():
        print(name, {k: v for k, v in counts(docs).items() if k != "types"})
    print(f"{len(lines)} notes in {args.out / 'checks.txt'}")


if __name__ == "__main__":
    main()
