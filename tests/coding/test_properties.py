"""What must hold for parties, status, sources and effects whatever the words: sentences made of parts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import report

from dateline import codebook
from dateline.coding import frames, status
from dateline.coding.claims import attribute
from dateline.coding.draft import Draft, Trigger
from dateline.coding.effects import read_effects
from dateline.coding.roles import assign_roles
from dateline.coding.sides import add_victims
from dateline.coding.triggers import trigger_span
from dateline.language.parse import parse
from dateline.records import Stance, Status

SIDES = ("Rebels", "Government troops", "Militiamen", "Taliban fighters", "Ethiopian soldiers", "Gunmen")
OBJECTS = ("an army post", "the village", "a police station", "a convoy of trucks", "two checkpoints")
VERBS = (("attacked", "armed_attack"), ("shelled", "shelling"), ("bombed", "air_strike"))
VICTIMS = ("soldiers", "civilians", "farmers", "policemen", "children")
TELLERS = ("the army", "residents", "a hospital official", "the Red Cross", "witnesses")
COUNTS = st.integers(2, 900)
TAILS = ("", " on Monday", " near the border", " for the third time this week")
SENTENCE = st.tuples(
    st.sampled_from(SIDES),
    st.sampled_from(VERBS),
    st.sampled_from(OBJECTS),
    st.sampled_from(TAILS),
    COUNTS,
    st.sampled_from(VICTIMS),
    st.sampled_from(TELLERS),
)


def coded(text: str, word: str, event_type: str, parser) -> Draft:
    """The event of a word through the stages of this folder that need no place and no day."""
    parsed = parse(report(text), parser)
    token = next(t for t in parsed.doc if t.text == word)
    drafts = (Draft(Trigger(token, trigger_span(token), event_type, "test", 1.0)),)
    drafts = assign_roles(drafts, parsed, codebook.load(), frames.load())
    drafts = status.read_status(drafts, status.load())
    drafts = attribute(drafts, parsed, frames.load().speaking)
    (done,) = add_victims(read_effects(drafts, parsed), frames.load())
    return done


@settings(max_examples=40)
@given(parts=SENTENCE)
def test_a_plain_sentence_is_read_whole(parser, parts) -> None:
    side, (verb, event_type), thing, tail, count, victims, teller = parts
    text = f"{side} {verb} {thing}{tail}, killing {count} {victims}, {teller} said."

    event = coded(text, verb, event_type, parser)

    assert [p.text for p in event.actors] == [side]
    assert any(p.text in thing for p in event.targets)
    assert [(e.kind, e.low, e.best, e.high) for e in event.effects] == [("killed", count, count, count)]
    assert [s.stance for s in event.sources if s.text in teller] == [Stance.ASSERTS]
    assert event.status == Status.ACTUAL


@settings(max_examples=30)
@given(
    parts=SENTENCE, modal=st.sampled_from([("will", "planned"), ("may", "possible"), ("did not", "negated")])
)
def test_a_modal_changes_the_status_and_nothing_else(parser, parts, modal) -> None:
    side, _, thing, tail, *_ = parts
    word, expected = modal

    event = coded(f"{side} {word} attack {thing}{tail}.", "attack", "armed_attack", parser)

    assert event.status == expected
    assert [p.text for p in event.actors] == [side]
    assert event.effects == ()
    assert event.sources == ()


@settings(max_examples=40)
@given(first=SENTENCE, second=SENTENCE)
def test_every_field_quotes_its_report_and_no_party_stands_on_both_sides(parser, first, second) -> None:
    side, (verb, event_type), thing, tail, count, victims, teller = first
    other, (answer, _), target, end, number, hurt, voice = second
    text = (
        f"{teller.capitalize()} said at least {count} {victims} died when {side} {verb} {thing}{tail}. "
        f"{other} then {answer} {target}{end}, wounding {number} {hurt}, according to {voice}."
    )

    event = coded(text, verb, event_type, parser)

    for part in (*event.actors, *event.targets, *event.supporters, *event.sources, *event.effects):
        assert text[part.start : part.end] == part.text
    assert not {p.name for p in event.actors} & {p.name for p in event.targets}
    assert len({s.name for s in event.sources}) == len(event.sources)
    for effect in event.effects:
        bounds = [n for n in (effect.low, effect.best, effect.high) if n is not None]
        assert bounds == sorted(bounds)
