"""``dateline agreements``: deals, with each party's answer."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from dateline.cli.options import DB
from dateline.cli.say import say
from dateline.stages import DEAL_STAGES

if TYPE_CHECKING:
    from dateline.store import AgreementFilter, Store


@click.command(short_help="List deals and each party's answer.")
@DB
@click.option("--report", metavar="ID", help="Only deals of this report.")
@click.option("--stage", type=click.Choice(DEAL_STAGES), help="Only deals that stand so in their report.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day against which due answers are held (today if not given).",
)
@click.option("--overdue", is_flag=True, help="Only deals with an answer that is overdue on that day.")
@click.option("--histories", is_flag=True, help="Put the deals of all reports together, a history each.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "csv", "jsonl"]),
    default="text",
    show_default=True,
    help="What is written.",
)
def agreements(
    db: str,
    *,
    report: str | None,
    stage: str | None,
    on: datetime | None,
    overdue: bool,
    histories: bool,
    shape: str,
) -> None:
    """List the deals that reports tell of: who offered them, what each party answered, what they lay down.

    An answer is overdue where its day has passed and the report that announces it does not have it. With
    --histories the deals that several reports tell of are one: each party's answers in the order of the
    reports, and overdue only where no later report has the answer.

    \b
    Examples:
      dateline agreements --db events.db
      dateline agreements --db events.db --overdue --on 2021-09-05 --format csv
      dateline agreements --db events.db --histories
    """
    from dateline.export.deals import write_deals, write_deals_csv, write_deals_jsonl
    from dateline.store import AgreementFilter, Store

    day = (on or datetime.now()).date()
    wanted = AgreementFilter(report_id=report, stage=stage, overdue=day if overdue else None)
    store = Store.open(db, create=False)
    try:
        if histories:
            _histories(store, wanted, day, shape)
            return
        deals = store.agreements(wanted)
        if shape == "jsonl":
            count = write_deals_jsonl(deals, sys.stdout)
        else:
            count = (write_deals_csv if shape == "csv" else write_deals)(deals, sys.stdout, on=day)
    finally:
        store.close()
    say(f"{count} deal{'' if count == 1 else 's'}", mark="")


def _histories(store: Store, wanted: AgreementFilter, day: date, shape: str) -> None:
    from dateline.export.histories import write_histories
    from dateline.store.histories import deal_histories

    found = [
        one
        for one in deal_histories(store)
        if (wanted.report_id is None or wanted.report_id in one.reports)
        and (wanted.stage is None or wanted.stage == one.stage)
        and (wanted.overdue is None or any(side.overdue(day) for side in one.sides))
    ]
    write_histories(found, sys.stdout, shape, on=day)
    say(f"{len(found)} deal{'' if len(found) == 1 else 's'} over their reports", mark="")
