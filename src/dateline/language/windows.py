"""Cut a report into the windows that the model reads, and measure distances as it was taught them.

The recipe in ``training/`` uses the same functions, so that training and use read a text alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from dateline.errors import DataError

PIECES = 180  # word pieces in a window
WORD_PIECES = 12  # pieces of one word that are read at most
BEGIN, END = (
    ("[CLS]", "<s>"),
    ("[SEP]", "</s>"),
)  # as MiniLM's tokenizer writes the marks, and as MPNet's does


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of whole sentences that is read at once.

    ``ids`` are word pieces with the two marks around them, ``firsts`` the place of each word's first piece in
    ``ids``, ``start`` the number of the first word, and ``core`` the number of the first word that is not
    only context.
    """

    ids: tuple[int, ...]
    firsts: tuple[int, ...]
    start: int
    core: int

    @property
    def end(self) -> int:
        """The number after the last word."""
        return self.start + len(self.firsts)


def pieces(words: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """The word pieces of each word, at most twelve; a word that cannot be spelled is one unknown piece."""
    unknown = _mark(tokenizer, ("[UNK]",))
    out: list[list[int]] = [[] for _ in words]
    encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None and len(out[word]) < WORD_PIECES:
            out[word].append(piece)
    return [ids or [unknown] for ids in out]


def windows(words: Sequence[str], sents: Sequence[int], tokenizer: Tokenizer) -> Iterator[Window]:
    """Cut a report into windows of whole sentences.

    A window holds up to 180 pieces; the sentence before it is put in front as context where it is not longer
    than half of that. A sentence of more than 180 pieces is cut.

    Args:
        words: the words of the report.
        sents: the number of each word's sentence, never falling.
        tokenizer: the model's own.

    Yields:
        Windows whose cores cover every word once, in order.
    """
    first, last = _mark(tokenizer, BEGIN), _mark(tokenizer, END)
    spelled = pieces(words, tokenizer)
    units = list(_units(sents, spelled))
    size = [sum(len(spelled[k]) for k in range(a, b)) for a, b in units]
    at = 0
    while at < len(units):
        begin = at - 1 if at and size[at - 1] <= PIECES // 2 else at
        total, end = sum(size[begin : at + 1]), at + 1
        while end < len(units) and total + size[end] <= PIECES:
            total, end = total + size[end], end + 1
        start = units[begin][0]
        ids, firsts = [first], []
        for k in range(start, units[end - 1][1]):
            firsts.append(len(ids))
            ids += spelled[k]
        yield Window((*ids, last), tuple(firsts), start, units[at][0])
        at = end


def _units(sents: Sequence[int], spelled: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Sentences as (first word, end); one that is too long for a window in several parts."""
    start, total = 0, 0
    for k, spelling in enumerate(spelled):
        if k and (sents[k] != sents[k - 1] or total + len(spelling) > PIECES):
            yield start, k
            start, total = k, 0
        total += len(spelling)
    if spelled:
        yield start, len(spelled)


def _mark(tokenizer: Tokenizer, marks: Sequence[str]) -> int:
    """The number of the first of these marks that the tokenizer knows."""
    for mark in marks:
        number = tokenizer.token_to_id(mark)
        if number is not None:
            return int(number)
    raise DataError([f"tokenizer.json: no {' or '.join(marks)}; install the package again"])


def distance(words: int, sents: int) -> int:
    """The class (0..15) of how far a mention stands from a trigger.

    Args:
        words: words from the trigger to the mention, negative where the mention comes first.
        sents: sentences from the trigger to the mention.

    Returns:
        In one sentence a class by the order of magnitude of the words, otherwise by the sentences.
    """
    if sents == 0:
        steps = min(4, int(math.log2(abs(words) + 1)))
        return steps if words >= 0 else 4 + steps
    return {-1: 9, -2: 10, 1: 12, 2: 13}.get(sents, 11 if sents < 0 else 14)


def sentence_distance(sents: int) -> int:
    """The class (0..8) of how many sentences stand between two triggers."""
    return min(abs(sents), 8)
