"""Reading answers, quotations and parts."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from dateline.language.parse import parse
from dateline.llm.claims import SourceClaim
from dateline.llm.parse import AnswerError, read_events, read_judgements
from dateline.llm.quotes import Quotable
from dateline.llm.windows import halves, windows
from tests.llm.conftest import RIGHT
from tests.llm.server import answer, event
from tests.support import report

WRAPPED = (
    RIGHT,
    f"```json\n{RIGHT}\n```",
    f"Here is the coding you asked for:\n{RIGHT}\nLet me know!",
    f"<think>[two events?]</think>{RIGHT}",
    json.dumps(json.loads(RIGHT)["events"]),
    RIGHT.replace("]}]}", "],}],}"),
    RIGHT.replace('"events"', "'events'"),
)


@pytest.mark.parametrize("text", WRAPPED, ids=range(len(WRAPPED)))
def test_answers_are_read_however_they_are_wrapped(text: str) -> None:
    assert [e.trigger for e in read_events(text).events] == ["ambushed", "bombed"]


def test_of_an_answer_that_breaks_off_what_is_whole_is_read() -> None:
    found = read_events(RIGHT[: RIGHT.index('"bombed"')]).events

    assert found[0].trigger == "ambushed"
    assert found[0].effects[0].quote == "at least four soldiers"


@pytest.mark.parametrize(
    "text", ["", "no events", "42", "{}", '{"events": 3}', '{"events": [{"a": 1}]}', "[" * 5000]
)
def test_what_is_no_answer_is_said_to_be_none(text: str) -> None:
    with pytest.raises(AnswerError):
        read_events(text)


def test_an_empty_list_is_an_answer() -> None:
    assert read_events('{"events": []}').events == ()


def test_odd_values_are_read_for_what_they_can_mean() -> None:
    odd = event("Air Strike", "bombed", actors="the army", targets=[{"name": "rebels"}, None, 7, ""], time="")
    odd |= {"sources": ["residents", {"name": "a doctor", "stance": "Denies"}], "effects": ["six people"]}

    (found,) = read_events(answer(odd, {"nothing": 1})).events

    assert (found.event_type, found.actors, found.targets, found.time) == (
        "air_strike",
        ("the army",),
        ("rebels", "7"),
        None,
    )
    assert found.sources == (SourceClaim("residents", ""), SourceClaim("a doctor", "denies"))
    assert (found.effects[0].kind, found.effects[0].quote) == ("", "six people")
    assert read_events(answer(odd, {"nothing": 1})).shapeless == 1


@given(
    st.text(max_size=300)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["events", "trigger", "event_type", "actors", "effects", "sources", "name", "number"]
                ),
                inner,
                max_size=4,
            )
        ),
    ).map(json.dumps)
)
def test_no_answer_breaks_the_reader(text: str) -> None:
    for read in (read_events, read_judgements):
        with suppress(AnswerError):
            read(text)


def test_judgements_are_read() -> None:
    (found,) = read_judgements('{"judgements": [{"number": "2", "event_type": "None"}, {"number": -1}]}')

    assert (found.number, found.event_type) == (2, "none")


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("He said “no talks” on  May\n5.", '"no talks" on May 5', "“no talks” on  May\n5"),
        ("The army’s 4th\u00a0Division left.", "army's 4th division", "army’s 4th\u00a0Division"),
        ("fighters – and others", "fighters - and", "fighters – and"),
        ("pro\u00adgovernment", "progovernment", "pro\u00adgovernment"),
        ("The tank was hit.", "he tank", None),
        ("Two tanks left.", "tank", None),
        ("Two tanks left.", "three tanks", None),
        ("Two tanks left.", " ... ", None),
    ],
)
def test_quotations_are_found_as_whole_words_in_any_typography(
    text: str, quote: str, found: str | None
) -> None:
    spans = [text[s.start : s.end] for s in Quotable.of(text).find(quote)]

    assert spans == ([found] if found else [])


@given(st.text(alphabet="aB ’'“\"–-\n.\u00a0İß", min_size=1, max_size=40), st.data())
def test_every_span_is_a_quotation_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]

    for span in Quotable.of(text).find(quote):
        assert text[span.start : span.end] == span.text


def test_nothing_is_found_where_it_is_hidden() -> None:
    text = "Rebels fled. Code: rebels won. Rebels fled."

    assert [s.start for s in Quotable.of(text, hidden=[(13, 30)]).find("rebels")] == [0, 31]
    assert not list(Quotable.of(text, hidden=[(13, 30)]).find("rebels won"))


def test_parts_hold_every_sentence_and_overlap(parser: Language) -> None:
    text = " ".join(f"On day {n} the army shelled the village of Tafas again." for n in range(40))
    parsed = parse(report(text), parser)

    parts = windows(parsed, size=400, overlap=120)

    assert parts[0].start == 0
    assert parts[-1].end == len(text)
    assert all(p.end - p.start <= 400 for p in parts)
    assert all(a.start < b.start <= a.end < b.end for a, b in pairwise(parts))
    assert any(b.start < a.end for a, b in pairwise(parts))
    for sent in parsed.sents:
        assert any(p.start <= sent.start_char and sent.end_char <= p.end for p in parts)


def test_a_sentence_longer_than_a_part_is_a_part(parser: Language) -> None:
    text = "The army shelled " + ", ".join(f"village{n}" for n in range(80)) + ". It left."

    parts = windows(parse(report(text), parser), size=100)

    assert max(p.end - p.start for p in parts) > 100
    assert parts[-1].end == len(text)
    assert halves(parse(report("One sentence only."), parser), parts[0]) == ()


def test_small_parts_do_not_move_on_by_one_sentence_at_a_time(parser) -> None:
    """A fixed overlap would repeat nearly all of a small part, and multiply what is asked and paid."""
    text = " ".join(f"Rebels shelled the village number {n} of the valley near Goma." for n in range(40))
    parts = windows(parse(report(text), parser), size=600)

    assert len(parts) <= 1.3 * len(text) / 600 + 1
    assert all(b.start <= a.end + 1 for a, b in pairwise(parts))
