"""Effects on given triggers: precision, recall and F1 as the project's scorer counts them.

    python benchmarks/effects_gold.py [open|reports|dev ...] [--errors N]

The triggers and types are the gold's; what is measured is which effects the coder gives each event.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from dateline.coding.effects import merge_effects, read_effects
from gold_triggers import cases, run, scorer


def measure(name: str, limit: int | None, errors: int) -> Counter[str]:
    score = scorer()
    total: Counter[str] = Counter()
    for case in cases(name, limit):
        filled = read_effects(tuple(d for _, d in case.drafts), case.parsed)
        for k, event in enumerate(case.events):
            mine = merge_effects(
                sorted(
                    (e for (n, _), d in zip(case.drafts, filled, strict=True) if n == k for e in d.effects),
                    key=lambda e: e.start,
                )
            )
            if event.get("optional"):
                continue
            system = {"effects": [e.model_dump() for e in mine]}
            tp, gold, said = score.best_hits(event, system, "effects", score.same_effects)
            total.update(tp=tp, gold=gold, sys=said)
            if (gold > tp or said > tp) and errors > 0:
                errors -= 1
                _show(case.parsed.report.report_id, event, system["effects"])
    return total


def _show(report_id: str, event: dict[str, Any], mine: list[dict[str, Any]]) -> None:
    def brief(e: dict[str, Any]) -> str:
        return (
            f"{e['kind']} {e.get('low')}/{e.get('best')}/{e.get('high')} '{e.get('text')}' ({e.get('who')})"
        )

    print(f"{report_id} {event['event_type']} [{event['trigger']}] +{event.get('also', [])}")
    print("    gold:", "; ".join(map(brief, event.get("effects") or [])) or "-")
    print("    mine:", "; ".join(map(brief, mine)) or "-")


if __name__ == "__main__":
    run(__doc__, "effects", measure)
