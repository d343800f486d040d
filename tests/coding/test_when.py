from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from dateline.coding.draft import Draft, Trigger
from dateline.coding.when import by_rules, scene_of, time_events
from dateline.dates import find_times
from dateline.ingest.header import read_header
from dateline.language.parse import Parsed, load_parser, parse
from dateline.records import Report, Span, Status

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden" / "when.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def language() -> Language:
    return load_parser()


def draft(parsed: Parsed, word: str, event_type: str, status: str) -> Draft:
    start = parsed.report.text.index(word)
    span = parsed.doc.char_span(start, start + len(word))
    phrase = Span(text=word, start=start, end=start + len(word))
    trigger = Trigger(token=span.root, span=phrase, event_type=event_type, rule="test", score=1.0)
    return Draft(trigger=trigger, status=Status(status))


def timed(text: str, published: date, *events: tuple[str, str, str], language: Language) -> tuple[Draft, ...]:
    parsed = parse(Report(report_id="t", published=published, text=text), language)
    times = find_times(text, published=published)
    return time_events(tuple(draft(parsed, *e) for e in events), parsed, times)


@pytest.mark.parametrize("case", GOLDEN["events"], ids=lambda c: f"{c['trigger']}: {c['text'][:60]}")
def test_event_time(case: dict[str, Any], language: Language) -> None:
    event = (case["trigger"], case["type"], case.get("status", "actual"))
    (made,) = timed(case["text"], case["published"], event, language=language)
    when = made.time
    assert (when.start if when else None, when.end if when else None) == (case["start"], case["end"])
    assert (when.text if when else None) == case.get("words")
    assert made.background == case.get("background", False)
    assert [r.field for r in made.reasons] == ["time"]
    if when and when.text:
        assert case["text"][when.text_start : when.text_end] == when.text


def test_a_story_goes_on_in_its_time(language: Language) -> None:
    text = "On Monday rebels shelled the town. Soldiers then stormed the market."
    events = (("shelled", "shelling", "actual"), ("stormed", "armed_attack", "actual"))
    _, second = timed(text, date(2021, 9, 3), *events, language=language)
    assert second.time is not None
    assert (second.time.start, second.time.end) == (date(2021, 8, 30), date(2021, 8, 30))
    assert second.time.text is None
    assert "shelled" in second.reasons[0].detail


def test_a_new_paragraph_starts_anew(language: Language) -> None:
    text = "On Monday rebels shelled the town.\n\nSoldiers stormed the market."
    events = (("shelled", "shelling", "actual"), ("stormed", "armed_attack", "actual"))
    _, second = timed(text, date(2021, 9, 3), *events, language=language)
    assert second.time is not None
    assert second.time.start == date(2021, 9, 2)


def test_an_act_without_a_time_has_that_of_its_paragraph(language: Language) -> None:
    text = "The force went out again on Monday. Later its men found a cache. They blew it up."
    parsed = parse(Report(report_id="t", published=date(2021, 9, 3), text=text), language)
    event = draft(parsed, "blew", "property_destruction", "actual")
    last = by_rules(event, scene_of((event,), parsed, find_times(text, published=date(2021, 9, 3))), [])
    assert last.time is not None
    assert (last.time.start, last.time.end, last.time.text) == (date(2021, 8, 30), date(2021, 8, 30), None)
    assert (last.time.anchor, last.time.anchor_text) == ("time", "Monday")
    assert last.reasons[0].rule == "time:paragraph"


def test_a_press_release_tells_of_the_day_that_it_bears(language: Language) -> None:
    text = "JUBA, Sudan (July 4, 2009)\nA patrol detained two men in Bor."
    header = read_header(text)
    report = Report(
        report_id="t",
        published=date(2009, 7, 4),
        text=text,
        body=header.body,
        dateline_place=header.place,
    )
    parsed = parse(report, language)
    times = find_times(text, published=report.published, start=report.body)
    (made,) = time_events((draft(parsed, "detained", "arrest", "actual"),), parsed, times)
    assert made.time is not None
    assert (made.time.start, made.time.end) == (date(2009, 7, 4), date(2009, 7, 4))


def test_two_days_after_an_event_that_has_a_day(language: Language) -> None:
    text = "Soldiers left the base on 3 August. They were attacked two days after the withdrawal."
    events = (("left", "withdrawal", "actual"), ("attacked", "armed_attack", "actual"))
    _, second = timed(text, date(2021, 9, 3), *events, language=language)
    assert second.time is not None
    assert second.time.start == date(2021, 8, 5)


def test_order_of_the_drafts_is_kept(language: Language) -> None:
    text = "On Monday rebels shelled the town. Soldiers then stormed the market."
    events = (("stormed", "armed_attack", "actual"), ("shelled", "shelling", "actual"))
    first, second = timed(text, date(2021, 9, 3), *events, language=language)
    assert [first.trigger.span.text, second.trigger.span.text] == ["stormed", "shelled"]


def test_codes_and_anchor_of_a_time(language: Language) -> None:
    text = "A truce began on 3 May 1994. Two days later, gunmen raided Huambo. The army shelled the hills."
    events = (("truce", "ceasefire", "actual"), ("raided", "armed_attack", "actual"))
    truce, raid = timed(text, date(1994, 5, 20), *events, language=language)
    assert truce.time
    assert raid.time
    assert (truce.time.anchor, truce.time.edtf, truce.time.date_prec) == ("calendar", "1994-05-03", 1)
    assert (raid.time.anchor, raid.time.anchor_text) == ("event", "truce")
    assert (raid.time.start, raid.time.text) == (date(1994, 5, 5), "Two days later")


def test_a_day_that_no_words_say_is_uncertain(language: Language) -> None:
    (made,) = timed(
        "Gunmen raided Huambo.", date(1994, 5, 20), ("raided", "armed_attack", "actual"), language=language
    )
    assert made.time
    assert (made.time.edtf, made.time.anchor, made.time.text) == ("1994-05-19?", "report", None)


@pytest.mark.parametrize(
    ("text", "act", "first", "last"),
    [
        ("Men lift the siege, which has lasted two months.", ("siege", "siege"), "2021-07-02", "2021-09-02"),
        ("Days of clashes left ten dead.", ("Days", "battle"), "2021-08-30", "2021-09-02"),
        (
            "Eleven people were killed when planes struck the village on August 15.",
            ("killed", "air_strike"),
            "2021-08-15",
            "2021-08-15",
        ),
        (
            "A truce that took hold on 20 August was broken on Monday.",
            ("truce", "ceasefire"),
            "2021-08-20",
            "2021-08-20",
        ),
        (
            "A boat was fired on on August 17. Nine miners have since been arrested.",
            ("arrested", "arrest"),
            "2021-08-17",
            "2021-09-02",
        ),
    ],
)
def test_whose_time_it_is(text: str, act: tuple[str, str], first: str, last: str, language: Language) -> None:
    (made,) = timed(text, date(2021, 9, 2), (*act, "actual"), language=language)
    assert made.time is not None
    assert (str(made.time.start), str(made.time.end)) == (first, last)
