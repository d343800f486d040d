"""The whole way through: what must hold for every event of every report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

import dateline
from dateline.kit import Kit
from dateline.records import Coded, Event, Report
from tests.support import report

ROOT = Path(__file__).parents[1]
SIDES = yaml.safe_load((ROOT / "tests" / "golden" / "sides.yaml").read_text(encoding="utf-8"))
ONCE = yaml.safe_load((ROOT / "tests" / "golden" / "once.yaml").read_text(encoding="utf-8"))
EXAMPLES = sorted((ROOT / "examples" / "deraa-2021").glob("*.txt"))
OPEN = sorted((ROOT / "training" / "data" / "open").glob("*.json"))[::16]


@pytest.fixture(scope="module")
def kit(place_index, tmp_path_factory) -> Kit:
    return Kit.load(places=place_index.path)


@pytest.fixture(scope="module")
def coded(kit) -> list[Coded]:
    reports = [r for r in dateline.read([*EXAMPLES, *OPEN]) if isinstance(r, Report)]
    assert len(reports) == len(EXAMPLES) + len(OPEN)
    return list(dateline.code_many(reports, kit))


def quotes(value: object) -> Iterator[tuple[str, int, int]]:
    """Every piece of text with its offsets, anywhere in a record."""
    if isinstance(value, tuple):
        for each in value:
            yield from quotes(each)
    elif isinstance(value, BaseModel):
        words = getattr(value, "text", None)
        start = getattr(value, "start", None)
        if isinstance(start, int):
            yield words, start, value.end
        elif words is not None:
            yield words, value.text_start, value.text_end
        for name in type(value).model_fields:
            yield from quotes(getattr(value, name))


def test_every_quote_stands_in_the_text(coded) -> None:
    seen = 0
    for each in coded:
        for event in (*each.events, *each.agreements):
            for words, start, end in quotes(event):
                if words is not None:
                    assert each.report.text[start:end] == words
                    seen += 1
    assert seen > 500


def test_every_filled_field_has_a_reason(coded) -> None:
    for event in (e for each in coded for e in each.events):
        explained = {reason.field for reason in event.reasons}
        filled = {
            f for f in ("actors", "targets", "places", "time", "sources", "effects") if getattr(event, f)
        }
        assert filled | {"event_type", "status"} <= explained, (event.trigger.text, filled - explained)


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_a_report_without_normal_case_is_coded_like_one_with_it(kit, change) -> None:
    text = (
        "Islamic State militants killed seven soldiers near Mosul on Monday, the Iraqi army said. "
        "Kurdish forces shelled the town of Sinjar."
    )

    plain, changed = dateline.code_many([report(text), report(change(text), report_id="r2")], kit)

    def told(coded: Coded) -> list[tuple[str, list[str]]]:
        return [(e.event_type, [p.name for p in e.places]) for e in coded.events]

    assert told(changed) == told(plain)
    for words, start, end in (q for e in changed.events for q in quotes(e) if q[0] is not None):
        assert changed.report.text[start:end] == words == change(words)


@pytest.mark.parametrize("case", SIDES, ids=lambda c: c["text"][:60])
def test_parties_that_a_sentence_leaves_out_come_from_the_report(kit, case) -> None:
    (done,) = dateline.code_many([report(case["text"])], kit)

    found = [e for e in done.events if case["word"] in e.trigger.text and e.event_type == case["type"]]
    assert len(found) == 1
    for field in {"actors", "targets"} & set(case):
        assert [p.name for p in getattr(found[0], field)] == case[field]


@pytest.mark.parametrize("case", ONCE, ids=lambda c: c["text"][:60])
def test_what_is_told_twice_is_one_event(kit, case) -> None:
    (done,) = dateline.code_many([report(case["text"])], kit)

    assert [e.event_type for e in done.events].count(case["type"]) == case["events"]


def test_nothing_is_coded_from_the_header(coded) -> None:
    for each in coded:
        assert all(e.trigger.start >= each.report.body for e in each.events)


def test_unknown_is_none_never_an_empty_string(coded) -> None:
    for each in coded:
        for event in each.events:
            empty = re.findall(
                r'.{60}(?<!\\)"".{20}', event.model_dump_json()
            )  # a quotation may end a string
            assert not empty


def test_no_coordinate_without_precision_and_no_country_as_a_point(coded) -> None:
    for place in (p for each in coded for e in each.events for p in e.places):
        assert (place.lat is None) == (place.lon is None)
        assert place.lat is None or place.precision not in {None, "country", "larger"}


def test_ids_are_unique_and_the_same_on_every_run(coded, kit) -> None:
    ids = [e.id for each in coded for e in each.events]
    again = [e.id for each in coded for e in dateline.code(each.report, kit).events]

    assert len(set(ids)) == len(ids)
    assert again == ids


def test_one_at_a_time_gives_what_a_batch_gives(coded, kit) -> None:
    for each in coded[:5]:
        assert dateline.code(each.report, kit) == each


def test_a_record_survives_json(coded) -> None:
    for event in (e for each in coded for e in each.events):
        assert Event.model_validate(json.loads(event.model_dump_json())) == event


def test_ranges_and_days_are_in_order(coded) -> None:
    for event in (e for each in coded for e in each.events):
        for effect in event.effects:
            known = [n for n in (effect.low, effect.best, effect.high) if n is not None]
            assert known == sorted(known)
        if event.time and event.time.start and event.time.end:
            assert event.time.start <= event.time.end


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "...",
        "No.",
        "The bakery on Mill Road sells bread and cakes every day.",
        "🙂" * 50,
        "a" * 5000,
    ],
)
def test_a_text_without_conflict_gives_nothing(text, kit) -> None:
    assert dateline.code(report(text), kit).events == ()


def test_a_plain_report_is_coded_whole(kit, tmp_path) -> None:
    file = tmp_path / "plain.txt"
    file.write_text(
        "DERAA, Aug 31 - Rebels attacked an army checkpoint near Nawa on Monday, "
        "killing at least four soldiers, "
        "the Syrian army said."
    )
    (read,) = dateline.read([file], published=date(2021, 9, 1))
    (event,) = dateline.code(read, kit).events

    assert event.event_type == "armed_attack"
    assert event.status == "actual"
    assert [a.name for a in event.actors] == ["Rebels"]
    assert [t.name for t in event.targets] == ["army checkpoint", "soldiers"]
    assert [(p.name, p.country, p.precision) for p in event.places] == [("Nawa", "SY", "near")]
    assert event.time is not None
    assert str(event.time.start) == str(event.time.end) == "2021-08-30"
    assert [(e.kind, e.low, e.best, e.high) for e in event.effects] == [("killed", 4, 4, None)]
    assert [s.name for s in event.sources] == ["Syrian army"]


def test_engines_differ_and_say_who_they_are(place_index) -> None:
    for engine in ("rules", "model", "both"):
        kit = Kit.load(places=place_index.path, engine=engine)
        events = dateline.code(report("Rebels shelled the town on Monday."), kit).events
        assert [e.event_type for e in events] == ["shelling"], engine
        assert events[0].coder.engine == engine


def test_a_higher_bar_keeps_a_subset(place_index, coded) -> None:
    strict = Kit.load(places=place_index.path, min_confidence=0.8)
    for each in coded[:4]:
        sure = dateline.code(each.report, strict).events
        assert all(e.confidence >= 0.8 for e in sure)
        assert len(sure) <= len(each.events)
