"""Whom an act is on where its sentence leaves that out; nobody where the report names no other side."""

from __future__ import annotations

from dataclasses import replace

from tests.support import report

from dateline.coding import frames
from dateline.coding.draft import Draft, Trigger
from dateline.coding.sides import add_victims, complete_sides, opposition
from dateline.language.parse import parse
from dateline.records import Effect, Party, Span

TEXT = "Rebels fought the army. The army took Gao. Rebels and the army traded fire. Monitors saw a truce."
HOSTILE = frozenset({"battle"})


def draft(parser, word: str, event_type: str, **fields) -> Draft:
    token = next(t for t in parse(report(TEXT), parser).doc if t.text == word)
    span = Span(text=word, start=token.idx, end=token.idx + len(word))
    return replace(Draft(Trigger(token, span, event_type, "test", 1.0)), **fields)


def party(name: str, kind: str | None) -> Party:
    start = TEXT.index(name)
    return Party(name=name, text=name, start=start, end=start + len(name), kind=kind)


REBELS, ARMY, MONITORS = party("Rebels", "rebels"), party("army", "military"), party("Monitors", "monitor")


def test_the_opponent_named_before_is_the_target(parser) -> None:
    fight = draft(parser, "fought", "battle", actors=(REBELS,), targets=(ARMY,))
    gain = draft(parser, "took", "territory_gain", actors=(ARMY,))

    _, done = complete_sides((fight, gain), frames.load())

    assert done.targets == (REBELS,)
    assert [r.rule for r in done.reasons] == ["context"]


def test_both_sides_have_the_truce(parser) -> None:
    fight = draft(parser, "fought", "battle", actors=(REBELS,), targets=(ARMY,))
    truce = draft(parser, "truce", "ceasefire", actors=(ARMY,))

    assert complete_sides((fight, truce), frames.load())[1].actors == (ARMY, REBELS)


def test_nobody_is_invented(parser) -> None:
    alone = draft(parser, "took", "territory_gain", actors=(ARMY,))
    watched = draft(parser, "saw", "battle", actors=(MONITORS,))
    nobody = draft(parser, "fought", "battle")

    for each in complete_sides((alone, watched, nobody), frames.load()):
        assert each.targets == ()


def test_who_observes_is_no_side(parser) -> None:
    fight = draft(parser, "fought", "battle", actors=(REBELS,), targets=(MONITORS,))

    assert not opposition((fight,), HOSTILE).against


def test_an_attack_is_on_those_whom_it_killed_but_once(parser) -> None:
    dead = Effect(kind="killed", low=2, best=2, high=2, who="monks", text="x", start=0, end=1)
    known = dead.model_copy(update={"who": "army troops"})
    raid = draft(parser, "fought", "armed_attack", actors=(REBELS,), targets=(ARMY,), effects=(dead, known))

    (done,) = add_victims((raid,), frames.load())

    assert [p.name for p in done.targets] == ["army", "monks"]
