"""``dateline train``: a small tagger of your own, from reports that were coded."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.say import say

if TYPE_CHECKING:
    from dateline.distil.measure import Score


@click.command(short_help="Train a tagger on coded reports.")
@click.option("--from", "database", required=True, metavar="DB", help="The database of coded reports.")
@click.option(
    "--out",
    "-o",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False),
    help="Where to put it.",
)
@click.option(
    "--with",
    "more",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False),
    help="Further coded reports, a JSON file each.",
)
@click.option(
    "--epochs", type=click.IntRange(1, 100), default=8, show_default=True, help="Rounds of training."
)
@click.option(
    "--held",
    type=click.IntRange(2, 100),
    default=5,
    show_default=True,
    metavar="N",
    help="Keep one report in N to measure with.",
)
def train(*, database: str, out: str, more: tuple[str, ...], epochs: int, held: int) -> None:
    """Train a tagger on reports that a language model coded or that people reviewed.

    Needs torch: pip install 'dateline[train]'. Says at the end how good the tagger is on reports that it
    never saw, beside the one that ships with Dateline; use it with dateline code --model FOLDER.

    \b
    Example:
      dateline train --from events.db --out my-tagger
      dateline code archive/ --db large.db --model my-tagger
    """
    from dateline.cli.index import ensure_index
    from dateline.distil.measure import measure
    from dateline.distil.recipe import Plan, check_installed, held_out, train, write_records
    from dateline.distil.records import training_records
    from dateline.errors import DatelineError
    from dateline.kit import Kit
    from dateline.store import Store

    store = Store.open(database, create=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            coded = Path(folder) / "coded"
            number = write_records(training_records(store), coded)
            if not number:
                raise DatelineError(
                    f"{database}: no report in it was coded by a language model or reviewed; "
                    "code some with --engine llm, or accept events, first"
                )
            check_installed()
            ensure_index(progress=True)
            plan = Plan(Path(folder) / "work", Path(out), epochs, held)
            say(f"{number} coded reports", mark="")
            train(plan, (coded, *map(Path, more)))
            ids = held_out(plan)
            records = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(coded.glob("*.json"))]
            unseen = [r for r in records if r["report_id"] in ids]
            for name, model in (("this tagger", Path(out)), ("the one that ships", None)):
                score = measure(unseen, Kit.load(engine="model", model=model))
                say(_figures(name, len(unseen), score), mark="")
    finally:
        store.close()


def _figures(name: str, reports: int, score: Score) -> str:
    return (
        f"{name}, on {reports} reports held out of training ({score.wanted} events): "
        f"precision {score.precision:.2f}, recall {score.recall:.2f}, F1 {score.f1:.2f}"
    )
