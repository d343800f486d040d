"""Families of words that report one kind of happening."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.incidents import kin
from dateline.incidents.words import stem, stems


def test_words_of_a_family_become_one_and_others_stay() -> None:
    assert kin.kindred(stems("nine hostages were slain")) == kin.kindred(stems("nine hostages died"))
    assert kin.kindred(stems("the bridge")) == stems("the bridge")
    assert kin.kindred(stems("killed and dead")) == (stem("kill"),)


def test_a_word_in_two_families_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "kin.toml"
    wrong.write_text('[families]\nkill = "slain"\nhurt = "wounded slain"\n', encoding="utf-8")
    monkeypatch.setattr(kin, "FILE", wrong)
    with pytest.raises(DataError, match="slain is in kill and in hurt"):
        kin.load.__wrapped__()
