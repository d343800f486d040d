from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fake_coder import full_event

from dateline.export.card import write_cards
from dateline.export.flat import COLUMNS, write_csv
from dateline.export.geojson import write_geojson
from dateline.export.jsonl import write_jsonl
from dateline.export.table import write_table
from dateline.export.words import number, printable
from dateline.figures import people
from dateline.records import Effect, Event, Party, Place, Reason, Span


def rows(*events: Event) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    assert write_csv(events, stream) == len(events)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline=""), strict=True))


def effect(**fields: object) -> Effect:
    base = {"kind": "killed", "low": None, "best": None, "high": None, "text": "x", "start": 0, "end": 1}
    return Effect.model_validate(base | fields)


def test_csv_says_what_the_event_says() -> None:
    (row,) = rows(full_event())
    assert row["targets"] == "rebels; residents"
    assert (row["start"], row["end"], row["time_precision"]) == ("2021-08-30", "2021-08-31", "days")
    assert (float(row["lat"]), float(row["lon"])) == (32.7, -36.1)
    assert (row["killed_low"], row["killed_best"], row["injured_best"]) == ("4", "4", "")
    assert row["effects"] == "4 killed (soldiers)"
    assert row["background"] == "false"
    assert row["part_of"] == ""
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.meaning for column in COLUMNS)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    name = f"{start}HYPERLINK(1)"
    (row,) = rows(full_event(actors=(Party(name=name, text=name, start=0, end=1),)))
    assert row["actors"] == f"'{name}"
    assert row["lon"] == "-36.1"  # a number stays a number


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_any_name_comes_back_from_csv_and_json(name: str) -> None:
    event = full_event(actors=(Party(name=name, text=name, start=0, end=1),))
    stream = io.StringIO(newline="")
    write_csv([event], stream)
    (row,) = csv.DictReader(io.StringIO(stream.getvalue(), newline=""), strict=True)
    assert row["actors"].removeprefix("'") in {name, name.removeprefix("'")}
    stream = io.StringIO()
    write_jsonl([event], stream)
    assert Event.model_validate_json(stream.getvalue()) == event
    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize(
    ("precision", "drawn"),
    [
        ("exact", True),
        ("near", True),
        ("admin2", True),
        ("admin1", False),
        ("country", False),
        ("larger", False),
    ],
)
def test_geojson_draws_only_what_is_exact_enough(precision: str, drawn: bool) -> None:
    place = Place.model_validate(
        {"name": "x", "text": "x", "start": 0, "end": 1, "lat": 32.7, "lon": -36.1, "precision": precision}
    )
    stream = io.StringIO()
    assert write_geojson([full_event(places=(place,)), full_event(places=())], stream) == 2
    first, second = json.loads(stream.getvalue())["features"]
    assert first["geometry"] == ({"type": "Point", "coordinates": [-36.1, 32.7]} if drawn else None)
    assert second["geometry"] is None
    assert Event.model_validate(first["properties"] | {"id": first["id"]}) == full_event(places=(place,))


def test_geojson_of_nothing_is_a_collection() -> None:
    stream = io.StringIO()
    write_geojson([], stream)
    assert json.loads(stream.getvalue()) == {"type": "FeatureCollection", "features": []}


def test_people_adds_up_and_keeps_the_unknown_open() -> None:
    two = (
        effect(low=3, best=4, high=5),
        effect(low=1, best=1, high=1),
        effect(kind="injured", low=9, best=9),
    )
    assert people(full_event(effects=two), "killed") == (4, 5, 6)
    assert people(full_event(effects=two), "injured") == (9, 9, None)
    assert people(full_event(effects=()), "killed") == (None, None, None)
    part = (effect(low=3, best=4, high=5), effect(low=2))
    assert people(full_event(effects=part), "killed") == (5, None, None)
    families = (effect(kind="displaced", low=20, best=20, high=20, unit="families"),)
    assert people(full_event(effects=families), "displaced") == (None, None, None)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((4, 4, 4), "4"),
        ((3, None, 5), "3-5"),
        ((3, 4, 5), "4 (3-5)"),
        ((20, None, None), "at least 20"),
        ((None, None, 5), "up to 5"),
        ((20, 24, None), "24 (at least 20)"),
        ((None, None, None), "some"),
        ((None, 7, None), "7"),
    ],
)
def test_number_in_words(bounds: tuple[int | None, int | None, int | None], words: str) -> None:
    low, best, high = bounds
    assert number(effect(low=low, best=best, high=high)) == words


def test_table_has_the_nine_columns_and_the_id() -> None:
    stream = io.StringIO()
    assert write_table([full_event()], stream) == 1
    text = stream.getvalue()
    names = ["when", "where", "who", "what", "whom", "effect", "status", "source", "report"]
    assert text.splitlines()[0].split() == names
    for words in ("Tafas", "army", "shelling", "4 killed", "actual", "state media", full_event().id):
        assert words in text
    assert write_table([], io.StringIO()) == 0


def test_nothing_in_a_text_reaches_the_terminal_as_a_command() -> None:
    name = "\x1b[31mred\u202e [bold]x[/bold]"
    event = full_event(actors=(Party(name=name, text=name, start=0, end=1),))
    for write in (write_table, write_cards):
        stream = io.StringIO()
        write([event], stream)
        assert "\x1b" not in stream.getvalue()
        assert "\u202e" not in stream.getvalue()
        assert "[bold]x" in stream.getvalue().replace("\n", "")
    assert printable("a\nb") == "a b"


def test_card_gives_reasons_only_when_asked() -> None:
    reason = Reason(field="time", rule="when.toml:3", detail="anchored on the publication date")
    event = full_event(reasons=(reason,), weapons=(Span(text="mortar", start=0, end=6),))
    with_reasons, without = io.StringIO(), io.StringIO()
    write_cards([event], with_reasons)
    write_cards([event], without, explain=False)
    assert "time: anchored on the publication date [when.toml:3]" in with_reasons.getvalue()
    assert "anchored" not in without.getvalue()
    assert "mortar" in without.getvalue()


def test_a_known_party_is_told_with_its_name_and_ties_in_table_and_card() -> None:
    division = Party(
        name="division",
        text="division",
        start=0,
        end=1,
        actor_id="syr.4div",
        canonical="Fourth Division",
        ties=("part of Syrian Arab Army",),
        within=("syr.army", "syr"),
        kind="unit",
    )
    (row,) = rows(full_event(actors=(division,)))
    assert (row["actor_names"], row["side_a"], row["side_a_ids"]) == (
        "Fourth Division",
        "Government of Syria",
        "syr",
    )
    assert row["actor_ties"] == "Fourth Division: part of Syrian Arab Army"
    stream = io.StringIO()
    write_cards([full_event(actors=(division,))], stream)
    assert "division [syr.4div: Fourth Division, part of Syrian Arab Army]" in stream.getvalue()
