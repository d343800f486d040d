"""What is asked of a language model: the codebook, two examples and one part of a report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dateline.codebook import Codebook
from dateline.llm.schema import NONE, event_schema, judge_schema
from dateline.llm.windows import Window
from dateline.llm.words import load
from dateline.records import Report

WITHHELD = "[...]"
OPENING = 300  # characters of the start of a report that later parts are given, for the names in it

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Prompt:
    """One question to a model.

    ``name`` says of which report and part, for people; ``messages`` are pairs of role and words; ``schema``
    is the form of the answer. ``key`` names the content: equal questions have equal keys.
    """

    name: str
    messages: tuple[tuple[str, str], ...]
    schema: Mapping[str, Any]

    @cached_property
    def key(self) -> str:
        """A fingerprint of messages and schema (24 hex digits of a sha-256)."""
        content = json.dumps([self.messages, self.schema], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:24]

    @property
    def length(self) -> int:
        """Characters of all messages."""
        return sum(len(words) for _, words in self.messages)


@dataclass(frozen=True)
class Prompter:
    """Makes prompts by one codebook. Make it with :meth:`of`."""

    coding: tuple[tuple[str, str], ...]
    judging: tuple[tuple[str, str], ...]
    event_schema: Mapping[str, Any]
    judge_schema: Mapping[str, Any]
    verdicts: frozenset[str]

    @classmethod
    def of(cls, codebook: Codebook) -> Prompter:
        """Write the fixed part of the prompts from a codebook, with whatever types it has."""
        words = load()
        types = "Event types:\n" + "\n".join(
            f"- {kind.name}: {kind.definition.replace('`', '')}" for kind in codebook.types.values()
        )
        rules = "Rules:\n" + "\n".join(f"- {line}" for line in words.rules)
        known = tuple(e for e in words.examples if _types_of(e.answer) <= set(codebook.types))
        shown = [
            pair
            for e in known
            for pair in (("user", _question(e.published, e.text)), ("assistant", e.answer))
        ]
        system = "\n\n".join((words.code_task, types, rules, words.code_answer))
        types += f"\n- {NONE}: no event of these types"
        judge = "\n\n".join((words.judge_task, types, words.judge_answer))
        return cls(
            coding=(("system", system), *shown),
            judging=(("system", judge),),
            event_schema=event_schema(codebook),
            judge_schema=judge_schema(codebook),
            verdicts=frozenset((*codebook.types, NONE)),
        )

    @cached_property
    def version(self) -> str:
        """Eight hex digits that change with any word of the fixed part."""
        content = json.dumps([self.coding, self.judging, self.event_schema, self.judge_schema])
        return hashlib.sha256(content.encode()).hexdigest()[:8]

    def code(self, report: Report, window: Window, *, withheld: Spans = ()) -> Prompt:
        """The question for the events of one part of a report.

        Args:
            report: the report.
            window: which part.
            withheld: stretches of the text that the model is not to see.
        """
        text = shown_text(report.text, window.start, window.end, withheld)
        lead = ""
        if window.number > 1:
            opening = shown_text(report.text, report.body, report.body + OPENING, withheld)
            opening = " ".join(opening.split())
            lead = f"This is part {window.number} of {window.of}. The report opens: {opening}"
        question = _question(str(report.published), text, lead=lead)
        name = report.report_id if window.of == 1 else f"{report.report_id}.{window.number}"
        return Prompt(name, (*self.coding, ("user", question)), self.event_schema)

    def judge(self, report: Report, text: str, listed: str) -> Prompt:
        """The question whether words report events.

        Args:
            report: the report.
            text: the sentences that they stand in.
            listed: the words, a numbered line each.
        """
        question = f"{_question(str(report.published), text)}\n\n{listed}"
        return Prompt(f"{report.report_id}.judge", (*self.judging, ("user", question)), self.judge_schema)


def repaired(prompt: Prompt, answer: str, fault: str, *, at_most: int = 4000) -> Prompt:
    """The question again, with the answer that could not be read and what is wrong with it."""
    words = load().repair.replace("{fault}", fault)
    more = (("assistant", answer[:at_most]), ("user", words))
    return Prompt(f"{prompt.name}.again", (*prompt.messages, *more), prompt.schema)


def shown_text(text: str, start: int, end: int, withheld: Spans) -> str:
    """A stretch of a text, with a mark in place of what is withheld."""
    out, at = [], start
    for first, last in sorted(withheld):
        if last <= start or first >= end:
            continue
        out += [text[at : max(first, start)], WITHHELD]
        at = max(at, min(last, end))
    return "".join([*out, text[at:end]])


def _question(published: str, text: str, *, lead: str = "") -> str:
    # a mark that the text cannot foresee: it cannot close the quotation itself
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    lines = [f"Published: {published}", lead, f"<report {mark}>", text, f"</report {mark}>"]
    return "\n".join(line for line in lines if line)


def _types_of(answer: str) -> set[str]:
    return {event["event_type"] for event in json.loads(answer)["events"]}
