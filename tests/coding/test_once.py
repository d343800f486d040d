"""The same act told twice is one event; two like acts on different days or places stay two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.support import report

from dateline.coding.draft import Draft, Trigger
from dateline.coding.once import merge_repeats, same_act
from dateline.language.parse import parse
from dateline.records import Effect, Party, Place, Span, Status, When

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


def test_other_days_places_and_tolls_stay_apart(parser) -> None:
    first, second = drafts_of(parser, 0, 2)
    later = TEXT.index("Later")
    for field, one, other in (
        ("time", day(29), day(30)),
        ("places", (place("Jasim", 0),), (place("Nawa", later),)),
        ("effects", (killed(4),), (killed(9),)),
    ):
        assert not same_act(replace(first, **{field: one}), replace(second, **{field: other})), field


def test_what_is_only_inherited_keeps_nothing_apart(parser) -> None:
    first, second = drafts_of(parser, 0, 2)

    assert same_act(replace(first, time=day(29, None)), replace(second, time=day(30, None)))
    assert same_act(replace(first, places=(place("Nawa", 0),)), replace(second, places=(place("Jasim", 0),)))


def test_other_sides_stay_apart_unless_the_word_is_the_same(parser) -> None:
    doc = parse(report("Rebels shelled Nawa. The army bombarded the hills."), parser).doc
    one, other = (
        Draft(
            Trigger(t, Span(text=t.text, start=t.idx, end=t.idx + len(t)), "shelling", "test", 1.0),
            actors=(p,),
        )
        for t, p in ((doc[1], party("Rebels")), (doc[6], party("army")))
    )

    assert not same_act(one, other)


def test_a_denied_act_is_not_merged_with_one_that_happened(parser) -> None:
    first, second = drafts_of(parser, 0, 1)

    assert len(merge_repeats((first, replace(second, status=Status.NEGATED)))) == 2


@given(st.lists(st.sampled_from(["Nawa", "Jasim", "Dael", ""]), min_size=1, max_size=6))
def test_merging_twice_changes_nothing(parser, names) -> None:
    base = drafts_of(parser, 0, 1, 2)
    drafts = tuple(
        replace(d, ordinal=k, places=(place(n, d.trigger.span.start),) if n else ())
        for k, n in enumerate(names)
        for d in [base[k % 3]]
    )
    once = merge_repeats(drafts)

    assert merge_repeats(once) == once
    assert sum(1 + len(d.evidence) for d in once) == len(drafts)
