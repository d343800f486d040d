"""Sources on given triggers: precision, recall and F1 as the project's scorer counts them.

    python benchmarks/claims_gold.py [open|reports|dev ...] [--errors N]

The triggers and types are the gold's; what is measured is which sources the coder gives each event, and with
which stance.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from dateline.coding.claims import attribute
from gold_triggers import cases, run, scorer

STATEMENTS = ("accusation", "appeal", "support", "pledge", "rejection", "threat")


def measure(name: str, limit: int | None, errors: int) -> Counter[str]:
    score = scorer()
    total: Counter[str] = Counter()
    for case in cases(name, limit):
        filled = attribute(tuple(d for _, d in case.drafts), case.parsed, STATEMENTS)
        for k, event in enumerate(case.events):
            if event.get("optional"):
                continue
            said = {
                s.name.casefold(): s.model_dump(mode="json")
                for (n, _), d in zip(case.drafts, filled, strict=True)
                if n == k
                for s in d.sources
            }
            system = {"sources": list(said.values())}
            tp, gold, mine = score.best_hits(event, system, "sources")
            total.update(tp=tp, gold=gold, sys=mine)
            _stances(score, event, system["sources"], total)
            if (gold > tp or mine > tp) and errors > 0:
                errors -= 1
                _show(case.parsed.report.report_id, event, system["sources"])
    return total


def _stances(score: Any, event: dict[str, Any], mine: list[dict[str, Any]], total: Counter[str]) -> None:
    """Count, of the sources found, those with the right stance."""
    for gold in event.get("sources") or []:
        if isinstance(gold, dict):
            match = next((s for s in mine if score.hits([gold], [s])[0]), None)
            if match:
                total.update(stance_n=1, stance_right=match["stance"] == gold.get("stance", "asserts"))


def _show(report_id: str, event: dict[str, Any], mine: list[dict[str, Any]]) -> None:
    print(f"{report_id} {event['event_type']} [{event['trigger']}] +{event.get('also', [])}")
    print(
        "    gold:",
        "; ".join(f"{s['name']} ({s.get('text')}) {s.get('stance')}" for s in event["sources"]) or "-",
    )
    print("    mine:", "; ".join(f"{s['name']} ({s['text']}) {s['stance']}" for s in mine) or "-")


def _stance(t: Counter[str]) -> str:
    return f"stance {t['stance_right'] / max(t['stance_n'], 1):.3f}"


if __name__ == "__main__":
    run(__doc__, "sources", measure, more=_stance)
