from __future__ import annotations

import pytest

from dateline.cli import run


def test_find_says_what_a_name_means_there_and_then(capsys):
    assert run(["actors", "find", "SDF", "--country", "sy", "--on", "2019-01-31"]) == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert first.startswith("syr.sdf\tSyrian Democratic Forces\trebel\tSY\t")
    assert any(line.startswith("lby.rada\t") for line in others)


def test_find_of_nobody_is_an_error(capsys):
    assert run(["actors", "find", "Qwertz Zuiop", "--on", "2019-01-31"]) == 1
    assert "nothing is known of 'Qwertz Zuiop'" in capsys.readouterr().err


def test_show_gives_the_codes_and_marks_the_ties_of_the_day(capsys):
    assert run(["actors", "show", "sdn.rsf", "--on", "2024-01-01"]) == 0
    out = capsys.readouterr().out
    assert "ACLED inter 1, UCDP state, PLOVER COP" in out
    assert any(line.startswith("* opposed to Sudanese Armed Forces") for line in out.splitlines())
    assert any(line.startswith("  part of Sudanese Armed Forces") for line in out.splitlines())


def test_add_makes_a_table_that_find_uses(tmp_path, capsys):
    folder = str(tmp_path / "mine")
    words = ["actors", "add", "syr.new", "New Front", "--kind", "rebel", "--country", "sy", "--alias", "NFX"]
    assert run([*words, "--to", folder]) == 0
    capsys.readouterr()
    assert run(["actors", "find", "NFX", "--country", "SY", "--with", folder]) == 0
    assert capsys.readouterr().out.startswith("syr.new\tNew Front")


@pytest.mark.parametrize(
    ("option", "value"), [("--kind", "nothing"), ("--start", "20x"), ("--country", "ZZ")]
)
def test_a_wrong_row_is_refused_with_its_line(option, value, tmp_path, capsys):
    words = ["actors", "add", "syr.new", "New Front", "--to", str(tmp_path), "--kind", "rebel"]
    assert run([*words, option, value]) == 1
    assert "actors.csv:2: " in capsys.readouterr().err
    assert not (tmp_path / "actors.csv").exists()


def test_gaps_names_the_days_without_a_head(capsys):
    assert run(["actors", "gaps", "--until", "2025-12-31"]) == 0

    rows = capsys.readouterr().out
    assert "irq\tIraq\t2003-04-10\t2004-06-27" in rows
    assert "usa\t" not in rows
