"""Effects: golden texts, and what must hold for every effect."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.support import report

from dateline.coding.draft import Draft, Trigger
from dateline.coding.effects import load, merge_effects, read_effects
from dateline.errors import DataError
from dateline.language.parse import parse
from dateline.records import Effect, Span

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "effects.yaml").read_text(encoding="utf-8"))


def draft(parsed, word: str, event_type: str) -> Draft:
    token = next(t for t in parsed.doc if t.text == word)
    span = Span(text=token.text, start=token.idx, end=token.idx + len(token))
    return Draft(trigger=Trigger(token=token, span=span, event_type=event_type, rule="test", score=1.0))


def read(text: str, word: str, event_type: str, parser) -> tuple[Effect, ...]:
    parsed = parse(report(text), parser)
    return read_effects((draft(parsed, word, event_type),), parsed)[0].effects


def effect(best: int | None, *, kind: str = "killed", civilian: bool | None = None, start: int = 0) -> Effect:
    return Effect(
        text="x",
        start=start,
        end=start + 1,
        kind=kind,
        low=best,
        best=best,
        high=best,
        who=None,
        civilian=civilian,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_effects_of_the_act(case, parser) -> None:
    effects = read(case["text"], case["word"], case["type"], parser)

    assert sorted([e.kind, e.low, e.best, e.high] for e in effects) == sorted(case["effects"])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_every_effect_quotes_the_text_and_has_a_reason(case, parser) -> None:
    parsed = parse(report(case["text"]), parser)
    coded = read_effects((draft(parsed, case["word"], case["type"]),), parsed)[0]

    assert all(case["text"][e.start : e.end] == e.text for e in coded.effects)
    assert len(coded.effects) == 0 or any(r.field == "effects" and r.start is not None for r in coded.reasons)


def test_families_are_five_persons_each_and_keep_their_unit(parser) -> None:
    (displaced,) = read("Some 40 families fled Sinjar.", "fled", "displacement", parser)

    assert (displaced.best, displaced.unit, displaced.who) == (200, "families", "families")


def test_civilians_and_soldiers_are_told_apart(parser) -> None:
    effects = read("Shelling killed 10 soldiers and three civilians.", "Shelling", "shelling", parser)

    assert [(e.best, e.who, e.civilian) for e in effects] == [(10, "soldiers", False), (3, "civilians", True)]


def test_a_toll_goes_to_the_act_that_is_nearest_in_the_sentence(parser) -> None:
    text = "Shelling killed 10 soldiers in Laza, while an air strike wounded five farmers in Tari."
    parsed = parse(report(text), parser)
    drafts = (draft(parsed, "Shelling", "shelling"), draft(parsed, "strike", "air_strike"))

    shelling, strike = read_effects(drafts, parsed)

    assert [(e.kind, e.best) for e in shelling.effects] == [("killed", 10)]
    assert [(e.kind, e.best) for e in strike.effects] == [("injured", 5)]


def test_the_same_toll_told_twice_is_one() -> None:
    assert merge_effects([effect(12), effect(12, start=50)]) == (effect(12),)


def test_a_number_replaces_an_open_toll() -> None:
    assert merge_effects([effect(None), effect(7, start=50)]) == (effect(7, start=50),)


def test_soldiers_and_civilians_stay_two_effects() -> None:
    assert len(merge_effects([effect(10, civilian=False), effect(3, civilian=True, start=50)])) == 2


def test_casualties_give_way_to_killed() -> None:
    assert merge_effects([effect(30, kind="casualties"), effect(9, start=50)]) == (effect(9, start=50),)


def test_a_type_with_two_kinds_is_a_data_error(tmp_path) -> None:
    bad = tmp_path / "effects.toml"
    bad.write_text(
        '[[implied]]\nkind = "captured"\ntypes = ["arrest"]\n'
        '[[implied]]\nkind = "released"\ntypes = ["arrest"]\n'
    )

    with pytest.raises(DataError, match="arrest twice"):
        load(bad)
