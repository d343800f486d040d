"""What stands before a story: front matter, a date line, a headline, a wire dateline.

A header is recognised, never cut: ``Header.body`` says where the story starts, and all offsets count from the
start of the text as it was given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from dateline.ingest.words import load
from dateline.records import Span

_FIELD = re.compile(
    r"(?P<key>title|outlet|source|published|date|url)(?:\s*:\s*|\s+)(?P<value>\S.*)", re.IGNORECASE
)
_DATE_LINE = re.compile(
    r"\s*date:?[ \t]+(?P<date>\d{4}-\d{1,2}-\d{1,2})\b[ \t]*(?:\r?\n\s*|[-–—]+\s+)?", re.IGNORECASE
)
_WIRE = re.compile(
    r"\s*(?P<place>[^\W\d_][^\n\r(),:;–—\"“”]{1,45}?)"
    r"(?:\s*\((?P<country>[^()\n\r]{2,40})\)(?=,))?"
    r"(?P<rest>(?:,\s*[^\n\r(),–—]{1,40}?){0,4})"
    r"(?:\s*\((?P<agency>[^()\n\r]{2,60})\))?"
    r"(?:\s*—\s*|\s*(?:--+|[-–])\s+)"
)
_AGENCY = re.compile(
    r"\s*(?:(?P<rest>[^\s(),–—][^\n\r(),–—]{2,30}?)\s*)?\((?P<agency>[A-Z][^()\n\r]{1,40})\)\s*(?:--+|[-–—])\s+"
)
_HEADLINE = re.compile(r"\s*(?P<title>\S[^\n\r]{0,198}\S)[ \t]*(?:\r?\n[ \t]*){2,}")
# a headline that a web page's text runs into the dateline: "Talks Collapse-GENEVA — The mediator"
_GLUED = re.compile(
    r"\s*(?P<title>\S[^\n\r]{8,180}?(?:[^\W\d_]|['’”!?)]))[-.](?=(?:[^\Wa-z\d_]{2,}[ ,.—-]*){1,5}\s—\s)"
)
# a press release: a letterhead of some lines, then "KABUL, Afghanistan (Jan. 25, 2013)", dash or none
_RELEASE = re.compile(
    r"(?:\A|[\n\u2028]|\s{2})\s*(?P<place>[^\W\d_a-z][^\W\d_a-z'’ .-]{2,40}?)"
    r"(?P<rest>(?:,\s*[^\n\r(),–—]{1,40}?){0,3})"
    r"\s*\((?P<day>[^()\n\r]{4,30})\)(?:\s*[—–-]+\s*|\s+)"
)
_PROSE = re.compile(r"[a-z]{4}[.!?]['\"”’]?\s*(?:[A-Z'\"“‘]|\Z)")  # a sentence: this is no letterhead
_IMMEDIATE = re.compile(r"[\s\S]*?for immediate release\b[^\w\n\u2028]*[\n\u2028]\s*", re.IGNORECASE)
_LETTERHEAD = 600  # characters
# no heading is longer; looking no further keeps any text, however odd, from taking long
_WINDOW = 2_000
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DATE_WORD = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Header:
    """What was recognised before the story.

    ``stated`` is the date of front matter or a date line; ``wire`` that of a dateline, which counts for less.
    ``yearless`` holds the words of a dateline's date that has no year, ``fault`` those of a date that no
    calendar has.
    """

    body: int = 0
    stated: date | None = None
    wire: date | None = None
    yearless: str | None = None
    fault: str | None = None
    place: Span | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None


def read_header(text: str) -> Header:
    """Recognise what stands before the story.

    Args:
        text: a report's text as it was given.

    Returns:
        The header; ``body`` is 0 where the story starts at once.
    """
    text = text[:_WINDOW]
    header = _date_line(text, _front_matter(text))
    found = _wire(text, header)
    if found is not header:
        return found
    for pattern in (_HEADLINE, _GLUED):
        headline = pattern.match(text, header.body)
        if headline:
            below = replace(header, body=headline.end(), title=header.title or headline["title"])
            found = _wire(text, below)
            if found is not below and found.place is not None:
                return found
    return _release(text, header)


def parse_day(words: str) -> tuple[date | None, str | None]:
    """Read the date of a dateline, such as "Aug 30", "Thursday 10 January 2019" or "10 JAN 90".

    Args:
        words: what may be a date.

    Returns:
        The date, and ``None`` or what keeps it from being one: ``"year"`` where the year is missing,
        ``"calendar"`` where no calendar has that day. Both are ``None`` where the words are no date.
    """
    known = load()
    iso = _ISO.fullmatch(words.strip())
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    parts = [part.lower() for part in _DATE_WORD.findall(words)]
    parts = parts[1:] if parts and parts[0] in known.weekdays else parts
    months = [known.months[part] for part in parts if part in known.months]
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    if len(months) != 1 or len(months) + len(numbers) != len(parts) or not 1 <= len(numbers) <= 2:
        return None, None
    if parts[0].isdecimal() and not parts[-1].isdecimal() and len(numbers) == 2:
        return None, None
    if len(numbers) == 1:
        return None, "year" if 1 <= numbers[0] <= 31 else None
    return _day(_full_year(numbers[1]), months[0], numbers[0])


def _day(year: int, month: int, day: int) -> tuple[date | None, str | None]:
    try:
        return date(year, month, day), None
    except ValueError:
        return None, "calendar"


def _full_year(year: int) -> int:
    """Read "89" as 1989 and "05" as 2005: a report is not from the future."""
    if year >= 100:
        return year
    century = date.today().year // 100 * 100
    return century + year if century + year <= date.today().year else century - 100 + year


def _front_matter(text: str) -> Header:
    """Read ``title: ..`` lines at the top, where an empty line closes them."""
    header, at = Header(), 0
    for line in text.splitlines(keepends=True):
        if not line.strip():
            at += len(line)
            if header == Header():
                continue
            body = at + len(text[at:]) - len(text[at:].lstrip())
            return replace(header, body=body)
        field = _FIELD.fullmatch(line.strip())
        if not field or not line.endswith(("\n", "\r")) or _runs_on(field):
            break
        header = _with_field(header, field["key"].lower(), field["value"].strip())
        at += len(line)
    return Header()


def _runs_on(field: re.Match[str]) -> bool:
    """True where a story follows its date in the same line ("date 2021-09-01 Troops shelled ...")."""
    day = _ISO.match(field["value"])
    return day is not None and bool(field["value"][day.end() :].strip())


def _with_field(header: Header, key: str, value: str) -> Header:
    if key in {"date", "published"}:
        day, trouble = parse_day(value[:10]) if _ISO.match(value) else parse_day(value)
        return replace(header, stated=day, fault=None if day and not trouble else value)
    if key == "title":
        return replace(header, title=value)
    return replace(header, url=value) if key == "url" else replace(header, outlet=value)


def _date_line(text: str, header: Header) -> Header:
    if header.stated or header.fault:
        return header
    found = _DATE_LINE.match(text, header.body)
    if not found:
        return header
    day, _ = parse_day(found["date"])
    return replace(header, body=found.end(), stated=day, fault=None if day else found["date"])


def _wire(text: str, header: Header) -> Header:
    """Read a wire dateline at the header's end; the same header where there is none."""
    agency = _AGENCY.match(text, header.body)
    if agency and (not agency["rest"] or parse_day(agency["rest"]) != (None, None)):
        return _dated(replace(header, body=agency.end()), [agency["rest"] or ""])
    found = _WIRE.match(text, header.body)
    if not found or not _is_dateline(found, text):
        return header
    name = found["place"].split("/")[0].rstrip()
    start = found.start("place")
    place = None if _is_label(name) else Span(text=name, start=start, end=start + len(name))
    return _dated(replace(header, body=found.end(), place=place), found["rest"].split(","))


def _release(text: str, header: Header) -> Header:
    """Read the letterhead and dateline of a press release; the same header where there is none."""
    window = text[: header.body + _LETTERHEAD]
    found = _RELEASE.search(window, header.body)
    if found and _is_capital(found["place"]) and parse_day(found["day"]) != (None, None):
        start = found.start("place")
        name = found["place"].rstrip()
        told = _below(text, header, start, found.end())
        place = Span(text=name, start=start, end=start + len(name))
        return header if told is header else _dated(replace(told, place=place), [found["day"]])
    closed = _IMMEDIATE.match(window, header.body)
    return _below(text, header, closed.end(), closed.end()) if closed else header


def _below(text: str, header: Header, stop: int, body: int) -> Header:
    """The header with a letterhead up to ``stop``; the same where sentences stand in it."""
    above = text[header.body : stop]
    if _PROSE.search(above):
        return header
    lines = (line.strip() for line in above.splitlines())
    title = next(
        (line for line in lines if len(line.split()) > 2 and not _IMMEDIATE.match(f"{line}\n")), None
    )
    return replace(header, body=body, title=header.title or title)


def _dated(header: Header, parts: list[str]) -> Header:
    """Add the date that the parts of a dateline hold; a year may stand as a part of its own."""
    words = [part.strip() for part in parts if part.strip()]
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    yearless = None
    for part in pairs + words:
        day, trouble = parse_day(part)
        if day:
            return replace(header, wire=day)
        yearless = yearless or (part if trouble == "year" else None)
    return replace(header, yearless=yearless)


def _is_dateline(found: re.Match[str], text: str) -> bool:
    """Say whether a place, a date or an agency really stands there, not the first words of a sentence."""
    parts = [part.strip() for part in found["rest"].split(",") if part.strip()]
    dated = any(parse_day(part) != (None, None) for part in parts)
    named = found["agency"] is not None and found["agency"][0].isupper()
    regions = [part for part in parts if not part.isdecimal() and parse_day(part) == (None, None)]
    if not all(_is_name(part) for part in [found["place"], *regions]):
        return False
    if _is_label(found["place"]):
        return dated and named
    if dated or named:
        return True
    line = re.match(r"[^\r\n]{0,80}", text[found.end() :])
    shouted = line is not None and line[0].isupper()
    return _is_capital(found["place"]) and not shouted


def _is_label(name: str) -> bool:
    words = re.sub(r"\W*\d+$", "", name.lower())
    return words in load().labels


def _is_name(phrase: str) -> bool:
    words = re.split(r"[\s/-]+", phrase.strip())
    return len(words) <= 5 and all(
        word.lower() in load().particles or word[:1].isupper() or word[:1] in "'’‘" for word in words
    )


def _is_capital(name: str) -> bool:
    words = [word for word in re.split(r"[\s/'’.-]+", name) if word]
    letters = sum(len(word) for word in words)
    return letters >= 3 and words[0].isupper() and all(w.isupper() or w in load().particles for w in words)
