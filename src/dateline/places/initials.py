"""Short forms that a report makes of the initials of a name that it gives in full: "UAE", "N.S.W.", "B&H"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.places.mention import PlaceMention

_FEWEST, _MOST = 2, 5  # letters of a short form


def by_initials(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Let a short form that is no listed name mean the place whose initials it is made of.

    Args:
        mentions: the places of a report.

    Returns:
        The same mentions, some with the place of the full name and the reason. Where two different places
        have these initials, the short form stays without a place.
    """
    full: dict[str, list[PlaceMention]] = {}
    for mention in mentions:
        if mention.candidate and not mention.unlisted and (letters := _initials(mention.found.core)):
            full.setdefault(letters, []).append(mention)
    return tuple(_meant(m, full.get(_letters(m.found.core), [])) for m in mentions)


def _meant(mention: PlaceMention, full: Sequence[PlaceMention]) -> PlaceMention:
    if mention.candidate is not None or len({f.candidate for f in full}) != 1:
        return mention
    name = full[0]
    return replace(
        mention,
        candidate=name.candidate,
        precision=name.precision,
        country=name.country,
        reasons=(f"the initials of {name.found.core}", *name.reasons),
    )


def _letters(core: str) -> str:
    """The letters of a short form in capitals, without "." and "&"; empty for any other name."""
    letters = "".join(c for c in core if c not in ".& ")
    return letters if letters.isalpha() and letters.isupper() and _FEWEST <= len(letters) <= _MOST else ""


def _initials(core: str) -> str:
    words = [w for w in core.replace("-", " ").split() if w[:1].isupper()]
    return "".join(w[0] for w in words) if len(words) >= _FEWEST else ""
