"""The shipped model answers for every token, reads plain sentences right, and refuses a changed file."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from dateline.errors import DataError
from dateline.language.models import SHIPPED, model_folder
from dateline.language.parse import load_parser
from dateline.language.tagger import Tagged, Tagger

REPORT = (
    "GOMA, March 6 - Mortar rounds slammed into a market in Karuba on Sunday, killing seven, a "
    "hospital official said.\n\n"
    "The army will pull its troops back from Sake next week under a truce that both signed on Friday.\n\n"
    "A spokesman denied that soldiers had looted shops in the town.\n"
)


@pytest.fixture(scope="module")
def parser() -> Language:
    return load_parser()


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


def best(tagger: Tagger, tagged: Tagged, token: int) -> str:
    return tagger.labels.types[int(tagged.types[token, 1:].argmax()) + 1]


def token(parser: Language, text: str, word: str) -> int:
    return next(t.i for t in parser(text) if t.text == word)


def test_probabilities_are_whole_for_every_token(tagger: Tagger, parser: Language) -> None:
    doc = parser(REPORT)
    tagged = tagger.tag(doc)
    assert tagged.types.shape == (len(doc), 39)
    assert np.allclose(tagged.types.sum(1), 1, atol=1e-3)
    words = [t.i for t in doc if not t.is_space]
    assert np.allclose(tagged.statuses[words].sum(1), 1, atol=1e-3)
    spaces = [t.i for t in doc if t.is_space]
    assert spaces
    assert (tagged.types[spaces, 0] == 1).all()


def test_types_and_statuses_of_plain_sentences(tagger: Tagger, parser: Language) -> None:
    tagged = tagger.tag(parser(REPORT))
    slammed, pull = token(parser, REPORT, "slammed"), token(parser, REPORT, "pull")
    assert best(tagger, tagged, slammed) == "shelling"
    assert best(tagger, tagged, pull) == "withdrawal"
    assert tagged.types[slammed, 0] < 0.5
    assert tagger.labels.statuses[int(tagged.statuses[slammed].argmax())] == "actual"
    assert tagger.labels.statuses[int(tagged.statuses[pull].argmax())] == "planned"


def test_roles_join_a_trigger_and_its_mentions(tagger: Tagger, parser: Language) -> None:
    doc = parser(REPORT)
    tagged = tagger.tag(doc)
    slammed = token(parser, REPORT, "slammed")
    scores = {
        (r.role, doc[tagged.mentions[r.mention].start : tagged.mentions[r.mention].end].text): r.score
        for r in tagged.roles
        if r.trigger == slammed
    }
    assert scores["place", "Karuba"] > 0.5
    assert max(s for (role, text), s in scores.items() if role == "source" and "official" in text) > 0.5
    assert all(0 <= s <= 1 for s in scores.values())


def test_a_long_report_is_read_like_its_parts(tagger: Tagger, parser: Language) -> None:
    """Windows far apart do not touch one another: the first report of many is tagged as if alone."""
    alone, long = tagger.tag(parser(REPORT)), tagger.tag(parser((REPORT + "\n") * 12))
    first = token(parser, REPORT, "looted")
    assert np.abs(alone.types[first] - long.types[first]).max() < 0.35
    assert len(long.mentions) >= 11 * len(alone.mentions) // 2
    assert all(m.start < m.end for m in long.mentions)


def test_empty_and_blank_documents(tagger: Tagger, parser: Language) -> None:
    for text in ("", "  \n\n "):
        doc = parser(text)
        tagged = tagger.tag(doc)
        assert tagged.types.shape == (len(doc), 39)
        assert not tagged.mentions
        assert not tagged.roles


def test_football_is_not_war(tagger: Tagger, parser: Language) -> None:
    tagged = tagger.tag(
        parser("The striker fired two shots over the bar and the hosts surrendered a two-goal lead.")
    )
    assert tagged.types[:, 1:].max() < tagger.labels.thresholds["trigger"]


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    (folder / "roles.onnx").write_bytes(b"other")
    (folder / "same.onnx").unlink()
    with pytest.raises(DataError) as caught:
        Tagger.load(folder)
    assert "roles.onnx" in str(caught.value)
    assert "same.onnx: missing" in str(caught.value)


def test_mentions_are_whole_names_without_their_prepositions(tagger: Tagger, parser: Language) -> None:
    doc = parser(
        "The army, backed by allied militias, shelled rebel positions near the town of Ras al-Ain on Monday."
    )
    found = {(m.kind, doc[m.start : m.end].text) for m in tagger.tag(doc).mentions}
    assert ("party", "allied militias") in found
    assert ("time", "on Monday") in found
    assert any(kind == "place" and text.endswith("Ras al-Ain") for kind, text in found)


def test_a_model_is_found_by_folder_or_as_the_large_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_MODELS", str(tmp_path))
    assert model_folder(None) == SHIPPED
    assert model_folder(tmp_path) == tmp_path
    with pytest.raises(DataError, match="make train-large"):
        model_folder("large")
    with pytest.raises(DataError, match="no such folder"):
        model_folder(tmp_path / "none")
    shutil.copytree(SHIPPED, tmp_path / "large")
    assert model_folder("large") == tmp_path / "large"
    assert Tagger.load("large").labels == Tagger.load().labels
