"""The same act told twice is one event; two like acts on different days or places stay two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.support import report

from dateline.coding.draft import Draft, Trigger
from dateline.coding.once import merge_repeats
from dateline.coding.same import log_odds
from dateline.language.parse import parse
from dateline.records import Effect, Party, Place, Reason, Span, Status, When

TEXT = "Rebels attacked the post on Monday. The attack killed four soldiers. Later they attacked Nawa."


def drafts_of(parser, *words: int) -> list[Draft]:
    doc = parse(report(TEXT), parser).doc
    tokens = [t for t in doc if t.lemma_ == "attack"]
    return [
        Draft(
            Trigger(t, Span(text=t.text, start=t.idx, end=t.idx + len(t)), "armed_attack", "test", 1.0),
            confidence=0.5,
        )
        for t in (tokens[w] for w in words)
    ]


def party(name: str) -> Party:
    return Party(name=name, text=name, start=0, end=len(name))


def place(name: str, start: int) -> Place:
    return Place(name=name, text=name, start=start, end=start + len(name))


def day(number: int, words: str | None = "on Monday") -> When:
    return When(start=date(2021, 8, number), end=date(2021, 8, number), precision="day", text=words)


def killed(number: int) -> Effect:
    return Effect(kind="killed", low=number, best=number, high=number, text="x", start=0, end=1)


def test_a_second_mention_becomes_evidence(parser) -> None:
    first, second = drafts_of(parser, 0, 1)

    (merged,) = merge_repeats(
        (replace(first, actors=(party("Rebels"),)), replace(second, effects=(killed(4),)))
    )

    assert [s.start for s in merged.evidence] == [second.trigger.span.start]
    assert merged.actors[0].name == "Rebels"
    assert merged.effects == (killed(4),)


def test_an_effect_brings_its_reason_and_what_is_left_out_does_not(parser) -> None:
    first, second = drafts_of(parser, 0, 1)
    hurt = Effect(kind="injured", low=2, best=2, high=2, text="x", start=0, end=1)
    why = [
        Reason(field="effects", rule="test", detail=f"{k}: x", start=0, end=1) for k in ("killed", "injured")
    ]
    told = second.because(*why, effects=(killed(4), hurt))

    (merged,) = merge_repeats((replace(first, effects=(killed(4),)), told))

    assert [e.kind for e in merged.effects] == ["killed", "injured"]
    assert [r.detail for r in merged.reasons if r.field == "effects"] == ["injured: x"]


def test_other_places_tolls_and_sides_speak_against_one_event(parser) -> None:
    first, second = drafts_of(parser, 0, 2)
    later = TEXT.index("Later")
    for field, one, like, other in (
        ("places", (place("Nawa", 0),), (place("Nawa", later),), (place("Jasim", later),)),
        ("effects", (killed(4),), (killed(4),), (killed(9),)),
        ("actors", (party("Rebels"),), (party("rebels"),), (party("army"),)),
        ("targets", (party("Rebels"),), (party("rebels"),), (party("army"),)),
    ):
        told = replace(first, **{field: one})
        alike = log_odds(told, replace(second, **{field: like}), {})
        assert log_odds(told, replace(second, **{field: other}), {}) < alike, field


def test_acts_on_other_days_are_never_one(parser) -> None:
    first, second = drafts_of(parser, 0, 1)

    assert len(merge_repeats((replace(first, time=day(29)), replace(second, time=day(30))))) == 2
    assert len(merge_repeats((replace(first, time=day(29)), replace(second, time=day(29))))) == 1


def test_what_is_only_inherited_keeps_nothing_apart(parser) -> None:
    first, second = drafts_of(parser, 0, 2)
    bare = log_odds(first, second, {})

    assert log_odds(replace(first, time=day(29, None)), replace(second, time=day(30, None)), {}) == bare
    inherited = [replace(d, places=(place(n, 0),)) for d, n in ((first, "Nawa"), (second, "Jasim"))]
    assert log_odds(*inherited, {}) == bare


def test_the_taggers_chance_is_heard_where_it_was_asked(parser) -> None:
    first, second = drafts_of(parser, 0, 2)
    pair = (first.token.i, second.token.i)

    assert log_odds(first, second, {pair: 0.95}) > log_odds(first, second, {pair: 0.05})


def test_a_draft_joins_the_likeliest_of_several_events(parser) -> None:
    doc = parse(
        report(
            "Rebels attacked Nawa on Monday. Rebels attacked Dael on Friday. The attack on Dael killed four."
        ),
        parser,
    ).doc
    text = doc.text
    words = [t for t in doc if t.lemma_ == "attack"]
    where = (("Nawa", 29), ("Dael", 30), ("Dael", None))
    drafts = tuple(
        Draft(
            Trigger(t, Span(text=t.text, start=t.idx, end=t.idx + len(t)), "armed_attack", "test", 1.0),
            places=(place(name, text.index(name, t.idx)),),
            time=day(number) if number else None,
        )
        for t, (name, number) in zip(words, where, strict=True)
    )
    kept = merge_repeats(drafts)

    assert [(d.places[0].name, len(d.evidence)) for d in kept] == [("Nawa", 0), ("Dael", 1)]


def test_a_denied_act_is_not_merged_with_one_that_happened(parser) -> None:
    first, second = drafts_of(parser, 0, 1)

    assert len(merge_repeats((first, replace(second, status=Status.NEGATED)))) == 2


@given(st.lists(st.sampled_from(["Nawa", "Jasim", "Dael", ""]), min_size=1, max_size=6))
def test_no_word_is_lost_and_none_stands_twice(parser, names) -> None:
    base = drafts_of(parser, 0, 1, 2)
    drafts = tuple(
        replace(d, ordinal=k, places=(place(n, d.trigger.span.start),) if n else ())
        for k, n in enumerate(names)
        for d in [base[k % 3]]
    )
    told = [s.start for d in merge_repeats(drafts) for s in (d.trigger.span, *d.evidence)]

    assert sorted(told) == sorted(d.trigger.span.start for d in drafts)
