"""``dateline llm``: what concerns language models besides coding with one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dateline.cli.say import say


@click.group(short_help="Work with language models.")
def llm() -> None:
    """Work with language models. To code with one: dateline code --engine llm.

    \b
    Example:
      dateline llm prompts report.txt --out prompts/
    """


@llm.command(short_help="Write the prompts of reports.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", "-o", required=True, metavar="FOLDER", type=click.Path(file_okay=False), help="Where.")
@click.option(
    "--engine",
    type=click.Choice(["llm", "both+llm"]),
    default="llm",
    show_default=True,
    help="The engine whose questions are written.",
)
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Publication date of reports that state none.",
)
@click.option(
    "--llm-part",
    type=click.IntRange(200),
    default=6000,
    show_default=True,
    metavar="N",
    help="Characters of a report that are asked about at once.",
)
@click.pass_context
def prompts(
    context: click.Context,
    paths: tuple[str, ...],
    *,
    out: str,
    engine: str,
    published: datetime | None,
    llm_part: int,
) -> None:
    """Write the exact prompts of reports to a folder, to try any model by hand.

    Put each answer beside its prompt, as NAME.answer.txt, and read them back with --llm-replay. Nothing is
    sent anywhere.

    \b
    Example:
      dateline llm prompts report.txt --out prompts/
      dateline code report.txt --engine llm --llm-replay prompts/
    """
    from dateline.cli.index import ensure_index
    from dateline.ingest import Rejected, read_reports
    from dateline.llm.engine import LlmEngine
    from dateline.llm.prompts import prompts_of
    from dateline.llm.replay import write_prompts
    from dateline.workers import KitLoader

    ensure_index(progress=True)
    read = read_reports(
        ("-" if path == "-" else Path(path) for path in paths),
        published=published.date() if published else None,
    )
    found = list(read)
    refused = [item for item in found if isinstance(item, Rejected)]
    for item in refused:
        say(str(item.error))
    reports = [item for item in found if not isinstance(item, Rejected)]
    kit = KitLoader("rules" if engine == "llm" else "both").kit()
    number = write_prompts(prompts_of(reports, kit, LlmEngine(engine), size=llm_part), Path(out))
    say(f"{number} prompts of {len(reports)} reports in {out}", mark="")
    context.exit(1 if refused else 0)
