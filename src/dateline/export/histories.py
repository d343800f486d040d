"""Deals over their reports, for people and spreadsheets: a block or a row for each answer, and JSON lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TextIO

from rich.text import Text

from dateline.agreements.histories import History, Said, Side
from dateline.export.flat import defused
from dateline.export.table import make_console
from dateline.export.words import printable

COLUMNS = (
    "history_id", "deal", "kind", "stage", "past", "first", "last", "reports", "independent", "proposers",
    "mediators", "party", "party_id", "report_id", "published", "answer", "due", "words", "latest",
    "disputed", "overdue", "predecessor",
)  # fmt: skip


def write_histories(found: Iterable[History], stream: TextIO, shape: str, *, on: date) -> None:
    """Write histories.

    Args:
        found: the histories.
        stream: where to.
        shape: ``"text"``, ``"csv"`` or ``"jsonl"``.
        on: the day against which due answers are held.
    """
    if shape == "jsonl":
        stream.writelines(one.model_dump_json() + "\n" for one in found)
    elif shape == "csv":
        out = csv.writer(stream)
        out.writerow(COLUMNS)
        for one in found:
            out.writerows([defused(cell) for cell in row] for row in _rows(one, on))
    else:
        _blocks(found, stream, on)


def _rows(one: History, on: date) -> Iterator[list[str]]:
    shared = [one.id, one.name, one.kind, one.stage, str(one.past).lower(), str(one.first), str(one.last)]
    shared += [str(len(one.reports)), str(one.independent)]
    shared += ["; ".join(p.name for p in parties) for parties in (one.proposers, one.mediators)]
    if not one.sides:
        yield [*shared, *[""] * 10, one.predecessor or ""]
    for side in one.sides:
        for said in side.said:
            yield [*shared, *_answer(side, said, on), one.predecessor or ""]


def _answer(side: Side, said: Said, on: date) -> list[str]:
    last = said == side.latest
    marks = [str(last).lower(), str(side.disputed).lower(), str(last and side.overdue(on)).lower()]
    answer = said.answer
    told = [said.report_id, str(said.published), answer.answer, str(answer.due or ""), answer.text]
    return [side.name, side.actor_id or "", *told, *marks]


def _blocks(found: Iterable[History], stream: TextIO, on: date) -> None:
    console = make_console(stream)
    for one in found:
        head = f"{one.id}  {one.name}  {one.stage.replace('_', ' ')}{', past' if one.past else ''}"
        span = str(one.first) if one.first == one.last else f"{one.first} to {one.last}"
        number = f"{len(one.reports)} report{'' if len(one.reports) == 1 else 's'}"
        console.print(Text(printable(f"{head}  ({number}, {span})"), style="bold"))
        for name, value in _lines(one, on):
            console.print(Text.assemble((f"  {name:<11} ", "cyan"), printable(value)))
        console.print()


def _lines(one: History, on: date) -> Iterator[tuple[str, str]]:
    if one.proposers:
        yield "offered by", "; ".join(p.name for p in one.proposers)
    if one.mediators:
        yield "brokered by", "; ".join(p.name for p in one.mediators)
    if one.predecessor:
        yield "after", one.predecessor
    for side in one.sides:
        mark = ", overdue" if side.overdue(on) else ", disputed" if side.disputed else ""
        yield side.latest.answer.answer, f"{side.name}{mark}"
        for said in side.said:
            due = f", due {said.answer.due}" if said.answer.due else ""
            quote = f'{said.answer.answer}{due}: "{said.answer.text}"'
            yield "", f"{said.published} {quote} ({said.report_id})"
    yield "told by", ", ".join(one.reports)
