"""Which times of a sentence can be an event's: the nearest along the parse first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from dateline.coding import claim_words
from dateline.coding.draft import Draft
from dateline.coding.when_scene import COUNTED, OF_DAY, PRESENT, Placed, Scene
from dateline.coding.when_tense import tense
from dateline.dates import Kind, TimeMention
from dateline.dates.mention import Reading

_LATER = 1.5  # what a time counted from another act, or a mere part of the day, costs beside a day
_ASIDE = frozenset(("relcl", "acl", "ccomp"))  # clauses that tell of something else on the way to a time
_TAIL = 10  # characters that may stand behind the time that ends a sentence
_FILED = "FILE"  # begins the caption of an old picture
_SHOWN = (
    "present",
    "noun:present",
    "noun:participle",
    "noun:ing",
    "noun",
    "ing",
)  # tenses of what pictures show
_TELLING = 2.5  # what the time costs at which somebody told the event


def candidate_times(draft: Draft, scene: Scene) -> list[TimeMention]:
    """The times of the sentence that can be this event's, the nearest along the parse first."""
    told = scene.own.get(draft.token.i)
    if told is not None:
        return [told]
    sent = draft.token.sent
    ranked: list[tuple[float, int, TimeMention]] = []
    for placed in scene.placed:
        if not sent.start <= placed.token.i < sent.end or placed.mention.kind is Kind.RECURRING:
            continue
        if _begins(placed, draft.token):
            ranked.append((0.0, placed.token.i, _since(placed.mention)))
        elif (cost := path_cost(draft.token, placed.token, scene)) <= scene.costs.reach:
            ranked.append((cost + _behind(placed, draft.token), placed.token.i, placed.mention))
        elif _dates_caption(placed, draft.token):
            ranked.append((scene.costs.reach, placed.token.i, placed.mention))
    return [mention for _, _, mention in sorted(ranked, key=lambda r: r[:2])]


def _dates_caption(placed: Placed, trigger: Token) -> bool:
    """Whether a time ends the caption of a picture that shows the event: "Men clash in Jos, May 24, 2014".

    A caption tells in the present what a full date at its end makes past, or says that it is from the files.
    """
    mention, sent = placed.mention, trigger.sent
    if mention.kind is not Kind.DATE or not mention.absolute or mention.end < sent.end_char - _TAIL:
        return False
    if any(t.is_alpha for t in sent if t.idx >= mention.end) or tense(trigger) not in _SHOWN:
        return False
    return sent[0].text == _FILED or tense(sent.root) == "present"


def _behind(placed: Placed, trigger: Token) -> float:
    """What puts a time of the sentence behind the others that are in reach."""
    later = _LATER if placed.mention.rule in COUNTED | OF_DAY else 0.0
    return later + (_TELLING if _of_telling(placed.token, trigger) else 0.0)


def _of_telling(time: Token, trigger: Token) -> bool:
    """Whether a time stands with the verb that tells the event: "today confirmed the arrest".

    One behind both ("confirmed the arrest of two men on Sunday") is the event's, whatever the parse says.
    """
    at = time.head.head if time.head.pos_ == "ADP" else time.head
    if at.i == trigger.i or at.i < trigger.i < time.i:
        return False
    return at.pos_ == "VERB" and at.lemma_ in claim_words.load().verbs


def _begins(placed: Placed, trigger: Token) -> bool:
    """Whether what has gone on begins with a time: "have been shut since fighting began in May"."""
    if placed.mention.kind is not Kind.DATE:
        return False
    auxiliaries = {t.lower_ for t in trigger.children if t.dep_ in ("aux", "auxpass")}
    if not auxiliaries & PRESENT:
        return False
    way: list[Token] = []
    for child, head in _climb(placed.token):
        way.append(child)
        if head.i == trigger.i or (head.dep_ == "xcomp" and head.head.i == trigger.i):
            break  # the parse often has "threatened to push since May" begin the pushing
    else:
        return False
    if any(step.dep_ in _ASIDE for step in way):
        return False
    marks = (t for t in way[-1].children if t.dep_ == "mark")
    return way[-1].lower_ == "since" or any(t.lower_ == "since" for t in marks)


def _since(mention: TimeMention) -> TimeMention:
    """The mention as the start of what goes on to the report."""
    past, coming = (Reading(r.first, None, None, r.approximate) for r in (mention.past, mention.coming))
    return replace(mention, kind=Kind.SINCE, past=past, coming=coming)


def path_cost(trigger: Token, time: Token, scene: Scene) -> float:
    """What it costs to go from a trigger up to the word that governs both, and down to the time."""
    up = {trigger.i: 0.0}
    total = 0.0
    for child, head in _climb(trigger):
        total += scene.costs.up.get(child.dep_, scene.costs.up["other"])
        up[head.i] = total
    down = 0.0
    at = time
    while at.i not in up:
        down += _step_down(at, trigger, scene)
        if at.head.i == at.i:
            return 99.0
        at = at.head
    if at.i != trigger.i and at.i in scene.triggers:
        down += scene.costs.foreign / 2
    return up[at.i] + down + scene.costs.distance * abs(trigger.i - time.i)


def _step_down(word: Token, trigger: Token, scene: Scene) -> float:
    """What a step to a word costs from the one above it. What is done "when" another act is has its time.

    A clause that hangs on a noun tells of it: "a truce that took hold on Monday was broken on Friday".
    """
    if word.dep_ in ("acl", "relcl") and word.head.i == trigger.i and trigger.pos_ in ("NOUN", "PROPN"):
        return scene.costs.down["told"]
    if word.dep_ == "advcl" and any(c.lower_ in scene.costs.together for c in word.children):
        return scene.costs.down["together"]
    foreign = scene.costs.foreign if word.i in scene.triggers else 0.0
    name = "second" if word.dep_ == "conj" and _has_subject(word) else word.dep_
    return foreign + scene.costs.down.get(name, scene.costs.down["other"])


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _climb(token: Token) -> Iterator[tuple[Token, Token]]:
    while token.head.i != token.i:
        yield token, token.head
        token = token.head
