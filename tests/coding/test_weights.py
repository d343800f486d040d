"""Fitted weights: a broken file is named with its line, chances are chances, the tagger is heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import report

from dateline.coding import weights, where_choice
from dateline.coding.draft import Draft, Trigger
from dateline.coding.where import ruled_places, story_of
from dateline.coding.where_choice import choose
from dateline.coding.where_signs import Ruled
from dateline.errors import DataError
from dateline.language.parse import parse
from dateline.places.recognise import find_places
from dateline.records import Span

TEXT = "Rebels shelled Taiz in Yemen on Monday. Gunmen raided Goma. Bombs fell on Mosul."


def scene(parser, place_index):
    parsed = parse(report(TEXT), parser)
    token = next(t for t in parsed.doc if t.text == "shelled")
    shown = Span(text=token.text, start=token.idx, end=token.idx + len(token))
    draft = Draft(Trigger(token, shown, "shelling", "test", 1.0))
    story = story_of(find_places(parsed, place_index), parsed)
    return draft, story, ruled_places((draft,), story)[0]


def test_a_broken_line_is_named(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "bad.csv").write_text("# weights\nbias,0.1,0.2\nnear,much,0.1\nfar,0.1\n", encoding="utf-8")
    monkeypatch.setattr(weights, "DATA", tmp_path)

    with pytest.raises(DataError) as error:
        weights.load("bad.csv", 2)
    assert "bad.csv:3" in str(error.value)
    assert "bad.csv:4" in str(error.value)


def test_the_place_of_the_sentence_comes_first(parser, place_index) -> None:
    draft, story, ruled = scene(parser, place_index)

    ((place, chance), *_) = choose(draft, story, ruled, {})
    assert place.name == "Taiz"
    assert chance > 0.5


def test_what_the_tagger_holds_for_the_place_is_likelier(parser, place_index) -> None:
    draft, story, _ = scene(parser, place_index)
    goma = next(m for m in story.mentions if m.name == "Goma")
    chances = [
        dict(choose(draft, story, Ruled((goma,), "place.report", frozenset()), tagger)).get(goma, 0.0)
        for tagger in ({goma.first: 0.05}, {goma.first: 0.99})
    ]

    assert chances[1] > chances[0]


def test_the_rules_can_be_overruled(parser, place_index) -> None:
    draft, story, _ = scene(parser, place_index)
    goma = next(m for m in story.mentions if m.name == "Goma")

    chosen = choose(draft, story, Ruled((goma,), "place.report", frozenset()), {})
    assert [m.name for m, _ in chosen][:1] == ["Taiz"]


def test_a_report_without_places_gives_none(parser, place_index) -> None:
    draft, story, _ = scene(parser, place_index)
    empty = story_of((), story.parsed)

    assert choose(draft, empty, Ruled((), "", frozenset()), {}) == ()


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["bias", "near", "far", "kind=town"]), st.floats(-5, 5)), min_size=1
    ),
    st.floats(-5, 5),
)
def test_chances_lie_between_0_and_1_and_rise_with_what_speaks_for_a_word(rows, step) -> None:
    told = weights.mean_chances(
        rows, {"nobody": 1.0}, where_choice.load_weights(), lambda a, b: False, [0.0] * len(rows)
    )
    more = weights.mean_chances(
        rows,
        {"nobody": 1.0},
        where_choice.load_weights(),
        lambda a, b: False,
        [abs(step), *[0.0] * (len(rows) - 1)],
    )

    assert all(0 <= p <= 1 for p in told)
    assert more[0] >= told[0] - 1e-12
