"""An event while it is being coded: each stage fills its own fields and hands a new draft on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from dateline.records import Effect, Party, Place, Reason, Source, Span, Status, When


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that reports an event.

    ``token`` is the head word, ``span`` the phrase shown as evidence, ``event_type`` the codebook type,
    ``rule`` names the lexicon row (``file:line``) or the model that found it, ``score`` (0..1) is how often
    that rule was right on the training reports.
    """

    token: Token
    span: Span
    event_type: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Draft:
    """One event under way. Fields that a later stage fills are empty until then."""

    trigger: Trigger
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    supporters: tuple[Party, ...] = ()
    mediators: tuple[Party, ...] = ()
    status: Status = Status.ACTUAL
    background: bool = False
    sources: tuple[Source, ...] = ()
    effects: tuple[Effect, ...] = ()
    time: When | None = None
    places: tuple[Place, ...] = ()
    weapons: tuple[Span, ...] = ()
    evidence: tuple[Span, ...] = ()
    ordinal: int = 0
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = field(default_factory=tuple)

    @property
    def token(self) -> Token:
        """The head word of the trigger."""
        return self.trigger.token

    def because(self, *reasons: Reason, **fields: object) -> Draft:
        """Return this draft with fields replaced and the reasons for them added."""
        return replace(self, reasons=self.reasons + reasons, **fields)  # type: ignore[arg-type]
