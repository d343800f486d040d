"""What is kept of a parse says the same as the parse itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import report

from dateline.codebook import load
from dateline.codebook.conditions import classes_of
from dateline.language.parse import parse

TEXT = """
The Syrian army shelled Deraa . Rebels and President Bashar al-Assad fled Sudan on Monday ; dozens of
civilians
were hurt in New York , said Reuters
"""
WORDS = st.sampled_from([*TEXT.split(), "\n\n"])


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=60))
def test_kept_text_sentences_and_entities_are_those_of_the_parse(parser, words: list[str]) -> None:
    parsed = parse(report("Gunmen " + " ".join(words)), parser)
    assert parsed.text == parsed.doc.text
    for token in parsed.doc:
        mine = next((e for e in token.sent.ents if e.start <= token.i < e.end), None)
        assert parsed.entities.get(token.i) == mine
        assert parsed.all_sents[parsed.sent_index[token.i]] == token.sent


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=60))
def test_the_classes_of_a_word_are_those_that_hold_it(parser, words: list[str]) -> None:
    classes = load().classes
    for token in parse(report("Gunmen " + " ".join(words)), parser).doc:
        assert classes_of(token, classes) == [name for name, known in classes.items() if known.holds(token)]
