"""Terms of deals on given triggers: which events are part of a deal, as the gold's ``part_of`` says.

    python benchmarks/agreements_gold.py [open|reports|dev ...] [--errors N]

The triggers, types and times are found or given as in the other measures of single stages. A term counts as
right where the gold makes the event part of an event that lies in a sentence of the deal found.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from dateline.agreements import words as deal_words
from dateline.agreements.deals import Deal
from dateline.agreements.find import find_deals, may_be_term
from dateline.agreements.terms import find_terms
from dateline.coding import status
from dateline.coding.status import read_status
from dateline.dates import find_times
from gold_triggers import Case, cases, run

DEALS = frozenset({"proposal", "agreement", "ceasefire"})


def measure(name: str, limit: int | None, errors: int) -> Counter[str]:
    """Count gold terms, terms found and terms right in one set."""
    total: Counter[str] = Counter()
    for case in cases(name, limit):
        got = _found(case)
        of_trigger = {e["trigger"]: e for e in case.events}
        for k, event in enumerate(case.events):
            parent = of_trigger.get(event.get("part_of") or "")
            wanted = parent is not None and parent["event_type"] in DEALS
            if event.get("optional"):
                continue
            deal = got.get(k)
            right = wanted and parent is not None and deal is not None and _same(deal, parent, case)
            total.update(gold=wanted, sys=deal is not None, tp=right)
            if errors > 0 and (wanted or deal is not None) and not right:
                errors -= 1
                _show(case, event, parent, deal)
    return total


def _found(case: Case) -> dict[int, Deal]:
    parsed, words = case.parsed, deal_words.load()
    times = find_times(parsed.report.text, published=parsed.report.published, start=parsed.report.body)
    cues = status.load()
    told = read_status(tuple(d for _, d in case.drafts), cues)
    triggers = [(d.token, d.trigger.event_type, d.trigger.span) for d in told]
    deals = find_deals(parsed, times, triggers, words, cues)
    inner = {
        d.token.i: (k, (d.token, d.status))
        for (k, _), d in zip(case.drafts, told, strict=True)
        if may_be_term(d.trigger.event_type, d.status, words)
    }
    found = find_terms([pair for _, pair in inner.values()], deals, parsed, words)
    return {inner[i][0]: deal for i, (deal, _) in found.items()}


def _same(deal: Deal, parent: dict[str, Any], case: Case) -> bool:
    """True where a phrase or an act of the deal lies in a sentence of the gold's parent."""
    numbers = case.parsed.sent_index
    own = {numbers[m.token.i] for m in deal.mentions} | {numbers[a.token.i] for a in deal.acts}
    theirs = {numbers[d.token.i] for k, d in case.drafts if case.events[k] is parent}
    return bool(own & theirs)


def _show(case: Case, event: dict[str, Any], parent: dict[str, Any] | None, deal: Deal | None) -> None:
    named = deal.mentions[0].span.text if deal else "-"
    print(f"{case.parsed.report.report_id} {event['event_type']} {event['status']} [{event['trigger']}]")
    print(f"    gold: {parent['trigger'] if parent else '-'} | mine: {named}")


if __name__ == "__main__":
    run(__doc__, "part_of", measure)
