from __future__ import annotations

import io
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.ingest import Rejected, read_reports
from dateline.ingest.build import MAX_TEXT
from dateline.ingest.count import count_reports
from dateline.records import Report

DAY = date(2021, 9, 1)
PAGE = """<html><head><title>Clashes in Goma</title><meta property="og:site_name" content="Lake News">
<meta property="article:published_time" content="2021-08-30T10:00:00Z"></head>
<body><nav>Home News</nav><article>
<h1>Clashes in Goma</h1>
<p>Soldiers and militiamen exchanged fire in the hills above Goma on Sunday, residents said.</p>
<p>At least four people were killed and eleven were taken to a hospital, a doctor in the town said.</p>
<p>The army said that it had pushed the militia back from two villages which it had held since the spring.</p>
</article></body></html>"""


def read(*paths: Path, published: date | None = DAY) -> list[Report | Rejected]:
    return list(read_reports(paths, published=published))


def the_report(*paths: Path, published: date | None = DAY) -> Report:
    (found,) = read(*paths, published=published)
    assert isinstance(found, Report), found
    return found


def line(**fields: object) -> str:
    return (
        json.dumps({"report_id": "a", "published": "2021-09-01", "text": "Troops shelled Tafas."} | fields)
        + "\n"
    )


BAD: dict[str, tuple[str, bytes, str, str]] = {
    "not utf-8": ("a.txt", b"Caf\xe9 shelled", "not UTF-8 at byte 3", "iconv"),
    "not utf-8 after a mark": ("a.txt", b"\xef\xbb\xbfabc \xff", "not UTF-8 at byte 7", "UTF-8"),
    "broken utf-16": ("a.txt", b"\xff\xfea\x00\x00\xd8", "not UTF-16", "UTF-8"),
    "binary": ("a.txt", b"PK\x03\x04\x00\x00", "binary", "plain text"),
    "empty": ("a.txt", b"", "is empty", "leave it out"),
    "blank": ("a.txt", b" \n\n\t ", "is empty", "leave it out"),
    "only a date": ("a.txt", b"date 2021-09-01 \n", "holds no story", "text"),
    "no word": ("a.txt", b"1234 ... 5678", "no word", "text"),
    "too long": ("a.txt", b"word " * (MAX_TEXT // 5 + 1), "200,000", "split it"),
    "far too long": ("a.txt", b"word " * 2_000_000, "larger than", "split it"),
    "no such day": ("a.txt", b"date 2021-02-30 Troops shelled Tafas", "in no calendar", "YYYY-MM-DD"),
    "before 1900": ("a.txt", b"date 1850-02-03 Troops shelled Tafas", "before 1900", "correct"),
    "list": ("a.json", b'[{"text": "Troops shelled Tafas"}]', "JSON list, not a report", '"text"'),
    "object": ("a.json", b'{"agreements": [], "parties": []}', "'agreements'", '"text"'),
    "number": ("a.json", b"17", "single value", '"text"'),
    "text no string": ("a.json", b'{"text": ["a"], "published": "2021-09-01"}', "not a string", '"text"'),
    "broken json": ("a.json", b'{"text": "Troops', "broken JSON", "correct"),
    "deep json": ("a.json", b"[" * 100_000, "JSON", '"text"'),
    "long number": ("a.json", b'{"text": ' + b"9" * 5000 + b"}", "number", '"text"'),
    "surrogate": ("a.json", b'{"text": "Troops \\ud800 shelled"}', "surrogate", "Unicode"),
    "nul in json": ("a.json", b'{"text": "Troops \\u0000 shelled"}', "NUL", "plain text"),
    "id of spaces": ("a.json", b'{"text": "Troops shelled", "report_id": "  "}', "report_id", "name"),
    "id a list": ("a.json", b'{"text": "Troops shelled", "report_id": []}', "report_id", "name"),
    "odd date": ("a.json", b'{"text": "Troops shelled", "published": "soon"}', "'soon'", "YYYY-MM-DD"),
    "page without article": ("a.html", b"<html><body></body></html>", "holds no article", ".txt"),
    "table without text": ("a.csv", b"code,label\n1,x\n", "no column 'text'", "name"),
    "empty table": ("a.csv", b"", "is empty", "text"),
    "other kind": ("a.pdf", b"%PDF-1.4", "not read (.pdf)", ".txt"),
}


@pytest.mark.parametrize("case", BAD, ids=list(BAD))
def test_bad_input_is_named_with_file_and_remedy(case: str, tmp_path: Path) -> None:
    name, data, what, remedy = BAD[case]
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Rejected)
    assert found.error.where.startswith(str(path))
    assert what in found.error.what
    assert remedy in found.error.remedy
    assert "\n" not in str(found.error)


def test_no_date_and_a_date_without_year(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("Troops shelled Tafas.")
    two.write_text("BEIRUT, Aug 30 (AP) - Troops shelled Tafas.")
    first, second = read(one, two, published=None)
    assert isinstance(first, Rejected)
    assert "no publication date" in str(first.error)
    assert isinstance(second, Rejected)
    assert "'Aug 30' has no year" in str(second.error)
    assert "--published" in second.error.remedy
    assert the_report(two).published == DAY


def test_a_date_more_than_a_year_ahead_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ahead = date.today() + timedelta(days=400)
    path.write_text(line(published=str(ahead)) + line(report_id="b", published=str(date.today())))
    first, second = read(path)
    assert isinstance(first, Rejected)
    assert isinstance(second, Report)


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    missing, broken = read(tmp_path / "nowhere.txt", link)
    assert isinstance(missing, Rejected)
    assert "check the name" in str(missing.error)
    assert isinstance(broken, Rejected)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Troops shelled Tafas.")
    path.chmod(0)
    (found,) = read(path)
    assert isinstance(found, Rejected)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_marks_of_byte_order(codec: str, tmp_path: Path) -> None:
    text = "Ərdoğan said: “Tafas was shelled.”\r\nThat is all."
    path = tmp_path / "a.txt"
    mark = b"\xff\xfe" if codec == "utf-16-le" else b""
    path.write_bytes(mark + text.encode(codec))
    assert the_report(path).text == text


def test_dates_in_order_of_trust(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = "date 2020-01-02 KABUL, 3 Feb 2019 (AP) - Troops shelled Tafas."
    path.write_text(json.dumps({"text": text, "published": "2021-03-04T10:00:00Z"}))
    assert the_report(path).published == date(2021, 3, 4)
    path.write_text(json.dumps({"text": text}))
    assert the_report(path).published == date(2020, 1, 2)
    path.write_text(json.dumps({"text": text[16:]}))
    assert the_report(path).published == DAY
    assert the_report(path, published=None).published == date(2019, 2, 3)


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = [line(report_id=name).encode() for name in "abc"]
    path.write_bytes(good[0] + b"{broken\n" + good[1] + b"\n" + b'{"text": "\xff"}\n' + b"[]\n" + good[2])
    found = read(path)
    assert [r.report_id for r in found if isinstance(r, Report)] == ["a", "b", "c"]
    wrong = [r.error for r in found if isinstance(r, Rejected)]
    assert [error.where.rpartition(":")[2] for error in wrong] == ["2", "5", "6"]
    at = path.read_bytes().index(b"\xff")
    assert f"byte {at}" in wrong[1].what
    assert count_reports([path]) == len(found)


def test_an_overlong_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line() + line(report_id="b", text="x" * 9_000_000) + line(report_id="c"))
    first, second, third = read(path)
    assert isinstance(first, Report)
    assert isinstance(second, Rejected)
    assert second.error.where.endswith(":2")
    assert isinstance(third, Report)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_table_with_a_quote_left_open(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        ["ID", "Date", "Headline", "Body", "Source", "note"],
        ["a", "2021-08-30", "One", '"Troops, it is said, ""shelled"" Tafas.\nAnd left."', "AP", ""],
        ["b", "2021-08-30", "Two", '"Troops shelled Nawa.', "AP", ""],
        ["c", "2021-08-30", "Three", "Troops shelled Jasim.", "AP", ""],
        ["d", "2021-08-30", "too few"],
        ["e", "2021-08-31", "Five", "Troops shelled Inkhil.", "", ""],
    ]
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n")
    found = read(path, published=None)
    good = {r.report_id: r for r in found if isinstance(r, Report)}
    assert list(good) == ["a", "c", "e"]
    assert good["a"].text == 'Troops, it is said, "shelled" Tafas.\nAnd left.'
    assert (good["a"].title, good["a"].outlet, good["e"].outlet) == ("One", "AP", None)
    assert good["e"].published == date(2021, 8, 31)
    wrong = [r.error.where for r in found if isinstance(r, Rejected)]
    assert [where.rpartition(":")[2] for where in wrong] == ["4", "6"]
    assert count_reports([path]) == len(found)


def test_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE)
    report = the_report(path, published=None)
    assert report.published == date(2021, 8, 30)
    assert "exchanged fire in the hills above Goma" in report.text
    assert "Home News" not in report.text
    assert (report.title, report.outlet) == ("Clashes in Goma", "Lake News")


def test_an_id_for_two_texts_is_refused_and_the_same_report_twice_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line() + line() + line(text="Another text."))
    first, second = read(path)
    assert isinstance(first, Report)
    assert isinstance(second, Rejected)
    assert "'a'" in second.error.what
    assert second.error.where.endswith(":3")


def test_folder_is_walked_in_order_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", "c.txt", "README.md", "x.pdf", ".hidden/h.txt", ".h.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Troops shelled {path.stem}.")
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = read(tmp_path)
    assert [r.report_id for r in found if isinstance(r, Report)] == ["one", "two", "c"]
    assert len(found) == 3
    assert count_reports([tmp_path]) == 3


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (line(report_id="x") + line(report_id="y"), ["x", "y"]),
        (json.dumps({"text": "Troops shelled.", "report_id": "z"}, indent=1), ["z"]),
        ("date 2021-09-01 Troops shelled Tafas.", ["stdin"]),
        (PAGE, ["stdin"]),
    ],
)
def test_standard_input(given: str, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    found = list(read_reports(["-"], published=DAY))
    assert [r.report_id for r in found if isinstance(r, Report)] == ids
    assert count_reports(["-"]) is None


JUNK = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.builds(
        lambda text, day: json.dumps({"text": text, "published": day}).encode(),
        st.text(max_size=80),
        st.one_of(st.none(), st.text(max_size=12), st.integers(), st.dates().map(str)),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(data=JUNK, suffix=st.sampled_from([".txt", ".json", ".jsonl", ".csv"]))
@example(data=b'{"text": "a\\ud800", "title": "\\ud800"}', suffix=".jsonl")
@example(data=b'text\n"a', suffix=".csv")
@example(data=b"\xff\xfe", suffix=".txt")
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    for found in read(path):
        if isinstance(found, Rejected):
            str(found.error).encode("utf-8", "strict")
            continue
        assert 0 <= found.body < len(found.text)
        if found.dateline_place:
            place = found.dateline_place
            assert found.text[place.start : place.end] == place.text
        found.model_dump_json().encode()
        if suffix == ".txt" and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            assert found.text == data.decode()
