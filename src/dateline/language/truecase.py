"""Restore normal case to text in capitals or without any, so that names can be told from common words.

Parsers and name finders learn from text in normal case; agency copy of the 1980s is all in capitals, and
messages come without any. The restored text has the same length, so that offsets stay true.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from dateline.errors import DataError

FILE = Path(__file__).parent / "data" / "case.csv"
HEADER = (
    "# How news writes words and pairs of words that are not all small in the middle of a sentence.\n"
    "# Source: counted by the Dateline project (training/count_case.py) in its training reports and other\n"
    "# news; names of larger places from GeoNames (CC BY 4.0). Licence: Apache-2.0.\n"
)
WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
OPENS = re.compile(r"(?:\A|\n[ \t]*\n|[.!?][\"'”’)]?\s|\[TEXT\]|\)\s--)[\s\"'“‘(]*\Z", re.IGNORECASE)
LEAST = 12  # words of a text below which its case says nothing
MOST_UPPER, MOST_LOWER = 0.8, 0.005
VOWELS = frozenset("aeiouy")

TITLES = frozenset(["president", "minister", "general", "colonel", "captain", "col", "gen"])
MONTHS = frozenset({"march", "may"})

Case = Literal["upper", "lower", "mixed"]
Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Forms:
    """Usual forms by their casefolded spelling: of single words, and of pairs (joined by a space)."""

    words: Mapping[str, str]
    pairs: Mapping[str, str]


@cache
def load(path: Path = FILE) -> Forms:
    """Read the forms.

    Raises:
        DataError: a row is no word and no pair, or is all in small letters.
    """
    lines = [s for s in path.read_text(encoding="utf-8").splitlines() if not s.startswith("#")]
    rows = [row["form"] for row in csv.DictReader(lines)]
    faults = [f"{path.name}: {form!r} says nothing" for form in rows if form.count(" ") > 1 or not form]
    if faults:
        raise DataError(faults)
    words = {form.casefold(): form for form in rows if " " not in form}
    pairs = {form.casefold(): form for form in rows if " " in form}
    return Forms(MappingProxyType(words), MappingProxyType(pairs))


def cased_as(text: str) -> Case:
    """Tell whether a text is in capitals, in small letters only, or in normal case.

    Words of one letter say nothing; fewer than a dozen words count as normal.
    """
    words = [w for w in WORD.findall(text) if len(w) > 1]
    if len(words) < LEAST:
        return "mixed"
    if sum(w.isupper() for w in words) >= MOST_UPPER * len(words):
        return "upper"
    return "lower" if sum(not w.islower() for w in words) <= MOST_LOWER * len(words) else "mixed"


def restore(text: str, is_common: Known) -> str:
    """Give a text in capitals, or without any, the case that news would have; others come back as they are.

    Args:
        text: the body of a report.
        is_common: tells a common English word, given in small letters.

    Returns:
        A text of the same length, letter for letter the same but for case.
    """
    if cased_as(text) == "mixed":
        return text
    forms = load()
    found = list(WORD.finditer(text))
    shown = [_single(m, text, forms, is_common) for m in found]
    for k, (one, two) in enumerate(pairwise(found)):
        pair = forms.pairs.get(f"{one.group()} {two.group()}".casefold())
        if pair and text[one.end() : two.start()].isspace():
            shown[k], shown[k + 1] = pair.split(" ")
        elif _is_titled(one.group(), shown[k + 1]) or _is_month(one, text):
            shown[k] = shown[k].capitalize()
    out = list(text)
    for match, form in zip(found, shown, strict=True):
        opening = OPENS.search(text, max(0, match.start() - 12), match.start()) or match.start() == 0
        word = form[:1].upper() + form[1:] if opening else form
        out[match.start() : match.end()] = _fitted(word, match.group())
    return "".join(out)


def _is_titled(word: str, following: str) -> bool:
    """A title before a name: "President Cerezo"."""
    return word.lower() in TITLES and following[:1].isupper()


def _is_month(match: re.Match[str], text: str) -> bool:
    """March and May beside a number are months."""
    if match.group().lower() not in MONTHS:
        return False
    return bool(
        re.search(r"\d\s\Z", text[: match.start()][-3:]) or re.match(r"\s\d", text[match.end() :][:2])
    )


def _single(match: re.Match[str], text: str, forms: Forms, is_common: Known) -> str:
    """The form of one word: as counted, small where it is common, else that of a name."""
    low = match.group().lower()
    form = forms.words.get(match.group().casefold())
    if form is not None:
        return form
    stem = re.sub(r"['’](s|t|re|ve|ll|d|m)?$", "", low)
    if stem != low:
        return forms.words.get(stem.casefold(), _default(stem, text, match, is_common)) + low[len(stem) :]
    if "-" in low:
        parts = low.split("-")
        return "-".join(
            forms.words.get(p.casefold(), p if is_common(p) or len(p) < 3 else p.capitalize()) for p in parts
        )
    return _default(low, text, match, is_common)


def _default(low: str, text: str, match: re.Match[str], is_common: Known) -> str:
    bracketed = text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"
    if bracketed and len(low) <= 6:
        return low.upper()
    if is_common(low):
        return low
    spoken = VOWELS & set(low)
    return low.capitalize() if (spoken and len(low) > 3) or len(low) > 6 else low.upper()


def _fitted(form: str, given: str) -> str:
    """The form where it is the given word but for case, else the given word: never another letter."""
    return form if len(form) == len(given) and form.casefold() == given.casefold() else given
