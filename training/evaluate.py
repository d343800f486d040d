"""Score an exported model on coded reports with a plain decoding (the package itself does more).

    python training/evaluate.py MODEL --scorer score_events.py dev=DIR [seed=DIR ...]
        [--ids FILE] [--thresholds 0.3 0.5] [--choose] [--write FOLDER] [--types] [--errors N]

One event for each token whose most probable type reaches the threshold; triggers that the model takes for
the same event, or that share type and head lemma, are one event.
``--choose`` tries thresholds one after another (the trigger's first) and prints the best.
``--ids`` restricts the reports to those of a file that ``prep.py`` wrote (the held-out fold).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from dateline.language.parse import load_parser
from dateline.language.tagger import Tagged, Tagger

FIELDS = {
    "actor": "actors",
    "target": "targets",
    "supporter": "supporters",
    "mediator": "mediators",
    "place": "places",
    "source": "sources",
}
CLOSE = 5  # tokens: two triggers of one type this near are one


def triggers(doc: Doc, tagged: Tagged, threshold: float) -> list[tuple[int, int]]:
    """Trigger tokens and their types (columns), in order; of two of one type close together the surer."""
    kept: list[tuple[int, int]] = []
    for token in sorted(tagged.candidates, key=lambda t: -tagged.types[t, 1:].max()):
        kind = int(tagged.types[token, 1:].argmax()) + 1
        twin = any(
            k == kind and abs(t - token) <= CLOSE and doc[t].sent.start == doc[token].sent.start
            for t, k in kept
        )
        if tagged.types[token, kind] >= threshold and not twin:
            kept.append((token, kind))
    return sorted(kept)


def groups(doc: Doc, tagged: Tagged, found: list[tuple[int, int]], threshold: float) -> list[list[int]]:
    """Triggers that report the same event, together."""
    same = {(s.first, s.second): s.score for s in tagged.same}
    out: list[list[int]] = []
    kinds = dict(found)
    for token, kind in found:

        def likeness(group: list[int], token: int = token, kind: int = kind) -> float:
            if kinds[group[0]] != kind:
                return 0.0
            lemma = any(doc[t].lemma_.lower() == doc[token].lemma_.lower() for t in group)
            return max(float(lemma), *(same.get((t, token), 0.0) for t in group))

        best = max(out, key=likeness, default=None)
        if best is not None and likeness(best) >= threshold:
            best.append(token)
        else:
            out.append([token])
    return out


def fillers(doc: Doc, tagged: Tagged, group: list[int], thresholds: dict[str, float]) -> dict[str, list[str]]:
    """Names for each field, best first; a party takes one role of an event."""
    best: dict[tuple[int, str], tuple[float, str]] = {}
    for score in tagged.roles:
        if score.trigger in group and score.role in FIELDS and score.score >= thresholds[score.role]:
            mention = tagged.mentions[score.mention]
            best[score.mention, mention.kind] = max(
                best.get((score.mention, mention.kind), (0.0, "")), (score.score, score.role)
            )
    out: dict[str, list[str]] = {field: [] for field in FIELDS.values()}
    for (number, _), (_, role) in sorted(best.items(), key=lambda x: -x[1][0]):
        mention = tagged.mentions[number]
        text = doc[mention.start : mention.end].text
        if text.lower() not in (t.lower() for t in out[FIELDS[role]]):
            out[FIELDS[role]].append(text)
    return out


def decode(
    tagger: Tagger, doc: Doc, tagged: Tagged, thresholds: dict[str, float], report_id: str
) -> Iterator[dict[str, Any]]:
    """The events of one report in the scorer's format."""
    found = triggers(doc, tagged, thresholds["trigger"])
    kinds = dict(found)
    for group in groups(doc, tagged, found, thresholds["same"]):
        token = max(group, key=lambda t: tagged.types[t, kinds[t]])
        yield {
            "report_id": report_id,
            "event_type": tagger.labels.types[kinds[token]],
            "status": tagger.labels.statuses[int(tagged.statuses[token].argmax())],
            "confidence": round(float(tagged.types[token, kinds[token]]), 3),
            "trigger": {
                "text": doc[token].text,
                "start": doc[token].idx,
                "end": doc[token].idx + len(doc[token]),
            },
            **fillers(doc, tagged, group, thresholds),
            "time": None,
        }


class Set:
    """Coded reports of one or more folders, parsed and tagged once, scored as often as wanted."""

    def __init__(
        self, name: str, folders: list[Path], ids: set[str] | None, tagger: Tagger, scorer: Any
    ) -> None:
        self.name, self.tagger, self.scorer = name, tagger, scorer
        self.gold = Path(tempfile.mkdtemp())
        parser = load_parser()
        parser.select_pipes(disable=["ner"])
        self.reports: list[tuple[str, Doc, Tagged]] = []
        self.words = 0
        self.seconds = 0.0
        for path in (p for folder in folders for p in sorted(folder.glob("*.json"))):
            record = json.loads(path.read_text("utf-8"))
            if "events" not in record or (ids is not None and record["report_id"] not in ids):
                continue
            shutil.copy(path, self.gold / path.name)
            doc = parser(record["text"])
            start = time.process_time()
            tagged = tagger.tag(doc)
            self.seconds += time.process_time() - start
            self.words += sum(not t.is_space for t in doc)
            self.reports.append((record["report_id"], doc, tagged))

    def events(self, thresholds: dict[str, float]) -> list[dict[str, Any]]:
        """All events at these thresholds."""
        return [e for i, d, t in self.reports for e in decode(self.tagger, d, t, thresholds, i)]

    def score(self, thresholds: dict[str, float], errors: int = 0) -> tuple[dict[str, Any], list[Any]]:
        """The scorer's figures, and so many of the errors."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "events.jsonl"
            path.write_text("".join(json.dumps(e) + "\n" for e in self.events(thresholds)), "utf-8")
            return self.scorer.score(str(self.gold), str(path), True, errors)


def line(name: str, r: dict[str, Any]) -> str:
    def prf(x: dict[str, float]) -> str:
        return f"{x['p']:.3f}/{x['r']:.3f}/{x['f1']:.3f}"

    fields = " ".join(f"{k} {r[k]['f1']:.3f}" for k in ("actors", "targets", "places", "sources"))
    return (
        f"{name:22} strict P/R/F {prf(r['event_strict'])} lenient {prf(r['event_lenient'])} "
        f"status {r['status']['accuracy']} {fields} events {r['system_events']} of {r['gold_events']}"
    )


def choose(sets: list[Set], thresholds: dict[str, float]) -> dict[str, float]:
    """Try thresholds one field after another; events are chosen by strict F1, fields by their own F1."""
    grid = [k / 20 for k in range(2, 19)]
    plan = {"trigger": "event_strict", "same": "event_strict"} | FIELDS
    for name in ("trigger", "same", "trigger", "actor", "target", "place", "source"):

        def mean(value: float, name: str = name, now: dict[str, float] = thresholds) -> float:
            tried = now | {name: value}
            return sum(s.score(tried)[0][plan[name]]["f1"] for s in sets) / len(sets)

        scored = {v: mean(v) for v in grid}
        # The middle of a flat top, not its luckiest point: each value counts with its two neighbours.
        smooth = {v: sum(scored.get(round(v + d, 2), scored[v]) for d in (-0.05, 0, 0.05)) for v in grid}
        thresholds = thresholds | {name: max(smooth, key=smooth.__getitem__)}
        print(name, {k: round(v, 3) for k, v in scored.items()}, "->", thresholds[name])
    return thresholds


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    ap.add_argument("sets", nargs="+", metavar="NAME=DIR[:DIR]")
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--ids", type=Path, help="JSON Lines of prep.py: only these reports, in a set named held")
    ap.add_argument("--thresholds", nargs="*", type=float, default=[])
    ap.add_argument("--choose", action="store_true")
    ap.add_argument("--types", action="store_true")
    ap.add_argument("--errors", type=int, default=0)
    ap.add_argument("--write", type=Path)
    args = ap.parse_args()
    spec = importlib.util.spec_from_file_location("score_events", args.scorer)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    tagger = Tagger.load(args.model)
    held = None
    if args.ids:
        held = {json.loads(x)["report_id"] for x in args.ids.read_text("utf-8").splitlines()}
    sets = []
    for name, folders in (s.split("=", 1) for s in args.sets):
        ids = held if name == "held" else None
        sets.append(Set(name, [Path(f) for f in folders.split(":")], ids, tagger, scorer))
    thresholds = tagger.labels.thresholds
    if args.choose:
        thresholds = choose([s for s in sets if s.name in ("dev", "held")], thresholds)
        print(json.dumps(thresholds))
    for s in sets:
        print(
            f"{s.name}: {len(s.reports)} reports, {s.words / s.seconds:.0f} words a CPU second (tagger alone)"
        )
        for value in [*args.thresholds, thresholds["trigger"]]:
            result, errors = s.score(thresholds | {"trigger": value}, args.errors)
            print(line(f"{s.name} at {value}", result))
        for kind, n in result["types"].items() if args.types else ():
            print(f"   {kind:28} gold {n['gold']:3} system {n['system']:3} found {n['found']:3}")
        for error in errors:
            print("  ", *error, sep=" | ")
        if args.write:
            args.write.mkdir(parents=True, exist_ok=True)
            rows = "".join(json.dumps(e) + "\n" for e in s.events(thresholds))
            (args.write / f"{s.name}.jsonl").write_text(rows, "utf-8")


if __name__ == "__main__":
    main()
