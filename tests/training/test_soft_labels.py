"""What the teacher says of a report survives the way to offsets and back; what no longer fits is left out."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline.language.tagger import Tagged, Tagger

FILE = Path(__file__).parents[2] / "training" / "soft_labels.py"
TEXT = (
    "Rebels shelled the market of Kadugli on Monday, killing at least four civilians, residents said. "
    "The army denied that it had bombed the hospital. Both sides agreed to a ceasefire on Friday."
)


@pytest.fixture(scope="module")
def soft() -> ModuleType:
    spec = importlib.util.spec_from_file_location("soft_labels", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


@pytest.fixture(scope="module")
def told(parser, tagger, soft) -> tuple[Doc, Tagged, dict]:
    doc = parser(TEXT)
    tagged = tagger.tag(doc)
    labels = json.loads(json.dumps(soft.labels(doc, tagged, tagger.labels.roles)))
    return doc, tagged, {"report_id": "a", **labels}


def test_labels_hold_offsets_and_scores_and_no_text(told) -> None:
    doc, tagged, labels = told
    starts = {t.idx: t.i for t in doc}

    assert labels["words"]
    for start, chance, kinds, statuses in labels["words"]:
        row = tagged.types[starts[start]]
        assert chance == pytest.approx(1 - row[0], abs=0.006)
        assert all(share == pytest.approx(row[k + 1] / (1 - row[0]), abs=0.006) for k, share in kinds)
        assert sum(statuses) == pytest.approx(1, abs=0.03)
    words = {w.lower() for w in TEXT.replace(".", " ").replace(",", " ").split() if len(w) > 3}
    assert not words & set(json.dumps(labels).lower().replace('"', " ").split())


def test_every_likely_trigger_is_labelled(told, soft) -> None:
    doc, tagged, labels = told
    likely = {t.idx for t in doc if 1 - float(tagged.types[t.i, 0]) >= soft.FAINT}

    assert {w[0] for w in labels["words"]} == likely


def test_back_at_the_words_everything_stands_where_it_stood(told, tagger, soft) -> None:
    doc, tagged, labels = told
    words = soft.words_of(doc, labels, tagger.labels.roles)
    at = {doc[i].idx: k for k, i in enumerate(t.i for t in doc)}

    assert words["words"] == [t.text for t in doc]
    assert [k for k, *_ in words["soft"]] == [at[start] for start, *_ in labels["words"]]
    told_spans = {(m.start, m.end, m.kind) for m in tagged.mentions if m.score >= soft.SURE}
    assert {(a, b, kind) for kind, spans in words["mentions"].items() for a, b in spans} == told_spans
    fillers = {(s.trigger, s.role) for s in tagged.roles if tagged.mentions[s.mention].score >= soft.SURE}
    assert fillers
    assert {(trigger, role) for trigger, _, _, role, _ in words["roles"]} == fillers


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1, max_value=60))
def test_labels_of_a_text_that_was_cut_point_at_no_other_words(told, tagger, soft, parser, cut) -> None:
    _, _, labels = told
    doc = parser.make_doc(TEXT[:-cut])
    for token in doc:
        token.is_sent_start = token.i == 0
    words = soft.words_of(doc, labels, tagger.labels.roles)
    size = len(words["words"])
    starts = {w[0] for w in labels["words"]}

    assert all(doc[k].idx in starts for k, *_ in words["soft"])
    assert all(0 <= a < b <= size for spans in words["mentions"].values() for a, b in spans)
    assert all(trigger < size and a < b <= size for trigger, a, b, *_ in words["roles"])


def test_a_text_that_changed_has_another_hash(soft) -> None:
    assert soft.sha256_of(TEXT) != soft.sha256_of(TEXT + " ")


def test_labels_join_only_the_very_text_they_were_made_from(soft) -> None:
    labelled = [
        {"report_id": i, "sha256": soft.sha256_of(t)} for i, t in (("a", TEXT), ("b", TEXT), ("c", ""))
    ]
    changed = {"a": TEXT, "b": TEXT.replace("four", "five"), "d": TEXT}

    assert [r["report_id"] for r in soft.still_same(labelled, changed)] == ["a"]
    assert soft.still_same(labelled, {}) == []


@settings(max_examples=40)
@given(st.permutations([f"report-{k}" for k in range(12)]), st.integers(min_value=0, max_value=15))
def test_which_reports_are_labelled_does_not_hang_on_the_order_of_the_file(soft, ids, number) -> None:
    taken = [r["report_id"] for r in soft.chosen([{"report_id": i} for i in ids], number)]
    every = [r["report_id"] for r in soft.chosen([{"report_id": i} for i in sorted(ids)], 12)]

    assert taken == every[:number]
    assert sorted(every) == sorted(ids)
    assert every != sorted(ids)
