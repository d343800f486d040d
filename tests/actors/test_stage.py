from __future__ import annotations

import pytest
from tests.support import report

from dateline.actors.knowledge import Knowledge
from dateline.actors.stage import report_countries, resolve_parties
from dateline.coding.draft import Draft, Trigger
from dateline.coding.triggers import trigger_span
from dateline.language.parse import parse
from dateline.records import Party, Place

TEXT = (
    "The Fourth Division shelled Deraa on Monday, residents said. Syrian rebels fired back at the army. "
    "Damascus blamed the rebels. Russian officers met elders."
)


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge.load()


def party(name, text=TEXT):
    start = text.index(name)
    return Party(name=name, text=name, start=start, end=start + len(name))


def draft(parsed, **fields):
    token = next(t for t in parsed.doc if t.text == "shelled")
    return Draft(Trigger(token, trigger_span(token), "shelling", "test", 1.0), **fields)


def test_parties_get_id_kind_country_and_a_reason(parser, knowledge):
    parsed = parse(report(TEXT), parser)
    given = draft(parsed, actors=(party("Fourth Division"),), targets=(party("residents"), party("army")))

    (coded,) = resolve_parties((given,), parsed, (), knowledge)

    assert [(p.actor_id, p.kind, p.country) for p in coded.actors] == [("syr.4div", "unit", "SY")]
    assert [(p.actor_id, p.kind, p.country) for p in coded.targets] == [
        (None, "civilians", "SY"),
        ("syr.army", "military", "SY"),
    ]
    assert [(r.field, r.rule) for r in coded.reasons] == [
        ("actors", "actor"),
        ("targets", "described"),
        ("targets", "actor"),
    ]
    for reason in coded.reasons:
        assert parsed.report.text[reason.start : reason.end] in {"Fourth Division", "residents", "army"}


def test_a_capital_acts_for_its_government_but_is_shelled_as_a_town(parser, knowledge):
    parsed = parse(report(TEXT), parser)
    given = draft(parsed, actors=(party("Damascus"),), targets=(party("Damascus"),))

    (coded,) = resolve_parties((given,), parsed, (), knowledge)

    assert coded.actors[0].actor_id == "syr.gov"
    assert coded.targets == given.targets


def test_the_country_of_the_event_comes_first(parser, knowledge):
    text = "Syrian and Turkish troops talked. In Misrata the police shelled a house."
    parsed = parse(report(text), parser)
    place = Place(name="Misrata", text="Misrata", start=37, end=44, country="LY")
    given = draft(parsed, actors=(party("police", text),), places=(place,))

    (coded,) = resolve_parties((given,), parsed, (), knowledge)

    assert coded.actors[0].actor_id == "lby.police"


def test_nobody_known_leaves_the_draft_as_it_was(parser, knowledge):
    parsed = parse(report(TEXT), parser)
    given = draft(parsed, targets=(party("Deraa"),))
    assert resolve_parties((given,), parsed, (), knowledge) == (given,)


def test_a_great_power_is_seldom_the_home_of_a_war(parser, knowledge):
    text = "Russia and Russian jets and Russian officers came to Mali. The Malian army shelled Kidal."
    assert report_countries(parse(report(text), parser), (), knowledge)[0] == "ML"
    alone = "Russia said the Russian police shelled nobody in Moscow."
    assert report_countries(parse(report(alone), parser), (), knowledge)[0] == "RU"
