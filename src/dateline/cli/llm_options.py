"""The options of commands that ask a language model, and what becomes of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline.cli.options import LLM_ENGINES, LLM_PART, with_options
from dateline.cli.say import say

if TYPE_CHECKING:
    from dateline.llm.budget import Ledger
    from dateline.workers import KitLoader, Loader

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _prices(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[float, float] | None:
    """Read ``0.15/0.60``: prices of a million tokens of questions and of answers."""
    if value is None:
        return None
    try:
        first, second = (float(part) for part in value.split("/"))
    except ValueError:
        first = second = -1.0
    if not (0 <= first < 1e6 and 0 <= second < 1e6):
        raise click.BadParameter(f"{value!r} is not two prices such as 0.15/0.60", context, parameter)
    return first, second


_FILE = click.Path(dir_okay=False)
_OPTIONS = (
    click.option("--llm-url", metavar="URL", help="Ask the model of this server (OpenAI chat API)."),
    click.option("--llm-model", metavar="NAME", help="Name of the model."),
    click.option(
        "--llm-replay",
        metavar="PATH",
        type=click.Path(exists=True),
        help="Take answers from a recorded file, or a folder of dateline llm prompts; asks no server.",
    ),
    click.option("--llm-record", metavar="FILE", type=_FILE, help="Write all questions and answers to it."),
    click.option("--llm-cache", metavar="FILE", type=_FILE, help="Keep answers in it."),
    click.option(
        "--llm-price",
        callback=_prices,
        metavar="IN/OUT",
        help="Prices of a million tokens, such as 0.15/0.60.",
    ),
    click.option("--max-cost", type=click.FloatRange(0), metavar="SUM", help="Spend at most this."),
    click.option("--max-tokens", type=click.IntRange(0), metavar="N", help="Use at most so many tokens."),
    click.option(
        "--max-reports",
        type=click.IntRange(0),
        metavar="N",
        help="With both+llm: ask about at most so many reports.",
    ),
    click.option(
        "--llm-parallel", type=click.IntRange(1, 16), default=4, show_default=True, help="Questions at once."
    ),
    click.option("--llm-rate", type=click.FloatRange(0.1), metavar="N", help="At most N questions a minute."),
    click.option(
        "--llm-answer",
        type=click.IntRange(64),
        default=4096,
        show_default=True,
        metavar="N",
        help="Tokens that an answer may have.",
    ),
    click.option(
        "--llm-timeout",
        type=click.FloatRange(1),
        default=120,
        show_default=True,
        metavar="SECONDS",
        help="Wait so long for an answer.",
    ),
    LLM_PART,
)


def llm_options(command: _Command) -> _Command:
    """Add the options to a command; it is given them as keyword arguments."""
    return with_options(_OPTIONS)(command)


def check_options(engine: str, jobs: int, options: dict[str, Any]) -> None:
    """Refuse options that contradict each other.

    Raises:
        click.UsageError: they do.
    """
    given = [
        name for name in ("llm_url", "llm_replay", "max_cost", "max_tokens") if options[name] is not None
    ]
    if engine not in LLM_ENGINES:
        if given:
            name = "--" + given[0].replace("_", "-")
            raise click.UsageError(f"{name} is for --engine llm and both+llm; nothing would be asked")
        return
    if jobs > 1:
        raise click.UsageError("--jobs is for engines without a model; questions at once: --llm-parallel")
    if options["max_cost"] is not None and options["llm_price"] is None:
        raise click.UsageError("--max-cost needs the prices of your model: --llm-price IN/OUT")


@contextmanager
def opened(engine: str, options: dict[str, Any], kit: KitLoader) -> Iterator[tuple[Loader, Ledger | None]]:
    """Open what codes: our own coder alone, or with a model.

    Args:
        engine: name of the engine.
        options: those of ``llm_options``.
        kit: loads our own coder with the user's options.

    Yields:
        What loads the coder, and the account of the model where there is one.
    """
    if engine not in LLM_ENGINES:
        yield replace(kit, engine=engine), None
        return
    from dateline.llm.budget import Ledger, Limits
    from dateline.llm.engine import Asking, LlmEngine, report_coder
    from dateline.llm.session import open_model

    prices = options["llm_price"] or (0.0, 0.0)
    limits = Limits(
        max_cost=options["max_cost"],
        max_tokens=options["max_tokens"],
        max_reports=options["max_reports"],
        price_in=prices[0],
        price_out=prices[1],
        per_minute=options["llm_rate"],
    )
    ledger = Ledger(limits)
    with open_model(_source(options), ledger, say) as model:
        asking = Asking(model, ledger, options["llm_parallel"], options["llm_part"])
        own = replace(kit, engine="rules" if engine == "llm" else "both")
        yield (lambda: report_coder(LlmEngine(engine), own.kit(), asking)), ledger


def _source(options: dict[str, Any]) -> Any:
    from dateline.llm.session import KEY_VARIABLE, Source

    def path(name: str) -> Path | None:
        return Path(options[name]) if options[name] else None

    return Source(
        url=options["llm_url"],
        model=options["llm_model"],
        key=os.environ.get(KEY_VARIABLE) or None,
        replay=path("llm_replay"),
        record=path("llm_record"),
        cache=path("llm_cache"),
        answer=options["llm_answer"],
        timeout=options["llm_timeout"],
    )


def spent(ledger: Ledger) -> str:
    """What has been used so far, for the progress bar."""
    money = f", {ledger.cost:.2f} spent" if ledger.limits.price_in or ledger.limits.price_out else ""
    return f"reports ({ledger.tokens:,} tokens{money})"


def account(ledger: Ledger) -> str:
    """The last line about the model: what it cost, and how much of what it claimed was not believed."""
    parts = [f"{ledger.requests} questions to the model"]
    parts += [f"{ledger.reused} answers reused"] if ledger.reused else []
    parts += [f"{ledger.again} tries repeated"] if ledger.again else []
    parts += [f"{ledger.repaired} answers asked for again"] if ledger.repaired else []
    parts.append(f"{ledger.tokens:,} tokens")
    parts += [f"{ledger.cost:.4f} spent"] if ledger.limits.price_in or ledger.limits.price_out else []
    lost = sum(ledger.dropped.values())
    share = f"{lost / ledger.made:.1%}" if ledger.made else "none"
    fields = ", ".join(f"{name} {number}" for name, number in ledger.dropped.most_common())
    claims = f"{ledger.made} claims, {lost} dropped ({share}{': ' + fields if fields else ''})"
    rest = [f"{ledger.flagged} events for review"]
    rest += [f"{ledger.unasked} reports without the model"] if ledger.unasked else []
    rest += [f"{ledger.withheld} sentences kept from the model"] if ledger.withheld else []
    return "; ".join((", ".join(parts), claims, ", ".join(rest)))
