"""Scores the place of events whose triggers are given, against expert codings.

Usage: python benchmarks/places_gold.py [GOLD_FOLDER ...] [--errors N]

Default folders: the training and development gold in ../shared beside the repository; says so and stops where
these are absent.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from dateline.coding.draft import Draft, Trigger
from dateline.coding.where import place_events
from dateline.ingest.build import Fields, build_report
from dateline.language.parse import Parsed, load_parser, parse_many
from dateline.places.index import PlaceIndex
from dateline.places.paths import default_index_path
from dateline.places.recognise import find_places
from dateline.records import Report, Span

SHARED = Path(__file__).resolve().parents[2] / "shared"


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_events", SHARED / "tools" / "score_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def given_drafts(parsed: Parsed, events: list[dict[str, Any]]) -> tuple[Draft, ...]:
    drafts = []
    for event in events:
        text = event["trigger"]
        start = parsed.report.text.find(text)
        # a trigger that stands in the heading is blank to the parse: take the first word of the story
        span = parsed.doc.char_span(
            max(start, parsed.report.body), start + len(text), alignment_mode="expand"
        )
        shown = Span(text=text, start=start, end=start + len(text))
        drafts.append(Draft(Trigger(span.root, shown, event["event_type"], "gold", 1.0)))
    return tuple(drafts)


def as_report(doc: dict[str, Any]) -> Report:
    fields = Fields(
        where="gold", name="gold", text=doc["text"], report_id=doc["report_id"], published=doc["published"]
    )
    return build_report(fields, published=None, today=date(2100, 1, 1))


def score_folder(folder: Path, index: PlaceIndex, scorer: ModuleType, n_errors: int, every: int) -> None:
    docs = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.json"))[::every]]
    reports = [as_report(d) for d in docs]
    pairs = zip(docs, parse_many(reports, load_parser()), strict=True)
    measure(folder, pairs, index, scorer, n_errors)


def measure(
    folder: Path,
    pairs: Iterable[tuple[dict[str, Any], Parsed]],
    index: PlaceIndex,
    scorer: ModuleType,
    n_errors: int,
) -> None:
    total: Counter[str] = Counter()
    by_type: dict[str, Counter[str]] = defaultdict(Counter)
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    errors = []
    for doc, parsed in pairs:
        mentions = find_places(parsed, index)
        text = {m.name for m in mentions}
        for event, draft in zip(
            doc["events"], place_events(given_drafts(parsed, doc["events"]), mentions, parsed), strict=True
        ):
            for reading in scorer.names(event.get("places"))[:]:
                seen = any(scorer.same_name(a, b) for a in reading for b in text)
                total.update(named=1, seen=seen)
            if event.get("optional"):
                continue
            places = [{"name": p.name, "text": p.text} for p in draft.places]
            tp, gold, system = scorer.best_hits(event, {"places": places}, "places")
            rule = next((r.rule for r in draft.reasons), "none")
            for counter in (total, by_type[event["event_type"]], by_rule[rule]):
                counter.update(tp=tp, gold=gold, sys=system, right=tp == gold == system, n=1)
            if tp < max(gold, system):
                want = [n[0] for n in scorer.names(event.get("places"))]
                got = [p["name"] for p in places]
                errors.append((rule, event["event_type"], event["trigger"], want, got, draft.token.sent.text))
    show(folder, total, by_type, by_rule)
    for error in errors[:: max(1, len(errors) // n_errors)] if n_errors else []:
        print(*error, sep=" | ")


def f1(c: Counter[str]) -> str:
    p, r = c["tp"] / max(1, c["sys"]), c["tp"] / max(1, c["gold"])
    both = 2 * c["tp"] / max(1, c["gold"] + c["sys"])
    return f"P {p:.3f} R {r:.3f} F1 {both:.3f} n {c['n']} whole {c['right'] / max(1, c['n']):.3f}"


def show(
    folder: Path, total: Counter[str], by_type: dict[str, Counter[str]], by_rule: dict[str, Counter[str]]
) -> None:
    print(
        folder.name,
        f1(total),
        f"| gold places recognised anywhere {total['seen'] / max(1, total['named']):.3f}",
    )
    for name, c in [*sorted(by_rule.items()), *sorted(by_type.items())]:
        print(f"  {name:28} {f1(c)}")


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument(
        "folders", nargs="*", type=Path, default=[SHARED / "gold/train/open", SHARED / "gold/dev"]
    )
    args.add_argument("--errors", type=int, default=0)
    args.add_argument("--every", type=int, default=1, help="only each n-th report")
    given = args.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED} is absent: nothing to measure")
    index = PlaceIndex.open(default_index_path())
    for folder in given.folders:
        score_folder(folder, index, load_scorer(), given.errors, given.every)


if __name__ == "__main__":
    main()
