"""Codes the five shortest reports of the expert codings with a real model, and looks for anything invented.

    python benchmarks/llm_local.py --url http://127.0.0.1:8080/v1 --model NAME [--record FILE] [--reports 5]

Start the model first with any server that speaks the OpenAI chat API (``llm_serve.py`` is one); nothing is
fetched here. ``--part`` and ``--answer`` keep each question short: a small model on a slow machine must end
its answer within both the tokens it may write and the time it may take. Prints how many answers could be
used, how many claims were dropped, whether any field of a record is not in its report, and the figures of the
scorer. The codings lie in ``../shared`` beside the project; without them nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from accuracy import SETS, flat, gold_reports, load_scorer
from dateline.kit import Kit
from dateline.llm.budget import Ledger
from dateline.llm.engine import Asking, LlmEngine, report_coder
from dateline.llm.session import Source, open_model
from dateline.llm.windows import SIZE
from dateline.records import Coded, Event, Report


def main() -> int:
    """Code, check, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url")
    parser.add_argument("--model")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--replay", type=Path, help="take the answers from a recorded file; asks no server")
    parser.add_argument("--reports", type=int, default=5)
    parser.add_argument("--part", type=int, default=SIZE, help="characters of a report asked about at once")
    parser.add_argument("--answer", type=int, default=2048, help="tokens that an answer may have")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds to wait for one answer")
    args = parser.parse_args()
    if not SETS["dev"].is_dir():
        print("skipped: the expert codings (../shared/gold) are not here")
        return 0
    reports = sorted(gold_reports(SETS["dev"]), key=lambda r: len(r.text))[: args.reports]
    ledger, begin = Ledger(), time.perf_counter()
    source = Source(
        url=args.url,
        model=args.model,
        replay=args.replay,
        record=args.record,
        cache=args.cache,
        answer=args.answer,
        timeout=args.timeout,
    )
    with open_model(source, ledger, print) as model:
        asking = Asking(model, ledger, parallel=1, size=args.part)
        answers = list(report_coder(LlmEngine.LLM, Kit.load(engine="rules"), asking).code(reports))
    coded = [a for a in answers if isinstance(a, Coded)]
    events = [event for each in coded for event in each.events]
    print(f"{len(reports)} reports, {len(coded)} with an answer that can be used, {len(events)} events")
    print(f"{ledger.repaired} answers asked for again; {time.perf_counter() - begin:.0f} s")
    print(f"{ledger.made} claims, {sum(ledger.dropped.values())} dropped: {dict(ledger.dropped)}")
    print(f"records valid: {sum(valid(e) for e in events)} of {len(events)}")
    print(
        f"fields that are not in their report: {sum(invented(e, a.report) for a in coded for e in a.events)}"
    )
    for answer in answers:
        if not isinstance(answer, Coded):
            print(f"not coded: {answer.what}")
    print(json.dumps(score({r.report_id for r in reports}, events)))
    return 0


def valid(event: Event) -> bool:
    """Whether a record is one after writing and reading."""
    return Event.model_validate_json(event.model_dump_json()) == event


def invented(event: Event, report: Report) -> int:
    """How many pieces of a record do not stand in its report where it says."""
    parties = (*event.actors, *event.targets, *event.supporters, *event.mediators)
    others = (*event.places, *event.effects, *event.sources, *event.weapons, *event.evidence)
    return sum(report.text[s.start : s.end] != s.text for s in (event.trigger, *parties, *others))


def score(ids: set[str], events: list[Event]) -> dict[str, float]:
    """The scorer's figures on these reports."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold"
        gold.mkdir()
        for file in SETS["dev"].glob("*.json"):
            data = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(data, dict) and data.get("report_id") in ids:
                shutil.copy(file, gold)
        out = Path(folder) / "events.jsonl"
        out.write_text("".join(e.model_dump_json() + "\n" for e in events), encoding="utf-8")
        return flat(load_scorer().score(gold, str(out))[0])


if __name__ == "__main__":
    sys.exit(main())
