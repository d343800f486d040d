"""Finds the times in a text: matches the grammar and joins what belongs together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from dateline.dates import absolute, relative
from dateline.dates.grammar import Grammar, Guards, Rule, load
from dateline.dates.guards import passes
from dateline.dates.join import joined
from dateline.dates.meaning import At, Groups, Meaning
from dateline.dates.mention import TimeMention
from dateline.dates.operators import operated

ACTIONS: Mapping[str, Callable[[Groups, At], Meaning | None]] = MappingProxyType(
    {
        f.__name__: f
        for f in (
            absolute.calendar_day,
            absolute.calendar_days,
            absolute.month,
            absolute.year,
            absolute.years,
            absolute.decade,
            absolute.century,
            absolute.season,
            absolute.quarter,
            absolute.holiday,
            relative.weekday,
            relative.weekend,
            relative.around,
            relative.unit_rel,
            relative.ago,
            relative.vague_past,
            relative.vague_future,
            relative.recent,
            relative.past_units,
            relative.next_units,
            relative.from_now,
            relative.within,
            relative.nth_unit,
            relative.length,
            relative.anchored_here,
            relative.anchored,
            relative.anchored_units,
            relative.recurring,
        )
    }
)

_WORD = re.compile(r"(?<![^\W_])(?<!\d[.,:])[^\W_]")
_LOOK_BACK = 40  # characters before a match that a guard or an operator may look at
_WHOLE = ("year", "decade", "century")  # groups that make a date one whatever the day of publication
_LONGEST = 160  # characters that one expression may have


def find_times(text: str, *, published: date, start: int = 0) -> tuple[TimeMention, ...]:
    """Find every expression of time in a text.

    Args:
        text: the report's text; offsets of the mentions count its characters.
        published: the day from which "yesterday" and the like are counted.
        start: character at which to begin, past a dateline or other metadata.

    Returns:
        The mentions in the order of the text, not overlapping. Anchored ones ("two days later") have no days
        until ``resolve`` is given their anchor.
    """
    grammar = load()
    folded = fold(text)
    found = []
    end = start
    for word in _WORD.finditer(folded, start):
        if word.start() < end:
            continue
        best = _longest(text, folded, word.start(), grammar, published)
        if best is not None:
            found.append(operated(best, folded, grammar, published=published, floor=end))
            end = best.end
    return tuple(replace(m, text=text[m.start : m.end]) for m in joined(found, folded, published=published))


def fold(text: str) -> str:
    """Lower case and plain quotes, dashes and blanks, character by character, so that offsets stay."""
    return "".join(map(_fold, text))


_PLAIN = {
    "’": "'",
    "‘": "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "\t": " ",
    "\r": " ",
    "\u00a0": " ",
    "\u202f": " ",
}


def _fold(char: str) -> str:
    plain = _PLAIN.get(char, char)
    lower = plain.lower()
    return lower if len(lower) == 1 else plain


def _longest(text: str, folded: str, at: int, grammar: Grammar, published: date) -> TimeMention | None:
    """The longest match of any rule at a word that also means some days."""
    stop = min(len(folded), at + _LONGEST)
    if grammar.any_rule.match(folded, at, stop) is None:
        return None
    hits = [
        (m, r)
        for r in grammar.rules
        if (m := r.pattern.match(folded, at, stop)) and _fits(r, m, text, folded, grammar.guards)
    ]
    for match, rule in sorted(hits, key=lambda h: -h[0].end()):
        meaning = _meaning(rule, match, grammar, published)
        if meaning is not None:
            return _mention(text, match, rule, meaning)
    return None


def _fits(rule: Rule, match: re.Match[str], text: str, folded: str, guards: Guards) -> bool:
    """Whether capitals and the words around a match are as the rule asks."""
    for name in rule.proper:
        at = match.start(name)
        if at >= 0 and not text[at].isupper():
            return False
    ahead = folded[max(0, match.start() - _LOOK_BACK) : match.start()]
    if rule.before and not rule.before.search(ahead):
        return False
    if rule.not_before and rule.not_before.search(ahead):
        return False
    if rule.after and not rule.after.match(folded, match.end()):
        return False
    if rule.not_after and rule.not_after.match(folded, match.end()):
        return False
    return rule.guard is None or passes(rule.guard, guards, match, text=text, ahead=ahead, folded=folded)


def _meaning(rule: Rule, match: re.Match[str], grammar: Grammar, published: date) -> Meaning | None:
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    try:
        return ACTIONS[rule.action](groups, At(published, grammar.words, rule.args))
    except (OverflowError, ValueError):  # years before 1 or after 9999
        return None


def _mention(text: str, match: re.Match[str], rule: Rule, meaning: Meaning) -> TimeMention:
    return TimeMention(
        text=text[match.start() : match.end()],
        start=match.start(),
        end=match.end(),
        core=match.start(),
        kind=meaning.kind or rule.kind,
        rule=rule.id,
        past=meaning.past,
        coming=meaning.coming or meaning.past,
        future=meaning.future,
        shift=meaning.shift,
        absolute=any(match.groupdict().get(group) for group in _WHOLE),
    )
