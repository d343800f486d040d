"""The prompts of reports, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.kit import Kit
from dateline.language.parse import parse_many
from dateline.llm.engine import LlmEngine
from dateline.llm.judge import questions, unsure
from dateline.llm.prompt import Prompt, Prompter
from dateline.llm.suspicion import suspicious
from dateline.llm.windows import SIZE, windows
from dateline.pipeline import find_drafts
from dateline.records import Report


def prompts_of(
    reports: Iterable[Report], kit: Kit, engine: LlmEngine, *, size: int = SIZE
) -> Iterator[Prompt]:
    """Make the first prompts that an engine would ask; a second round depends on the answers.

    Args:
        reports: the reports.
        kit: our own resources, as for the engine.
        engine: which engine.
        size: characters of a part of a long report.
    """
    prompter = Prompter.of(kit.codebook)
    for parsed in parse_many(reports, kit.parser):
        hidden = suspicious(parsed, kit.codebook.types)
        if engine is LlmEngine.LLM:
            for window in windows(parsed, size=size):
                yield prompter.code(parsed.report, window, withheld=hidden)
        else:
            tagged = kit.tagger.tag(parsed.doc) if kit.tagger else None
            yield from questions(unsure(find_drafts(parsed, tagged, kit), hidden), parsed, prompter)
