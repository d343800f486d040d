"""Names of several words that the parser cuts apart: "Pul-e Khumri", "Nad ‘Ali", "al-Tadamon"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dateline.places.fold import is_article

_DASHES = ("-", "–")
_OF = ("e", "i", "ye", "yi")  # the Persian "of" inside a name
_AND = "wa"  # "and" inside an Arabic or Pashto name; between names English text has "and"
_AYN = "‘"
_QUOTED = 6  # words after which an opening quotation mark is closed, if it is one


def whole_name(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """Take the words into a name that belong to it by how names are romanised.

    These are an Arabic article before it ("al-Tadamon"), a word tied to it by the Persian "of"
    ("Pul-e Khumri"), by "wa", or by an ayn that looks like a quotation mark ("Nad ‘Ali").

    Args:
        doc: the parsed report.
        first: the first word of the name.
        last: the word after its last one.

    Returns:
        The words of the whole name.
    """
    if first >= 2 and doc[first - 1].text in _DASHES and is_article(doc[first - 2].lower_):
        first -= 2
    while (gap := _tie_before(doc, first)) and first > gap and _is_part(doc[first - gap - 1]):
        first -= gap + 1
    while (gap := _tie_after(doc, last)) and last + gap < len(doc) and _is_part(doc[last + gap]):
        last += gap + 1
    return first, last


def _tie_before(doc: Doc, first: int) -> int:
    """The number of words right before one that tie it to another name, or 0."""
    return next((n for n in (1, 2, 3) if first >= n and _ties(doc, first - n, first)), 0)


def _tie_after(doc: Doc, last: int) -> int:
    return next((n for n in (1, 2, 3) if last + n < len(doc) and _ties(doc, last, last + n)), 0)


def _ties(doc: Doc, first: int, last: int) -> bool:
    words = [t.lower_ for t in doc[first:last]]
    if len(words) == 1:
        return words[0] == _AND or (words[0] == _AYN and _is_letter(doc, first))
    attached = words[0] in _DASHES and words[1] in _OF and not doc[first].whitespace_
    return attached and (len(words) == 2 or words[2] in _DASHES) and not doc[first - 1].whitespace_


def _is_letter(doc: Doc, i: int) -> bool:
    """Say whether a mark begins a word and is not the first of a pair."""
    return not doc[i].whitespace_ and not any(t.text == "’" for t in doc[i + 1 : i + _QUOTED])


def _is_part(token: Token) -> bool:
    return token.text[:1].isupper() and token.tag_ in ("NNP", "NNPS")
