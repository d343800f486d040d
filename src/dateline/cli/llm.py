"""``dateline llm``: what concerns language models besides coding with one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dateline.cli.options import LLM_ENGINES, LLM_PART, PUBLISHED
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
    type=click.Choice(LLM_ENGINES),
    default="llm",
    show_default=True,
    help="The engine whose questions are written.",
)
@PUBLISHED
@LLM_PART
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
