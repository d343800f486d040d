"""What the screen of agreements shows: a row a deal, a column a party, each answer with its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dateline.records import Agreement, Answer, Party, Report, Span, Term
from dateline.store import Store
from dateline.web.context import sentence

COLUMNS = 5
"""Parties that have a column of their own: those of the most deals. The others share the last one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a party did about a deal, in the words of the report; ``due`` is the day of an answer to come."""

    party: str
    part: str
    words: tuple[str, str, str]
    link: str
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a deal lays down; ``coded`` says whether it was coded as an event."""

    words: tuple[str, str, str]
    link: str
    coded: bool


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal as one report tells it. ``cells`` are in the order of the columns, then the other parties."""

    agreement: Agreement
    report: Report | None
    cells: tuple[tuple[Said, ...], ...]
    terms: tuple[Point, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Deals with their parties. ``others`` says whether there is a last column for the other parties."""

    parties: tuple[str, ...]
    others: bool
    deals: tuple[Deal, ...]


def lay_out(found: Sequence[Agreement], reports: Mapping[str, Report], *, on: date) -> Table:
    """Lay deals out as a table.

    Args:
        found: the deals.
        reports: their reports by id, as far as there are.
        on: the day before which an answer that has not come is overdue.
    """
    counts: Counter[str] = Counter()
    for deal in found:
        counts.update({name_of(party) for party in _parties(deal)})
    parties = tuple(name for name, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:COLUMNS])
    deals = tuple(_deal(deal, reports.get(deal.report_id), parties, on) for deal in found)
    return Table(parties, len(counts) > len(parties), deals)


def latest_day(store: Store) -> date:
    """Return the day of the latest report, today where there is none."""
    newest = store.summaries(limit=1)
    return newest[0].published if newest else datetime.now(UTC).date()


def name_of(party: Party) -> str:
    """What a party is called: by its known name, else by that of the report."""
    return party.canonical or party.name


def _parties(deal: Agreement) -> list[Party]:
    return [*deal.proposers, *(answer.party for answer in deal.answers), *deal.mediators]


def _deal(deal: Agreement, report: Report | None, parties: tuple[str, ...], on: date) -> Deal:
    said = [
        *(_said(deal, report, party, "proposed", party) for party in deal.proposers),
        *(_answered(deal, report, answer, on) for answer in deal.answers),
        *(_said(deal, report, party, "mediates", party) for party in deal.mediators),
    ]
    cells = [tuple(one for one in said if one.party == name) for name in parties]
    cells.append(tuple(one for one in said if one.party not in parties))
    terms = tuple(_point(deal, report, term) for term in deal.terms)
    return Deal(deal, report, tuple(cells), terms, any(one.overdue for one in said))


def _answered(deal: Agreement, report: Report | None, answer: Answer, on: date) -> Said:
    late = answer.answer == "pending" and answer.due is not None and answer.due < on
    made = _said(deal, report, answer.party, answer.answer, answer, event=answer.event)
    return Said(made.party, made.part, made.words, made.link, answer.due, late)


def _said(
    deal: Agreement, report: Report | None, party: Party, part: str, span: Span, *, event: str | None = None
) -> Said:
    return Said(name_of(party), part, _words(report, span), _link(deal, event))


def _point(deal: Agreement, report: Report | None, term: Term) -> Point:
    return Point(_words(report, term), _link(deal, term.event), coded=term.event is not None)


def _link(deal: Agreement, event: str | None) -> str:
    """The fragment of the reader's page that shows it: the event's words, or the start of the report."""
    return f"#t-{event}" if event else (f"#t-{deal.events[0]}" if deal.events else "")


def _words(report: Report | None, span: Span) -> tuple[str, str, str]:
    if report is None or report.text[span.start : span.end] != span.text:
        return "", span.text, ""
    return sentence(report, span.start, span.end)
