"""Believes of a model's claims only what the report itself says, and counts the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.codebook import Codebook
from dateline.language.parse import Parsed
from dateline.llm.claims import EventClaim
from dateline.llm.quotes import Quotable
from dateline.llm.schema import EFFECT_KINDS, PARTY_FIELDS
from dateline.llm.windows import Window
from dateline.records import Span, Stance, Status

_EMPTY = frozenset({"PUNCT", "SPACE", "DET", "ADP", "PART", "CCONJ", "SCONJ", "AUX"})
_FULL = frozenset({"VERB", "NOUN", "PROPN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that was not believed: its field, the words, and why."""

    field: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """An event whose words all stand in the report.

    ``token`` is the head of the trigger; ``named`` holds the phrases of each party field, ``status`` is
    ``None`` where the model gave none that exists. ``dropped`` are its other claims.
    """

    event_type: str
    status: Status | None
    trigger: Span
    token: Token
    named: Mapping[str, tuple[Span, ...]]
    places: tuple[Span, ...]
    time: Span | None
    effects: tuple[tuple[str, Span], ...]
    sources: tuple[tuple[Span, Stance], ...]
    weapons: tuple[Span, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim checked: the event or ``None``, how many claims it made, and those that were dropped."""

    event: Found | None
    made: int
    dropped: tuple[Dropped, ...]


def check_event(
    claim: EventClaim, parsed: Parsed, quotable: Quotable, codebook: Codebook, window: Window
) -> Checked:
    """Look every claim up in the report.

    Args:
        claim: what the model says.
        parsed: the report.
        quotable: its text, prepared for looking up.
        codebook: the types that exist.
        window: the part that the model was shown; the trigger must stand in it.

    Returns:
        The event, without what is not in the report. An event without a type that exists or a trigger that
        stands in the report is dropped as a whole, with all that it claimed.
    """
    made = _count(claim)
    if claim.event_type not in codebook.types:
        return _refused(claim, made, "event_type", claim.event_type, "is no type of the codebook")
    names = (*claim.actors, *claim.targets, *claim.places, *(e.quote for e in claim.effects))
    spans = tuple(quotable.find(claim.trigger, start=window.start, end=window.end))
    chosen = _best(spans, (*names, *([claim.time] if claim.time else ())), parsed, quotable)
    token = _head(chosen, parsed) if chosen else None
    if chosen is None or token is None:
        return _refused(claim, made, "trigger", claim.trigger, "does not stand in the report")
    look = _Look(quotable, token)
    event = Found(
        event_type=claim.event_type,
        status=look.status(claim.status),
        trigger=chosen,
        token=token,
        named={field: look.all(field, getattr(claim, field)) for field in PARTY_FIELDS},
        places=look.all("places", claim.places),
        time=look.one("time", claim.time) if claim.time else None,
        effects=look.effects(claim),
        sources=look.sources(claim),
        weapons=look.all("weapons", claim.weapons),
        dropped=tuple(look.dropped),
    )
    return Checked(event, made, event.dropped)


def _count(claim: EventClaim) -> int:
    lists = [getattr(claim, field) for field in (*PARTY_FIELDS, "places", "effects", "sources", "weapons")]
    return 3 + bool(claim.time) + sum(map(len, lists))


def _refused(claim: EventClaim, made: int, field: str, words: str, why: str) -> Checked:
    """An event that is dropped as a whole: each of its claims goes."""
    rest = Dropped("event", claim.trigger, f"goes with its {field}")
    return Checked(None, made, (Dropped(field, words, why), *[rest] * (made - 1)))


def _best(spans: Sequence[Span], names: Iterable[str], parsed: Parsed, quotable: Quotable) -> Span | None:
    """Of the places where a trigger stands, the one whose sentence holds most of what is said of it."""
    if len(spans) < 2:
        return spans[0] if spans else None
    wanted = tuple(names)

    def held(span: Span) -> int:
        here = parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
        if here is None:
            return -1
        sent = here.sent
        return sum(any(quotable.find(name, start=sent.start_char, end=sent.end_char)) for name in wanted)

    return max(spans, key=lambda span: (held(span), -span.start))


def _head(span: Span, parsed: Parsed) -> Token | None:
    """The head word of a phrase; where the parse picks a function word, the first word with a meaning."""
    phrase = parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
    if phrase is None or not phrase.text.strip():
        return None
    if phrase.root.pos_ in _EMPTY:
        return next((t for t in phrase if t.pos_ in _FULL), phrase.root)
    return phrase.root


class _Look:
    """Looks the claims of one event up, nearest to its trigger, and notes what is not there."""

    def __init__(self, quotable: Quotable, token: Token) -> None:
        self.quotable = quotable
        self.token = token
        self.dropped: list[Dropped] = []

    def one(self, field: str, quote: str) -> Span | None:
        sent, at = self.token.sent, self.token.idx

        def near(span: Span) -> tuple[bool, int]:
            return not (sent.start_char <= span.start < sent.end_char), abs(span.start - at)

        found = min(self.quotable.find(quote), key=near, default=None)
        if found is None:
            self.dropped.append(Dropped(field, quote, "does not stand in the report"))
        return found

    def all(self, field: str, quotes: Iterable[str]) -> tuple[Span, ...]:
        return tuple(span for quote in quotes if (span := self.one(field, quote)) is not None)

    def status(self, word: str) -> Status | None:
        if word in set(Status):
            return Status(word)
        self.dropped.append(Dropped("status", word, "is no status"))
        return None

    def effects(self, claim: EventClaim) -> tuple[tuple[str, Span], ...]:
        return tuple(self._effects(claim))

    def _effects(self, claim: EventClaim) -> Iterator[tuple[str, Span]]:
        for effect in claim.effects:
            if effect.kind not in EFFECT_KINDS:
                words = f"{effect.kind}: {effect.quote}"
                self.dropped.append(Dropped("effects", words, "is no kind of effect"))
                continue
            span = self.one("effects", effect.quote)
            if span is not None:
                yield effect.kind, span

    def sources(self, claim: EventClaim) -> tuple[tuple[Span, Stance], ...]:
        return tuple(self._sources(claim))

    def _sources(self, claim: EventClaim) -> Iterator[tuple[Span, Stance]]:
        for source in claim.sources:
            if source.stance not in set(Stance):
                self.dropped.append(Dropped("sources", f"{source.name}: {source.stance}", "is no stance"))
                continue
            span = self.one("sources", source.name)
            if span is not None:
                yield span, Stance(source.stance)
