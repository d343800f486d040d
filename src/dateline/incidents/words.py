"""The words by which two sentences can be seen to tell of the same thing: stems without stop words."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from dateline.incidents.common import load as load_common

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?][\s\"”])|\n")
_LONGEST = 600


def sentence_at(text: str, start: int, end: int) -> str:
    """Cut out the sentence around a stretch of text, or the line where no full stop is near.

    Args:
        text: the report.
        start: first character of the stretch.
        end: character after it.
    """
    first, last = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    before = [m.end() for m in _SENTENCE_END.finditer(text, first, start)]
    after = _SENTENCE_END.search(text, end, last)
    return text[before[-1] if before else first : after.start() if after else last].strip()


def stems(text: str) -> tuple[str, ...]:
    """List the stems of the words that carry meaning, each once, in the order of the text."""
    common = load_common()
    found = (m.group().lower().split("'")[0].split("’")[0] for m in _WORD.finditer(text))
    return tuple(dict.fromkeys(stem(w) for w in found if len(w) > 1 and w not in common.stop))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Cut a word to its stem (Porter's algorithm for English, as Snowball has it).

    Args:
        word: in small letters.
    """
    return str(snowballstemmer.stemmer("english").stemWord(word))
