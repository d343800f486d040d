"""Gold triggers as drafts: what the measures of single stages share."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.tokens import Doc, Token

from dateline.coding.draft import Draft, Trigger
from dateline.language.parse import Parsed, load_parser, parse_many
from dateline.records import Report, Span

SHARED = Path(__file__).parents[2] / "shared"
SETS = {
    "open": SHARED / "gold/train/open",
    "reports": SHARED / "gold/train/reports",
    "dev": SHARED / "gold/dev",
}


@dataclass(frozen=True)
class Case:
    """A gold report, its parse, and for every gold event the drafts made of its trigger and repeats."""

    parsed: Parsed
    events: tuple[dict[str, Any], ...]
    drafts: tuple[tuple[int, Draft], ...]


def scorer() -> ModuleType:
    """The project's scorer; the script ends, saying so, where it is absent."""
    path = SHARED / "tools/score_events.py"
    if not path.exists():
        sys.exit(f"{path} is not there: nothing measured")
    spec = importlib.util.spec_from_file_location("score_events", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(name: str, limit: int | None = None) -> Iterator[Case]:
    """Read and parse one set of gold reports."""
    files = sorted(SETS[name].glob("*.json"))[:limit]
    gold = [json.loads(f.read_text(encoding="utf-8")) for f in files]
    reports = [
        Report(report_id=g["report_id"], published=date.fromisoformat(g["published"]), text=g["text"])
        for g in gold
    ]
    for entry, parsed in zip(gold, parse_many(reports, load_parser()), strict=True):
        events = tuple(entry["events"])
        yield Case(parsed=parsed, events=events, drafts=_drafts(parsed.doc, events))


def _drafts(doc: Doc, events: tuple[dict[str, Any], ...]) -> tuple[tuple[int, Draft], ...]:
    made = [
        (k, draft)
        for k, event in enumerate(events)
        for phrase in [event["trigger"], *event.get("also", [])]
        if (draft := _draft(doc, phrase, event["event_type"])) is not None
    ]
    return tuple(sorted(made, key=lambda pair: pair[1].trigger.span.start))


def _draft(doc: Doc, phrase: str, event_type: str) -> Draft | None:
    start = doc.text.find(phrase)
    span = doc.char_span(start, start + len(phrase), alignment_mode="expand") if start >= 0 else None
    if span is None:
        return None
    trigger = Trigger(
        token=_head(list(span), span.root),
        span=Span(text=phrase, start=start, end=start + len(phrase)),
        event_type=event_type,
        rule="gold",
        score=1.0,
    )
    return Draft(trigger=trigger)


def _head(tokens: list[Token], root: Token) -> Token:
    """The word that carries the act: the root, or its full verb when that is an auxiliary or preposition."""
    if root.pos_ in ("VERB", "NOUN", "PROPN"):
        return root
    return next((t for t in tokens if t.pos_ == "VERB"), root)


Measure = Callable[[str, int | None, int], Counter[str]]


def run(
    about: str | None, label: str, measure: Measure, *, more: Callable[[Counter[str]], str] | None = None
) -> None:
    """Measure the sets named on the command line and print precision, recall and F1 of each.

    Args:
        about: the script's docstring.
        label: what is measured.
        measure: counts ``tp``, ``sys`` and ``gold`` in a set of at most so many reports; shows some errors.
        more: further figures made of the counts.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    for chosen in args.sets:
        t = measure(chosen, args.limit, args.errors)
        p, r = t["tp"] / max(t["sys"], 1), t["tp"] / max(t["gold"], 1)
        further = f"{more(t)}  " if more else ""
        print(
            f"{chosen:8} {label}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}  "
            f"{further}(gold {t['gold']}, system {t['sys']})"
        )
