"""Windows cover each word once, whole sentences together, in the order of the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dateline.language.models import SHIPPED
from dateline.language.windows import PIECES, distance, pieces, sentence_distance, windows


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(["army", "shelled", "Al-Hirak", "Przemyśl", "\u200b", "12", "."]),
        min_size=1,
        max_size=90,
    ),
    max_size=12,
)


@given(SENTENCES)
@settings(max_examples=60, deadline=None)
def test_cores_cover_every_word_once(sentences: list[list[str]]) -> None:
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    words = [w for s in sentences for w in s]
    sents = [k for k, s in enumerate(sentences) for _ in s]
    cut = list(windows(words, sents, tokenizer))
    covered = [word for w in cut for word in range(w.core, w.end)]
    assert covered == list(range(len(words)))
    for window in cut:
        assert len(window.ids) <= PIECES + PIECES // 2 + 2
        assert all(0 < p < len(window.ids) - 1 for p in window.firsts)
        assert window.start <= window.core


def test_a_window_is_whole_sentences_with_the_sentence_before(tokenizer: Tokenizer) -> None:
    words = ["word"] * 100 + ["next"] * 100 + ["last"] * 20
    sents = [0] * 100 + [1] * 100 + [2] * 20
    cut = list(windows(words, sents, tokenizer))
    assert [(w.start, w.core, w.end) for w in cut] == [(0, 0, 100), (100, 100, 220)]
    short = list(windows(["a"] * 60 + ["b"] * 150, [0] * 60 + [1] * 150, tokenizer))
    assert [(w.start, w.core, w.end) for w in short] == [(0, 0, 60), (0, 60, 210)]


def test_a_sentence_longer_than_a_window_is_cut_not_lost(tokenizer: Tokenizer) -> None:
    cut = list(windows(["word"] * 500, [0] * 500, tokenizer))
    assert [(w.core, w.end) for w in cut] == [(0, 180), (180, 360), (360, 500)]


def test_each_word_has_a_piece(tokenizer: Tokenizer) -> None:
    spelled = pieces(["army", "\u200b", "x" * 400, "Deraa"], tokenizer)
    assert [len(p) > 0 for p in spelled] == [True] * 4
    assert len(spelled[2]) == 1 or len(spelled[2]) <= 12
    assert spelled[0] == pieces(["ARMY"], tokenizer)[0]


@pytest.mark.parametrize(
    ("words", "sents", "expected"),
    [
        (0, 0, 0),
        (1, 0, 1),
        (40, 0, 4),
        (-1, 0, 5),
        (-40, 0, 8),
        (9, 1, 12),
        (-9, -1, 9),
        (-9, -2, 10),
        (-9, -5, 11),
    ],
)
def test_distance_classes(words: int, sents: int, expected: int) -> None:
    assert distance(words, sents) == expected


def test_sentence_distance_has_no_sign_and_a_ceiling() -> None:
    assert [sentence_distance(d) for d in (0, -3, 3, 8, 40)] == [0, 3, 3, 8, 8]
