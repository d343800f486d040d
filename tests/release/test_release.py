from __future__ import annotations

import csv
import io
import json
import zipfile
from functools import partial
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.fake_coder import event, full_event

from dateline.cli import run
from dateline.errors import ReleaseError
from dateline.records import Coded, Event, Party, Place, Report, event_id
from dateline.release import archive
from dateline.release.build import Before, Terms, build
from dateline.release.papers import citation
from dateline.store import Store, releases
from dateline.store.redirects import event_successors

TERMS = Terms(name="test-1.0")


def no_report(_: str) -> Report | None:
    return None


def some() -> list[Event]:
    known = Party(name="army", canonical="Army", actor_id="xx_army", text="Troops", start=0, end=6)
    tafas = Place(
        name="Tafas", text="Tafas", start=15, end=20, geonames_id=7, lat=1.5, lon=2.5, precision="exact"
    )
    vague = Place(name="Syria", text="Syria", start=15, end=20, lat=35.0, lon=38.0, precision="country")
    return [full_event("r1", actors=(known,), places=(tafas,)), full_event("r2", places=(vague,))]


def ids(release: Path) -> list[str]:
    lines = (release / "data/events.jsonl").read_text().splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_every_format_holds_every_event_and_the_counts_agree(tmp_path: Path) -> None:
    events, target = some(), tmp_path / "one"
    counts = build(events, target, TERMS, report_of=no_report)
    wanted = [event.id for event in events]
    assert ids(target) == wanted
    table = io.StringIO((target / "data/events.csv").read_bytes().decode(), newline="")
    assert [row["id"] for row in csv.DictReader(table)] == wanted
    features = json.loads((target / "data/events.geojson").read_text())["features"]
    assert [feature["id"] for feature in features] == wanted
    assert [feature["geometry"] is None for feature in features] == [False, True]
    assert (counts["events"], counts["reports_with_events"], counts["events_without_point"]) == (2, 2, 1)
    assert json.loads((target / "counts.json").read_text()) == counts
    assert counts["rows"] == {"actors": 1, "places": 1}
    assert counts["formats"].keys() == {
        "csv",
        "geojson",
        "parquet",
        "excel",
        "acled",
        "ged",
        "polecat",
        "plover",
        "cameo",
    }
    for each in counts["formats"].values():
        assert each["events"] + sum(each["left_out"].values()) == len(events)
    (actor,) = csv.DictReader((target / "tables/actors.csv").open())
    assert (actor["actor_id"], actor["canonical"], actor["events"]) == ("xx_army", "Army", "1")
    assert (target / "codebook/types.toml").exists()
    assert json.loads((target / "versions.json").read_text())["coders"][0]["events"] == 2
    assert "CC-BY-4.0" in (target / "LICENSE.txt").read_text()


@pytest.mark.parametrize("zipped", [False, True])
def test_the_same_events_give_the_same_bytes(tmp_path: Path, zipped: bool) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for target in (one, two):
        build(some(), target, TERMS, report_of=no_report, zipped=zipped)
        assert archive.faults(target) == []
    assert archive.names(one) == archive.names(two)
    for name in archive.names(one):
        with archive.reading(one, name) as left, archive.reading(two, name) as right:
            assert left.read() == right.read()
    assert not zipped or one.read_bytes() == two.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]  # nothing is left behind


@pytest.mark.parametrize("zipped", [False, True])
def test_a_release_is_never_overwritten(tmp_path: Path, zipped: bool) -> None:
    target = tmp_path / "one"
    target.write_text("mine")
    with pytest.raises(ReleaseError, match="exists"):
        build(some(), target, TERMS, report_of=no_report, zipped=zipped)
    assert target.read_text() == "mine"


def test_what_was_tampered_with_is_named(tmp_path: Path) -> None:
    target = tmp_path / "one"
    build(some(), target, TERMS, report_of=no_report)
    (target / "data/events.csv").write_text("id\n")
    (target / "counts.json").unlink()
    (target / "extra.txt").write_text("x")
    found = archive.faults(target)
    assert {line.split(":")[0] for line in found} == {"data/events.csv", "counts.json", "extra.txt"}


def test_a_changed_file_of_a_zip_is_named(tmp_path: Path) -> None:
    target, forged = tmp_path / "one.zip", tmp_path / "two.zip"
    build(some(), target, TERMS, report_of=no_report, zipped=True)
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"{}" if name == "counts.json" else old.read(name))
    assert archive.faults(forged) == ["counts.json: changed since the release was made"]


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    for path in (tmp_path, tmp_path / "a.txt"):
        with pytest.raises(ReleaseError):
            archive.faults(path)


@pytest.mark.parametrize("zipped", [False, True])
def test_the_difference_to_the_release_before(tmp_path: Path, zipped: bool) -> None:
    kept, gone = some()
    old, new = tmp_path / "old", tmp_path / "new"
    build([kept, gone, full_event("r4")], old, TERMS, report_of=no_report, zipped=zipped)
    changed = kept.model_copy(update={"confidence": 0.5})
    counts = build(
        [changed, full_event("r3"), full_event("r4")], new, TERMS, report_of=no_report, since=Before(path=old)
    )
    assert counts["incident_changes"] == {"added": 0, "changed": 0, "deleted": 0}
    assert counts["changes"] == {"added": 1, "changed": 1, "deleted": 1}
    found = {line["id"]: line for line in map(json.loads, (new / "changes.jsonl").read_text().splitlines())}
    assert found[kept.id]["fields"] == {"confidence": {"from": 0.8, "to": 0.5}}
    assert found[gone.id] == {"id": gone.id, "change": "deleted"}
    assert found[full_event("r3").id]["change"] == "added"


def test_a_deleted_event_leads_to_the_one_that_took_its_place(tmp_path: Path) -> None:
    """The real path: two codings of one report, a release after each."""
    store, text = Store.open(tmp_path / "a.db"), "Troops shelled Tafas, killing four. Rebels shelled Nawa."
    report = Report(report_id="r1", published="2021-09-01", text=text)
    spans = {"kept": (7, 14), "short": (43, 50), "long": (43, 55), "gone": (36, 42)}
    made = {n: event(report, a, b, id=event_id("r1", "shelling", a, b)) for n, (a, b) in spans.items()}
    for release, names in (("one", ("kept", "short", "gone")), ("two", ("kept", "long"))):
        store.save(Coded(report=report, events=tuple(made[n] for n in names)), coder_key=release)
        since = Before(path=tmp_path / "one", events=partial(event_successors, store))
        build(
            store.events(),
            tmp_path / release,
            TERMS,
            report_of=store.report,
            since=since if release == "two" else None,
        )
    store.close()
    lines = map(json.loads, (tmp_path / "two/changes.jsonl").read_text().splitlines())
    assert {line["id"]: (line["change"], line.get("redirect")) for line in lines} == {
        made["long"].id: ("added", None),
        made["short"].id: ("deleted", made["long"].id),
        made["gone"].id: ("deleted", None),
    }


def test_a_deleted_event_leads_nowhere_that_is_not_released(tmp_path: Path) -> None:
    one, other = some()
    build([one], tmp_path / "one", TERMS, report_of=no_report)
    since = Before(path=tmp_path / "one", events=lambda ids: dict.fromkeys(ids, "e-not-released"))
    build([other], tmp_path / "two", TERMS, report_of=no_report, since=since)
    lines = [json.loads(line) for line in (tmp_path / "two/changes.jsonl").read_text().splitlines()]
    assert {"id": one.id, "change": "deleted"} in lines


def test_more_events_than_a_sheet_takes_leave_the_workbook_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.release.build.SHEET_ROWS", 1)
    counts = build(some(), tmp_path / "one", TERMS, report_of=no_report)
    assert counts["formats"]["excel"]["left_out"] == {"more events than a sheet takes": 2}
    assert "data/events.xlsx" not in archive.names(tmp_path / "one")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1))
def test_any_author_comes_back_from_the_citation(name: str) -> None:
    read = yaml.safe_load(citation("test-1.0", [name]))
    assert read["authors"] == [{"name": name}]
    assert (read["cff-version"], read["type"], read["title"]) == ("1.2.0", "dataset", "test-1.0")


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db, out = tmp_path / "a.db", tmp_path / "releases"
    event = full_event("r1")
    report = Report(report_id="r1", published="2021-09-01", text="Troops shelled Tafas, killing four.")
    store = Store.open(db)
    store.save(Coded(report=report, events=(event,)), coder_key="fake 1")
    store.close()
    make = ["release", "make", "a-1.0", "--db", str(db), "--out", str(out)]
    assert run(make) == 0
    assert ids(out / "a-1.0") == [event.id]
    assert run(make) == 1
    assert "a-1.0: was released already" in capsys.readouterr().err
    assert run([*make, "--zip"]) == 1
    make[2] = "a-1.1"
    assert run([*make, "--zip", "--after", str(out / "a-1.0")]) == 0
    assert "0 added, 0 changed, 0 deleted" in capsys.readouterr().err
    store = Store.open(db)
    assert [item.released for item in store.page().events] == [True]
    assert [made.name for made in releases.all_releases(store)] == ["a-1.0", "a-1.1"]
    store.close()
    for name in ("a-1.0", "a-1.1.zip"):
        assert run(["release", "verify", str(out / name)]) == 0
    (out / "a-1.0/README.md").write_text("x")
    assert run(["release", "verify", str(out / "a-1.0")]) == 1
    assert "README.md: changed" in capsys.readouterr().err
    assert run(["release", "make", "../x", "--db", str(db), "--out", str(out)]) == 1
