"""Keys under which a place name is found whatever its spelling.

Three keys, each coarser than the one before: *folded* (case, accents, apostrophes and hyphens gone), *bare*
(articles gone too) and *skeleton* (one letter for all that romanisations swap, so that "Sanameen" and
"As Sanamayn" meet).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from dateline.places.tables import DATA, read_table

_KEPT = 1 << 15  # names whose keys are remembered: a report asks for the same ones many times
_APOSTROPHES = re.compile("[\u02b9-\u02bf\u2018\u2019\u201b\u2032`\u00b4']")
_BETWEEN = re.compile(r"[\W_]+")
_DOUBLED = re.compile(r"(.)\1+")
# "Ezzor", "Assanamayn": an Arabic article written into the word, with the letter that it doubles
_JOINED_ARTICLE = re.compile(r"^[ae]([znsrdt])(?=\1..)")
# letters that Unicode does not take apart, and Arabic letters that the press writes for one another
_LETTERS = str.maketrans("ıəłøđðħŧةىیکـ", "ielodthtهييك ")


@lru_cache(maxsize=_KEPT)
def fold(name: str) -> str:
    """Fold a name: lower case, no accents, no apostrophes, one space between words.

    Args:
        name: a place name in any script.

    Returns:
        The key; empty where the name holds no letter or digit.
    """
    key = name
    if key.isascii() and key.isalnum():
        return key.lower()
    if not key.isascii():
        # twice, since lower case and apart may undo one another
        for _ in range(2):
            key = unicodedata.normalize("NFKD", key).casefold()
        key = _APOSTROPHES.sub("", "".join(c for c in key if not unicodedata.combining(c))).translate(
            _LETTERS
        )
    else:
        key = key.replace("'", "").replace("`", "").lower()
        words = key.split()
        if "".join(words).isalnum():
            return " ".join(words)
    return _BETWEEN.sub(" ", key).strip()


@lru_cache(maxsize=_KEPT)
def bare(folded: str) -> str:
    """Drop the articles of a folded name ("al bab" gives "bab"); a name of nothing else is kept whole."""
    words = folded.split()
    kept = [w for w in words if w not in _articles()]
    return " ".join(kept) if kept else folded


@lru_cache(maxsize=_KEPT)
def skeleton(folded: str) -> str:
    """Reduce a folded name to one letter for each group of letters that romanisations swap.

    Args:
        folded: a name in Latin letters that ``fold`` has been through.

    Returns:
        The key, without spaces: "deir ez zor", "dayr az zawr" and "deir ezzor" all give "dirzur".
    """
    words = (_JOINED_ARTICLE.sub("", w) for w in bare(folded).split())
    pattern, letters = _swaps()
    key = pattern.sub(lambda m: letters[m.group()], "".join(words))
    key = _DOUBLED.sub(r"\1", key)
    return _DOUBLED.sub(r"\1", key.removesuffix("h")) if len(key) > 3 else key


def is_latin(folded: str) -> bool:
    """Say whether a folded name is in plain Latin letters, so that a skeleton makes sense."""
    return folded.isascii() and any(c.isalpha() for c in folded)


def is_article(word: str) -> bool:
    """Say whether a lower-case word is an article that names may begin with."""
    return word in _articles()


@cache
def _articles() -> frozenset[str]:
    return frozenset(row["article"] for _, row in read_table(DATA / "articles.csv", ["article"]))


@cache
def _swaps() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = read_table(DATA / "skeleton.csv", ["letters", "becomes"])
    letters = {row["letters"]: row["becomes"] for _, row in rows}
    return re.compile("|".join(sorted(letters, key=len, reverse=True))), letters
