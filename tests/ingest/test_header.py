from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ingest.header import parse_day, read_header

# text before the bar is the header
CASES = [
    ("date 2021-09-01 |Elite forces stepped up", None, date(2021, 9, 1)),
    (" date 2021-09-01 |Troops moved in.\n\nThe rebels left.", None, date(2021, 9, 1)),
    ("date: 2021-09-01 |Troops moved in.\n\nThe rebels left.", None, date(2021, 9, 1)),
    (" date 2021-09-01\n|Elite forces", None, date(2021, 9, 1)),
    ("BEIRUT, Aug 30 (Agency) - |Four soldiers", "BEIRUT", None),
    ("KABUL (Reuters) - |Four men", "KABUL", None),
    ("FORTALEZA, Thursday 10 January 2019 - |Gunmen burned", "FORTALEZA", date(2019, 1, 10)),
    ("DAMASCUS - |Forty-five gunmen", "DAMASCUS", None),
    ("SOFIA (BULGARIA), 31 MAR 89 (BTA) -- |MR KOLEV SAID", "SOFIA", date(1989, 3, 31)),
    ("Beirut, 30 August 2021 (SANA) – |Four", "Beirut", date(2021, 8, 30)),
    ("BAGHDAD, Aug. 30, 2021 (AP) — |Four", "BAGHDAD", date(2021, 8, 30)),
    ("DEIR al-ZOR, Syria — |They", "DEIR al-ZOR", None),
    ("N'DJAMENA - |Boko Haram", "N'DJAMENA", None),
    ("BEIRUT—|Four men", "BEIRUT", None),
    (
        "2009-07-PR-12\nFor Immediate Release\n\nJUBA, Sudan (July 4, 2009)\n|A patrol met",
        "JUBA",
        date(2009, 7, 4),
    ),
    (
        "Patrol Seizes Arms\nPress Office\u2028No. 7\u2028BAGRAM, Afghanistan (May 3) |A patrol",
        "BAGRAM",
        None,
    ),
    ("Mission Update, May 3\nNo. 7\nFor immediate release\n\n|A patrol found arms", None, None),
    ("|Shells fell on the town.\nMINSK (May 3) was quiet.", None, None),
    ("(Reuters) - |Troops", None, None),
    ("Troops shell a town\n\nGOMA, Congo (AP) - |Troops", "GOMA", None),
    ("Troops Shell Two Towns-GOMA, CONGO — |Troops", "GOMA", None),
    ("title: Truce\ndate: 2020-02-03\n\nTRIPOLI (AFP) - |Both", "TRIPOLI", date(2020, 2, 3)),
    ("|BREAKING - Four killed in Goma", None, None),
    ("|UPDATE 2 - Four killed in Goma", None, None),
    ("|THREE DEAD - POLICE SAY MORE", None, None),
    ("|Hassan (left) - he went", None, None),
    ("|The rebel-held town - a hub - fell", None, None),
    ("|Ali, Hassan and Omar - brothers - were killed", None, None),
    ("|A man - a soldier - died", None, None),
]


@pytest.mark.parametrize(("marked", "place", "day"), CASES)
def test_header(marked: str, place: str | None, day: date | None) -> None:
    text = marked.replace("|", "")
    header = read_header(text)
    assert text[: header.body] == marked.split("|", maxsplit=1)[0]
    assert (header.place.text if header.place else None) == place
    assert (header.stated or header.wire) == day
    if header.place:
        assert text[header.place.start : header.place.end] == header.place.text


def test_front_matter_fields_with_windows_line_ends() -> None:
    text = "title: Truce in Goma\r\noutlet: AP\r\npublished: 2020-02-03\r\n\r\nBoth sides agreed."
    header = read_header(text)
    assert (header.title, header.outlet, header.stated) == ("Truce in Goma", "AP", date(2020, 2, 3))
    assert text[header.body :] == "Both sides agreed."


def test_a_day_of_no_calendar_is_a_fault() -> None:
    assert read_header("date 2021-02-30 Troops").fault == "2021-02-30"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Aug 30", (None, "year")),
        ("Aug 30 2021", (date(2021, 8, 30), None)),
        ("Sunday, 30 August 2021", (date(2021, 8, 30), None)),
        ("10 JAN 90", (date(1990, 1, 10), None)),
        ("Feb 30 2021", (None, "calendar")),
        ("Monday", (None, None)),
        ("Goma", (None, None)),
    ],
)
def test_parse_day(words: str, found: tuple[date | None, str | None]) -> None:
    assert parse_day(words) == found


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2026, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for words in (
        f"{day.day} {months[day.month - 1]} {day.year}",
        f"{months[day.month - 1]} {day.day}, {day.year}",
    ):
        assert parse_day(words) == (day, None)
        assert read_header(f"GOMA, {words} (AP) - Troops").wire == day


@given(st.text(alphabet=st.sampled_from("date 2021-09-01 GOMA, Aug (AP) – - \n\r\t:title"), max_size=80))
def test_any_text_has_a_body_inside(text: str) -> None:
    header = read_header(text)
    assert 0 <= header.body <= len(text)
    if header.place:
        assert text[header.place.start : header.place.end] == header.place.text


@pytest.mark.parametrize(
    "unit",
    [" ", "\n", "A", "A ", "a (", "GOMA, a", "GOMA-", "Aa-BB, ", "title: x\n", "- ", "(A", "date ", "\r\n A"],
)
def test_no_text_takes_long(unit: str) -> None:
    start = time.process_time()  # of this process alone: the machine may be busy
    read_header(unit * (200_000 // len(unit)))
    read_header(" " * 100_000 + "GOMA")
    assert time.process_time() - start < 2
