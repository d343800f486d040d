"""Does a quotation stand in a report? Compared without regard to the form of quotes, dashes, spaces, case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.records import Span

_HIDDEN = "\0"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)


@dataclass(frozen=True, slots=True)
class Quotable:
    """A text to look quotations up in: ``plain`` and, for each of its characters, the offset in the text."""

    text: str
    plain: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str, *, start: int = 0, hidden: Sequence[tuple[int, int]] = ()) -> Quotable:
        """Prepare a text.

        Args:
            text: the whole text.
            start: nothing before this character is looked at.
            hidden: stretches that no quotation may touch.
        """
        chars: list[str] = []
        offsets: list[int] = []
        for at in range(start, len(text)):
            char = _HIDDEN if any(a <= at < b for a, b in hidden) else _plain_char(text[at])
            if not char or (char == " " and (not chars or chars[-1] == " ")):
                continue
            chars.append(char)
            offsets.append(at)
        return cls(text, "".join(chars), tuple(offsets))

    def find(self, quote: str, *, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Yield where a quotation stands as whole words, in the order of the text.

        Args:
            quote: the words, in any typographic form.
            start: first character of the text that may belong to it.
            end: character after the last.
        """
        wanted = plain(quote)
        stop = len(self.text) if end is None else end
        at = self.plain.find(wanted) if any(c.isalnum() for c in wanted) and _HIDDEN not in wanted else -1
        while at >= 0:
            last = at + len(wanted)
            first_char, last_char = self.offsets[at], self.offsets[last - 1] + 1
            if start <= first_char and last_char <= stop and self._whole(at, last):
                yield Span(text=self.text[first_char:last_char], start=first_char, end=last_char)
            at = self.plain.find(wanted, at + 1)

    def _whole(self, at: int, last: int) -> bool:
        before, after = self.plain[at - 1 : at], self.plain[last : last + 1]
        cut_before = before.isalnum() and self.plain[at].isalnum()
        cut_after = after.isalnum() and self.plain[last - 1].isalnum()
        return not (cut_before or cut_after)


def plain(words: str) -> str:
    """Words in the form in which they are compared."""
    return " ".join("".join(_plain_char(c) for c in words).split())


def _plain_char(char: str) -> str:
    """One character as it is compared: one character, a space, or nothing."""
    if char.isspace():
        return " "
    simple = char.translate(_PLAIN)
    lower = simple.lower()
    return lower if len(lower) == 1 else simple
