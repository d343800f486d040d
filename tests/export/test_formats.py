"""The formats of other projects: what they hold, what they leave out, and validators that find faults."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fake_coder import full_event
from tests.support import report

import dateline
from dateline import codebook
from dateline.export import schema
from dateline.export.cameo import quad_class
from dateline.export.columns import write_excel, write_parquet
from dateline.export.formats import FORMATS
from dateline.export.ged import deaths, prio_cell, toll
from dateline.export.validate import check_file
from dateline.kit import Kit
from dateline.records import Effect, Event, Party, Place, Report, Status, When, event_id

ROOT = Path(__file__).parents[2]
TYPES = codebook.load().types
TEXT = "Troops shelled Tafas, killing four. Residents fled."
SENT = Report(report_id="r1", published=date(2021, 9, 1), text=TEXT, outlet="Agency, The", title='On "Tafas"')
ARMY = Party(name="army", text="Troops", start=0, end=6, actor_id="syr.army", canonical="Syrian Army",
             within=("syr",), kind="military", country="SY")  # fmt: skip
REBELS = Party(name="rebels", text="Troops", start=0, end=6, kind="rebels", country="SY")
RESIDENTS = Party(name="residents", text="Residents", start=36, end=45, kind="civilians", country="SY")


def coded_event(event_type: str = "shelling", number: int = 0, **fields: object) -> Event:
    kind = TYPES[event_type]
    base = {
        "id": event_id("r1", event_type, 7, 14, number),
        "event_type": event_type,
        "family": kind.family,
        "codes": kind.codes,
        "actors": (ARMY,),
        "targets": (REBELS,),
        "places": (town(),),
        "time": When(start="2021-08-31", end="2021-08-31", precision="day", date_prec=1),
    }
    return full_event(**(base | fields))


def town(**fields: object) -> Place:
    at = {
        "lat": 32.73,
        "lon": 36.06,
        "country": "SY",
        "admin1": "Daraa",
        "precision": "exact",
        "where_prec": 1,
    }
    base = {"name": "Tafas", "text": "Tafas", "start": 15, "end": 20, **at}
    return Place.model_validate(base | fields)


def killed(low: int | None, best: int | None, high: int | None, **fields: object) -> Effect:
    return Effect.model_validate(
        {"kind": "killed", "low": low, "best": best, "high": high, "text": "four", "start": 30, "end": 34}
        | fields
    )


def written(shape: str, events: Iterable[Event], folder: Path) -> tuple[Path, object]:
    path = folder / f"events.{FORMATS[shape].suffix}"
    with path.open("wb") as stream:
        done = FORMATS[shape].write(events, stream, lambda _: SENT)
    return path, done


def table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@pytest.fixture(scope="module")
def real(place_index) -> tuple[list[Event], dict[str, Report]]:
    """The events of the example reports, coded as a user would."""
    kit = Kit.load(places=place_index.path)
    reports = [r for r in dateline.read([ROOT / "examples" / "deraa-2021"]) if isinstance(r, Report)]
    events = [e for coded in dateline.code_many(reports, kit) for e in coded.events]
    return events, {r.report_id: r for r in reports}


@pytest.mark.parametrize("shape", FORMATS)
def test_the_examples_in_every_format_pass_its_validator(shape, real, tmp_path) -> None:
    events, reports = real
    path = tmp_path / f"events.{FORMATS[shape].suffix}"
    with path.open("wb") as stream:
        done = FORMATS[shape].write(events, stream, reports.get)

    assert check_file(path, shape) == ()
    assert done.events + sum(done.left_out.values()) == len(events)
    assert done.rows >= done.events > 0


def test_an_acled_row_says_what_the_event_says(tmp_path) -> None:
    event = coded_event(targets=(RESIDENTS,), effects=(killed(3, 4, 5),))
    (row,) = table(written("acled", [event], tmp_path)[0])

    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2021-08-31", "1", "1")
    assert (row["event_type"], row["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert (row["actor1"], row["inter1"], row["actor2"], row["inter2"]) == (
        "Syrian Army", "1", "Civilians (Syria)", "7",
    )  # fmt: skip
    assert (row["interaction"], row["civilian_targeting"]) == ("17", "Civilian targeting")
    assert (row["iso"], row["region"], row["fatalities"], row["source"]) == (
        "760",
        "Middle East",
        "3",
        "Agency, The",
    )
    assert row["notes"] == "Troops shelled Tafas, killing four."


def test_acled_counts_the_dead_of_an_event_at_two_places_once(tmp_path) -> None:
    event = coded_event(places=(town(), town(name="Nawa")), effects=(killed(4, 4, 4),))
    rows = table(written("acled", [event], tmp_path)[0])

    assert [r["location"] for r in rows] == ["Tafas", "Nawa"]
    assert [r["fatalities"] for r in rows] == ["4", "0"]
    assert len({r["event_id_cnty"] for r in rows}) == 2


def test_acled_names_an_unknown_attacker_as_it_does_itself(tmp_path) -> None:
    (row,) = table(written("acled", [coded_event(actors=())], tmp_path)[0])

    assert (row["actor1"], row["inter1"]) == ("Unidentified Armed Group (Syria)", "3")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": Status.PLANNED}, "not an act that happened now"),
        ({"background": True}, "not an act that happened now"),
        ({"time": None}, "no day"),
        ({"places": ()}, "no place more exact than a country"),
        ({"places": (town(precision="country"),)}, "no place more exact than a country"),
    ],
)
def test_acled_leaves_out_what_it_has_no_place_for_and_says_why(fields, reason, tmp_path) -> None:
    path, done = written("acled", [coded_event(**fields)], tmp_path)

    assert table(path) == []
    assert dict(done.left_out) == {reason: 1}


def test_a_ged_row_shares_the_dead_out_to_the_sides(tmp_path) -> None:
    effects = (
        killed(2, 2, 2, who="rebels"),
        killed(3, 3, 3, who="villagers", civilian=True),
        killed(4, 4, 6),
    )
    (row,) = table(written("ged", [coded_event(effects=effects)], tmp_path)[0])

    assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"], row["deaths_unknown"]) == (
        "0",
        "2",
        "3",
        "4",
    )
    assert (row["low"], row["best"], row["high"]) == ("9", "9", "11")
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("1", "Government of Syria", "rebels")
    assert (row["country_id"], row["gwnoa"], row["gwnob"], row["region"]) == ("652", "652", "", "Middle East")
    assert row["geom_wkt"] == "POINT (36.06 32.73)"


def test_ged_needs_a_death_and_two_sides(tmp_path) -> None:
    events = [
        coded_event(effects=()),
        coded_event(effects=(killed(2, 2, 2),), targets=()),
        coded_event("talks", effects=(killed(2, 2, 2),)),
    ]
    path, done = written("ged", events, tmp_path)

    assert table(path) == []
    assert dict(done.left_out) == {
        "nobody killed, or no number": 1,
        "no two different sides, one of them organised": 1,
        "not an act of armed force": 1,
    }


def test_a_country_is_no_point_in_ged(tmp_path) -> None:
    place = town(name="Syria", precision="country", where_prec=6)
    path, _ = written("ged", [coded_event(places=(place,), effects=(killed(1, 1, 1),))], tmp_path)
    (row,) = table(path)

    assert (row["where_prec"], row["latitude"], row["geom_wkt"], row["priogrid_gid"]) == ("6", "", "", "")
    assert check_file(path, "ged") == ()


@pytest.mark.parametrize(
    ("bounds", "figures"),
    [
        ((20, None, None), (20, 20, 20)),
        ((None, None, 5), (5, 5, 5)),
        ((3, 4, 6), (3, 4, 6)),
        ((3, None, 6), (3, 3, 6)),
    ],
)
def test_a_bound_that_is_not_given_is_the_best_figure(bounds, figures) -> None:
    assert toll(coded_event(effects=(killed(*bounds),))) == figures


def test_prio_grid_cells_are_counted_from_the_south_west() -> None:
    assert prio_cell(-90, -180) == 1
    assert prio_cell(-89.9, 179.9) == 720
    assert prio_cell(-89.4, -180) == 721
    assert prio_cell(90, 180) == 259_200


def test_cameo_has_a_line_for_each_pair(tmp_path) -> None:
    event = coded_event(targets=(REBELS, RESIDENTS))
    lines = table(written("cameo", [event], tmp_path)[0], "\t")

    assert [(r["source_code"], r["target_code"]) for r in lines] == [
        ("SYRMIL", "SYRREB"),
        ("SYRMIL", "SYRCVL"),
    ]
    assert {(r["cameo_code"], r["cameo_root"], r["quad_class"]) for r in lines} == {("194", "19", "4")}


@pytest.mark.parametrize(
    ("code", "quad"), [("010", 1), ("057", 1), ("0874", 2), ("110", 3), ("138", 3), ("145", 4)]
)
def test_quad_class_of_a_cameo_code(code, quad) -> None:
    assert quad_class(code) == quad


def test_plover_keeps_what_did_not_happen_with_an_auxiliary_mode(tmp_path) -> None:
    path, _ = written("plover", [coded_event(status=Status.NEGATED, background=True)], tmp_path)
    (record,) = json.loads(path.read_text(encoding="utf-8"))

    assert record["event"] == ["ASSAULT"]
    assert record["mode"] == ["heavy-weapons", "negation", "historical"]
    assert record["quad_code"] == 4


def test_no_cell_of_a_tab_separated_file_has_a_tab_or_a_line_end(tmp_path) -> None:
    odd = Party(name="the\tarmy\nof X", text="Troops", start=0, end=6, kind="military", country="SY")
    path, _ = written("polecat", [coded_event(actors=(odd,))], tmp_path)

    assert path.read_text(encoding="utf-8").count("\n") == 2
    assert check_file(path, "polecat") == ()


def test_parquet_and_excel_hold_the_csv(tmp_path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    event = coded_event(effects=(killed(3, 4, 5),), actors=(ARMY.model_copy(update={"name": "=1+1"}),))
    buffer = io.BytesIO()
    assert write_parquet([event], buffer) == 1
    (row,) = pq.read_table(buffer).to_pylist()
    assert (row["start"], row["killed_best"], row["background"], row["lat"]) == (
        date(2021, 8, 31),
        4,
        False,
        32.73,
    )
    assert row["weapons"] is None
    sheet = io.BytesIO()
    write_excel([event], sheet)
    from openpyxl import load_workbook

    header, cells = load_workbook(sheet)["events"].iter_rows(values_only=True)
    assert dict(zip(header, cells, strict=True))["actors"] == "'=1+1"


def test_a_workbook_of_the_same_events_has_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for year in (2001, 2031):  # what the clock says must not be in it
        clock = time.struct_time((year, 5, 4, 3, 2, 1, 0, 124, 0))
        monkeypatch.setattr(time, "localtime", lambda *_, clock=clock: clock)
        stream = io.BytesIO()
        write_excel([coded_event()], stream)
        made.append(stream.getvalue())
    assert made[0] == made[1]
    with zipfile.ZipFile(stream) as book:
        assert book.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


PARTIES = st.lists(st.sampled_from([ARMY, REBELS, RESIDENTS]), max_size=3, unique=True).map(tuple)
FIGURE = st.one_of(st.none(), st.integers(0, 5000))
EFFECTS = st.lists(
    st.builds(
        lambda figures, civilian, who: killed(*sorted_bounds(figures), civilian=civilian, who=who),
        st.tuples(FIGURE, FIGURE, FIGURE),
        st.sampled_from([None, True, False]),
        st.sampled_from([None, "rebels", "army", "villagers"]),
    ),
    max_size=3,
).map(tuple)
PLACES = st.lists(
    st.builds(
        lambda precision, lat, lon, country: town(
            precision=precision,
            lat=lat,
            lon=lon,
            country=country,
            where_prec=6 if precision == "country" else 2,
        ),
        st.sampled_from(["exact", "near", "admin2", "admin1", "country"]),
        st.floats(-90, 90),
        st.floats(-180, 180),
        st.sampled_from(["SY", "UA", "CD", "XK", None]),
    ),
    max_size=2,
).map(tuple)


def sorted_bounds(figures: tuple[int | None, ...]) -> list[int | None]:
    known = iter(sorted(f for f in figures if f is not None))
    return [None if f is None else next(known) for f in figures]


def any_time(start: date, days: int) -> When:
    return When(start=start, end=start + timedelta(days=days), precision="days", date_prec=2)


EVENTS = st.lists(
    st.builds(
        lambda kind, **fields: (kind, fields),
        st.sampled_from(sorted(TYPES)),
        actors=PARTIES,
        targets=PARTIES,
        effects=EFFECTS,
        places=PLACES,
        status=st.sampled_from(Status),
        background=st.booleans(),
        time=st.one_of(
            st.none(), st.builds(any_time, st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 40))
        ),
    ),
    max_size=4,
).map(lambda drawn: [coded_event(kind, n, **fields) for n, (kind, fields) in enumerate(drawn)])


@pytest.mark.parametrize("shape", [s for s in FORMATS if s not in {"excel", "parquet"}])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_whatever_the_events_are_the_file_is_right_and_none_is_lost(shape, events, tmp_path) -> None:
    path, done = written(shape, events, tmp_path)

    assert check_file(path, shape) == ()
    assert done.events + sum(done.left_out.values()) == len(events)
    ids = {e.id for e in events}
    text = path.read_text(encoding="utf-8")
    assert sum(id_ in text for id_ in ids) == done.events


@settings(max_examples=60, deadline=None)
@given(effects=EFFECTS, actors=PARTIES, targets=PARTIES)
def test_the_dead_of_the_sides_add_up_to_the_best_figure(effects, actors, targets) -> None:
    event = coded_event(effects=effects, actors=actors, targets=targets)
    low, best, high = toll(event)

    assert low <= best <= high
    assert sum(deaths(event, best)) == best
    assert min(deaths(event, best)) >= 0


@pytest.mark.parametrize(
    ("shape", "old", "new", "fault"),
    [
        ("acled", "2021-08-31,2021,1", "2021-08-32,2021,1", "event_date"),
        ("acled", "Explosions/Remote violence", "Explosions", "event_type"),
        ("acled", ",12,", ",21,", "interaction"),
        ("acled", "event_date,", "date,", "header"),
        ("ged", ",4,4,652", ",4,5,652", "low, best, high"),
        ("ged", ",4,4,652,", ",4,4,652,652", "gwnob"),
        ("ged", "POINT", "SPOT", "geom_wkt"),
        ("ged", "Middle East", "Near East", "region"),
        ("polecat", "ASSAULT", "ATTACK", "Event Type"),
        ("polecat", "heavy-weapons", "visit", "Event Mode"),
        ("geojson", "[36.06, 32.73]", "[38.0, 35.0]", "exact enough"),
        ("cameo", "SYRMIL", "SYRREB", "source_code"),
        ("plover", '"quad_code": 4', '"quad_code": 7', "quad_code"),
        ("geojson", "FeatureCollection", "Features", "type"),
        ("jsonl", '"confidence":0.8', '"confidence":8', "line 1"),
        ("csv", "army", "=army", "spreadsheet"),
    ],
)
def test_validators_find_faults(shape, old, new, fault, tmp_path) -> None:
    path, _ = written(shape, [coded_event(effects=(killed(4, 4, 4),))], tmp_path)
    text = path.read_text(encoding="utf-8")
    assert check_file(path, shape) == ()
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    assert any(fault in found for found in check_file(path, shape))


def test_a_row_that_stands_twice_is_found(tmp_path) -> None:
    path, _ = written("ged", [coded_event(effects=(killed(4, 4, 4),))] * 2, tmp_path)

    assert any("twice" in found for found in check_file(path, "ged"))


def test_faults_of_a_schema_are_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "x.toml").write_text(
        'delimiter = ","\nkey = []\n[columns]\na = { kind = "int" }\nb = { type = "word" }\n'
    )
    monkeypatch.setattr(schema, "SCHEMAS", tmp_path)
    with pytest.raises(dateline.DatelineError) as caught:
        schema.load_schemas.__wrapped__()

    assert "x.toml: a: no such rule: kind" in str(caught.value)
    assert "x.toml: b: no such type: word" in str(caught.value)


def test_the_sentence_stands_in_the_notes_of_a_report_without_outlet() -> None:
    from dateline.export.rows import sentence_of

    sent = report("One. Troops shelled Tafas. Two.")
    event = full_event().model_copy(
        update={"trigger": full_event().trigger.model_copy(update={"start": 12, "end": 19})}
    )
    assert sentence_of(event, sent) == "Troops shelled Tafas."
