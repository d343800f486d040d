"""Where events happened: golden cases, and what must hold of every place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from dateline.coding.draft import Draft, Trigger
from dateline.coding.where import main_place, place_events, ruled_places, story_of
from dateline.language.parse import Parsed, parse
from dateline.places.mention import locations
from dateline.places.recognise import find_places
from dateline.records import Report, Span

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "where.yaml").read_text(encoding="utf-8"))


def _parsed(text, parser, **more) -> Parsed:
    return parse(Report(report_id="r", published=date(2021, 9, 1), text=text, **more), parser)


def _draft(parsed, word, event_type, nth=0) -> Draft:
    token = [t for t in parsed.doc if t.text == word][nth]
    span = Span(text=word, start=token.idx, end=token.idx + len(word))
    return Draft(Trigger(token, span, event_type, "test", 1.0))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_golden(case, parser, place_index):
    parsed = _parsed(case["text"], parser)
    mentions = find_places(parsed, place_index)
    (draft,) = place_events((_draft(parsed, case["trigger"], case["type"]),), mentions, parsed)
    assert [p.name for p in draft.places] == case["places"]
    if "whose" in case:
        assert [f"{m.name} -> {m.country}" for m in mentions if m.found.attributive] == case["whose"]
    mentions = locations(mentions)
    if "named" in case:
        assert [f"{m.name} -> {m.country}" for m in mentions] == case["named"]
    if "metonyms" in case:
        assert [m.name for m in mentions if m.metonym] == case["metonyms"]


@pytest.mark.parametrize("case", [c for c in CASES if c["places"]], ids=lambda c: c["id"])
def test_every_place_has_its_words_its_reason_and_no_bare_coordinate(case, parser, place_index):
    parsed = _parsed(case["text"], parser)
    mentions = find_places(parsed, place_index)
    (draft,) = place_events((_draft(parsed, case["trigger"], case["type"]),), mentions, parsed)
    reasons = [r for r in draft.reasons if r.field == "places"]
    assert len(reasons) == len(draft.places)
    for place, reason in zip(draft.places, reasons, strict=True):
        assert case["text"][place.start : place.end] == place.text
        assert (reason.start, reason.end) == (place.start, place.end)
        assert reason.detail
        assert (place.lat is None) == (place.lon is None)
        assert place.lat is None or place.precision is not None


def test_an_act_without_place_takes_that_of_the_act_before_it(parser, place_index):
    parsed = _parsed("Syrian jets bombed Nawa. Soldiers later shelled the houses.", parser)
    drafts = (_draft(parsed, "bombed", "air_strike"), _draft(parsed, "shelled", "shelling"))
    placed = place_events(drafts, find_places(parsed, place_index), parsed)
    assert [p.name for p in placed[1].places] == ["Nawa"]
    assert placed[1].reasons[0].rule == "place.event_before"


def test_a_statement_inherits_no_place(parser, place_index):
    parsed = _parsed("Syrian jets bombed Nawa. The opposition condemned it.", parser)
    drafts = (_draft(parsed, "bombed", "air_strike"), _draft(parsed, "condemned", "accusation"))
    assert place_events(drafts, find_places(parsed, place_index), parsed)[1].places == ()


def test_the_dateline_is_the_place_only_if_nothing_else_is(parser, place_index):
    text = "MOSUL, Aug 30 - Gunmen killed two Iraqi policemen."
    line = {"body": 16, "dateline_place": Span(text="MOSUL", start=0, end=5)}
    parsed = _parsed(text, parser, **line)
    mentions = find_places(parsed, place_index)
    (draft,) = place_events((_draft(parsed, "killed", "armed_attack"),), mentions, parsed)
    assert [(p.name, p.text, p.start, p.country) for p in draft.places] == [("Mosul", "MOSUL", 0, "IQ")]
    other = _parsed(text + " The shooting was in Tikrit.", parser, **line)
    main = main_place(find_places(other, place_index), other)
    assert main is not None
    assert main.name == "Tikrit"


def test_places_of_drafts_keep_the_order_of_the_drafts(parser, place_index):
    parsed = _parsed("Iraqi jets bombed Mosul while troops shelled Tikrit.", parser)
    drafts = (_draft(parsed, "shelled", "shelling"), _draft(parsed, "bombed", "air_strike"))
    placed = place_events(drafts, find_places(parsed, place_index), parsed)
    assert [[p.name for p in d.places] for d in placed] == [["Tikrit"], ["Mosul"]]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Shells fell in Sanameen, in Syria's Deraa province.", "Sanameen", 1),
        ("Shells fell near Sanameen in Syria.", "Sanameen", 2),
        ("Shells fell in Deraa province in Syria.", "Deraa province", 4),
        ("Shells fell across the Donbas in Ukraine.", "Donbas", 5),
        ("Shells fell along the Jordanian border.", "Jordanian border", 5),
        ("Shells fell in Syria.", "Syria", 6),
        ("Missiles hit ships in the Red Sea.", "Red Sea", 7),
        ("Unrest grew across Africa.", "Africa", None),
    ],
)
def test_ucdp_code_of_a_place(text, name, code, parser, place_index):
    mentions = find_places(_parsed(text, parser), place_index)
    assert [m.where_prec for m in mentions if m.name == name] == [code]


def test_the_other_events_of_a_type_say_where_one_without_a_place_was(parser, place_index):
    text = "Bombs hit Homs, Syrian doctors said. Police held a man in Aleppo. The bombs hit a school."
    parsed = _parsed(text, parser)
    drafts = (
        _draft(parsed, "hit", "explosion"),
        _draft(parsed, "held", "arrest"),
        _draft(parsed, "hit", "explosion", nth=1),
    )
    ruled = ruled_places(drafts, story_of(find_places(parsed, place_index), parsed))
    assert ruled[2].told == {"Homs": 1, "Aleppo": 1}
    assert ruled[2].alike == ruled[2].same == {"Homs": 1}
    assert ruled[0].alike == {}
