"""Deals for people and spreadsheets: a block or a row for each answer, and JSON lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TextIO

from rich.text import Text

from dateline.export.flat import defused
from dateline.export.table import make_console
from dateline.export.words import printable
from dateline.records import Agreement, Answer

COLUMNS = (
    "agreement_id", "report_id", "published", "deal", "kind", "stage", "past", "proposers", "mediators",
    "party", "party_id", "answer", "due", "overdue", "words", "terms", "predecessor",
)  # fmt: skip


def write_deals(deals: Iterable[Agreement], stream: TextIO, *, on: date) -> int:
    """Write each deal as a block of lines and return how many there were.

    Args:
        deals: the deals.
        stream: where to.
        on: the day against which due answers are held.
    """
    console = make_console(stream)
    count = 0
    for deal in deals:
        head = f"{deal.id}  {deal.name}  {deal.stage.replace('_', ' ')}{', past' if deal.past else ''}"
        console.print(Text(printable(f"{head}  ({deal.report_id}, {deal.published})"), style="bold"))
        for name, value in _lines(deal, on):
            console.print(Text.assemble((f"  {name:<11} ", "cyan"), printable(value)))
        console.print()
        count += 1
    return count


def _lines(deal: Agreement, on: date) -> Iterator[tuple[str, str]]:
    if deal.proposers:
        yield "offered by", "; ".join(p.name for p in deal.proposers)
    if deal.mediators:
        yield "brokered by", "; ".join(p.name for p in deal.mediators)
    if deal.predecessor:
        yield "after", deal.predecessor.text
    for answer in deal.answers:
        yield answer.answer, f'{answer.party.name}{_until(answer, deal, on)}: "{answer.text}"'
    if deal.in_force:
        yield "in force", f'"{deal.in_force.text}"'
    if deal.breach:
        yield "broken", f'"{deal.breach.text}"'
    for term in deal.terms:
        yield "term", f'"{term.text}"{f" ({term.event})" if term.event else ""}'


def _until(answer: Answer, deal: Agreement, on: date) -> str:
    if not answer.due:
        return ""
    return f", due {answer.due}{', overdue' if answer in deal.overdue(on) else ''}"


def write_deals_csv(deals: Iterable[Agreement], stream: TextIO, *, on: date) -> int:
    """Write a row for each party's answer, or one for a deal without any, and return how many deals."""
    out = csv.writer(stream)
    out.writerow(COLUMNS)
    count = 0
    for deal in deals:
        for answer in deal.answers or (None,):
            out.writerow([defused(cell) for cell in _row(deal, answer, on)])
        count += 1
    return count


def _row(deal: Agreement, answer: Answer | None, on: date) -> list[str]:
    shared = [
        deal.id,
        deal.report_id,
        str(deal.published),
        deal.name,
        deal.kind,
        deal.stage,
        str(deal.past).lower(),
        "; ".join(p.name for p in deal.proposers),
        "; ".join(p.name for p in deal.mediators),
    ]
    last = ["; ".join(t.text for t in deal.terms), deal.predecessor.text if deal.predecessor else ""]
    if answer is None:
        return [*shared, "", "", "", "", "", "", *last]
    late = str(answer in deal.overdue(on)).lower() if answer.due else ""
    said = [answer.party.name, answer.party.actor_id or "", answer.answer, str(answer.due or ""), late]
    return [*shared, *said, answer.text, *last]


def write_deals_jsonl(deals: Iterable[Agreement], stream: TextIO) -> int:
    """Write deals as JSON, one a line, and return how many."""
    count = 0
    for deal in deals:
        stream.write(deal.model_dump_json() + "\n")
        count += 1
    return count
