"""How many: numbers in digits and words, their bounds, and vague amounts, as ranges (codebook, section 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.coding.number_words import NumberWords, load

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_DIGITS_SCALED = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)")
_DASHES = frozenset("-–—")
_BOUND_WORDS = 4  # the longest bound, "slightly more than", and an article before it


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of persons or things as a range.

    ``low``, ``best`` and ``high`` are ``None`` where the words leave them open; ``start`` and ``end`` are
    offsets into the report's text, bound included ("at least four"); ``first`` and ``last`` number the tokens
    of the doc that it covers; ``noun`` is the token that is counted, where there is one.
    """

    low: int | None
    best: int | None
    high: int | None
    text: str
    start: int
    end: int
    first: int
    last: int
    noun: Token | None = None


@dataclass(frozen=True, slots=True)
class _Core:
    """A number without its bound: the range and the token after it."""

    low: int | None
    high: int | None
    stop: int


def read_quantities(doc: Doc) -> tuple[Quantity, ...]:
    """Find every number of a parsed text that may count persons or things.

    Dates, years, ranks, sums of money, percentages, ages and measures are left out.

    Args:
        doc: the parsed text.

    Returns:
        The quantities in the order of the text; they do not overlap.
    """
    words = load()
    low = [t.lower_.replace("’", "'") for t in doc]
    found: list[Quantity] = []
    i = 0
    while i < len(doc):
        core = _range(low, i, words)
        if core is None:
            i += 1
            continue
        if not _is_measure(doc, i, core.stop, words):
            found.append(_bounded(doc, low, i, core, words))
        i = core.stop
    return tuple(found)


def read_number(text: str) -> tuple[int, int] | None:
    """Read a bare number such as ``"two and a half thousand"`` or ``"1.2 million"``.

    Args:
        text: the words of the number and nothing else.

    Returns:
        Its low and high reading, or ``None`` if the text is not a number.
    """
    low = [w for w in re.split(r"([-–—])|\s+", text.lower()) if w]
    core = _range(low, 0, load())
    if core is None or core.stop != len(low) or core.low is None or core.high is None:
        return None
    return core.low, core.high


def _range(low: Sequence[str], i: int, words: NumberWords) -> _Core | None:
    """``between 10 and 15``, ``10-15``, ``ten to 15``, ``two or three``, or a single number."""
    between = low[i] in ("between", "from")
    first = _number(low, i + between, words) if i + between < len(low) else None
    if first is None or first.low is None:
        return None if between else first
    joins = {"between": {"and"}, "from": {"to"}}.get(low[i], {"to", "or"} | _DASHES)
    j = first.stop
    if j + 1 < len(low) and low[j] in joins:
        second = _number(low, j + 1, words)
        if second and second.high is not None and _widens(first, second):
            scale = _shared_scale(low[i + between : j], low[j + 1 : second.stop], words)
            return _Core(first.low * scale, second.high, second.stop)
    return None if between else first


def _widens(first: _Core, second: _Core) -> bool:
    """A range goes up, by less than a hundredfold, and both its ends are plain numbers."""
    if first.low is None or first.low != first.high or second.low is None or second.low != second.high:
        return False
    return first.low < second.low and (second.low <= max(100 * first.low, 100) or second.low >= 1000)


def _shared_scale(first: Sequence[str], second: Sequence[str], words: NumberWords) -> int:
    """``10 to 15 thousand`` means ten thousand to fifteen thousand."""
    scale = words.scales.get(second[-1], 1)
    return scale if len(second) > 1 and len(first) == 1 and first[0] not in words.scales else 1


def _number(low: Sequence[str], i: int, words: NumberWords) -> _Core | None:
    """One number, vague word or open amount starting at token ``i``."""
    if i >= len(low):
        return None
    for reader in (_half, _multiple, _plain, _vague, _unknown):
        core = reader(low, i, words)
        if core is not None:
            return core
    return None


def _half(low: Sequence[str], i: int, words: NumberWords) -> _Core | None:
    """``half a million``, ``half a dozen``, ``a quarter of a million``."""
    if (
        list(low[i : i + 4]) == ["a", "quarter", "of", "a"]
        and i + 4 < len(low)
        and low[i + 4] in words.scales
    ):
        quarter = words.scales[low[i + 4]] // 4
        return _Core(quarter, quarter, i + 5)
    if low[i] == "half" and i + 2 < len(low) and low[i + 1] == "a" and low[i + 2] in words.scales:
        half = words.scales[low[i + 2]] // 2
        return _Core(half, half, i + 3)
    return None


def _multiple(low: Sequence[str], i: int, words: NumberWords) -> _Core | None:
    """``several thousand``, ``a few hundred``, ``a couple of dozen``, ``tens of thousands``."""
    j = i + (low[i] == "a" and i + 1 < len(low))
    if low[j] not in words.multiples:
        return None
    k = j + 1 + (j + 1 < len(low) and low[j + 1] == "of")
    if k >= len(low):
        return None
    scale = words.scales.get(low[k]) or words.scales.get(low[k].removesuffix("s"))
    if not scale or low[k] in ("m", "k"):
        return None
    least, most = words.multiples[low[j]]
    top = most * scale + (scale - 1 if most in (99, 999, 9999) else 0)  # "tens of thousands": to 99,999
    return _Core(least * scale, top, k + 1)


def _vague(low: Sequence[str], i: int, words: NumberWords) -> _Core | None:
    """``dozens``, ``several``, ``a couple of``, ``a handful of``."""
    j = i + (low[i] == "a" and i + 1 < len(low))
    if low[j] not in words.vague or (low[j] == "score" and j == i):
        return None
    least, most = words.vague[low[j]]
    return _Core(least, most, j + 1)


def _unknown(low: Sequence[str], i: int, words: NumberWords) -> _Core | None:
    """``many``, ``a number of``: an amount that says nothing."""
    if low[i] == "a" and list(low[i + 1 : i + 3]) == ["number", "of"]:
        return _Core(None, None, i + 2)
    if i and low[i] == "many" and low[i - 1] in ("as", "how", "so"):
        return None
    if low[i] in words.unknown and low[i] not in ("number", "some"):
        return _Core(None, None, i + 1)
    return None


def _plain(low: Sequence[str], i: int, words: NumberWords) -> _Core | None:
    """A number in digits or words with its scales: ``1.2 million``, ``two and a half thousand``."""
    if low[i] == "a" and i + 1 < len(low) and low[i + 1] in words.scales and low[i + 1] not in ("m", "k"):
        start, value = i + 1, 1.0
    else:
        head = _digits(low[i], words)
        start, value = (i + 1, head) if head is not None else (i, -1.0)
    total, current, j = 0.0, value, start
    while j < len(low):
        step = _step(low, j, current, words)
        if step is None:
            break
        current, banked, j = step
        total += banked
    if j == i or current + total < 0:
        return None
    number = round(total + max(current, 0))
    return _Core(number, number, j)


def _digits(word: str, words: NumberWords) -> float | None:
    """The value of a number in digits: ``1,200``, ``1.2``, ``40k``; ``None`` for anything else."""
    if _DIGITS.fullmatch(word):
        return float(word.replace(",", ""))
    scaled = _DIGITS_SCALED.fullmatch(word)
    if scaled and scaled[2] in words.scales:
        return float(scaled[1]) * words.scales[scaled[2]]
    return None


def _step(low: Sequence[str], j: int, current: float, words: NumberWords) -> tuple[float, float, int] | None:
    """Read one more word of a number.

    Args:
        low: the words.
        j: where to read.
        current: value of the group under way, -1 when it is empty.
        words: the number words.

    Returns:
        The new value of the group, what is finished and goes to the total, and the next position;
        ``None`` when the number ends before ``j``.
    """
    word = low[j]
    if list(low[j : j + 3]) == ["and", "a", "half"] and current > 0:
        return current + 0.5, 0.0, j + 3
    if word in words.scales:
        return _scale(current, words.scales[word], j)
    if (
        word in _DASHES
        and j + 1 < len(low)
        and current >= 20
        and current % 10 == 0
        and low[j + 1] in words.ones
    ):
        return (
            (current + words.ones[low[j + 1]], 0.0, j + 2) if words.ones[low[j + 1]] in range(1, 10) else None
        )
    skip = word == "and" and current >= 100 and current % 100 == 0 and j + 1 < len(low)
    word = low[j + skip]
    value = words.tens.get(word, words.ones.get(word))
    if value is None or not _fits(current, value):
        return None
    return max(current, 0.0) + value, 0.0, j + skip + 1


def _scale(current: float, scale: int, j: int) -> tuple[float, float, int] | None:
    """``two hundred``: the group is multiplied; from a thousand on its lower part is multiplied alone."""
    if current <= 0:
        return None
    whole = current // scale * scale if current >= 1000 * scale else 0.0
    larger = current - current % 1000 if scale == 100 and current > 1000 else whole
    return larger + (current - larger) * scale, 0.0, j + 1


def _fits(current: float, value: int) -> bool:
    """A following word may only fill places that are still empty: ``forty two``, not ``two forty``."""
    if current < 0:
        return True
    if value == 0 or current == 0 or current != int(current):
        return False
    room = 100 if current % 100 == 0 else 10 if current % 10 == 0 and current % 100 >= 20 else 1
    return value < room


def _is_measure(doc: Doc, i: int, stop: int, words: NumberWords) -> bool:
    """Whether the number at tokens ``i`` to ``stop`` is a date, rank, sum, age or measure."""
    before, after = doc[i - 1] if i else None, doc[stop] if stop < len(doc) else None
    if before is not None and (before.lower_ in words.not_before or before.text.endswith(("/", "$", ":"))):
        return not (before.lower_ in ("may", "march", "number", "no", "since") and not doc[i].is_digit)
    if after is not None:
        lemmas = {after.lower_, after.lemma_.lower(), after.lower_.rstrip("s.")}
        if lemmas & words.not_nouns or after.text.startswith(("/", ":", "%")):
            return True
        if after.text in _DASHES and not after.whitespace_ and not doc[stop - 1].whitespace_:
            return True  # "24-year-old", "7-ton"
    if stop - i == 1 and re.fullmatch(r"(?:19|20)\d\d", doc[i].text):
        return not (after is not None and after.pos_ in ("NOUN", "ADJ", "PROPN") and doc[i].head.i >= stop)
    return False


def _bounded(doc: Doc, low: Sequence[str], i: int, core: _Core, words: NumberWords) -> Quantity:
    """Put the bound that stands before or after on a number."""
    first, kind = _bound_before(low, i, words)
    stop = core.stop
    after = next((p for p in words.after if tuple(low[stop : stop + len(p)]) == p), None)
    if after and kind in ("", "about"):
        kind, stop = "at_least", stop + len(after)
    best: int | None = core.low
    least, most = core.low, core.high
    if core.low is not None:
        least, best, most = _apply(kind, core.low, core.high)
    span = doc[first:stop]
    return Quantity(
        low=least,
        best=best,
        high=most,
        text=span.text,
        start=span.start_char,
        end=span.end_char,
        first=first,
        last=stop,
        noun=_counted(doc, i, core.stop),
    )


def _bound_before(low: Sequence[str], i: int, words: NumberWords) -> tuple[int, str]:
    """The first token and kind of the bound that ends right before token ``i``; the strictest of several."""
    kinds: list[str] = []
    first = i
    while True:
        hit = next(
            (
                n
                for n in range(_BOUND_WORDS, 0, -1)
                if n <= first and tuple(low[first - n : first]) in words.bounds
            ),
            0,
        )
        if not hit:
            break
        kinds.append(words.bounds[tuple(low[first - hit : first])])
        first -= hit
    return first, next((k for k in kinds if k != "about"), "about" if kinds else "")


def _apply(kind: str, low: int, high: int | None) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a number under a bound."""
    if kind == "at_least":
        return low, low, None
    if kind == "at_most":
        return None, None, high
    if kind == "nearly":
        return None, low, high
    return low, low, high


def _counted(doc: Doc, i: int, stop: int) -> Token | None:
    """The noun that a number counts: its head, or what follows its "of"."""
    last = doc[stop - 1]
    for token in reversed(doc[i:stop]):
        if token.head.i >= stop and token.dep_ in ("nummod", "amod", "det", "quantmod", "compound", "advmod"):
            return token.head if token.head.pos_ in ("NOUN", "PROPN", "ADJ", "PRON", "VERB") else None
    for child in last.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
