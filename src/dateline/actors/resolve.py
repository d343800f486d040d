"""A name, with the report's date and countries, resolved to an actor or described; never guessed.

The steps, first hit wins: the whole name; an acronym that the report defines; a country, capital or people;
"forces of X", "troops loyal to X"; a nation and a body ("Turkish jets"); a group and its members ("Hamas
gunmen"); a person behind titles; a general word by context ("the army", "the rebels"); a described
party ("gunmen").
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dateline.actors.acronyms import defined_acronyms
from dateline.actors.fields import name_key
from dateline.actors.generic import by_context, described, state_body
from dateline.actors.knowledge import Knowledge
from dateline.actors.phrase import Phrase, take_apart
from dateline.actors.records import Actor, Alternative, Resolution
from dateline.actors.scene import Scene
from dateline.actors.score import ENOUGH, chosen, rank
from dateline.actors.words import Noun
from dateline.places.fold import fold

_CACHED = 65536
_FEWEST_OF_WHOM = 3


def resolve(
    name: str,
    *,
    knowledge: Knowledge,
    published: date,
    countries: Collection[str] = (),
    text: str = "",
    at: int | None = None,
) -> Resolution:
    """Resolve the name of a party.

    Args:
        name: the name as the codebook gives it; articles and numbers may lead it.
        knowledge: the knowledge base.
        published: the report's day.
        countries: two-letter codes of the countries of the report, the main one first.
        text: the report's text, for acronyms it defines and bodies it names before.
        at: first character of the name in the text.

    Returns:
        An actor id with its canonical name, or a kind and country, or nothing; with score, reasons and the
        alternatives.
    """
    return _resolve(name, Scene(knowledge, published, tuple(countries), text, at))


@lru_cache(maxsize=_CACHED)
def _resolve(name: str, scene: Scene) -> Resolution:
    words = scene.knowledge.words
    phrase = take_apart(name, words)
    tried: list[Alternative] = []
    for step in (_defined, _whole, _surname, _nation, _of_whom, _nation_body, _members, _titled):
        found = step(phrase, scene, tried)
        if found:
            return _with_others(found, tried)
    found = by_context(phrase, scene)
    found = found or described(phrase, scene.knowledge, scene.countries)
    found = found or Resolution(
        None, phrase.text, None, None, 0.0, ("nothing in the knowledge base bears it",)
    )
    return _with_others(found, tried)


def _with_others(found: Resolution, tried: list[Alternative]) -> Resolution:
    if not tried and not found.alternatives:
        return found
    best = {a.actor_id: a for a in sorted(tried, key=lambda a: a.score)}
    rest = [a for a in best.values() if a.actor_id != found.actor_id]
    return replace(found, alternatives=tuple(sorted(rest, key=lambda a: -a.score)))


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return fold(text)


def _named(name: str, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """Look a name up whole; what it may mean is added to ``tried``."""
    key = name_key(name)
    if key not in scene.knowledge.names:
        return None
    ranked = rank(
        key,
        name,
        scene.knowledge,
        published=scene.published,
        countries=scene.countries,
        folded_text=_folded(scene.text) if scene.text else "",
    )
    tried += ranked
    best = chosen(ranked)
    return _result(best, scene) if best else None


def _result(best: Alternative, scene: Scene) -> Resolution:
    actor = scene.knowledge.actors[best.actor_id]
    side = scene.knowledge.side(actor.id, scene.published) if actor.kind == "person" else None
    return Resolution(actor.id, actor.name, actor.kind, actor.country, best.score, best.reasons, side=side)


def _whole(phrase: Phrase, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    found = _named(phrase.full, scene, tried)
    if not found and phrase.text != phrase.full:
        found = _named(phrase.text, scene, tried)
    if not found and phrase.acronym:
        found = _named(phrase.acronym, scene, tried)
    bare = " ".join(phrase.words)
    if not found and bare != phrase.text and not phrase.cut:
        found = _named(bare, scene, tried)
    if found and phrase.qualifiers and found.kind in {"state", "government", "person"}:
        return None
    return found


def _defined(phrase: Phrase, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """What the report says that an acronym stands for rules, also where nobody of that name is known."""
    expansion = defined_acronyms(scene.text).get(phrase.text) if scene.text else None
    if expansion is None:
        return None
    reason = f"the report defines {phrase.text} as {expansion!r}"
    found = _named(expansion, scene, tried) or _named(phrase.text, scene, tried)
    if found and found.actor_id and _shares_words(expansion, scene.knowledge.actors[found.actor_id]):
        return replace(found, reasons=(reason, *found.reasons))
    return Resolution(None, expansion, None, None, 0.0, (reason, "nobody of that name is known"))


def _shares_words(name: str, actor: Actor) -> bool:
    """Say whether a name shares at least half of its words with one of the names of an actor."""
    words = set(fold(name).split())
    return any(
        2 * len(words & set(fold(known).split())) >= len(words) for known in (actor.name, *actor.aliases)
    )


def _surname(phrase: Phrase, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """A surname alone is that of the full name in the report."""
    if len(phrase.words) != 1 or not phrase.words[0][:1].isupper() or not scene.text:
        return None
    for before in _first_names(phrase.words[0], scene.text):
        for first in range(len(before)):
            found = _named(" ".join([*before[first:], phrase.words[0]]), scene, tried)
            if found and found.kind == "person":
                return replace(found, reasons=("the report has the full name", *found.reasons))
    return None


@lru_cache(maxsize=4096)
def _first_names(surname: str, text: str) -> tuple[tuple[str, ...], ...]:
    """The one to three capitalised words before each use of a surname."""
    pattern = re.compile(rf"((?:[A-Z][\w.’'-]*\s){{1,3}}){re.escape(surname)}\b")
    return tuple(tuple(match[1].split()) for match in pattern.finditer(text))


def _nation(phrase: Phrase, scene: Scene, _tried: list[Alternative]) -> Resolution | None:
    """Read "Pakistanis" and "Damascus"; country names are names of their states."""
    know = scene.knowledge
    key = " ".join(phrase.folded)
    if key in know.people_names and not phrase.qualifiers:
        return Resolution(
            None, phrase.text, "civilians", know.nations[key], 0.7, (f"people of {know.nations[key]}",)
        )
    if key in know.capitals and phrase.text[:1].isupper():
        state = know.states[know.capitals[key]]
        reason = f"the capital of {state.name} stands for its government"
        return Resolution(
            state.body_id("gov"), f"Government of {state.name}", "government", state.code, 0.6, (reason,)
        )
    return None


def _of_whom(phrase: Phrase, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """Read "members of X", "troops loyal to X", "army of Syria"."""
    know = scene.knowledge
    if phrase.text.count(" ") < _FEWEST_OF_WHOM - 1:
        return None
    for loyal in know.words.loyal:
        head, found, whom = phrase.text.partition(f" {loyal} ")
        if found:
            return _forces_of(whom, _last_noun(head, know), scene, tried)
    head, found, whom = phrase.text.rpartition(" of ")
    noun = _last_noun(head, know) if found else None
    code = know.nations.get(fold(whom.removeprefix("the ")))
    if noun and noun.body and code:
        return state_body(noun, know.states[code], know, scene.published)
    head, found, whom = phrase.text.partition(" of ")
    noun = _last_noun(head, know) if found else None
    if noun is None or len(head.split()) > 3:
        return None
    if noun.group:
        inner = _resolve(whom, replace(scene, at=None))
        tried += inner.alternatives
        if inner.actor_id or (inner.kind and noun.kind is None):
            return replace(inner, reasons=(f"{head} of it", *inner.reasons))
    return None


def _last_noun(text: str, knowledge: Knowledge) -> Noun | None:
    words = fold(text).split()
    return next((n for k in range(len(words)) if (n := knowledge.words.nouns.get(" ".join(words[k:])))), None)


def _forces_of(whom: str, noun: Noun | None, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """The forces of a leader are those of the state or group that he leads."""
    leader = _resolve(whom, replace(scene, at=None))
    tried += leader.alternatives
    if leader.actor_id is None or noun is None:
        return None
    if leader.kind != "person":
        return replace(leader, reasons=(f"loyal to {leader.name}", *leader.reasons)) if noun.group else None
    if leader.side is None:
        return None
    know, reason = scene.knowledge, f"forces of {leader.name}"
    side = know.actors[leader.side]
    state = next((s for s in know.states.values() if s.iso3 == leader.side.partition(".")[0]), None)
    if state and noun.body and side.kind in {"executive", "government", "ministry"}:
        found = state_body(noun, state, know, scene.published)
        return replace(found, reasons=(reason, *found.reasons)) if found else None
    return Resolution(side.id, side.name, side.kind, side.country, leader.score, (reason, *leader.reasons))


def _nation_body(phrase: Phrase, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """Read "Syrian army", "Turkey's defence ministry", "four Russian jets", "North Korean refugees"."""
    know = scene.knowledge
    for first in range(len(phrase.folded)):
        if first and not phrase.words[first - 1].islower():
            break
        for last in range(min(first + 4, len(phrase.folded) - 1), first, -1):
            code = know.nations.get(" ".join(phrase.folded[first:last]))
            if code and (found := _body_of(phrase, last, code, scene, tried)):
                return found
    return None


def _body_of(
    phrase: Phrase, start: int, code: str, scene: Scene, tried: list[Alternative]
) -> Resolution | None:
    know = scene.knowledge
    rest = " ".join(phrase.folded[start:])
    noun = know.words.nouns.get(rest) or _behind_adjectives(phrase, start, know)
    outside = {*phrase.folded} & know.words.lists["not_body"]
    if noun and noun.body and not phrase.qualifiers and not outside:
        return state_body(noun, know.states[code], know, scene.published)
    if noun is None and not phrase.qualifiers and not phrase.cut:
        inner = replace(scene, countries=(code, *[c for c in scene.countries if c != code]))
        named = _named(" ".join(phrase.words[start:]), inner, tried)
        if named and named.country == code:
            return replace(named, reasons=(f"of {know.states[code].name}", *named.reasons))
    in_place = noun is not None and noun.kind == "peacekeepers"
    inner = scene if in_place else Scene(know, scene.published, (code,), "", scene.at)
    part = replace(phrase, words=phrase.words[start:], folded=phrase.folded[start:])
    found = by_context(part, inner, bodies=False)
    return found or described(part, know, (code,))


def _behind_adjectives(phrase: Phrase, start: int, knowledge: Knowledge) -> Noun | None:
    """Read "Syrian elite forces": a noun for a body behind lower-case words that name no other side."""
    words = knowledge.words
    for first in range(start + 1, len(phrase.folded)):
        word, key = phrase.words[first - 1], phrase.folded[first - 1]
        if not word.islower() or key in words.nouns or key in words.lists["peoples"]:
            return None
        noun = words.nouns.get(" ".join(phrase.folded[first:]))
        if noun:
            return noun if noun.body else None
    return None


def _members(phrase: Phrase, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """Read "Taliban fighters", "foreign Isis fighters", "Assad's forces": a name and its members."""
    know = scene.knowledge
    for start in range(1, len(phrase.folded)):
        noun = know.words.nouns.get(" ".join(phrase.folded[start:]))
        if not noun:
            continue
        for first in range(start):
            before = phrase.folded[first - 1] if first else ""
            if first and before not in know.words.lists["titles"] and not phrase.words[first - 1].islower():
                break
            group = _named(" ".join(phrase.words[first:start]), scene, tried)
            if group and group.kind == "person" and not phrase.qualifiers:
                return _forces_of(" ".join(phrase.words[first:start]), noun, scene, tried)
            if group and noun.group and group.kind not in {"person", "state"}:
                return replace(group, reasons=(f"{noun.noun} of {group.name}", *group.reasons))
    return None


def _titled(phrase: Phrase, scene: Scene, tried: list[Alternative]) -> Resolution | None:
    """Read "Syrian President Bashar al-Assad": the name behind titles, nations and lower-case words."""
    know = scene.knowledge
    titles = know.words.lists["titles"]
    for first in range(1, len(phrase.words)):
        before = phrase.folded[first - 1]
        if before not in titles and before not in know.nations and before not in know.words.nouns:
            return None
        found = _named(" ".join(phrase.words[first:]), scene, tried)
        if found and found.score >= ENOUGH and found.kind in {"person", "rebel", "unit", "militia", "gang"}:
            if found.kind != "person" and before in {*titles, *know.nations}:
                return None
            return replace(found, reasons=("behind a title", *found.reasons))
    return None
