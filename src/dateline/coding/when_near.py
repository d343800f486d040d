"""Which times of a sentence can be an event's: the nearest along the parse first."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.coding.when_scene import COUNTED, Scene
from dateline.dates import Kind, TimeMention


def candidate_times(draft: Draft, scene: Scene) -> list[TimeMention]:
    """The times of the sentence that can be this event's, the nearest along the parse first."""
    told = scene.own.get(draft.token.i)
    if told is not None:
        return [told]
    sent = draft.token.sent
    ranked = [
        (cost + (1.5 if p.mention.rule in COUNTED else 0.0), p.token.i, p.mention)
        for p in scene.placed
        if sent.start <= p.token.i < sent.end and p.mention.kind is not Kind.RECURRING
        if (cost := _cost(draft.token, p.token, scene)) <= scene.costs.reach
    ]
    return [mention for _, _, mention in sorted(ranked, key=lambda r: r[:2])]


def _cost(trigger: Token, time: Token, scene: Scene) -> float:
    """What it costs to go from a trigger up to the word that governs both, and down to the time."""
    up = {trigger.i: 0.0}
    total = 0.0
    for child, head in _climb(trigger):
        total += scene.costs.up.get(child.dep_, scene.costs.up["other"])
        up[head.i] = total
    down = 0.0
    at = time
    while at.i not in up:
        if at.i in scene.triggers:
            down += scene.costs.foreign
        down += scene.costs.down.get(at.dep_, scene.costs.down["other"])
        if at.head.i == at.i:
            return 99.0
        at = at.head
    if at.i != trigger.i and at.i in scene.triggers:
        down += scene.costs.foreign / 2
    return up[at.i] + down + scene.costs.distance * abs(trigger.i - time.i)


def _climb(token: Token) -> Iterator[tuple[Token, Token]]:
    while token.head.i != token.i:
        yield token, token.head
        token = token.head
