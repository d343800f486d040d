"""The coded training reports, parsed, with the look-ups that training needs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import DocBin, Token

from dateline.ingest.build import Fields, build_report
from dateline.language.parse import Parsed, load_parser, parse_many
from dateline.records import Report

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
HELD = Path(__file__).resolve().parent / "work" / "data" / "held.jsonl"
CACHE = Path(__file__).resolve().parent / "work" / "train.spacy"
PEACEFUL = Path(__file__).resolve().parent / "data" / "peaceful"
FOLDERS = ("train/open", "train/reports", "incidents", "negatives")


@dataclass(frozen=True)
class Trained:
    """A training report: its parse and its gold events (dicts as in the files)."""

    parsed: Parsed
    events: list[dict[str, Any]]

    def events_by_sentence(self) -> dict[int, list[dict[str, Any]]]:
        """Gold events by the number of each sentence that holds one of their phrases."""
        out: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for event in self.events:
            for sentence in {self._sentence(t) for t in (event["trigger"], *event.get("also", ()))}:
                out[sentence].append(event)
        return out

    def event_of(self, token: Token, event_type: str) -> dict[str, Any] | None:
        """The gold event of this type that is told in the token's sentence, the nearest of several."""
        told: list[tuple[int, int]] = []
        for number, event in enumerate(self.events):
            if event["event_type"] == event_type:
                starts = (self.parsed.report.text.find(p) for p in (event["trigger"], *event.get("also", ())))
                told += [(abs(s - token.idx), number) for s in starts if self._index(s) == token.sent.start]
        return self.events[min(told)[1]] if told else None

    def _index(self, start: int) -> int:
        """The first word of the sentence at an offset."""
        span = self.parsed.doc.char_span(start, start + 1, alignment_mode="expand") if start >= 0 else None
        return span[0].sent.start if span is not None else -1

    def _sentence(self, phrase: str) -> int:
        start = self.parsed.report.text.find(phrase)
        span = self.parsed.doc.char_span(start, start + len(phrase), alignment_mode="expand")
        return self.parsed.sent_index[span.root.i] if span is not None else -1

    def take(self, free: dict[int, list[dict[str, Any]]], token: Token, event_type: str) -> bool | None:
        """Whether a gold event of this type stands in the token's sentence; it is used up by this.

        Returns:
            ``None`` for an event that the coders marked as borderline.
        """
        here = free[self.parsed.sent_index[token.i]]
        for event in here:
            if event["event_type"] == event_type:
                here.remove(event)
                return None if event.get("optional") else True
        return False


def peaceful_reports() -> list[Trained]:
    """Our texts in which nothing of the codebook happens, parsed."""
    parser = load_parser()
    data = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(PEACEFUL.glob("*.json"))]
    reports = [read(d) for d in data]
    return [Trained(parsed, []) for parsed in parse_many(reports, parser)]


def read(data: dict[str, Any]) -> Report:
    """A coded report as the program reads it, so that its header is told from its story."""
    name = str(data["report_id"])
    fields = Fields(where=name, name=name, text=data["text"], report_id=name, published=data["published"])
    return build_report(fields, published=None)


def held_ids() -> frozenset[str]:
    """The reports that the tagger was not trained on, as ``prep.py`` chose them."""
    lines = HELD.read_text(encoding="utf-8").splitlines()
    return frozenset(str(json.loads(line)["report_id"]) for line in lines)


def gold_files() -> Iterator[dict[str, Any]]:
    """The training reports as they lie in the files."""
    for folder in FOLDERS:
        for file in sorted((GOLD / folder).glob("*.json")):
            data = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(data, dict) and "text" in data:
                yield data


def parsed_reports() -> list[Trained]:
    """All training reports, parsed; the parses are kept in ``training/work`` for the next run."""
    data = list(gold_files())
    reports = [read(d) for d in data]
    parser = load_parser()
    if CACHE.exists():
        docs = list(DocBin().from_disk(CACHE).get_docs(parser.vocab))
        if [d.text for d in docs] == [r.text for r in reports]:
            parses = [Parsed(report=r, doc=d) for r, d in zip(reports, docs, strict=True)]
            return [Trained(p, d["events"]) for p, d in zip(parses, data, strict=True)]
    parses = list(parse_many(reports, parser))
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=[p.doc for p in parses], store_user_data=False).to_disk(CACHE)
    return [Trained(p, d["events"]) for p, d in zip(parses, data, strict=True)]
