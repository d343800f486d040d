"""From what a file holds to a checked ``Report``: every format ends here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.errors import ReportError
from dateline.ingest.header import Header, parse_day, read_header
from dateline.records import Report

MAX_TEXT = 200_000
"""Longest text of one report, in characters."""
_EARLIEST = date(1900, 1, 1)
_ISO_START = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:[T ].*)?\s*", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A report that cannot be coded, with the error that says why."""

    error: ReportError


@dataclass(frozen=True, slots=True)
class Fields:
    """What a file says about one report, unchecked.

    ``where`` is the file, and line where there is one; ``name`` the id where ``report_id`` is missing.
    """

    where: str
    name: str
    text: object
    report_id: object = None
    published: object = None
    title: object = None
    outlet: object = None
    url: object = None


def build_report(fields: Fields, *, published: date | None, today: date | None = None) -> Report:
    """Check the fields of a report, recognise its header and find its date.

    The date is the first of: the field ``published``, front matter or a leading ``date YYYY-MM-DD``, the
    option ``published``, the date of a wire dateline.

    Args:
        fields: what the file says.
        published: date for reports that state none.
        today: the present day, for dates that lie ahead; the clock's where ``None``.

    Returns:
        The report; its ``text`` is exactly ``fields.text``.

    Raises:
        ReportError: the text, the id or the date cannot be used.
    """
    text = _text(fields)
    header = read_header(text)
    if not re.search(r"[^\W\d_]", text[header.body :]):
        raise ReportError(fields.where, "holds no story after its heading", "give the report's text")
    return Report(
        report_id=_report_id(fields),
        published=_published(fields, header, published, today or date.today()),
        text=text,
        title=_phrase(fields.title) or _phrase(header.title),
        outlet=_phrase(fields.outlet) or _phrase(header.outlet),
        url=_phrase(fields.url) or _phrase(header.url),
        body=header.body,
        dateline_place=header.place,
        origin=_phrase(fields.where),
    )


def _text(fields: Fields) -> str:
    text = fields.text
    if not isinstance(text, str):
        raise ReportError(fields.where, "its text is not a string", 'give the report as "text": "..."')
    if not text.strip():
        raise ReportError(fields.where, "is empty", "give the report's text or leave it out")
    if len(text) > MAX_TEXT:
        what = f"has {len(text):,} characters, more than the {MAX_TEXT:,} of one report"
        raise ReportError(fields.where, what, "split it into one report a file or line")
    if "\x00" in text:
        raise ReportError(fields.where, "is binary (it holds NUL characters)", "give plain text")
    if not is_unicode(text):
        raise ReportError(fields.where, "its text has half a surrogate pair", "write it as valid Unicode")
    if not re.search(r"[^\W\d_]", text):
        raise ReportError(fields.where, "is not a report: it has no word", "give the report's text")
    return text


def _report_id(fields: Fields) -> str:
    given = fields.report_id
    if given is None or given == "":
        given = fields.name
    name = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
    if not name or len(name) > 200 or _CONTROL.search(name) or not is_unicode(name):
        raise ReportError(
            fields.where, "its report_id cannot be used", "give a name of 1 to 200 printable characters"
        )
    return name


def _published(fields: Fields, header: Header, option: date | None, today: date) -> date:
    if fields.published not in (None, ""):
        day = _date_field(fields)
    elif header.fault:
        raise ReportError(
            fields.where, f"its date {header.fault!r} is in no calendar", "write it as YYYY-MM-DD"
        )
    else:
        day = header.stated or option or header.wire or _no_date(fields, header)
    if not _EARLIEST <= day <= today + timedelta(days=366):
        what = f"its date {day} is before 1900 or more than a year ahead"
        raise ReportError(fields.where, what, "correct the publication date")
    return day


def _date_field(fields: Fields) -> date:
    given = str(fields.published)
    iso = _ISO_START.fullmatch(given)
    day, _ = parse_day(iso[1] if iso else given)
    if day is None:
        what = f"its publication date {given[:40]!r} cannot be read"
        raise ReportError(fields.where, what, "write it as YYYY-MM-DD")
    return day


def _no_date(fields: Fields, header: Header) -> date:
    remedy = "add a line 'date YYYY-MM-DD' at the top, or use --published YYYY-MM-DD"
    if header.yearless:
        raise ReportError(fields.where, f"its dateline's date {header.yearless!r} has no year", remedy)
    raise ReportError(fields.where, "has no publication date", remedy)


def is_unicode(text: str) -> bool:
    """Say whether a string can be written as UTF-8: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _phrase(value: object) -> str | None:
    """Return one line of text, or ``None`` where there is none."""
    if not isinstance(value, str):
        return None
    line = " ".join(_CONTROL.sub(" ", value).split())
    return line.encode(errors="replace").decode() or None
