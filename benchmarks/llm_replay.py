"""Measures the replay of recorded answers: reports a second, and whether memory stays flat.

    python benchmarks/llm_replay.py [--reports 1000] [--texts ../shared/unlabelled/reports.jsonl]

The reports are short ones of our own making, or with ``--texts`` the first of a file of real ones; the
answers are made from them (for real ones from what our own rules code there), recorded once and then replayed
as ``dateline code --llm-replay`` does. Prints figures; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from dateline.ingest import read_reports
from dateline.kit import Kit
from dateline.llm.budget import Ledger
from dateline.llm.engine import Asking, LlmEngine, report_coder
from dateline.llm.exchange import Exchange
from dateline.llm.prompt import Prompt
from dateline.llm.prompts import prompts_of
from dateline.llm.replay import recorded
from dateline.llm.session import Source, open_model
from dateline.pipeline import code_reports
from dateline.records import Coded, Event, Report

TOWNS = ("Tafas", "Nawa", "Goma", "Kobo", "Kadugli", "Mosul", "Hodeidah", "Maiduguri", "Bakhmut", "Kunduz")
BATCH = 16


def main() -> int:
    """Record, replay, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--texts", type=Path)
    args = parser.parse_args()
    kit = Kit.load(engine="rules")
    with tempfile.TemporaryDirectory() as folder:
        source = args.texts or Path(folder) / "reports.jsonl"
        if args.texts is None:
            rows = (json.dumps(row(n)) + "\n" for n in range(args.reports))
            source.write_text("".join(rows), encoding="utf-8")
        found = (r for r in read_reports([source]) if isinstance(r, Report))
        reports = list(islice({r.text: r for r in islice(found, 2 * args.reports)}.values(), args.reports))
        number = len(reports)
        answers = known_answer if args.texts is None else coded_answers(reports, kit)
        record(reports, kit, Path(folder) / "exchanges.jsonl", answers)
        half = replay(reports[: number // 2], kit, Path(folder) / "exchanges.jsonl")
        whole = replay(reports, kit, Path(folder) / "exchanges.jsonl")
    words = sum(len(r.text.split()) for r in reports) / number
    print(f"{number} reports of {words:.0f} words, {whole.events} events, one process")
    print(f"CPU {whole.cpu:.1f} s, clock {whole.clock:.1f} s: {number / whole.clock:.1f} reports/s")
    print(
        f"peak memory after {number // 2} reports {half.peak:.0f} MB, after {number} more {whole.peak:.0f} MB"
    )
    return 0


def row(n: int) -> dict[str, str]:
    """A report like a short agency line."""
    town, other, dead = TOWNS[n % 10], TOWNS[(n // 10) % 10], 2 + n % 17
    text = (
        f"Rebels ambushed an army convoy near {town} on Tuesday, killing {dead} soldiers, residents said. "
        f"Helicopters later shelled the town of {other}. The army denied that it had lost any men. Case {n}."
    )
    return {"report_id": f"r{n}", "published": "2021-09-01", "text": text}


def answer(question: str) -> str:
    """What a good model answers to such a report."""
    town, dead = re.findall(r"near (\w+) on Tuesday, killing (\d+) soldiers", question)[-1]
    other = re.findall(r"town of (\w+)\. The army denied", question)[-1]
    lists = ("targets", "supporters", "mediators", "weapons")
    common = {"status": "actual", **{name: [] for name in lists}}
    ambush = {
        "event_type": "armed_attack", "trigger": "ambushed", "actors": ["Rebels"], "places": [town],
        "time": "on Tuesday", "effects": [{"kind": "killed", "quote": f"{dead} soldiers"}],
        "sources": [{"name": "residents", "stance": "asserts"}],
    }  # fmt: skip
    fire = {
        "event_type": "shelling", "trigger": "shelled", "actors": ["Helicopters"], "places": [other],
        "time": None, "effects": [], "sources": [],
    }  # fmt: skip
    return json.dumps({"events": [common | ambush, common | fire]})


def known_answer(prompt: Prompt) -> str:
    """The answer to a question about a report of our own."""
    return answer(prompt.messages[-1][1])


def coded_answers(reports: list[Report], kit: Kit) -> Callable[[Prompt], str]:
    """Answers for real reports: what our own rules code in the part that a question shows."""
    coded: dict[str, list[dict[str, object]]] = {}
    for first in range(0, len(reports), BATCH):
        for one in code_reports(reports[first : first + BATCH], kit):
            coded[one.report.report_id] = [claim(event) for event in one.events]

    def of(prompt: Prompt) -> str:
        name = prompt.name if prompt.name in coded else prompt.name.rpartition(".")[0]
        text = prompt.messages[-1][1]
        return json.dumps({"events": [c for c in coded[name] if str(c["trigger"]) in text]})

    return of


def claim(event: Event) -> dict[str, object]:
    """An event as a model would tell it."""
    names = {
        field: [party.text for party in getattr(event, field)]
        for field in ("actors", "targets", "supporters", "mediators", "places", "weapons")
    }
    return {
        "event_type": event.event_type,
        "status": event.status,
        "trigger": event.trigger.text,
        "time": None,
        "effects": [{"kind": e.kind, "quote": e.text} for e in event.effects],
        "sources": [{"name": s.text, "stance": s.stance} for s in event.sources],
        **names,
    }


def record(reports: list[Report], kit: Kit, file: Path, answers: Callable[[Prompt], str]) -> None:
    """Write the exchanges of a model that answers well."""
    model = lambda prompt: Exchange(answers(prompt), "scripted", 3000, 300)  # noqa: E731
    with recorded(model, file) as ask:
        for prompt in prompts_of(reports, kit, LlmEngine.LLM):
            ask(prompt)


class Measured:
    """Seconds, events and peak memory (MB) of one replay."""

    def __init__(self, cpu: float, clock: float, events: int) -> None:
        self.cpu, self.clock, self.events = cpu, clock, events
        self.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def replay(reports: list[Report], kit: Kit, file: Path) -> Measured:
    """Code the reports from the file, in batches as a run does, keeping nothing."""
    cpu, clock, events = time.process_time(), time.perf_counter(), 0
    ledger = Ledger()
    with open_model(Source(replay=file), ledger, print) as model:
        coder = report_coder(LlmEngine.LLM, kit, Asking(model, ledger))
        for first in range(0, len(reports), BATCH):
            answers = coder.code(reports[first : first + BATCH])
            events += sum(len(a.events) for a in answers if isinstance(a, Coded))
    return Measured(time.process_time() - cpu, time.perf_counter() - clock, events)


if __name__ == "__main__":
    sys.exit(main())
