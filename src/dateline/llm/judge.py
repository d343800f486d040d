"""Lets a model judge the words of which our own coder is not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.coding.draft import Draft
from dateline.kit import Kit
from dateline.language.parse import Parsed
from dateline.llm import trust
from dateline.llm.ask import Model, readable
from dateline.llm.budget import Ledger
from dateline.llm.check import Dropped
from dateline.llm.claims import Judgement
from dateline.llm.parse import read_judgements
from dateline.llm.prompt import Prompt, Prompter
from dateline.llm.review import note
from dateline.llm.schema import NONE
from dateline.records import Reason

AT_ONCE = 20  # words that one question may ask about
AROUND = 6  # words before and after that show which one is meant

Hidden = Sequence[tuple[int, int]]
Verdicts = Mapping[int, str]
"""The type that the model gives a word, by the number of the word in the parse; ``none`` for no event."""


def unsure(drafts: Sequence[Draft], hidden: Hidden = ()) -> tuple[Draft, ...]:
    """The drafts that may or may not be events: worth a question."""
    chances = trust.load()
    return tuple(
        d
        for d in drafts
        if chances.unsure_from <= d.trigger.score < chances.sure
        and not any(start <= d.token.idx < end for start, end in hidden)
    )


def questions(drafts: Sequence[Draft], parsed: Parsed, prompter: Prompter) -> tuple[Prompt, ...]:
    """The questions about these drafts, twenty at a time."""
    groups = [drafts[k : k + AT_ONCE] for k in range(0, len(drafts), AT_ONCE)]
    return tuple(prompter.judge(parsed.report, _sentences(g, parsed), _listed(g)) for g in groups)


def judge(
    drafts: Sequence[Draft], parsed: Parsed, model: Model, prompter: Prompter, ledger: Ledger
) -> tuple[Verdicts, int, tuple[Dropped, ...]]:
    """Ask the model about drafts.

    Returns:
        The verdicts, how many claims they are, and those that were dropped: on no word that was asked about,
        or of a type that does not exist.

    Raises:
        NoAnswerError: there is no answer that can be read.
    """
    verdicts: dict[int, str] = {}
    made, dropped = 0, []
    allowed = prompter.verdicts
    for number, prompt in enumerate(questions(drafts, parsed, prompter)):
        asked = drafts[number * AT_ONCE : (number + 1) * AT_ONCE]
        answers = readable(prompt, model.ask(prompt), model, read_judgements, ledger)
        made += len(answers)
        for answer in answers:
            why = _fault(answer, len(asked), allowed)
            if why:
                dropped.append(Dropped("event_type", answer.event_type, why))
            else:
                verdicts.setdefault(asked[answer.number - 1].token.i, answer.event_type)
    return verdicts, made, tuple(dropped)


def _fault(answer: Judgement, asked: int, allowed: frozenset[str]) -> str | None:
    if not 1 <= answer.number <= asked:
        return "is on no word that was asked about"
    return None if answer.event_type in allowed else "is no type of the codebook"


def _sentences(drafts: Sequence[Draft], parsed: Parsed) -> str:
    """The sentences of the drafts, each with the one before it."""
    wanted = sorted({n for d in drafts for k in [parsed.sent_index[d.token.i]] for n in (k - 1, k) if n >= 0})
    shown = [" ".join(parsed.all_sents[k].text.split()) for k in wanted]
    return "\n".join(line for line in shown if line)


def _listed(drafts: Sequence[Draft]) -> str:
    return "\n".join(f"{number}. {_marked(draft)}" for number, draft in enumerate(drafts, 1))


def _marked(draft: Draft) -> str:
    """The word in brackets among its neighbours."""
    token, sent = draft.token, draft.token.sent
    first, last = max(sent.start, token.i - AROUND), min(sent.end, token.i + AROUND + 1)
    words = [f"[{t.text}]" if t.i == token.i else t.text for t in token.doc[first:last]]
    return " ".join(" ".join(words).split())


def apply(drafts: Sequence[Draft], verdicts: Verdicts, kit: Kit) -> tuple[Draft, ...]:
    """Bring drafts and verdicts together.

    Where both agree, confidence rises. Where they do not, what our own coder would have reported stays, less
    sure and marked for review; what it would not have reported and the model calls an event is taken from the
    model and marked.
    """
    return tuple(_judged(draft, verdicts.get(draft.token.i), kit) for draft in drafts)


def _judged(draft: Draft, verdict: str | None, kit: Kit) -> Draft:
    trigger, model = draft.trigger, trust.load().alone
    reported = trigger.score >= kit.min_confidence
    if verdict is None:
        return draft
    if verdict == trigger.event_type:
        return _rated(draft, trust.agreed(trigger.score, model))
    if verdict == NONE:
        both = (trigger.score + (1 - model)) / 2
        if not reported:
            return _rated(draft, min(both, trigger.score))
        detail = "our own coder reports the event, the model says that it is none"
        return _rated(draft, max(both, kit.min_confidence), note("event_type", detail, trigger.span))
    detail = f"our own coder reads {trigger.event_type}, the model {verdict}"
    doubt = note("event_type", detail, trigger.span)
    if reported:
        return _rated(draft, max(min(trigger.score, trust.load().differs), kit.min_confidence), doubt)
    taken = replace(draft, trigger=replace(trigger, event_type=verdict, rule="llm"))
    return _rated(taken, trust.load().differs, doubt)


def _rated(draft: Draft, score: float, *notes: Reason) -> Draft:
    trigger = replace(draft.trigger, score=round(min(score, 1.0), 3))
    rule = trigger.rule if trigger.rule.startswith("llm") else f"{trigger.rule} and llm"
    return replace(draft, trigger=replace(trigger, rule=rule)).because(*notes)
