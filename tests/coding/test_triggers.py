"""The trigger lexicon: each row is run on its own example sentence."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import report

from dateline import codebook
from dateline.codebook import Codebook
from dateline.coding import votes
from dateline.coding.triggers import find_triggers, match_row
from dateline.coding.votes import Engine
from dateline.errors import DataError
from dateline.kit import MIN_CONFIDENCE
from dateline.language.parse import parse_many
from dateline.language.tagger import Tagger


def lexicon_triggers(parsed, book):
    """What the lexicon finds without the tagger."""
    return find_triggers(parsed, book, tagged=None, types=(), engine=Engine.RULES)


@pytest.fixture(scope="module")
def book() -> Codebook:
    return codebook.load()


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


@pytest.fixture(scope="module")
def verdicts(book, parser) -> list[tuple[str, str, str]]:
    """For each row whose example does not give its type: where, the type, the example."""
    rows = [row for rows in book.rows.values() for row in rows]
    parses = parse_many((report(r.example, report_id=r.where) for r in rows), parser, batch=64)
    return [
        (row.where, row.event_type, row.example)
        for row, parsed in zip(rows, parses, strict=True)
        if row.event_type
        not in {t.event_type for t in lexicon_triggers(parsed, book) if t.token.lemma_.lower() == row.lemma}
    ]


def test_every_row_codes_its_example(verdicts) -> None:
    assert verdicts == []


def test_the_lexicon_covers_every_type(book) -> None:
    covered = {row.event_type for rows in book.rows.values() for row in rows}

    assert covered == set(book.types)


@pytest.mark.parametrize(
    "text",
    [
        "The striker fired two shots on target in the final.",
        "She lost her long battle against cancer on Tuesday.",
        "The minister was fired after the budget vote.",
        "The company launched a new line of tractors.",
        "Shares fell after the attack ads were aired.",
        "The orchestra will march through Verdi's Requiem.",
        "The general store sells flour and rice.",
    ],
)
def test_metaphor_and_peace_give_no_armed_violence(text, book, parser, tagger) -> None:
    (parsed,) = parse_many([report(text)], parser)

    found = find_triggers(
        parsed, book, tagged=tagger.tag(parsed.doc), types=tagger.labels.types, engine=Engine.BOTH
    )

    sure = {t.event_type for t in found if t.score >= MIN_CONFIDENCE}
    assert not sure & book.types_of("armed_violence"), found


def test_a_word_gives_one_type_at_most(book, parser) -> None:
    (parsed,) = parse_many(
        [report("Rebels attacked and shelled the army post, killing four soldiers.")], parser
    )

    triggers = lexicon_triggers(parsed, book)

    assert len({t.token.i for t in triggers}) == len(triggers)


def test_more_conditions_win(book, parser) -> None:
    (parsed,) = parse_many([report("An air strike hit the market.")], parser)

    row = match_row(next(t for t in parsed.doc if t.text == "strike"), book)

    assert row is not None
    assert row.event_type == "air_strike"


def test_a_long_chain_of_verbs_takes_no_time(book, parser) -> None:
    chain = "Rebels " + "attacked, shelled, bombed, killed and " * 60 + "fled."
    (parsed,) = parse_many([report(chain)], parser)
    begin = time.process_time()

    lexicon_triggers(parsed, book)

    assert time.process_time() - begin < 10


def test_a_type_that_the_tagger_does_not_know_is_left_to_the_lexicon(book, parser, tagger) -> None:
    (row,) = [r for r in book.rows["shell"] if r.pos == "verb"][:1]
    own = replace(row, event_type="crop_burning", lemma="torch", when=(), unless=())
    wider = replace(book, rows={"torch": (own,)})
    text = "Gunmen torched wheat fields near Makhmour on Monday, after the army had shelled two villages."
    (parsed,) = parse_many([report(text)], parser)

    found = find_triggers(
        parsed, wider, tagged=tagger.tag(parsed.doc), types=tagger.labels.types, engine=Engine.BOTH
    )

    assert "crop_burning" in {t.event_type for t in found if t.token.text == "torched"}


def test_slopes_change_how_sure_a_vote_is_but_not_which_side_of_even_it_is_on(book) -> None:
    (row, *_) = book.rows["shell"]
    plain = votes.load()[Engine.BOTH] | dict.fromkeys(votes.SLOPES, 1.0)
    bent = plain | {"near": 0.5, "above": 0.5, "below": 3.0}
    for model in (0.001, 0.1, 0.5, 0.9, 0.999):
        vote = votes.Votes(row.event_type, row, model, model, model)
        before, after = votes.confidence(vote, plain), votes.confidence(vote, bent)
        assert (before > 0.5) == (after > 0.5)
        assert after < before


def test_the_weights_of_a_model_rule_over_those_of_the_file(book, parser, tagger) -> None:
    (parsed,) = parse_many([report("The army shelled two villages on Monday.")], parser)
    never = dict.fromkeys(votes.NAMES, 1.0) | {"bias": -99.0}

    found = find_triggers(
        parsed,
        book,
        tagged=tagger.tag(parsed.doc),
        types=tagger.labels.types,
        engine=Engine.BOTH,
        weights=never,
    )

    assert found
    assert max(t.score for t in found) < 0.01


@given(st.floats(-12, 12), st.floats(-12, 12))
def test_the_stretches_of_a_sum_add_up_and_no_higher_sum_is_less_sure(first, second):
    low, high = sorted((first, second))
    for total in (low, high):
        assert sum(votes.stretches(total)) == pytest.approx(total)
    assert all(a <= b for a, b in zip(votes.stretches(low), votes.stretches(high), strict=True))
    assert all(weights[slope] > 0 for weights in votes.load().values() for slope in votes.SLOPES)


def test_a_model_with_votes_of_an_older_form_is_refused_by_name():
    own = {Engine.BOTH: {n: w for n, w in votes.load()[Engine.BOTH].items() if n != "near"}}
    with pytest.raises(DataError, match=r"both.*near.*fit_votes"):
        votes.of_model(own, Engine.BOTH)
    assert votes.of_model(own, Engine.RULES) == votes.load()[Engine.RULES]
