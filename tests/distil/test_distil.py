"""What a database teaches, where the recipe lies, and how a tagger is measured."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from dateline.cli import run
from dateline.distil import recipe
from dateline.distil.measure import Score, measure
from dateline.distil.records import single, training_records
from dateline.errors import DatelineError
from dateline.kit import Kit
from dateline.places.index import PlaceIndex
from dateline.records import Coded, Coder, Span
from dateline.store import Decision, DecisionKind, Store, Subject
from tests import fake_coder
from tests.support import report

TEXT = "Troops shelled Tafas. Later they shelled Nawa, and shelled Deraa."
LLM = Coder(engine="llm", version="1", codebook="1")
NEEDS = [name for name in recipe.NEEDED if importlib.util.find_spec(name) is None]


def span(start: int) -> Span:
    return Span(text=TEXT[start : start + 7], start=start, end=start + 7)


@pytest.fixture
def store(tmp_path: Path):
    """Reports of every sort: by a model, reviewed, in doubt, rejected, by nobody that teaches."""
    opened = Store.open(tmp_path / "x.db")
    for name, coder in (("model", LLM), ("own", fake_coder.CODER), ("seen", fake_coder.CODER)):
        news = report(TEXT, report_id=name)
        events = tuple(fake_coder.event(news, k, k + 7, coder=coder) for k in (7, 33, 51))
        opened.save(Coded(report=news, events=events), coder_key="k")
        if name == "own":
            continue
        first, second, third = events
        decide = [(DecisionKind.FLAG, second), (DecisionKind.REJECT, third)]
        decide += [(DecisionKind.ACCEPT, first)] if name == "seen" else []
        for kind, event in decide:
            on = (Subject(kind="event", id=event.id),)
            opened.decide(Decision(kind=kind, by="A. Analyst", on=on))
    yield opened
    opened.close()


def test_only_what_a_model_coded_or_a_person_saw_is_taught(store: Store) -> None:
    found = {r["report_id"]: r["events"] for r in training_records(store)}

    assert set(found) == {"model", "seen"}
    for events in found.values():
        assert [e["optional"] for e in events] == [False, True]  # the rejected one is gone
        assert all(TEXT.find(e["trigger"]) >= 0 for e in events)


def test_a_trigger_is_lengthened_until_it_stands_once() -> None:
    assert single(span(7), TEXT) == "shelled"
    assert single(span(33), TEXT) == "they shelled"
    assert single(span(51), TEXT) == "and shelled"


def test_the_records_are_those_that_the_recipe_reads(store: Store, tmp_path: Path) -> None:
    number = recipe.write_records(training_records(store), tmp_path / "coded")

    files = sorted((tmp_path / "coded").glob("*.json"))
    data = json.loads(files[0].read_text(encoding="utf-8"))
    assert number == len(files) == 2
    assert {"report_id", "text", "events"} <= set(data)
    assert {"event_type", "status", "trigger", "actors", "places", "time", "effects"} <= set(
        data["events"][0]
    )


def test_the_recipe_is_found() -> None:
    folder = recipe.recipe_folder()

    assert all((folder / name).is_file() for name in ("prep.py", "train.py", "export.py", "model.py"))


def test_a_database_that_teaches_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.open(tmp_path / "empty.db").close()

    assert run(["train", "--from", str(tmp_path / "empty.db"), "--out", str(tmp_path / "m")]) == 1
    assert "code some with --engine llm" in capsys.readouterr().err


@pytest.mark.skipif(not NEEDS, reason="everything that training needs is installed here")
def test_missing_libraries_are_named(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DatelineError, match=r"dateline\[train\]"):
        recipe.check_installed()

    assert run(["train", "--from", str(tmp_path / "x.db"), "--out", str(tmp_path / "m")]) == 1
    assert f"training needs {', '.join(NEEDS)}" in capsys.readouterr().err


@pytest.mark.skipif(bool(NEEDS), reason=f"training needs {', '.join(NEEDS)}")
def test_a_tagger_is_trained_and_codes(tmp_path: Path) -> None:
    folder = recipe.recipe_folder() / "data" / "open"
    if not folder.is_dir():
        pytest.skip("no coded reports of our own are here")
    for file in sorted(folder.glob("*.json"))[:8]:
        (tmp_path / file.name).write_bytes(file.read_bytes())

    plan = recipe.Plan(tmp_path / "work", tmp_path / "model", epochs=1, held=3)
    recipe.train(plan, [tmp_path])

    assert (tmp_path / "model" / "labels.json").is_file()
    assert recipe.held_out(plan)


def test_scores_are_counted_by_type_and_sentence(place_index: PlaceIndex) -> None:
    kit = Kit.load(engine="rules", places=Path(place_index.path))
    text = "Rebels shelled Tafas on Monday. Police arrested ten students in Nawa."
    row = {"event_type": "shelling", "trigger": "shelled", "optional": False}
    base = {"report_id": "a", "published": "2021-09-01", "text": text}

    both = measure([base | {"events": [row, row | {"event_type": "arrest", "trigger": "arrested"}]}], kit)
    wrong = measure([base | {"events": [row | {"event_type": "siege"}]}], kit)
    free = measure([base | {"events": [row | {"optional": True}]}], kit)

    assert (both.right, both.found, both.wanted) == (2, 2, 2)
    assert (wrong.right, wrong.found, wrong.wanted) == (0, 2, 1)
    assert (free.right, free.found, free.wanted) == (0, 1, 0)
    assert Score(1, 2, 4).f1 == pytest.approx(1 / 3)
    assert Score(0, 0, 0).f1 == 0
