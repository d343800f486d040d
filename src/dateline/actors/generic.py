"""General words: bodies of the state that a report is about, rebels known by context, described parties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dateline.actors.knowledge import Knowledge
from dateline.actors.phrase import Phrase
from dateline.actors.records import Resolution
from dateline.actors.scene import Scene
from dateline.actors.states import State
from dateline.actors.words import Noun
from dateline.places.fold import fold

_NAMED_BEFORE = 0.8
_MAIN_COUNTRY = 0.75
_ONE_OF_SEVERAL = 0.65


def state_body(noun: Noun, state: State, knowledge: Knowledge, published: date) -> Resolution | None:
    """The body of a state that a noun names; ``None`` where the state was not there yet or was no more."""
    if noun.body is None:
        return None
    actor = knowledge.actors[state.body_id(noun.body)]
    if state.start and published < state.start:
        return None
    reasons: tuple[str, ...] = (f"{noun.noun!r} of {state.name}",)
    existed = actor.existed(published)
    if not existed:
        reasons += (f"it is not known to have existed on {published}",)
    return Resolution(actor.id, actor.name, actor.kind, state.code, 0.9 if existed else 0.6, reasons)


def by_context(phrase: Phrase, scene: Scene, *, bodies: bool = True) -> Resolution | None:
    """Resolve "the army", "the rebels", "peacekeepers" by the report's countries and day.

    Args:
        phrase: the name taken apart.
        scene: the report; a body that its text names before with its country decides.
        bodies: whether bodies of states may be meant.
    """
    knowledge = scene.knowledge
    phrase = _without_member(phrase, knowledge)
    start = _noun_start(phrase, knowledge)
    if start is None or not _plain(phrase.words[:start], phrase.folded[:start], knowledge):
        return None
    key = " ".join(phrase.folded[start:])
    kind = knowledge.words.classes.get(key)
    if kind and not {*phrase.folded[:start]} & knowledge.words.lists["peoples"]:
        return _meant(kind, key, scene)
    noun = knowledge.words.nouns.get(key)
    if not bodies or not noun or not noun.alone or not noun.body or phrase.qualifiers:
        return None
    if {*phrase.folded[:start]} & (knowledge.words.lists["not_body"] | knowledge.words.lists["peoples"]):
        return None
    return _body_at_home(noun, scene)


def _meant(kind: str, key: str, scene: Scene) -> Resolution | None:
    knowledge, published = scene.knowledge, scene.published
    for rank, country in enumerate(scene.countries):
        for meant in knowledge.words.context.get((kind, country), ()):
            if meant.holds(published):
                actor = knowledge.actors[meant.actor]
                reason = f"{key!r} in {country} in {published.year}"
                score = _MAIN_COUNTRY if rank == 0 else _ONE_OF_SEVERAL
                return Resolution(actor.id, actor.name, actor.kind, actor.country, score, (reason,))
    return None


def _body_at_home(noun: Noun, scene: Scene) -> Resolution | None:
    knowledge = scene.knowledge
    code, score, why = _nation_before(noun.noun, scene), _NAMED_BEFORE, "named before"
    if code is None and scene.countries:
        code, score, why = scene.countries[0], _MAIN_COUNTRY, "the report's country"
    if code is None or code not in knowledge.states:
        return None
    found = state_body(noun, knowledge.states[code], knowledge, scene.published)
    if found is None:
        return None
    return Resolution(found.actor_id, found.name, found.kind, code, score, (*found.reasons, why))


def _nation_before(noun: str, scene: Scene) -> str | None:
    """The nation that the report names before the same noun, nearest before the mention, else the first."""
    if not scene.text:
        return None
    found = _nations_of(noun, scene.text, scene.knowledge)
    before = [code for place, code in found if scene.at is None or place < scene.at]
    if not before:
        return None
    return before[0] if scene.at is None else before[-1]


@lru_cache(maxsize=4096)
def _nations_of(noun: str, text: str, knowledge: Knowledge) -> tuple[tuple[int, str], ...]:
    pattern = re.compile(rf"\b((?:[A-Z][\w.]*\s)?[A-Z][\w.]*?)(?:[’']s)?\s{re.escape(noun)}\b")
    found = []
    for match in pattern.finditer(text):
        words = fold(match[1]).split()
        code = next((c for k in range(len(words)) if (c := knowledge.nations.get(" ".join(words[k:])))), None)
        if code:
            found.append((match.start(), code))
    return tuple(found)


def described(phrase: Phrase, knowledge: Knowledge, countries: Sequence[str]) -> Resolution | None:
    """Describe a party by its noun: kind, and the country that it names or that the report is about."""
    start = _noun_start(phrase, knowledge)
    noun = knowledge.words.nouns.get(" ".join(phrase.folded[start:])) if start is not None else None
    kind = noun.kind if noun else None
    last = phrase.folded[-1] if phrase.folded else ""
    if noun is None and last in knowledge.words.lists["peoples"]:
        kind = "community"
    elif noun is None and last in knowledge.people_names:
        kind = "civilians"
    elif noun and noun.kind in {"soldiers"} and phrase.qualifiers:
        kind = "militia"
    elif noun and kind is None and noun.body in {"army", "security"}:
        kind = "militia" if phrase.qualifiers else "soldiers"
    if kind is None:
        return None
    if kind == "civilians" and "displaced" in phrase.folded:
        kind = "displaced"
    named = [c for w in phrase.folded if (c := knowledge.nations.get(w))]
    country = named[0] if named else (countries[0] if countries else None)
    return Resolution(None, phrase.text, kind, country, 0.6, (f"described by {last!r}",))


def _without_member(phrase: Phrase, knowledge: Knowledge) -> Phrase:
    """Read "National Guard soldier" as "National Guard": a noun for members after a body says no more."""
    last = knowledge.words.nouns.get(phrase.folded[-1]) if len(phrase.folded) > 1 else None
    if last is None or not last.group or not last.body or " ".join(phrase.folded) in knowledge.words.nouns:
        return phrase
    for start in range(len(phrase.folded) - 1):
        body = knowledge.words.nouns.get(" ".join(phrase.folded[start:-1]))
        if body and body.body:
            return replace(phrase, words=phrase.words[:-1], folded=phrase.folded[:-1])
    return phrase


def _noun_start(phrase: Phrase, knowledge: Knowledge) -> int | None:
    """Where the longest known noun at the end of a phrase begins."""
    words = knowledge.words
    for start in range(max(0, len(phrase.folded) - words.longest), len(phrase.folded)):
        key = " ".join(phrase.folded[start:])
        if key in words.nouns or key in words.classes:
            return start
    return None


def _plain(before: Sequence[str], folded: Sequence[str], knowledge: Knowledge) -> bool:
    """Say whether the words before a noun name nobody: lower-case words, nations and peoples only."""
    peoples = knowledge.words.lists["peoples"]
    return all(
        (word.islower() and not any(c.isdigit() for c in word))
        or key in peoples
        or (k == 0 and key in knowledge.words.lists["leading"])
        for k, (word, key) in enumerate(zip(before, folded, strict=True))
    )
