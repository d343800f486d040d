from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.web.samples import REPORT, TEXT, events, hostile

from dateline.records import Coded
from dateline.web.highlight import Mark, Role, marks_of, segment
from dateline.web.labels import load
from dateline.web.reader import read


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and marks, most of them inside it, so that they overlap, nest and touch."""
    text = draw(st.text(min_size=1, max_size=12))
    offsets = st.integers(-1, len(text) + 1)
    mark = st.builds(
        Mark, offsets, offsets, st.sampled_from(["e1", "e2"]), st.sampled_from([Role.WHO, Role.WHEN])
    )
    return text, draw(st.lists(mark, max_size=8))


@given(marked(), st.lists(st.integers(-1, 13), max_size=3))
def test_segments_are_the_text(drawn: tuple[str, list[Mark]], cuts: list[int]) -> None:
    text, marks = drawn
    found = segment(text, marks, cuts=cuts)
    assert "".join(part.text for part in found) == text
    assert all(part.text == text[part.start : part.end] != "" for part in found)


def test_an_empty_text_has_no_segments() -> None:
    assert segment("", [Mark(0, 0, "e1", Role.WHO), Mark(0, 3, "e1", Role.WHO)]) == ()


@given(marked())
def test_a_mark_lies_over_its_characters_and_no_others(drawn: tuple[str, list[Mark]]) -> None:
    text, marks = drawn
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    for part in segment(text, marks):
        for at in range(part.start, part.end):
            covering = [mark for mark in inside if mark.start <= at < mark.end]
            assert sorted(part.marks, key=repr) == sorted(covering, key=repr)


def test_a_cut_splits_where_no_mark_is() -> None:
    assert [part.text for part in segment("abcdef", [], cuts=[2, 0, 6])] == ["ab", "cdef"]


def test_every_span_of_an_event_is_a_mark() -> None:
    shelling = events()[0]
    said = {(mark.role, TEXT[mark.start : mark.end]) for mark in marks_of(shelling)}
    assert said == {
        (Role.TRIGGER, "shelled"),
        (Role.WHO, "Rebels"),
        (Role.WHOM, "army checkpoints near Tafas"),
        (Role.WHERE, "Tafas"),
        (Role.WHEN, "Monday"),
        (Role.EFFECT, "at least three soldiers"),
        (Role.SOURCE, "state media"),
        (Role.QUOTE, "Rebels shelled army checkpoints near Tafas on Monday"),
    }


def test_the_reader_keeps_the_text_and_knows_the_header_from_the_story() -> None:
    reading = read(Coded(report=REPORT, events=events()), load())
    assert "".join(piece.text for piece in reading.header) == "date 2021-09-01\n\n"
    assert "".join(piece.text for piece in reading.lead) == "AMMAN - "
    assert "".join(piece.text for piece in (*reading.header, *reading.lead, *reading.story)) == TEXT
    assert [card.event.trigger.start for card in reading.cards] == sorted(
        card.event.trigger.start for card in reading.cards
    )


def test_overlapping_words_lead_to_the_shortest_span_first_and_triggers_before_all() -> None:
    reading = read(Coded(report=REPORT, events=events()), load())
    at = {piece.text: piece for piece in reading.story}
    assert at["Tafas"].roles == (Role.WHERE, Role.WHOM, Role.QUOTE)
    assert at["army checkpoints near "].roles == (Role.WHOM, Role.QUOTE)
    assert at["traded fire"].events == ("ebattle", "earmed_attack")
    assert at["bombed"].style == "r-trigger s-negated"
    assert at["collapsed"].style == "r-trigger s-actual background"


def test_a_hostile_text_is_kept_too() -> None:
    coded = hostile()
    reading = read(coded, load())
    assert "".join(piece.text for piece in (*reading.lead, *reading.story)) == coded.report.text
